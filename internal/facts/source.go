package facts

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// readSource reads the source repository: its refs, the release-only commits
// with their people, and CI.
func (r *Reader) readSource(ctx context.Context, reading *Reading) error {
	request := reading.Parsed.Request
	var told sourceAnswers
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		told.source, told.err = r.Source.ReadSource(ctx, reading.sourceQuery())
		return nil // judged below: it says what the other answers mean
	})
	g.Go(func() error {
		refs, err := r.Source.TagsWithPrefix(ctx, request.Project, reading.Rules.TagPrefix())
		told.tags, err = fact(refs, err, "the tags of the source repository")
		return err
	})
	g.Go(func() error {
		b, err := r.Source.Branch(ctx, request.Project, request.Branch)
		told.protected, err = fact(b.Protected, err, "whether the release branch is protected")
		return err
	})
	g.Go(func() error {
		list, err := r.Source.Activities(ctx, request.Project, request.Branch)
		told.activities, err = fact(list, err, "who pushed the release branch")
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	return reading.takeSource(told)
}

// sourceQuery is what a request makes of the source repository to be asked.
func (r *Reading) sourceQuery() github.SourceQuery {
	request := r.Parsed.Request
	return github.SourceQuery{Repository: request.Project, Branch: request.Branch, Base: request.Base,
		Tag: r.Rules.TagOf(request.Version), Commit: request.Commit}
}

// sourceAnswers is what GitHub told of a source repository.
type sourceAnswers struct {
	source     *github.Source
	err        error // why source was not told
	tags       policy.Fact[[]github.Ref]
	tagsCut    bool // there are more tags
	protected  policy.Fact[bool]
	activities policy.Fact[[]github.Activity]
}

// takeSource turns the answers into facts.
func (r *Reading) takeSource(told sourceAnswers) error {
	request, f := r.Parsed.Request, &r.Facts
	f.Pushers = pushers(request, told.activities)
	known, err := fact(told.source, told.err, "the source repository "+request.Project)
	if err != nil {
		return err
	}
	source, ok := known.Get()
	if !ok {
		f.Source = policy.Withheld[policy.Source](known.Why())
		f.Compare = policy.Withheld[policy.Compare](known.Why())
		f.Checks = policy.Withheld[policy.Checks](known.Why())
		return nil
	}
	r.Source = source
	f.Source = sourceFact(r, told)
	f.Compare = compareFact(request, source)
	f.Checks = checksFact(request, source)
	f.Landed = policy.Known(policy.Landed{
		Tagged:  source.Tag == request.Commit,
		Merged:  source.Compare != nil && source.Compare.Ahead == 0,
		Deleted: source.Head == "",
	})
	return nil
}

func sourceFact(reading *Reading, told sourceAnswers) policy.Fact[policy.Source] {
	source := told.source
	protected, branchKnown := told.protected.Get()
	refs, tagsKnown := told.tags.Get()
	moved := source.Name != reading.Parsed.Request.Project // REST tells nothing under the old name, and project-known refuses
	switch {
	case moved:
	case !branchKnown && source.Head != "":
		return policy.Withheld[policy.Source](told.protected.Why())
	case !tagsKnown:
		return policy.Withheld[policy.Source](told.tags.Why())
	}
	out := policy.Source{
		FullName: source.Name, DefaultBranch: source.DefaultBranch, CentralBranch: reading.Central.DefaultBranch,
		BranchHead: source.Head, BranchProtected: protected, TagLikeBranch: source.TagLikeBranch, TagsCut: told.tagsCut,
	}
	own := policy.Tag{Name: reading.Rules.TagOf(reading.Parsed.Request.Version), Commit: source.Tag}
	for _, ref := range refs {
		tag := policy.Tag{Name: strings.TrimPrefix(ref.Ref, "refs/tags/"), Commit: ref.Object.SHA}
		if tag.Name != own.Name || own.Commit == "" {
			out.Tags = append(out.Tags, tag)
		}
	}
	if own.Commit != "" {
		out.Tags = append(out.Tags, own) // an annotated one is followed to its commit
	}
	return policy.Known(out)
}

// compareFact says what the release branch adds to its base. The tree of
// .github is held against that of every parent outside: for a plain branch
// that is the merge base, and for a merge it is stricter.
func compareFact(request release.Request, source *github.Source) policy.Fact[policy.Compare] {
	c := source.Compare
	switch {
	case source.Base == "":
		return policy.Withheld[policy.Compare](fmt.Sprintf("%s has no branch %s", request.Project, request.Base))
	case source.Commit == nil:
		return policy.Withheld[policy.Compare](fmt.Sprintf("%s has no commit %s", request.Project, request.Commit))
	case c == nil:
		return policy.Withheld[policy.Compare](fmt.Sprintf("GitHub cannot compare %s with %s", request.Base, request.Commit))
	case c.Cut:
		return policy.Known(policy.Compare{Ahead: c.Ahead}) // too many to list is too many to be allowed
	}
	own := map[string]bool{}
	for _, commit := range c.Commits {
		own[commit.OID] = true
	}
	out := policy.Compare{Ahead: c.Ahead, GitHubFolderSame: true}
	for _, commit := range c.Commits {
		if commit.AuthorsCut {
			return policy.Withheld[policy.Compare](fmt.Sprintf("GitHub does not list all authors and parents of %s", commit.OID))
		}
		person := policy.Commit{ID: commit.OID, Committer: commit.Committer.Person()}
		for _, a := range commit.Authors {
			person.Authors = append(person.Authors, a.Person())
		}
		out.Commits = append(out.Commits, person)
		for _, parent := range commit.Parents {
			if !own[parent.OID] && parent.GitHubFolder != source.Commit.GitHubFolder {
				out.GitHubFolderSame = false
			}
		}
	}
	return policy.Known(out)
}

// pushers are all who moved the branch, each once. GitHub lists movements a
// moment after they happened: as long as the one that brought the commit is not
// there, neither is whoever pushed it.
func pushers(request release.Request, activities policy.Fact[[]github.Activity]) policy.Fact[[]release.Person] {
	list, ok := activities.Get()
	if !ok {
		return policy.Withheld[[]release.Person](activities.Why())
	}
	var people []release.Person
	seen := map[int64]bool{}
	brought := false
	for _, a := range list {
		brought = brought || a.After == request.Commit
		if p := a.Actor.Person(); !seen[p.ID] {
			seen[p.ID] = true
			people = append(people, p)
		}
	}
	if !brought {
		return policy.Withheld[[]release.Person](fmt.Sprintf("GitHub does not list the push of %s to %s", request.Commit, request.Branch))
	}
	return policy.Known(people)
}
