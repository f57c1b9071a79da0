package config

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

func (d *decoder) approval(a *policy.Approval) reader {
	return d.object(append(d.projectApproval(a),
		field{key: "self-approval", about: "Whether the requester's own approval counts.", read: d.truth(&a.SelfApproval)},
		field{key: "committer-approval", about: "Whether authors and pushers of the release's own commits may approve it.", read: d.truth(&a.CommitterApproval)},
		field{key: "via", about: "Slugs of the Apps through which a person's label counts.", read: d.texts(&a.Via, "slugs of Apps ([] for none)", true, checkSlug).like(slugForm)},
		field{key: "valid-for", about: "How long an approval counts.", read: d.duration(&a.ValidFor, long)},
		field{key: "emergency", about: "Logins and @org/team that may declare an emergency; empty: nobody.", read: d.people(&a.Emergency)},
	)...)
}

// projectApproval is the part of approval that a project may set for itself.
func (d *decoder) projectApproval(a *policy.Approval) []field {
	return []field{
		{key: "required", about: "How many distinct people have to approve.", read: d.whole(&a.Required, 1, 100)},
		{key: "approvers", about: "Logins and @org/team whose approval counts; empty: whoever has triage access or more to the central repository.", read: d.people(&a.Approvers)},
	}
}

func (d *decoder) requests(r *policy.Requests, remind *time.Duration) reader {
	return d.object(append(d.projectRequests(r),
		field{key: "local", about: "Whether a release may be prepared by whoever asks; otherwise the source repository's workflow prepares it.", read: d.truth(&r.Local)},
		field{key: "expire-after", about: "Age at which a request ends by itself.", read: d.duration(&r.ExpireAfter, long)},
		field{key: "remind-after", about: "Time after which people are reminded of a request.", read: d.duration(remind, long)},
	)...)
}

// projectRequests is the part of requests that a project may set for itself.
func (d *decoder) projectRequests(r *policy.Requests) []field {
	return []field{{key: "requesters", about: "Logins and @org/team that may ask; empty: whoever has write access to the source repository.", read: d.people(&r.Requesters)}}
}

func (d *decoder) people(into *[]string) reader {
	return d.texts(into, "logins and @org/team ([] for none)", false, checkPerson).like(personForm)
}

func (d *decoder) blockers(into *[]string) reader {
	return d.texts(into, "labels ([] for none)", false, checkLabel)
}

var (
	teamForm = lazyregexp.New(`^@[A-Za-z0-9][A-Za-z0-9_-]{0,38}/[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
	// personForm accepts what checkPerson does, and more: it says less than the
	// rules for logins and teams together.
	personForm = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$|^@[A-Za-z0-9][A-Za-z0-9_-]{0,38}/[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
	slugForm   = lazyregexp.New(`^[a-z0-9][a-z0-9-]{0,99}$`)
)

// checkPerson refuses bots too: nothing that they do counts.
func checkPerson(s string) error {
	const allowed = "write a login such as alice, or a team such as @acme/leads"
	switch {
	case strings.HasSuffix(s, "[bot]"):
		return fmt.Errorf("%q is an App's account; only people and teams count here", s)
	case strings.HasPrefix(s, "@") && !strings.Contains(s, "/"):
		return fmt.Errorf("%q is neither a login nor a team; a login is written without @", s)
	case strings.HasPrefix(s, "@") && !teamForm.MatchString(s), !strings.HasPrefix(s, "@") && release.CheckLogin(s) != nil:
		return fmt.Errorf("%q is neither a login nor a team; %s", s, allowed)
	}
	return nil
}

// isTeam tells @org/team from a login.
func isTeam(person string) bool { return strings.HasPrefix(person, "@") }

func checkSlug(s string) error {
	if !slugForm.MatchString(s) {
		return fmt.Errorf("%q is no App's slug; it is the last part of https://github.com/apps/SLUG", s)
	}
	return nil
}

// checkLabel keeps GitHub's limit for names of labels, 50 characters:
// https://docs.github.com/en/issues/using-labels-and-milestones-to-track-work/managing-labels
func checkLabel(s string) error {
	if err := oneLine(s); err != nil {
		return err
	}
	if utf8.RuneCountInString(s) > 50 || strings.TrimSpace(s) != s {
		return fmt.Errorf("%q is no label; it must be 1 to 50 characters without space at the ends", s)
	}
	return nil
}
