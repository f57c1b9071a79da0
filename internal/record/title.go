package record

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

const titlePrefix = "publish: "

// Title returns the title of a request's issue.
func Title(request release.Request) string {
	return TitleOf(request.Source(), request.Version)
}

// TitleOf returns the title of every request for the version of the project.
func TitleOf(project release.Project, version release.Version) string {
	return titlePrefix + project.String() + "@" + string(version)
}

// ReleaseOf names what a request is to publish: OWNER/REPO[/PATH]@VERSION.
func ReleaseOf(request release.Request) string {
	return strings.TrimPrefix(Title(request), titlePrefix)
}

// ParseTitle reads what TitleOf wrote. A title alone is no request: anybody can
// write one.
func ParseTitle(title string) (release.Project, release.Version, error) {
	rest, ok := strings.CutPrefix(title, titlePrefix)
	name, v, found := cutLast(rest, "@")
	if !ok || !found {
		return release.Project{}, "", fmt.Errorf("title %q is not of the form publish: OWNER/REPO[/PATH]@VERSION", title)
	}
	project, err := release.ParseProject(name)
	if err != nil {
		return release.Project{}, "", fmt.Errorf("title %q: %w", title, err)
	}
	version, err := release.ParseVersion(v)
	if err != nil {
		return release.Project{}, "", fmt.Errorf("title %q: %w", title, err)
	}
	return project, version, nil
}
