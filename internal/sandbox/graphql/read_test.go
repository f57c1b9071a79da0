package graphql_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestQuery_hidesWhatTheCallerMayNotSee(t *testing.T) {
	w := newWorld(t)
	vault := w.vault.Repository().NodeID()
	const repository = `query($n:String!){repository(owner:"acme",name:$n){name}}`
	w.refused("rita", repository, vars{"n": "vault"}, "NOT_FOUND", "repository", "Could not resolve to a Repository with the name 'acme/vault'.")
	w.refused("rita", repository, vars{"n": "nothing"}, "NOT_FOUND", "repository", "Could not resolve to a Repository with the name 'acme/nothing'.")
	w.want("wendy", repository, vars{"n": "vault"}, `{"repository":{"name":"vault"}}`)
	w.refused("rita", `query($id:ID!){node(id:$id){id}}`, vars{"id": vault}, "NOT_FOUND", "node", "Could not resolve to a node with the global id of '"+vault+"'")
	w.refused("rita", `query($id:ID!){nodes(ids:[$id]){id}}`, vars{"id": vault}, "NOT_FOUND", "nodes", "global id of")
	w.refused("rita", `{node(id:"bogus"){id}}`, nil, "NOT_FOUND", "node", "global id of 'bogus'")
	w.refused("rita", `{user(login:"nobody"){id}}`, nil, "NOT_FOUND", "user", "Could not resolve to a User with the login of 'nobody'.")
	w.refused("rita", `{organization(login:"rita"){id}}`, nil, "NOT_FOUND", "organization", "Could not resolve to an Organization with the login of 'rita'.")
	w.refused("rita", `{repository(owner:"acme",name:"sdk"){issue(number:9){id}}}`, nil, "NOT_FOUND", "repository.issue", "Could not resolve to an Issue with the number of 9.")
	w.refused("tara", `{repository(owner:"acme",name:"sdk"){collaborators(first:9){nodes{login}}}}`, nil, "FORBIDDEN", "repository.collaborators", "Must have push access")
	public := w.hub.NewToken(hub.TokenSpec{User: "wendy", Scopes: []string{"public_repo"}}).Secret
	w.refused(public, repository, vars{"n": "vault"}, "NOT_FOUND", "repository", "acme/vault")
	narrow := w.hub.NewToken(hub.TokenSpec{User: "wendy", Kind: hub.FineGrained, Repos: []string{"acme/vault"}}).Secret
	w.refused(narrow, `{repository(owner:"acme",name:"vault"){issues(first:1){nodes{id}}}}`, nil, "FORBIDDEN", "repository.issues", "Resource not accessible by personal access token")
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/vault"}}).Secret
	w.refused(job, `{repository(owner:"acme",name:"vault"){object(expression:"HEAD"){id}}}`, nil, "FORBIDDEN", "repository.object", "Resource not accessible by integration")
}

func TestRepository_tellsWhatItIs(t *testing.T) {
	w := newWorld(t)
	r := w.sdk.Repository()
	w.want("rita", `{repository(owner:"ACME",name:"Sdk"){id databaseId nameWithOwner isPrivate isArchived viewerPermission owner{__typename login}}}`, nil,
		fmt.Sprintf(`{"repository":{"id":%q,"databaseId":%d,"nameWithOwner":"acme/sdk","isPrivate":false,"isArchived":false,"viewerPermission":"READ","owner":{"__typename":"Organization","login":"acme"}}}`, r.NodeID(), r.ID))
	for who, permission := range map[string]string{"tara": "TRIAGE", "wendy": "WRITE", "olga": "ADMIN"} {
		w.want(who, `{repository(owner:"acme",name:"sdk"){viewerPermission}}`, nil, `{"repository":{"viewerPermission":"`+permission+`"}}`)
	}
	w.sdk.Rename("kit")
	w.want("rita", `{repository(owner:"acme",name:"sdk"){nameWithOwner}}`, nil, `{"repository":{"nameWithOwner":"acme/kit"}}`)
	w.refused("rita", `{repository(owner:"acme",name:"sdk",followRenames:false){id}}`, nil, "NOT_FOUND", "repository", "acme/sdk")
	w.want("wendy", `{repository(owner:"acme",name:"kit"){collaborators(first:9,query:"tar"){edges{permission node{login}}}}}`, nil,
		`{"repository":{"collaborators":{"edges":[{"permission":"TRIAGE","node":{"login":"tara"}}]}}}`)
	w.sdk.AddEnvironment(hub.EnvironmentSpec{Name: "npm"})
	w.want("rita", `{repository(owner:"acme",name:"kit"){environments(first:9){nodes{name}} environment(name:"npm"){name}}}`, nil,
		`{"repository":{"environments":{"nodes":[{"name":"npm"}]},"environment":{"name":"npm"}}}`)
}

func TestViewer_isAUserEvenForAJob(t *testing.T) {
	w := newWorld(t)
	w.want("rita", `{viewer{__typename login isViewer}}`, nil, `{"viewer":{"__typename":"User","login":"rita","isViewer":true}}`)
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}}).Secret
	w.want(job, `{viewer{login}}`, nil, `{"viewer":{"login":"github-actions[bot]"}}`)
}

func TestIssue_showsBotsAndDeletedAccountsAsGraphQLDoes(t *testing.T) {
	w := newWorld(t)
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}).Secret
	made := w.ask(job, `mutation($id:ID!){addComment(input:{subjectId:$id,body:"receipt"}){commentEdge{node{id}}}}`, vars{"id": w.issue.NodeID()})
	w.want("rita", `query($id:ID!){node(id:$id){...on Issue{author{login} comments(last:1){nodes{body author{__typename login ...on Bot{databaseId}} viewerDidAuthor}}}}}`, vars{"id": w.issue.NodeID()},
		`{"node":{"author":{"login":"rita"},"comments":{"nodes":[{"body":"receipt","author":{"__typename":"Bot","login":"github-actions","databaseId":41898282},"viewerDidAuthor":false}]}}}`)
	if made == "" {
		t.Error("no comment was made")
	}
	ghost := w.created(w.hub.CreateIssue(w.hub.As(hub.GhostLogin), w.sdk.ID(), hub.NewIssue{Title: "by a deleted account"}))
	w.want("rita", `query($id:ID!){node(id:$id){...on Issue{author{login}}}}`, vars{"id": ghost.NodeID()}, `{"node":{"author":null}}`)
}

func TestIssues_areFilteredAndOrdered(t *testing.T) {
	w := newWorld(t)
	olga := w.hub.As("olga")
	for _, n := range []hub.NewIssue{{Title: "b", Labels: []string{"bug"}}, {Title: "c", Labels: []string{"accepted"}, Assignees: []string{"tara"}}, {Title: "d"}} {
		w.created(w.hub.CreateIssue(olga, w.sdk.ID(), n))
	}
	closed := hub.ClosedState
	last, err := w.hub.Issue(olga, w.sdk.ID(), 4)
	if err != nil {
		t.Fatal(err)
	}
	w.created(w.hub.UpdateIssue(olga, last.ID, hub.IssueChange{State: &closed}))
	for args, numbers := range map[string]string{
		``:                            "1 2 3 4",
		`states:OPEN`:                 "1 2 3",
		`states:[CLOSED]`:             "4",
		`labels:["bug"]`:              "2",
		`labels:["bug","Accepted"]`:   "2 3",
		`filterBy:{createdBy:"rita"}`: "1",
		`filterBy:{assignee:"tara"}`:  "3",
		`filterBy:{assignee:"*"}`:     "3",
		`filterBy:{assignee:null}`:    "1 2 4",
		`orderBy:{field:CREATED_AT,direction:DESC}`: "4 3 2 1",
		`filterBy:{since:"2030-01-01T00:00:00Z"}`:   "",
	} {
		if args != "" {
			args += ","
		}
		got := w.ask("rita", `{repository(owner:"acme",name:"sdk"){issues(`+args+`first:10){nodes{number}}}}`, nil)
		want := `{"data":{"repository":{"issues":{"nodes":[`
		for i, n := range []byte(numbers) {
			if n != ' ' {
				if i > 0 {
					want += ","
				}
				want += `{"number":` + string(n) + `}`
			}
		}
		if want += `]}}}}`; got != want {
			t.Errorf("%s\ngot  %s\nwant %s", args, got, want)
		}
	}
	w.want("rita", `{search(type:ISSUE,first:5,query:"repo:acme/sdk is:issue state:open label:bug sort:created-asc"){issueCount nodes{...on Issue{number}}}}`, nil,
		`{"search":{"issueCount":1,"nodes":[{"number":2}]}}`)
	w.refused("rita", `{search(type:ISSUE,first:5,query:"bogus:x"){issueCount}}`, nil, "UNPROCESSABLE", "search", "bogus:x")
}

func TestIssues_areReadOnFromTheSameIssueWhenTheListGrows(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.created(w.hub.CreateIssue(w.hub.As("rita"), w.sdk.ID(), hub.NewIssue{Title: "more"}))
	}
	page := func(after any) (numbers []int, cursor string) {
		t.Helper()
		var answer struct {
			Data struct {
				Repository struct {
					Issues struct {
						Nodes    []struct{ Number int }
						PageInfo struct{ EndCursor string }
					}
				}
			}
		}
		got := w.ask("rita", `query($after:String){repository(owner:"acme",name:"sdk"){issues(first:2,after:$after,orderBy:{field:CREATED_AT,direction:DESC}){nodes{number} pageInfo{endCursor}}}}`, vars{"after": after})
		if err := json.Unmarshal([]byte(got), &answer); err != nil {
			t.Fatal(err)
		}
		for _, n := range answer.Data.Repository.Issues.Nodes {
			numbers = append(numbers, n.Number)
		}
		return numbers, answer.Data.Repository.Issues.PageInfo.EndCursor
	}
	first, cursor := page(nil)
	w.created(w.hub.CreateIssue(w.hub.As("rita"), w.sdk.ID(), hub.NewIssue{Title: "in between"}))
	second, _ := page(cursor)
	if !slices.Equal(first, []int{4, 3}) || !slices.Equal(second, []int{2, 1}) {
		t.Errorf("pages %v and %v", first, second)
	}
}
