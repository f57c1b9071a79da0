package facts

// ReadFiles is reached by tests alone: no policy may ask for auto-approve yet.
var ReadFiles = (*Reader).readFiles
