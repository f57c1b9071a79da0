// Program runner interprets GitHub Actions workflow files on this host for the
// sandbox. It reads the files with the packages of actionlint and act, and
// evaluates their expressions with act's evaluator, which is why it is a module
// of its own: the extension must not depend on any of that.
//
// It speaks the protocol of protocol.go on its standard input and output. It
// knows nothing of GitHub's API and of secrets but what the host answers for
// the one job that is about to start.
//
// It must never hand on a variable of its own environment, which it empties
// first, read anything below the home of the person who runs it, or put a
// secret into an argument or a log. What it cannot interpret it refuses in
// words; it never guesses.
package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/nektos/act/pkg/model"
	"github.com/sirupsen/logrus"
	"gopkg.in/yaml.v3"
)

func main() {
	os.Clearenv()
	silenceAct()
	// A terminal sends these to everybody. What becomes of a run is for the host
	// to say; the end of the input is its last word.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGHUP)
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "workflow runner: %v\n", err)
		os.Exit(1)
	}
}

// silenceAct stops act's packages from logging what they evaluate, which may
// hold secrets, and from ending the process when a node has the wrong type: the
// schema check names such nodes.
func silenceAct() {
	logrus.SetOutput(io.Discard)
	model.OnDecodeNodeError = func(yaml.Node, any, error) {}
}
