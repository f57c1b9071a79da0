package sandbox

import (
	"strings"
	"testing"
)

func TestGit_clonesCommitsAndPushes(t *testing.T) {
	s := start(t, Options{})
	wendy := s.shell(t, "wendy")
	wendy.must("git", "clone", "-q", "https://github.com/acme/sdk", ".")
	if who := strings.TrimSpace(wendy.must("git", "config", "user.name")); who != "wendy" {
		t.Errorf("user.name = %q", who)
	}
	wendy.must("git", "commit", "-q", "--allow-empty", "-m", "two")
	wendy.must("git", "push", "-q")
	head := strings.TrimSpace(wendy.must("git", "rev-parse", "HEAD"))
	pushes := s.Hub().Pushes(s.Hub().Settings("acme/sdk").ID(), "refs/heads/main")
	if len(pushes) != 1 || pushes[0].After != head || pushes[0].Pusher.Login != "wendy" {
		t.Errorf("activity = %+v", pushes)
	}

	rita := s.shell(t, "rita")
	rita.must("git", "init", "-q")
	rita.must("git", "fetch", "-q", "--depth=1", "--filter=blob:none", "https://github.com/acme/sdk", head)
	rita.must("git", "checkout", "-q", "FETCH_HEAD")
	rita.refused("Permission to acme/sdk.git denied to rita", "git", "push", "https://github.com/acme/sdk", "HEAD:refs/heads/mine")
	rita.refused("transport 'ssh' not allowed", "git", "ls-remote", "git@github.com:acme/sdk.git")
	rita.refused("403", "git", "ls-remote", "https://gitlab.com/acme/sdk.git")
	if refused := s.Refused(); len(refused) != 1 || refused[0] != "gitlab.com:443" {
		t.Errorf("refused = %v", refused)
	}
}

func TestGit_cloneThroughGh(t *testing.T) {
	s := start(t, Options{})
	wendy := s.shell(t, "wendy")
	wendy.must("gh", "repo", "clone", "acme/sdk")
}

func TestCurl_seesTheSandboxAndNothingElse(t *testing.T) {
	s := start(t, Options{})
	rita := s.shell(t, "rita")
	if out := rita.must("curl", "-sS", "https://api.github.com/repos/acme/sdk"); !strings.Contains(out, `"full_name":"acme/sdk"`) {
		t.Errorf("curl: %s", out)
	}
	rita.refused("403", "curl", "-sS", "https://example.com/")
	rita.refused("", "curl", "-sSf", "http://example.com/")
	if got := strings.Join(s.Refused(), " "); got != "example.com:443 example.com" {
		t.Errorf("refused = %s", got)
	}
}
