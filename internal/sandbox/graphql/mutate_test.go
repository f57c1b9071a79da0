package graphql_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const (
	label   = `mutation($id:ID!,$l:[ID!]!){addLabelsToLabelable(input:{labelableId:$id,labelIds:$l}){labelable{...on Issue{labels(first:9){nodes{name}}}}}}`
	unlabel = `mutation($id:ID!,$l:[ID!]!){removeLabelsFromLabelable(input:{labelableId:$id,labelIds:$l}){labelable{...on Issue{labels(first:9){nodes{name}}}}}}`
	create  = `mutation($r:ID!,$l:[ID!]){createIssue(input:{repositoryId:$r,title:"t",labelIds:$l,clientMutationId:"x"}){clientMutationId issue{number author{login} labels(first:9){nodes{name}}}}}`
	update  = `mutation($id:ID!,$t:String,$b:String){updateIssue(input:{id:$id,title:$t,body:$b}){issue{title body}}}`
	shut    = `mutation($id:ID!,$r:IssueClosedStateReason){closeIssue(input:{issueId:$id,stateReason:$r}){issue{state stateReason closed}}}`
	reopen  = `mutation($id:ID!){reopenIssue(input:{issueId:$id}){issue{state stateReason}}}`
	say     = `mutation($id:ID!,$b:String!){addComment(input:{subjectId:$id,body:$b}){subject{id} commentEdge{node{body author{login}}}}}`
	edit    = `mutation($id:ID!,$b:String!){updateIssueComment(input:{id:$id,body:$b}){issueComment{body editor{login}}}}`
	erase   = `mutation($id:ID!){deleteIssueComment(input:{id:$id}){clientMutationId}}`
)

func TestMutations_needWhatRESTNeeds(t *testing.T) {
	w := newWorld(t)
	id := vars{"id": w.issue.NodeID()}
	accepted := vars{"id": id["id"], "l": []string{w.labels["accepted"].NodeID()}}
	sdk := vars{"r": w.sdk.Repository().NodeID()}
	vault := w.vault.Repository().NodeID()
	made, err := w.hub.AddComment(w.hub.As("tara"), w.issue.ID, "hello")
	if err != nil {
		t.Fatal(err)
	}
	secret := w.created(w.hub.CreateIssue(w.hub.As("wendy"), w.vault.ID(), hub.NewIssue{Title: "secret"}))
	fine := w.hub.NewToken(hub.TokenSpec{User: "olga", Kind: hub.FineGrained, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"issues": hub.ReadAccess}}).Secret
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"contents": hub.ReadAccess}}).Secret
	other := w.created(w.hub.CreateIssue(w.hub.As("tara"), w.sdk.ID(), hub.NewIssue{Title: "tara's"}))
	for _, tt := range []struct {
		who, query string
		variables  vars
		typ, path  string
		words      string
	}{
		{"rita", label, accepted, "FORBIDDEN", "addLabelsToLabelable", "rita does not have the correct permissions to execute `AddLabelsToLabelable`"},
		{"rita", unlabel, accepted, "FORBIDDEN", "removeLabelsFromLabelable", "rita does not have the correct permissions to execute `RemoveLabelsFromLabelable`"},
		{fine, label, accepted, "FORBIDDEN", "addLabelsToLabelable", "Resource not accessible by personal access token"},
		{job, label, accepted, "FORBIDDEN", "addLabelsToLabelable", "Resource not accessible by integration"},
		{job, say, vars{"id": id["id"], "b": "x"}, "FORBIDDEN", "addComment", "Resource not accessible by integration"},
		{"rita", update, vars{"id": other.NodeID(), "t": "x"}, "FORBIDDEN", "updateIssue", "`UpdateIssue`"},
		{"rita", shut, vars{"id": other.NodeID()}, "FORBIDDEN", "closeIssue", "`CloseIssue`"},
		{"rita", edit, vars{"id": made.NodeID(), "b": "x"}, "FORBIDDEN", "updateIssueComment", "`UpdateIssueComment`"},
		{"rita", erase, vars{"id": made.NodeID()}, "FORBIDDEN", "deleteIssueComment", "`DeleteIssueComment`"},
		{"rita", create, vars{"r": vault}, "NOT_FOUND", "createIssue", "global id of '" + vault + "'"},
		{"rita", say, vars{"id": secret.NodeID(), "b": "x"}, "NOT_FOUND", "addComment", "global id of"},
		{"wendy", label, vars{"id": secret.NodeID(), "l": accepted["l"]}, "NOT_FOUND", "addLabelsToLabelable", "global id of"},
		{"tara", label, vars{"id": id["id"], "l": []string{"bogus"}}, "NOT_FOUND", "addLabelsToLabelable", "global id of 'bogus'"},
		{"tara", label, vars{"id": sdk["r"], "l": accepted["l"]}, "NOT_FOUND", "addLabelsToLabelable", "global id of"},
		{"tara", update, vars{"id": id["id"], "t": ""}, "UNPROCESSABLE", "updateIssue", "Title can't be blank"},
		{"tara", say, vars{"id": id["id"], "b": ""}, "UNPROCESSABLE", "addComment", "Body cannot be blank"},
		{"wendy", `mutation($id:ID!){deleteIssue(input:{issueId:$id}){clientMutationId}}`, id, "FORBIDDEN", "deleteIssue", "`DeleteIssue`"},
	} {
		w.refused(tt.who, tt.query, tt.variables, tt.typ, tt.path, tt.words)
	}
	w.sdk.SetArchived(true)
	w.refused("olga", label, accepted, "FORBIDDEN", "addLabelsToLabelable", "archived")
	after, err := w.hub.Issue(w.hub.As("olga"), w.sdk.ID(), 1)
	if err != nil || len(after.Labels) != 0 || after.Title != w.issue.Title || after.Comments != 1 {
		t.Errorf("a refused mutation changed something: %+v, %v", after, err)
	}
}

func TestMutations_ofIssues(t *testing.T) {
	w := newWorld(t)
	id := w.issue.NodeID()
	both := []string{w.labels["accepted"].NodeID(), w.labels["bug"].NodeID()}
	sdk := w.sdk.Repository().NodeID()
	w.want("rita", create, vars{"r": sdk, "l": both}, `{"createIssue":{"clientMutationId":"x","issue":{"number":2,"author":{"login":"rita"},"labels":{"nodes":[]}}}}`)
	w.want("tara", create, vars{"r": sdk, "l": both}, `{"createIssue":{"clientMutationId":"x","issue":{"number":3,"author":{"login":"tara"},"labels":{"nodes":[{"name":"accepted"},{"name":"bug"}]}}}}`)
	w.want("tara", label, vars{"id": id, "l": both[:1]}, `{"addLabelsToLabelable":{"labelable":{"labels":{"nodes":[{"name":"accepted"}]}}}}`)
	w.want("tara", unlabel, vars{"id": id, "l": both}, `{"removeLabelsFromLabelable":{"labelable":{"labels":{"nodes":[]}}}}`)
	w.want("rita", update, vars{"id": id, "t": "new", "b": "text"}, `{"updateIssue":{"issue":{"title":"new","body":"text"}}}`)
	w.want("rita", shut, vars{"id": id, "r": "NOT_PLANNED"}, `{"closeIssue":{"issue":{"state":"CLOSED","stateReason":"NOT_PLANNED","closed":true}}}`)
	w.want("rita", reopen, vars{"id": id}, `{"reopenIssue":{"issue":{"state":"OPEN","stateReason":"REOPENED"}}}`)
	w.want("tara", shut, vars{"id": id}, `{"closeIssue":{"issue":{"state":"CLOSED","stateReason":"COMPLETED","closed":true}}}`)
	w.refused("rita", reopen, vars{"id": id}, "FORBIDDEN", "reopenIssue", "`ReopenIssue`")
	w.want("rita", say, vars{"id": id, "b": "hi"}, `{"addComment":{"subject":{"id":"`+id+`"},"commentEdge":{"node":{"body":"hi","author":{"login":"rita"}}}}}`)
	comments, err := w.hub.Comments(w.hub.As("rita"), w.issue.ID)
	if err != nil {
		t.Fatal(err)
	}
	w.want("rita", edit, vars{"id": comments[0].NodeID(), "b": "ho"}, `{"updateIssueComment":{"issueComment":{"body":"ho","editor":{"login":"rita"}}}}`)
	w.want("rita", erase, vars{"id": comments[0].NodeID()}, `{"deleteIssueComment":{"clientMutationId":null}}`)
	w.want("olga", `mutation($id:ID!){deleteIssue(input:{issueId:$id}){repository{name}}}`, vars{"id": id}, `{"deleteIssue":{"repository":{"name":"sdk"}}}`)
	w.refused("rita", `{repository(owner:"acme",name:"sdk"){issue(number:1){id}}}`, nil, "NOT_FOUND", "repository.issue", "number of 1")
}

func TestMutations_tellTheHubWhoCausedWhat(t *testing.T) {
	w := newWorld(t)
	var seen []hub.Event
	w.hub.Subscribe(func(e hub.Event) { seen = append(seen, e) })
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}).Secret
	accepted := vars{"id": w.issue.NodeID(), "l": []string{w.labels["accepted"].NodeID()}}
	w.ask("tara", label, accepted)
	w.ask(job, unlabel, accepted)
	if len(seen) != 2 || seen[0].Sender.Login != "tara" || seen[0].ByJob || seen[1].Action != "unlabeled" || !seen[1].ByJob {
		t.Errorf("events: %+v", seen)
	}
}

func TestMutations_areMadeInTheirOrderAndFailAlone(t *testing.T) {
	w := newWorld(t)
	var answer struct {
		Data   map[string]any
		Errors []struct{ Path []string }
	}
	got := w.ask("rita", `mutation($id:ID!,$l:[ID!]!){a:addComment(input:{subjectId:$id,body:"one"}){clientMutationId} b:addLabelsToLabelable(input:{labelableId:$id,labelIds:$l}){clientMutationId} c:addComment(input:{subjectId:$id,body:"two"}){clientMutationId}}`,
		vars{"id": w.issue.NodeID(), "l": []string{w.labels["bug"].NodeID()}})
	if err := json.Unmarshal([]byte(got), &answer); err != nil {
		t.Fatal(err)
	}
	comments, err := w.hub.Comments(w.hub.As("rita"), w.issue.ID)
	if err != nil || len(comments) != 2 || comments[0].Body != "one" || comments[1].Body != "two" {
		t.Errorf("comments: %+v, %v", comments, err)
	}
	if len(answer.Errors) != 1 || !slices.Equal(answer.Errors[0].Path, []string{"b"}) || answer.Data["b"] != nil || answer.Data["c"] == nil {
		t.Error(got)
	}
}
