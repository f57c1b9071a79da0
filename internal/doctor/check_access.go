package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/github"
)

type accessDoor interface {
	Collaborators(ctx context.Context, repo, which string) ([]github.Member, error)
	Teams(ctx context.Context, repo string) ([]github.Team, error)
	TeamMembers(ctx context.Context, org, slug string) ([]github.Account, error)
	DeployKeys(ctx context.Context, repo string) ([]github.DeployKey, error)
	BasePermission(ctx context.Context, org string) (string, error)
}

var (
	accessUnstated = kind{"access-unstated", Warning,
		"The policy does not say who may write to the central repository, so that nobody can tell who has too much access. Nor does CODEOWNERS name anybody.",
		"Write `expected-access.write` into the policy, and run `gh release-request init central`."}
	accessTeam = kind{"access-team", Error,
		"A team has more access to the central repository than `expected-access` says. Whoever may write there could reach the tokens; whoever has triage can press the buttons.",
		"Take the access away, or name the team in the policy's `expected-access`."}
	accessPerson = kind{"access-person", Error,
		"A person has more access to the central repository than `expected-access` says: given directly, from outside, or as an owner of the organisation.",
		"Take the access away, or name the person in the policy's `expected-access`. Owners of the organisation always have all access: name them."}
	accessBase = kind{"access-base", Error,
		"Every member of the organisation has more access to the central repository than `expected-access` says, by the organisation's base permission.",
		"Lower the base permission: Settings of the organisation, Member privileges."}
	accessKey = kind{"access-deploy-key", Error,
		"A deploy key may write to the central repository. It is nobody's, and whoever has it can change any branch that is not protected against it.",
		"Delete it, or make it anew for reading only: Settings, Deploy keys."}
	accessRole = kind{"access-custom-role", Note,
		"A person has a role of the organisation's own making. It may let them do more than the role that it builds on.",
		"See what the role adds: Settings of the organisation, Repository roles."}
)

var access = check{
	name:    "Access",
	asks:    "who may do what in the central repository, against the policy's `expected-access`",
	kinds:   []kind{accessUnstated, accessTeam, accessPerson, accessBase, accessKey, accessRole},
	central: findAccess,
}

func findAccess(ctx context.Context, v *visit) ([]Finding, error) {
	var all []Finding
	var errs []error
	if len(v.Policy.Access.Write) == 0 {
		all = append(all, accessUnstated.at("policy", "it does not say who may write here", ""))
	}
	x, err := v.expected(ctx)
	errs = append(errs, err)
	base, found, err := v.findBase(ctx, x)
	all, errs = append(all, found...), append(errs, err)
	found, behind, err := v.findTeams(ctx, x)
	all, errs = append(all, found...), append(errs, err)
	if x.whole {
		found, err = v.findPeople(ctx, x, base, behind)
	} else { // somebody in a team that is named would look like too much
		found, err = nil, untold("people of "+v.name(), "sight of every team that expected-access names", "who is expected")
	}
	all, errs = append(all, found...), append(errs, err)
	found, err = v.findKeys(ctx)
	return append(all, found...), errors.Join(append(errs, err)...)
}

// findBase returns what every member may do if that is too much, else none.
func (v *visit) findBase(ctx context.Context, x *expected) (level, []Finding, error) {
	if !v.repository.IsOrganization() {
		return none, nil, nil
	}
	org := v.owner()
	word, err := v.Hub.BasePermission(ctx, org)
	switch {
	case err != nil:
		return none, nil, miss("base permission of "+org, ownership(org), err)
	case word == "":
		return none, nil, untold("base permission of "+org, ownership(org), "what every member may do")
	}
	base := map[string]level{"read": reads, "write": writes, "admin": writes}[word]
	if !x.tooMuch(base, none) {
		return none, nil, nil
	}
	return base, []Finding{accessBase.at(org, "every member has "+word+" access to "+v.name(), "")}, nil
}

// findTeams returns also who is in the teams with too much access, and how much
// that is: they need not be told one by one.
func (v *visit) findTeams(ctx context.Context, x *expected) (all []Finding, behind map[string]level, err error) {
	if !v.repository.IsOrganization() {
		return nil, nil, nil
	}
	org := v.owner()
	teams, err := v.Hub.Teams(ctx, v.name())
	if err != nil {
		return nil, nil, miss("teams of "+v.name(), "administration of "+v.name(), err)
	}
	var errs []error
	behind = map[string]level{}
	for _, t := range teams {
		name := "@" + org + "/" + t.Slug
		may := x.of(name)
		if t.Parent != nil {
			may = max(may, x.of("@"+org+"/"+t.Parent.Slug))
		}
		if has := levelOf(t.Permissions, t.Permission); x.tooMuch(has, may) {
			all = append(all, accessTeam.at(name, fmt.Sprintf("it has %s access; the policy expects %s", has, may), ""))
			members, err := v.Hub.TeamMembers(ctx, org, t.Slug)
			errs = append(errs, miss("team "+name, "membership of "+org, err))
			for _, m := range members {
				behind[m.Login] = max(behind[m.Login], has)
			}
		}
	}
	return all, behind, errors.Join(errs...)
}

func (v *visit) findPeople(ctx context.Context, x *expected, base level, behind map[string]level) ([]Finding, error) {
	right := "write access to " + v.name()
	everybody, err := v.Hub.Collaborators(ctx, v.name(), github.EveryCollaborator)
	if err != nil {
		return nil, miss("people of "+v.name(), right, err)
	}
	direct, err := v.Hub.Collaborators(ctx, v.name(), github.DirectCollaborator)
	if err != nil {
		return nil, miss("people of "+v.name(), right, err)
	}
	var all []Finding
	for _, m := range everybody {
		has, may := levelOf(m.Permissions, m.Role), x.of(m.Login)
		given := slices.ContainsFunc(direct, func(d github.Member) bool { return d.Login == m.Login })
		explained := !given && has <= max(base, behind[m.Login])
		switch {
		case x.tooMuch(has, may) && !explained:
			how := "through the organisation"
			if given {
				how = "given here"
			}
			all = append(all, accessPerson.at(m.Login, fmt.Sprintf("has %s access, %s; the policy expects %s", has, how, may), ""))
		case !x.tooMuch(has, may) && may < writes && !slices.Contains(knownRoles, m.Role):
			all = append(all, accessRole.at(m.Login, "has the role "+m.Role+", which may be more than "+has.String(), ""))
		}
	}
	return all, nil
}

// knownRoles are GitHub's own. Any other is made by the organisation.
// https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/about-custom-repository-roles
var knownRoles = []string{"", "none", "read", "triage", "write", "maintain", "admin"}

func (v *visit) findKeys(ctx context.Context) ([]Finding, error) {
	keys, err := v.Hub.DeployKeys(ctx, v.name())
	if err != nil {
		return nil, miss("deploy keys of "+v.name(), "administration of "+v.name(), err)
	}
	var all []Finding
	for _, k := range keys {
		if !k.ReadOnly {
			all = append(all, accessKey.at("deploy key "+k.Title, "it may write to "+v.name(), fmt.Sprintf("gh repo deploy-key delete %d --repo %s", k.ID, v.name())))
		}
	}
	return all, nil
}

// owner is whose the central repository is.
func (v *visit) owner() string {
	owner, _, _ := strings.Cut(v.name(), "/")
	return owner
}
