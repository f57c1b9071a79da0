package wire

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// longestSocket is what fits every system's sockaddr_un: macOS has room for 104 bytes with the final NUL.
const longestSocket = 103

// listenSocket opens the unix socket in dir, or in a directory of its own where dir's path is too long for one. remove
// takes that directory away.
func listenSocket(dir string) (l net.Listener, path string, remove func() error, err error) {
	remove = func() error { return nil }
	path = filepath.Join(dir, "api.sock")
	if len(path) > longestSocket {
		short, err := os.MkdirTemp("", "ghs")
		if err != nil {
			return nil, "", nil, err
		}
		remove = func() error { return os.RemoveAll(short) }
		if path = filepath.Join(short, "api.sock"); len(path) > longestSocket {
			_ = remove() // the length is the error to report
			return nil, "", nil, fmt.Errorf("socket %s: longer than %d bytes: set TMPDIR to a short path", path, longestSocket)
		}
	}
	l, err = net.Listen("unix", path)
	if err == nil {
		if err = os.Chmod(path, 0o600); err != nil {
			l.Close()
		}
	}
	if err != nil {
		_ = remove()
		return nil, "", nil, fmt.Errorf("opening the sandbox's socket: %w", err)
	}
	return l, path, remove, nil
}
