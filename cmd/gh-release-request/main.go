// Command gh-release-request asks for releases, approves them, and has them
// published by a central repository. It runs as "gh release-request".
package main

import (
	"context"
	"os"

	"github.com/release-request/gh-release-request/internal/cli"
)

func main() { os.Exit(cli.Main(context.Background(), cli.System(), os.Args[1:])) }
