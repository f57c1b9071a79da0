package graphql_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestText_tellsWhoEditedWhen(t *testing.T) {
	w := newWorld(t)
	id := vars{"id": w.issue.NodeID()}
	const edits = `query($id:ID!){node(id:$id){...on Comment{body includesCreatedEdit lastEditedAt editor{login}} ...on Issue{userContentEdits(first:5){totalCount nodes{diff editor{login}}}} ...on IssueComment{userContentEdits(first:5){totalCount}}}}`
	w.want("rita", edits, id, `{"node":{"body":"first","includesCreatedEdit":false,"lastEditedAt":null,"editor":null,"userContentEdits":{"totalCount":0,"nodes":[]}}}`)
	body := "second"
	w.created(w.hub.UpdateIssue(w.hub.As("tara"), w.issue.ID, hub.IssueChange{Body: &body}))
	at := w.hub.Now().Format("2006-01-02T15:04:05Z")
	w.want("rita", edits, id, `{"node":{"body":"second","includesCreatedEdit":true,"lastEditedAt":"`+at+`","editor":{"login":"tara"},`+
		`"userContentEdits":{"totalCount":2,"nodes":[{"diff":"second","editor":{"login":"tara"}},{"diff":"first","editor":{"login":"rita"}}]}}}`)
	made, err := w.hub.AddComment(w.hub.As("rita"), w.issue.ID, "hello")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.hub.EditComment(w.hub.As("wendy"), made.ID, "bye"); err != nil {
		t.Fatal(err)
	}
	at = w.hub.Now().Format("2006-01-02T15:04:05Z")
	w.want("rita", edits, vars{"id": made.NodeID()}, `{"node":{"body":"bye","includesCreatedEdit":true,"lastEditedAt":"`+at+`","editor":{"login":"wendy"},"userContentEdits":{"totalCount":2}}}`)
}

func TestTimeline_tellsEventsWithTheirActors(t *testing.T) {
	w := newWorld(t)
	issue := w.issue.ID
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(w.hub.AddLabels(w.hub.As("tara"), issue, "accepted"))
	must(w.hub.RemoveLabel(w.hub.As("wendy"), issue, "accepted"))
	title, closed, open := "renamed", hub.ClosedState, hub.Open
	must(w.hub.UpdateIssue(w.hub.As("rita"), issue, hub.IssueChange{Title: &title}))
	must(w.hub.UpdateIssue(w.hub.As("tara"), issue, hub.IssueChange{State: &closed, StateReason: hub.NotPlanned}))
	must(w.hub.UpdateIssue(w.hub.As("olga"), issue, hub.IssueChange{State: &open}))
	gone, err := w.hub.AddComment(w.hub.As("rita"), issue, "oops")
	must(gone, err)
	must(nil, w.hub.DeleteComment(w.hub.As("wendy"), gone.ID))
	must(w.hub.AddComment(w.hub.As("rita"), issue, "stays"))
	must(w.hub.CreateIssue(w.hub.As("wendy"), w.vault.ID(), hub.NewIssue{Title: "hidden", Body: "see acme/sdk#1"}))
	other := w.created(w.hub.CreateIssue(w.hub.As("wendy"), w.sdk.ID(), hub.NewIssue{Title: "other", Body: "see #1"}))
	const timeline = `query($id:ID!,$types:[IssueTimelineItemsItemType!]){node(id:$id){...on Issue{timelineItems(first:20,itemTypes:$types){filteredCount nodes{__typename
		...on LabeledEvent{label{name} actor{login}} ...on UnlabeledEvent{label{name} actor{login}} ...on RenamedTitleEvent{previousTitle currentTitle}
		...on ClosedEvent{stateReason actor{login}} ...on ReopenedEvent{actor{login}} ...on CommentDeletedEvent{actor{login} deletedCommentAuthor{login}}
		...on IssueComment{body} ...on CrossReferencedEvent{source{...on Issue{number}} isCrossRepository}}}}}}`
	public := `{"__typename":"LabeledEvent","label":{"name":"accepted"},"actor":{"login":"tara"}},` +
		`{"__typename":"UnlabeledEvent","label":{"name":"accepted"},"actor":{"login":"wendy"}},` +
		`{"__typename":"RenamedTitleEvent","previousTitle":"publish: acme/sdk@1.2.3","currentTitle":"renamed"},` +
		`{"__typename":"ClosedEvent","stateReason":"NOT_PLANNED","actor":{"login":"tara"}},` +
		`{"__typename":"ReopenedEvent","actor":{"login":"olga"}},` +
		`{"__typename":"CommentDeletedEvent","actor":{"login":"wendy"},"deletedCommentAuthor":{"login":"rita"}},` +
		`{"__typename":"IssueComment","body":"stays"}`
	reference := fmt.Sprintf(`,{"__typename":"CrossReferencedEvent","source":{"number":%d},"isCrossRepository":false}`, other.Number)
	hidden := `,{"__typename":"CrossReferencedEvent","source":{"number":1},"isCrossRepository":true}`
	of := func(count int, nodes string) string {
		return fmt.Sprintf(`{"node":{"timelineItems":{"filteredCount":%d,"nodes":[%s]}}}`, count, nodes)
	}
	w.want("rita", timeline, vars{"id": w.issue.NodeID()}, of(8, public+reference))
	w.want("wendy", timeline, vars{"id": w.issue.NodeID()}, of(9, public+hidden+reference))
	if got := w.ask("rita", `query($id:ID!){node(id:$id){...on Issue{timelineItems(first:2){totalCount filteredCount pageCount pageInfo{hasNextPage}}}}}`, vars{"id": w.issue.NodeID()}); !strings.Contains(got, `{"totalCount":8,"filteredCount":8,"pageCount":2,"pageInfo":{"hasNextPage":true}}`) {
		t.Error(got)
	}
	w.want("rita", timeline, vars{"id": w.issue.NodeID(), "types": []string{"REOPENED_EVENT", "CONVERTED_TO_DISCUSSION_EVENT"}}, of(1, `{"__typename":"ReopenedEvent","actor":{"login":"olga"}}`))
}

func TestTimeline_ofATransferredIssue(t *testing.T) {
	w := newWorld(t)
	to := w.repo(hub.RepoSpec{Owner: "acme", Name: "publish"})
	w.refused("tara", `mutation($i:ID!,$r:ID!){transferIssue(input:{issueId:$i,repositoryId:$r}){issue{id}}}`, vars{"i": w.issue.NodeID(), "r": to.Repository().NodeID()}, "FORBIDDEN", "transferIssue", "correct permissions to execute `TransferIssue`")
	w.want("olga", `mutation($i:ID!,$r:ID!){transferIssue(input:{issueId:$i,repositoryId:$r}){issue{number repository{name} timelineItems(last:1){nodes{...on TransferredEvent{fromRepository{name}}}}}}}`,
		vars{"i": w.issue.NodeID(), "r": to.Repository().NodeID()},
		`{"transferIssue":{"issue":{"number":1,"repository":{"name":"publish"},"timelineItems":{"nodes":[{"fromRepository":{"name":"sdk"}}]}}}}`)
}

func TestLabel_tellsWhenItWasMadeAndChanged(t *testing.T) {
	w := newWorld(t)
	made := w.labels["accepted"].CreatedAt.Format("2006-01-02T15:04:05Z")
	const query = `{repository(owner:"acme",name:"sdk"){label(name:"Accepted"){name createdAt updatedAt} none:label(name:"no"){id} labels(first:9,orderBy:{field:NAME,direction:DESC}){nodes{name}}}}`
	w.want("rita", query, nil, `{"repository":{"label":{"name":"accepted","createdAt":"`+made+`","updatedAt":"`+made+`"},"none":null,"labels":{"nodes":[{"name":"bug"},{"name":"accepted"}]}}}`)
	name := "ACCEPTED"
	if _, err := w.hub.UpdateLabel(w.hub.As("wendy"), w.sdk.ID(), "accepted", hub.LabelChange{Name: &name}); err != nil {
		t.Fatal(err)
	}
	if got := w.ask("rita", query, nil); strings.Contains(got, `"updatedAt":"`+made) || !strings.Contains(got, `"createdAt":"`+made) {
		t.Error(got)
	}
}
