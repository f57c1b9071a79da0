package github

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

func (q SourceAsk) reply(raw json.RawMessage, a answer) (reply SourceReply) {
	var out *struct {
		sourceRepository
		Tags struct {
			TotalCount int `json:"totalCount"`
			Nodes      []struct {
				Name   string `json:"name"`
				Target object `json:"target"`
			} `json:"nodes"`
		} `json:"tags"`
	}
	switch err := json.Unmarshal(raw, &out); {
	case err != nil:
		return SourceReply{Err: err}
	case out == nil:
		return SourceReply{Err: noRepository(q.Repository)}
	}
	blockers, err := labelledIn(raw, q.Blockers)
	if err != nil {
		return SourceReply{Err: err}
	}
	reply = SourceReply{Source: out.source(a.at()), Blockers: blockers, TagsCut: out.Tags.TotalCount > len(out.Tags.Nodes)}
	reply.Protected = out.Head != nil && out.Head.Rule != nil
	if out.nextSuites() != "" {
		reply.Commit.Suites = append(reply.Commit.Suites, Suite{Cut: true})
	}
	for _, n := range out.Tags.Nodes {
		if strings.HasPrefix(n.Name, q.TagPrefix) {
			ref := Ref{Ref: "refs/tags/" + n.Name}
			ref.Object.SHA = n.Target.OID
			reply.Tags = append(reply.Tags, ref)
		}
	}
	return reply
}

// releaseReply fails where GitHub lists only some of them.
func releaseReply(raw json.RawMessage, words string) (reply ReleaseReply) {
	var out *struct {
		Count int `json:"issueCount"`
		Nodes []struct {
			RequestIssue
			Said struct {
				PageInfo pageInfo `json:"pageInfo"`
				Nodes    []struct {
					CreatedAt time.Time `json:"createdAt"`
					saidComment
				} `json:"nodes"`
			} `json:"said"`
		} `json:"nodes"`
	}
	switch err := json.Unmarshal(raw, &out); {
	case err != nil:
		return ReleaseReply{Err: err}
	case out == nil, out.Count > len(out.Nodes):
		return ReleaseReply{Err: fmt.Errorf("searching for %q: GitHub finds more than a list asks for", words)}
	}
	for _, n := range out.Nodes {
		if n.Number == 0 { // it is null
			return ReleaseReply{Err: fmt.Errorf("searching for %q: GitHub leaves out an issue", words)}
		}
		issue := FoundIssue{RequestIssue: n.RequestIssue, Cut: n.Said.PageInfo.HasNextPage}
		for _, said := range n.Said.Nodes {
			issue.Said = append(issue.Said, said.event(said.CreatedAt))
		}
		reply.Issues = append(reply.Issues, issue)
	}
	return reply
}
