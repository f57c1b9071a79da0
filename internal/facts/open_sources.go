package facts

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// How much one call asks for: GitHub ends a query after ten seconds.
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
const (
	mostRepositories = 15
	mostInBatch      = 30 // requests, of which several may be of one repository
	// Commits to list beyond those that the policy allows: more than these are
	// too many, whatever they are.
	moreCommits = 10
)

// readSources asks for the source repositories of all requests, and for what was
// said of the same releases.
func (m *many) readSources(ctx context.Context, whole []*one) {
	clients := map[*github.Client][]*one{}
	var order []*github.Client
	for _, o := range whole {
		client, err := m.sourceOf(ctx, m.policy, o.Reading.Project)
		if err != nil {
			o.takeSource(github.SourceReply{Err: err})
			continue
		}
		if clients[client] == nil {
			order = append(order, client)
		}
		clients[client] = append(clients[client], o)
	}
	var g errgroup.Group
	g.SetLimit(atOnce)
	named := whole // whose releases are still to be searched for
	for _, client := range order {
		search := client == m.Central // then one call tells both
		if search {
			named = slices.DeleteFunc(slices.Clone(named), func(o *one) bool { return slices.Contains(clients[client], o) })
		}
		for _, some := range batches(clients[client]) {
			g.Go(func() error {
				m.ask(ctx, client, some, true, search)
				return nil
			})
		}
	}
	for _, some := range batches(named) {
		g.Go(func() error {
			m.ask(ctx, m.Central, some, false, true)
			return nil
		})
	}
	_ = g.Wait() // ask keeps errors where they belong
}

// batches cuts a list into what one call asks for, those of one repository
// together.
func batches(list []*one) [][]*one {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *one) int { return cmp.Compare(a.repository(), b.repository()) })
	var all [][]*one
	repositories, last := 0, ""
	for _, o := range list {
		if len(all) == 0 || o.repository() != last {
			repositories++
		}
		if len(all) == 0 || repositories > mostRepositories || len(all[len(all)-1]) == mostInBatch {
			all = append(all, nil)
			repositories = 1
		}
		last = o.repository()
		all[len(all)-1] = append(all[len(all)-1], o)
	}
	return all
}

func (o *one) repository() string { return o.Reading.Parsed.Request.Project }

// ask asks for some in one call. What GitHub cannot answer at once is asked for
// in halves: one that takes too long keeps none of the others from being told.
func (m *many) ask(ctx context.Context, client *github.Client, some []*one, sources, search bool) {
	batch := github.Batch{Central: m.Repository}
	for _, o := range some {
		if sources {
			batch.Sources = append(batch.Sources, github.SourceAsk{SourceQuery: o.Reading.sourceQuery(),
				Commits:   min(o.Reading.Rules.ReleaseCommits+moreCommits, 100),
				TagPrefix: o.Reading.Rules.TagPrefix(), Blockers: o.Reading.Rules.Blockers})
		}
		if search {
			batch.Releases = append(batch.Releases, record.ReleaseOf(o.Reading.Parsed.Request))
		}
	}
	told, found, err := client.ReadBatch(ctx, batch)
	if err != nil && len(some) > 1 && github.IsTrouble(err) {
		m.ask(ctx, client, some[:len(some)/2], sources, search)
		m.ask(ctx, client, some[len(some)/2:], sources, search)
		return
	}
	for i, o := range some {
		if sources {
			reply := github.SourceReply{Err: err}
			if err == nil {
				reply = told[i]
			}
			o.takeSource(reply)
		}
		if search {
			reply := github.ReleaseReply{Err: err}
			if err == nil {
				reply = found[i]
			}
			o.takeOthers(reply)
		}
	}
}

// takeSource turns the answer into facts. Where there is none, they are not
// known, and only they.
func (o *one) takeSource(reply github.SourceReply) {
	told := sourceAnswers{source: reply.Source, err: reply.Err, tags: policy.Known(reply.Tags), tagsCut: reply.TagsCut,
		protected: policy.Known(reply.Protected), activities: policy.Withheld[[]github.Activity](inList)}
	f := &o.Reading.Facts
	err := o.Reading.takeSource(told)
	if err == nil && len(o.Reading.Rules.Blockers) > 0 {
		err = o.Reading.takeBlockers(reply.Blockers, reply.Err)
	}
	if err != nil {
		why := trouble(err)
		f.Source, f.Compare = policy.Withheld[policy.Source](why), policy.Withheld[policy.Compare](why)
		f.Checks, f.Blockers = policy.Withheld[policy.Checks](why), policy.Withheld[[]policy.Blocker](why)
	}
}

func (o *one) takeOthers(reply github.ReleaseReply) {
	o.others, o.othersErr = reply.Issues, reply.Err
	if slices.ContainsFunc(reply.Issues, func(i github.FoundIssue) bool { return i.Cut && i.Number != o.number }) {
		o.othersErr = errors.New("more was said of one of them than one page of a list holds")
	}
}
