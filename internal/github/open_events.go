package github

import (
	"fmt"
	"time"
)

// ledgerFields are those events of an issue that mean something for a request.
const ledgerFields = `ledger: timelineItems(first: 100, itemTypes: [LABELED_EVENT, UNLABELED_EVENT, RENAMED_TITLE_EVENT, CLOSED_EVENT, REOPENED_EVENT, ISSUE_COMMENT]) {
    pageInfo { hasNextPage } nodes { __typename
     ... on LabeledEvent { ` + moveFields + ` label { name } } ... on UnlabeledEvent { ` + moveFields + ` label { name } }
     ... on RenamedTitleEvent { ` + moveFields + ` } ... on ClosedEvent { ` + moveFields + ` } ... on ReopenedEvent { ` + moveFields + ` }
     ... on IssueComment { ` + saidFields + ` } } }`

// saidFields are those of a comment.
const saidFields = `fullDatabaseId createdAt updatedAt body url author { ` + actorFields + ` }`

type ledgerConnection struct {
	PageInfo pageInfo       `json:"pageInfo"`
	Nodes    []*ledgerEvent `json:"nodes"`
}

type ledgerEvent struct {
	Type      string    `json:"__typename"`
	CreatedAt time.Time `json:"createdAt"`
	Actor     *Actor    `json:"actor"`
	Label     *struct {
		Name string `json:"name"`
	} `json:"label"`
	saidComment
}

// saidComment is the form of the answer to saidFields, but for the time.
type saidComment struct {
	ID        int64     `json:"fullDatabaseId,string"`
	UpdatedAt time.Time `json:"updatedAt"`
	Body      string    `json:"body"`
	URL       string    `json:"url"`
	Author    *Actor    `json:"author"`
}

// eventKinds are GraphQL's words in those of REST.
// https://docs.github.com/en/rest/using-the-rest-api/issue-event-types
var eventKinds = map[string]string{
	"LabeledEvent": "labeled", "UnlabeledEvent": "unlabeled", "RenamedTitleEvent": "renamed",
	"ClosedEvent": "closed", "ReopenedEvent": "reopened", "IssueComment": "commented",
}

func (l ledgerConnection) events() ([]TimelineEvent, error) {
	events := make([]TimelineEvent, 0, len(l.Nodes))
	for _, n := range l.Nodes {
		if n == nil || eventKinds[n.Type] == "" {
			return nil, fmt.Errorf("GitHub leaves out an event of its timeline")
		}
		e := TimelineEvent{Event: eventKinds[n.Type], CreatedAt: n.CreatedAt, Actor: n.Actor.account(), Label: n.Label}
		if e.Event == "commented" {
			e = n.saidComment.event(n.CreatedAt)
		}
		events = append(events, e)
	}
	return events, nil
}

func (s saidComment) event(at time.Time) TimelineEvent {
	return TimelineEvent{Event: "commented", ID: s.ID, User: s.Author.account(), Actor: s.Author.account(),
		CreatedAt: at, UpdatedAt: s.UpdatedAt, Body: s.Body, URL: s.URL}
}
