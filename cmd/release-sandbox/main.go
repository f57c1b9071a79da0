// Command release-sandbox is a GitHub on this machine, and rehearses releases
// on it.
package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/release-request/gh-release-request/internal/sandbox/rehearsal"
)

func main() {
	if filepath.Base(os.Args[0]) == rehearsal.UploadProgram {
		os.Exit(rehearsal.Upload(os.Args[1:], os.Stdout, os.Stderr))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := rehearsal.Main(ctx, os.Args[1:], rehearsal.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
