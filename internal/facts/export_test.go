package facts

// ReadFiles is the part of a reading that reads which files change.
var ReadFiles = (*Reader).readFiles
