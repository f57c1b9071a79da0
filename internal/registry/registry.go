// Package registry asks package registries whether they accept a token. It is a
// door: it stands on the ground floor alone, and knows nothing of policies. Each
// kind of registry is a row of one table (kinds.go) with the call that its
// documentation names; a kind that tells only by publishing is a row that says
// so. It never publishes, changes nothing, follows no redirect, speaks nothing
// but HTTPS, and shows neither a token nor an answer in an error.
package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Standing is what a registry makes of a token.
type Standing string

// The standings. Accepted says that the registry knows the token, not that the
// token may publish a certain package: that, only publishing tells.
const (
	Accepted Standing = "accepted"
	Rejected Standing = "rejected"
	Untold   Standing = "untold" // and Answer.Why says why
)

// Question is a token and where it should work.
type Question struct {
	Kind  string // one of Kinds
	Host  string // with a port if need be; empty: the kind's own
	User  string // whose token it is, for kinds that want to know
	Token string
}

// Answer is what came of a question.
type Answer struct {
	Standing Standing
	Account  string // whose token it is; empty where the registry does not say
	Why      string // in words, without the token; may be empty when accepted
}

// Asker asks registries.
type Asker struct {
	Client    *http.Client // its redirects are not followed
	UserAgent string       // program and version
}

// New returns an asker on the network, through the proxies of the environment.
func New(userAgent string) *Asker {
	return &Asker{UserAgent: userAgent, Client: &http.Client{
		Timeout: 30 * time.Second,
		// A redirect could take the token to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Kinds returns the names of the kinds of registries.
func Kinds() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// Ask asks one registry. What keeps it from telling is an answer too, Untold.
func (a *Asker) Ask(ctx context.Context, q Question) Answer {
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == q.Kind })
	if i < 0 {
		return untold("nothing is known of registries of the kind %q", q.Kind)
	}
	k := kinds[i]
	if q.Host == "" {
		q.Host = k.host
	}
	switch {
	case k.untold != "":
		return untold("%s (%s)", k.untold, k.source)
	case !printable(q.Token):
		return Answer{Standing: Rejected, Why: "it holds characters that cannot be sent; a token is letters, digits and signs on one line"}
	}
	return k.ask(ctx, a, q)
}

func untold(format string, args ...any) Answer {
	return Answer{Standing: Untold, Why: fmt.Sprintf(format, args...)}
}

// printable reports whether a token is what a header can carry.
func printable(token string) bool {
	for _, r := range token {
		if r <= ' ' || r > '~' {
			return false
		}
	}
	return token != ""
}

// reply is what came back, without its body.
type reply struct {
	status int
	header http.Header
}

// get does one call. authorise puts in the header what says who asks; out is
// decoded from an answer of 200, unless nil.
func (a *Asker) get(ctx context.Context, target string, authorise func(*http.Request), out any) (reply, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return reply{}, errors.New("its address cannot be read")
	}
	req.Header.Set("User-Agent", a.UserAgent)
	req.Header.Set("Accept", "application/json")
	authorise(req)
	resp, err := a.Client.Do(req)
	if err != nil {
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err
		}
		return reply{}, fmt.Errorf("%s cannot be reached: %w", req.URL.Host, err)
	}
	defer resp.Body.Close()
	if out != nil && resp.StatusCode == http.StatusOK {
		if json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(out) != nil {
			return reply{}, fmt.Errorf("what %s answers is not what it documents", req.URL.Host)
		}
	}
	return reply{resp.StatusCode, resp.Header}, nil
}

// judge reads the status of a call that needs a token.
func judge(host string, status int, account string) Answer {
	switch status {
	case http.StatusOK:
		return Answer{Standing: Accepted, Account: account}
	case http.StatusUnauthorized:
		return Answer{Standing: Rejected, Why: host + " does not accept it"}
	}
	return untold("%s answers with HTTP status %d", host, status)
}

func nobody(*http.Request) {}

func bearer(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

func basic(user, token string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(user, token) }
}

func plainly(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", token) }
}
