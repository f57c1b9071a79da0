package cli

import (
	"context"
	"regexp"
	"strconv"

	"github.com/cli/go-gh/v2/pkg/repository"

	"github.com/release-request/gh-release-request/internal/fault"
)

var (
	numberForm = regexp.MustCompile(`^#?([1-9][0-9]{0,8})$`)
	namedForm  = regexp.MustCompile(`^([^#\s]+/[^#\s]+)#([1-9][0-9]{0,8})$`)
	pageForm   = regexp.MustCompile(`^https://([^/\s]+/[^/\s]+/[^/\s]+)/issues/([1-9][0-9]{0,8})(?:[?#].*)?$`)
)

// Request returns the central repository and the number of a request from how
// people write it: 42, #42, its URL, or OWNER/REPO#42. A repository named so is
// the central one; it may not contradict -R.
func (env *Env) Request(ctx context.Context, word string) (repository.Repository, int, error) {
	if m := numberForm.FindStringSubmatch(word); m != nil {
		number, _ := strconv.Atoi(m[1]) // at most nine digits
		central, err := env.Central(ctx)
		return central, number, err
	}
	m := pageForm.FindStringSubmatch(word)
	if m == nil {
		m = namedForm.FindStringSubmatch(word)
	}
	if m == nil {
		return repository.Repository{}, 0, wrongNumber(word)
	}
	central, err := parseRepo("the request", m[1])
	if err != nil {
		return repository.Repository{}, 0, err
	}
	number, _ := strconv.Atoi(m[2])
	if env.repo != "" {
		named, err := env.Central(ctx)
		if err == nil && !sameRepo(named, central) {
			err = fault.New(fault.Failed, "request %s is not one of %s, which -R names", word, fullName(named))
		}
		if err != nil {
			return repository.Repository{}, 0, err
		}
	}
	return central, number, nil
}

func wrongNumber(word string) error {
	return fault.New(fault.Failed, "%q is no request: write its number, its URL, or OWNER/REPO#NUMBER", word)
}

// noNumber is the error of a command that needs a request and was given none
// where nobody can be asked.
func noNumber(command string) error {
	return fault.New(fault.Failed, "no request is named; to most shells an unquoted #42 is a comment").
		WithHint("gh release-request %s 42", command)
}
