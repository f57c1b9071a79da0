package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/github"
)

type appDoor interface {
	OrgInstallations(ctx context.Context, org string) ([]github.OrgInstallation, error)
	InstalledOn(ctx context.Context, installation int64) ([]github.Repository, error)
}

var (
	accessApp = kind{"access-app", Error,
		"An App other than the policy's may write to the central repository what could reach the tokens or press the buttons: contents, workflows, actions, issues, administration, secrets or environments. Whoever has its key can, too.",
		"Take the central repository out of the App's installation, or uninstall it."}
	appMissing = kind{"app-missing", Error,
		"The policy's App is not installed on a repository that it is needed for: the central one and every source repository.",
		"An owner of the organisation installs it there: Settings of the organisation, GitHub Apps, Configure."}
	appSuspended = kind{"app-suspended", Error,
		"The installation of the policy's App is suspended, so that no token can be made.",
		"An owner of the organisation takes that back: Settings of the organisation, GitHub Apps."}
	appElsewhere = kind{"app-elsewhere", Warning,
		"The policy's App is installed on repositories that it is not needed for. Its key, in the gate's environment, reaches those too.",
		"An owner of the organisation selects only the central repository and the source repositories."}
)

var apps = check{
	name:    "Apps",
	asks:    "which Apps may write to the central repository, and where the policy's own App is installed",
	kinds:   []kind{accessApp, appMissing, appSuspended, appElsewhere},
	central: findApps,
}

// reaching are the permissions that reach the tokens or press the buttons.
var reaching = []string{"actions", "administration", "contents", "environments", "issues", "secrets", "workflows"}

func findApps(ctx context.Context, v *visit) ([]Finding, error) {
	if !v.repository.IsOrganization() {
		return nil, untold("Apps on "+v.name(), "your own eyes: Settings, Applications of "+v.owner(), "which Apps a person has installed")
	}
	needed := v.neededByApp()
	var all []Finding
	var errs []error
	for _, owner := range ownersOf(needed) {
		installed, err := v.Hub.OrgInstallations(ctx, owner)
		if err != nil {
			errs = append(errs, miss("Apps of "+owner, ownership(owner), err))
			continue
		}
		if strings.EqualFold(owner, v.owner()) {
			for _, i := range installed {
				found, err := v.findOther(ctx, i)
				all, errs = append(all, found...), append(errs, err)
			}
		}
		if v.Policy.SourceAccess.App != 0 {
			found, err := v.findOwn(ctx, owner, installed, needed)
			all, errs = append(all, found...), append(errs, err)
		}
	}
	return all, errors.Join(errs...)
}

// neededByApp are the repositories that the policy's App is needed for. The
// central repository is the first.
func (v *visit) neededByApp() []string {
	names := []string{v.name()}
	if v.Policy.SourceAccess.App == 0 {
		return names
	}
	for _, s := range v.Doctor.sources() {
		names = append(names, s.Name)
	}
	return names
}

// findOther looks at an App that is not the policy's.
func (v *visit) findOther(ctx context.Context, i github.OrgInstallation) ([]Finding, error) {
	var may []string
	for _, p := range reaching {
		if access := i.Permissions[p]; access == "write" || access == "admin" {
			may = append(may, p)
		}
	}
	if i.App == v.Policy.SourceAccess.App || i.SuspendedAt != nil || len(may) == 0 || slices.Equal(may, []string{"issues"}) && v.presses(i.Slug) {
		return nil, nil
	}
	where := "App " + i.Slug
	if !i.Everywhere() {
		on, err := v.Hub.InstalledOn(ctx, i.ID)
		if err != nil {
			return nil, miss(where, "a classic token of somebody who sees the repositories of "+v.owner(), err)
		}
		if !contains(on, v.name()) {
			return nil, nil
		}
	}
	return []Finding{accessApp.at(where, "it may write "+strings.Join(may, ", ")+" of "+v.name(), "take "+v.name()+" out of it: "+i.URL)}, nil
}

// presses reports whether the policy lets people approve through an App.
func (v *visit) presses(slug string) bool {
	for _, p := range v.Policy.Projects {
		if slices.Contains(p.Rules().Approval.Via, slug) {
			return true
		}
	}
	return false
}

// findOwn looks where the policy's App is in one organisation.
func (v *visit) findOwn(ctx context.Context, org string, installed []github.OrgInstallation, needed []string) ([]Finding, error) {
	i := slices.IndexFunc(installed, func(i github.OrgInstallation) bool { return i.App == v.Policy.SourceAccess.App })
	if i < 0 {
		return []Finding{appMissing.at(org, fmt.Sprintf("App %d is not installed", v.Policy.SourceAccess.App), "")}, nil
	}
	app := installed[i]
	where := "App " + app.Slug
	switch {
	case app.SuspendedAt != nil:
		return []Finding{appSuspended.at(where, "its installation on "+org+" is suspended", app.URL)}, nil
	case app.Everywhere():
		return []Finding{appElsewhere.at(where, "it is installed on all repositories of "+org, "select only those of the policy: "+app.URL)}, nil
	}
	on, err := v.Hub.InstalledOn(ctx, app.ID)
	if err != nil {
		return nil, miss(where, "a classic token of somebody who sees the repositories of "+org, err)
	}
	var all []Finding
	for _, name := range needed {
		if owner, _, _ := strings.Cut(name, "/"); strings.EqualFold(owner, org) && !contains(on, name) {
			all = append(all, appMissing.at(where, "it is not installed on "+name, "select it: "+app.URL))
		}
	}
	for _, r := range on {
		if !slices.ContainsFunc(needed, func(name string) bool { return strings.EqualFold(name, r.Name) }) {
			all = append(all, appElsewhere.at(where, "it is installed on "+r.Name+", for which nothing needs it", "take it out: "+app.URL))
		}
	}
	return all, nil
}

func contains(list []github.Repository, name string) bool {
	return slices.ContainsFunc(list, func(r github.Repository) bool { return strings.EqualFold(r.Name, name) })
}

// ownersOf lists whose the repositories are, each once.
func ownersOf(repositories []string) []string {
	var owners []string
	for _, name := range repositories {
		owner, _, _ := strings.Cut(name, "/")
		if !slices.ContainsFunc(owners, func(o string) bool { return strings.EqualFold(o, owner) }) {
			owners = append(owners, owner)
		}
	}
	return owners
}
