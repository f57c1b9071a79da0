package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/seal"
)

// What the gate hands to a publish job as the output target-NAME. An empty
// output means: not now.
const (
	GrantPublic = "go"      // publish, without a token for the source repository
	grantSealed = "sealed:" // publish, with the token that follows, sealed to the target's key
)

// Grant is a token for the source repository and the one use that it was made
// for. Anybody can seal to a target's public key, and outputs of an old attempt
// come back when a job is run again: so all of it is checked.
type Grant struct {
	Token      string         `json:"token"`
	Repository string         `json:"repository"` // OWNER/REPO
	Private    bool           `json:"private"`    // whether it takes the token to read it
	Permission string         `json:"permission"` // config.SourceRead or config.SourceWrite
	Target     string         `json:"target"`
	Digest     release.Digest `json:"digest"`
	Run        string         `json:"run"` // ID/ATTEMPT
	Expires    time.Time      `json:"expires"`
}

// seal returns the output that only the holder of the target's key can use.
func (g Grant) seal(to seal.Public) (string, error) {
	text, err := json.Marshal(g)
	if err != nil {
		return "", err
	}
	box, err := seal.Seal(to, text)
	return grantSealed + box, err
}

// openGrant reads an output of the gate; nil for a grant without a token.
func openGrant(output, key string) (*Grant, error) {
	box, sealed := strings.CutPrefix(output, grantSealed)
	switch {
	case output == GrantPublic:
		return nil, nil
	case !sealed:
		return nil, fmt.Errorf("its output is %q", output)
	case key == "":
		return nil, fault.New(fault.Failed, "its token is sealed, and the secret RELEASE_SEAL_KEY is not set").
			WithHint("an owner sets it in the target's environment: the private half of the key whose public half is the target's seal in the policy")
	}
	private, err := seal.ParsePrivate(strings.TrimSpace(key)) // pasted secrets end in a new line
	if err != nil {
		return nil, fmt.Errorf("the secret RELEASE_SEAL_KEY: %w", err)
	}
	text, err := private.Open(box)
	if err != nil {
		return nil, fmt.Errorf("its token cannot be opened with RELEASE_SEAL_KEY, which should be the private half of the target's seal in the policy: %w", err)
	}
	var g Grant
	if json.Unmarshal(text, &g) != nil || g.Token == "" {
		return nil, errors.New("what was sealed for it is no token") // the text is secret
	}
	return &g, nil
}

// check refuses a grant for anything but this target of this digest in this
// attempt.
func (g Grant) check(target string, digest release.Digest, run release.Run) error {
	var problems []error
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	add(g.Target != target, "it was made for target %q", g.Target)
	add(g.Digest != digest, "it was made for digest %s", g.Digest)
	add(g.Run != run.String(), "it was made in run and attempt %s, and this is %s", g.Run, run)
	return fault.All("its token is for another use", problems)
}

// usable refuses a grant for another repository, or one that is over.
func (g Grant) usable(repository string, now time.Time) error {
	switch {
	case !release.SameRepository(g.Repository, repository):
		return fault.New(fault.Refused, "the gate's token is for %s, not for %s", g.Repository, repository)
	case !now.Before(g.Expires):
		return fault.New(fault.Refused, "token-expired: the token for %s ended at %s, and it is %s", g.Repository, g.Expires.Format(time.RFC3339), now.Format(time.RFC3339)).
			WithHint("gh release-request retry asks the gate again, which makes a new one")
	}
	return nil
}

// demanded refuses a grant that is not what the policy and the source
// repository demand now: none, to read or to write.
func demanded(g *Grant, need string, private bool) error {
	has := ""
	if g != nil {
		has = g.Permission
	}
	switch {
	case has != need && need == "":
		return fmt.Errorf("the gate handed a token to %s it, and it needs none any more", has)
	case has != need && has == "":
		return fmt.Errorf("it needs a token to %s the source repository, and the gate let it go without one", need)
	case has != need:
		return fmt.Errorf("it needs a token to %s the source repository, and the gate handed it one to %s it", need, has)
	case g != nil && g.Private != private:
		return errors.New("the source repository was made public or private after the gate looked")
	}
	return nil
}
