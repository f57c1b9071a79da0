package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
)

type labelDoor interface {
	RepositoryLabels(ctx context.Context, repo string) ([]github.RepositoryLabel, error)
	CreateRepositoryLabel(ctx context.Context, repo string, l github.RepositoryLabel) error
	RenameRepositoryLabel(ctx context.Context, repo, from, to string) error
}

var (
	labelMissing = kind{"label-missing", Error,
		"One of the four labels is not there. `accepted` and `emergency` are buttons that people press, `acknowledged` and `failed` say what happened.",
		"`gh release-request doctor --fix` makes it."}
	labelNamed = kind{"label-named", Error,
		"One of the four labels is written with other capitals. The workflows look for the name exactly.",
		"`gh release-request doctor --fix` renames it. Renaming a button voids what was pressed before: approve open requests again."}
)

var labels = check{
	name:    "Labels",
	asks:    "the labels of the central repository",
	right:   "read access",
	kinds:   []kind{labelMissing, labelNamed},
	central: findLabels,
}

// labelsWanted are fixed: the policy names none of them.
var labelsWanted = []github.RepositoryLabel{
	{Name: policy.LabelAccepted, Color: "0e8a16", Description: "Approves the release: set by an approver"},
	{Name: policy.LabelEmergency, Color: "b60205", Description: "Breaks the glass: set by somebody whom the policy lists"},
	{Name: policy.LabelAcknowledged, Color: "c5def5", Description: "A second person has looked at an emergency"},
	{Name: "failed", Color: "d93f0b", Description: "Publishing failed; gh release-request retry goes on"},
}

func findLabels(ctx context.Context, v *visit) ([]Finding, error) {
	have, err := v.Hub.RepositoryLabels(ctx, v.name())
	if err != nil {
		return nil, err
	}
	var all []Finding
	for _, want := range labelsWanted {
		where := "label " + want.Name
		i := slices.IndexFunc(have, func(l github.RepositoryLabel) bool { return strings.EqualFold(l.Name, want.Name) })
		switch {
		case i < 0:
			all = append(all, labelMissing.at(where, "it is not there", fixIt).with("make the label "+want.Name, func(ctx context.Context) (string, error) {
				return "", v.Hub.CreateRepositoryLabel(ctx, v.name(), want)
			}))
		case have[i].Name != want.Name:
			was := have[i].Name
			all = append(all, labelNamed.at(where, fmt.Sprintf("it is written %s", was), fixIt).with(fmt.Sprintf("rename the label %s to %s", was, want.Name), func(ctx context.Context) (string, error) {
				return "", v.Hub.RenameRepositoryLabel(ctx, v.name(), was, want.Name)
			}))
		}
	}
	return all, nil
}
