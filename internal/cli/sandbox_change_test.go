package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// changeVerbs are what befalls people and repositories.
var changeVerbs = map[string]func(*hub.Hub, []string) error{
	"user": func(h *hub.Hub, a []string) error { h.AddUser(a[0], a[1:]...); return nil },
	// change role REPO LOGIN ROLE
	"role": func(h *hub.Hub, a []string) error {
		role, ok := roles[a[2]]
		if !ok {
			return fmt.Errorf("there is no role %s", a[2])
		}
		h.Settings(a[0]).SetRole(a[1], role)
		return nil
	},
	"login":    func(h *hub.Hub, a []string) error { h.RenameUser(a[0], a[1]); return nil },
	"delete":   func(h *hub.Hub, a []string) error { h.DeleteUser(a[0]); return nil },
	"transfer": func(h *hub.Hub, a []string) error { h.Settings(a[0]).Transfer(a[1]); return nil },
	"repo": func(h *hub.Hub, a []string) error {
		owner, name, _ := strings.Cut(a[0], "/")
		_, err := h.AddRepo(hub.RepoSpec{Owner: owner, Name: name, Files: map[string]string{"VERSION": "6.6.6\n"}})
		return err
	},
	"invite": func(h *hub.Hub, a []string) error { h.AddTeamMember("acme", a[0], a[1], true); return nil },
	"join":   func(h *hub.Hub, a []string) error { h.AddTeamMember("acme", a[0], a[1], false); return nil },
	"leave":  func(h *hub.Hub, a []string) error { h.RemoveTeamMember("acme", a[0], a[1]); return nil },
	// change later DURATION
	"later": func(h *hub.Hub, a []string) error {
		d, err := time.ParseDuration(a[0])
		h.Advance(d)
		return err
	},
}

var roles = map[string]hub.Role{"none": hub.NoRole, "read": hub.Read, "triage": hub.Triage, "write": hub.Write, "admin": hub.Admin}

func changeWorld(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || changeVerbs[args[0]] == nil {
		ts.Fatalf("nothing can change %q", args)
	}
	ts.Check(changeVerbs[args[0]](boxOf(ts).Hub(), args[1:]))
}
