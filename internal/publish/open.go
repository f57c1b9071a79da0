package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
)

// Granted opens the source repository for a publish job: with what the gate
// handed it, where that takes a token, else with the job's own. It never asks
// for people: the gate attests them.
type Granted struct {
	Central *github.Client // with the job's own token
	Grant   *Grant         // nil: none
}

// Open refuses a token for another repository, and one that is over by GitHub's
// clock, before it is used.
func (g Granted) Open(_ context.Context, _ *config.Policy, project *config.Project) (facts.Doors, error) {
	if g.Grant == nil {
		return facts.Doors{Source: g.Central}, nil
	}
	if err := g.Grant.usable(project.Source.Repository(), g.Central.Now()); err != nil {
		return facts.Doors{}, err
	}
	if !g.Grant.Private {
		return facts.Doors{Source: g.Central}, nil
	}
	source, err := g.Central.With(g.Grant.Token)
	return facts.Doors{Source: source}, err
}

// tokenFile holds the token that the publisher gets, from checkout to publish.
// It lies outside the checkout, where only the job's own steps write.
const tokenFile = "release-request-token"

func saveToken(temp, token string) error {
	return os.WriteFile(filepath.Join(temp, tokenFile), []byte(token), 0o600)
}

// TakeToken returns the token that checkout left for the publisher, if the plan
// says that there is one, and deletes the file: nothing that the publisher runs
// finds it there.
func TakeToken(temp string, plan Plan) (string, error) {
	if !plan.Token {
		return "", nil
	}
	path := filepath.Join(temp, tokenFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fault.New(fault.Failed, "the token for target %s is not there: it was used, or the step checkout has not run in this job", plan.Target)
	}
	if err != nil {
		return "", err
	}
	if err := os.Remove(path); err != nil {
		return "", fmt.Errorf("the token's file must not stay: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}
