package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/plain"
)

type sourceFileDoor interface {
	SourceWorkflows(ctx context.Context, repo string) (commit string, files []github.SourceFile, err error)
	SourceFiles(ctx context.Context, repo, commit string, paths []string) ([]github.SourceFile, error)
}

var leaks = check{
	name:   "Workflows of source repositories",
	asks:   "the workflows on the default branch of each source repository, and the actions of its own that they use",
	right:  "read access",
	kinds:  []kind{publishStep, buildStep, headCheckedOut, targetTrigger, secretRead, workflowUnread},
	source: findLeaks,
}

// Actions may use actions so deep.
// https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
const deepestAction = 10

func findLeaks(ctx context.Context, v *visit, s source) ([]Finding, error) {
	commit, files, err := v.Hub.SourceWorkflows(ctx, s.Name)
	if err != nil {
		return nil, err
	}
	var all []Finding
	var known []string // actions that were read or are about to be
	for range deepestAction {
		var next []string
		for _, f := range files {
			read := scan(f.Text)
			all = append(all, v.findingsIn(s, f, read)...)
			for _, action := range read.local {
				if !slices.Contains(known, action) {
					known = append(known, action)
					next = append(next, action+".yml", action+".yaml")
				}
			}
		}
		if len(next) == 0 {
			return all, nil
		}
		if files, err = v.filesOf(ctx, s, commit, next); err != nil {
			return all, fmt.Errorf("reading the actions that its workflows use: %w", err)
		}
	}
	return append(all, workflowUnread.at(s.Name, fmt.Sprintf("its actions use one another more than %d deep", deepestAction), "")), nil
}

// mostFiles is how many files are asked for in one query.
const mostFiles = 50

func (v *visit) filesOf(ctx context.Context, s source, commit string, paths []string) ([]github.SourceFile, error) {
	var all []github.SourceFile
	for some := range slices.Chunk(paths, mostFiles) {
		files, err := v.Hub.SourceFiles(ctx, s.Name, commit, some)
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, nil
}

func (v *visit) findingsIn(s source, f github.SourceFile, read scanned) []Finding {
	where := plain.Line(s.Name + " " + f.Path)
	if f.Cut {
		read.unread = errors.New("it is binary, or too large for GitHub to hand out whole")
	}
	if read.unread != nil {
		return []Finding{workflowUnread.at(where, read.unread.Error(), "")}
	}
	var all []Finding
	for _, l := range read.leaks {
		all = append(all, l.kind.at(fmt.Sprintf("%s:%d", where, l.line), l.says, ""))
	}
	for _, u := range read.reads {
		k, says := v.judgeSecret(u.name)
		if says == "" || k.severity == Note {
			continue
		}
		if _, err := v.sourceOwn(s.Name); err == nil {
			break // whether it is there, the list of them says
		}
		all = append(all, secretRead.at(fmt.Sprintf("%s:%d", where, u.line), fmt.Sprintf("it reads the secret %s, %s", u.name, says), ""))
	}
	return all
}
