package token

import (
	"context"
	"errors"
	"testing"

	"github.com/release-request/gh-release-request/internal/github"
)

// mortal does so many calls, and no more: as a program that is killed.
type mortal struct {
	*vault
	left int
}

var errKilled = errors.New("killed")

func (m *mortal) dies() bool {
	m.left--
	return m.left < 0
}

func (m *mortal) EnvironmentKey(ctx context.Context, repo, environment string) (github.SecretsKey, error) {
	if m.dies() {
		return github.SecretsKey{}, errKilled
	}
	return m.vault.EnvironmentKey(ctx, repo, environment)
}

func (m *mortal) EnvironmentSecret(ctx context.Context, repo, environment, name string) (github.Secret, error) {
	if m.dies() {
		return github.Secret{}, errKilled
	}
	return m.vault.EnvironmentSecret(ctx, repo, environment, name)
}

func (m *mortal) SetEnvironmentSecret(ctx context.Context, repo, environment, name, keyID, sealed string) error {
	if m.dies() {
		return errKilled
	}
	return m.vault.SetEnvironmentSecret(ctx, repo, environment, name, keyID, sealed)
}

func (m *mortal) IssuesTitled(ctx context.Context, repo, title string) ([]github.RequestIssue, error) {
	if m.dies() {
		return nil, errKilled
	}
	return m.vault.IssuesTitled(ctx, repo, title)
}

func (m *mortal) CreateIssue(ctx context.Context, repo, title, body string) (github.Issue, error) {
	if m.dies() {
		return github.Issue{}, errKilled
	}
	m.vault.issues = append(m.vault.issues, github.RequestIssue{Number: 9, State: "OPEN", Title: title, Body: body})
	return m.vault.CreateIssue(ctx, repo, title, body)
}

func (m *mortal) CreateComment(ctx context.Context, repo string, number int, body string) (github.Comment, error) {
	if m.dies() {
		return github.Comment{}, errKilled
	}
	return m.vault.CreateComment(ctx, repo, number, body)
}

// Whatever call was the last one, what is said of each environment is so, and a
// second run ends as one alone does.
func TestRotate_endsTheSameAfterACrash(t *testing.T) {
	for calls := 0; ; calls++ {
		v := newVault(t, planned0.Add(-90*aDay), "npm", "mirror")
		m := &mortal{vault: v, left: calls}
		plan, tokens := npmIn(v, "npm", "mirror")
		r, _ := timed(m)
		done, err := r.Rotate(t.Context(), plan, tokens)
		if done != nil {
			for _, c := range done.Changes {
				if c.Fate == Replaced && v.values[c.Environment] != hush {
					t.Errorf("after %d calls %s is said to be replaced", calls, c.Environment)
				}
			}
		}
		if done != nil && err == nil && done.Changes[1].Fate == Replaced {
			if calls < 10 {
				t.Errorf("%d calls were enough", calls)
			}
			return
		}
		m.left = 1000
		plan, tokens = npmIn(v, "npm", "mirror")
		done, err = r.Rotate(t.Context(), plan, tokens)
		if err != nil || v.values["npm"] != hush || v.values["mirror"] != hush || v.opened != 1 || done.Receipt == "" {
			t.Fatalf("after %d calls, and again: %+v, %v, opened %d", calls, done, err, v.opened)
		}
		for _, c := range done.Changes {
			if c.Fate != Replaced {
				t.Errorf("after %d calls, and again: %s %s", calls, c.Environment, c.Why)
			}
		}
	}
}
