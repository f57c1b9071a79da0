package request

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// Words that stand for a version, beside those of steps.
const (
	byDate  = "calver"
	byCraft = "auto"
)

// Choice is a version that follows from the tags there are, and the word that
// asks for it.
type Choice struct {
	Word    string // major, minor, patch, calver or auto
	Version release.Version
	After   release.Version // the release that it was counted from; empty: none
}

// String says where the version comes from.
func (c Choice) String() string {
	switch {
	case c.Word == byDate:
		return "the next by date"
	case c.Word == byCraft:
		return "which craft chose"
	case c.After == "":
		return "the first " + c.Word
	}
	return fmt.Sprintf("the next %s after %s", c.Word, c.After)
}

// Words returns the words that may stand for a version of the project.
func Words(project *config.Project) []string {
	var words []string
	switch project.Rules().Scheme.(type) {
	case release.Counter:
		for _, step := range release.Steps() {
			words = append(words, step.String())
		}
	case release.CalVer:
		words = append(words, byDate)
	}
	return words
}

// isWord reports whether a version is a word that stands for one, in whichever
// project.
func isWord(version string) bool {
	_, step := release.ParseStep(version)
	return step || version == byDate || version == byCraft
}

// Choices returns what the project's words stand for now, without those that
// stand for nothing. Base and project of the wish count.
func (r *Requester) Choices(ctx context.Context, wish Wish) ([]Choice, error) {
	words := Words(wish.Project)
	if len(words) == 0 {
		return nil, nil
	}
	existing, err := r.released(ctx, wish.Project)
	if err != nil {
		return nil, err
	}
	var all []Choice
	for _, word := range words {
		if c, err := r.count(wish, word, existing); err == nil {
			all = append(all, c)
		}
	}
	return all, nil
}

// choose returns what the wish's word stands for.
func (r *Requester) choose(ctx context.Context, wish Wish) (Choice, error) {
	name := wish.Project.Name
	switch words := Words(wish.Project); {
	case wish.Version == byCraft && wish.Project.Prepare.By != config.ByCraft:
		return Choice{}, fault.New(fault.Failed, "%s: auto leaves the version to craft, which does not prepare this project", name).WithHint("%s", VersionHint(wish.Project))
	case wish.Version == byCraft:
		return r.choiceOfCraft(ctx, wish)
	case !slices.Contains(words, wish.Version):
		return Choice{}, fault.New(fault.Failed, "%s: there is no %s in its versioning, which is %s", name, wish.Version, wish.Project.Versioning.Scheme).
			WithHint("%s", VersionHint(wish.Project))
	}
	existing, err := r.released(ctx, wish.Project)
	if err != nil {
		return Choice{}, err
	}
	choice, err := r.count(wish, wish.Version, existing)
	if err != nil {
		return Choice{}, fault.Wrap(err, "%s", name).WithHint("write the version itself: gh release-request %s VERSION", name)
	}
	return choice, nil
}

// count finds the version of a word among the project's. A base that is named
// for a series is counted within it.
func (r *Requester) count(wish Wish, word string, existing []release.Version) (Choice, error) {
	rules := wish.Project.Rules()
	choice := Choice{Word: word}
	var err error
	switch scheme := rules.Scheme.(type) {
	case release.Counter:
		step, _ := release.ParseStep(word)
		choice.Version, choice.After, err = scheme.Next(step, release.SeriesOf(baseOf(wish, rules)), existing)
	case release.CalVer:
		choice.Version, err = scheme.On(r.now(), existing)
	}
	return choice, err
}

// released returns the versions of the project that have a tag.
func (r *Requester) released(ctx context.Context, project *config.Project) ([]release.Version, error) {
	repository, rules := project.Source.Repository(), project.Rules()
	tags, err := r.Hub.TagsWithPrefix(ctx, repository, rules.TagPrefix())
	switch {
	case github.IsConflict(err): // an empty repository
		return nil, nil
	case github.IsNotFound(err):
		return nil, notThere(err, repository)
	case github.IsMoved(err):
		return nil, fault.Wrap(err, "%s was renamed or moved, and the policy still has the old name", repository).WithHint("%s", r.correct())
	case err != nil:
		return nil, err
	}
	return versionsOf(rules, tags), nil
}

// versionsOf returns the versions that tags of the project's pattern stand for.
func versionsOf(rules policy.Rules, tags []github.Ref) []release.Version {
	var versions []release.Version
	for _, ref := range tags {
		if v, ok := rules.VersionOf(strings.TrimPrefix(ref.Ref, "refs/tags/")); ok {
			versions = append(versions, v)
		}
	}
	return versions
}

// VersionHint says what may be written for a version of the project.
func VersionHint(project *config.Project) string {
	hint, word := "write the version", "VERSION"
	if words := Words(project); len(words) > 0 {
		hint, word = hint+", or "+strings.Join(words, ", "), words[0]
	}
	return fmt.Sprintf("%s: gh release-request %s %s", hint, project.Name, word)
}

// CheckVersion says what is wrong with a version of the project.
func CheckVersion(s string, project *config.Project) error {
	_, err := checkVersion(s, project)
	return err
}

// CheckWritten does so where no word may stand for a version: nobody is there to
// see for which.
func CheckWritten(version release.Version, project *config.Project) error {
	if isWord(string(version)) {
		return fault.New(fault.Failed, "%s: %s only stands for a version; write the version itself", project.Name, version)
	}
	return CheckVersion(string(version), project)
}

func checkVersion(s string, project *config.Project) (release.Version, error) {
	version, err := release.ParseVersion(s)
	if err == nil {
		err = project.Rules().Scheme.Check(version)
	}
	if err != nil {
		return "", fault.Wrap(err, "%s", project.Name).WithHint("%s", VersionHint(project))
	}
	return version, nil
}
