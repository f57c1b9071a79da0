package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
)

type values = map[string]any

// world is a small GitHub: a viewer with two repositories, and a mutation that counts its calls.
func world() engine.Roots {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.FixedZone("", 3600))
	repo := func(id, name string) engine.Object {
		return engine.Fields{Type: "Repository", Values: values{
			"id": id, "name": name, "createdAt": at, "isPrivate": false, "databaseId": int64(5_000_000_000),
			"visibility": "secret", "description": nil, "nameWithOwner": nil,
			"issue": func(_ context.Context, a engine.Args) (any, error) {
				return nil, &engine.Error{Type: "NOT_FOUND", Message: "Could not resolve to an Issue with the number of " + a.String("number") + "."}
			},
			"owner":       func(context.Context, engine.Args) (any, error) { return nil, errors.New("disk on fire") },
			"homepageUrl": 5,
		}}
	}
	repos := []engine.Object{repo("R_1", "one"), repo("R_2", "two"), repo("R_3", "three")}
	viewer := engine.Fields{Type: "User", Values: values{
		"id": "U_1", "login": "alice", "isViewer": true,
		"repositories": func(_ context.Context, a engine.Args) (any, error) {
			return engine.Connection{Name: "RepositoryConnection", Edge: "RepositoryEdge", Items: repos, Args: a, Extra: values{"totalDiskUsage": 7}}, nil
		},
	}}
	pinned := 0
	return engine.Roots{
		Query: engine.Fields{Type: "Query", Values: values{
			"viewer": viewer,
			"node": func(_ context.Context, a engine.Args) (any, error) {
				if a.String("id") == "U_1" {
					return viewer, nil
				}
				return nil, nil
			},
			"nodes": func(_ context.Context, a engine.Args) (any, error) {
				var list []any
				for _, id := range a.Strings("ids") {
					if id == "U_1" {
						list = append(list, viewer)
						continue
					}
					list = append(list, &engine.Error{Type: "NOT_FOUND", Message: "Could not resolve to a node with the global id of '" + id + "'."})
				}
				return list, nil
			},
			"repository": repos[0],
			"resource":   repos[0],
			"topic":      viewer,
			"license":    engine.Fields{Type: "License", Values: values{"name": nil}},
			"licenses":   []any{engine.Fields{Type: "License", Values: values{"name": nil}}},
		}},
		Mutation: engine.Fields{Type: "Mutation", Values: values{
			"addStar": func(_ context.Context, a engine.Args) (any, error) {
				pinned++
				in := a.Object("input")
				return engine.Fields{Type: "AddStarPayload", Values: values{"clientMutationId": in.String("starrableId") + strings.Repeat("!", pinned), "starrable": nil}}, nil
			},
		}},
	}
}

func ask(t *testing.T, query string, variables map[string]any) string {
	t.Helper()
	a := engine.Run(t.Context(), engine.Request{Query: query, Variables: variables}, func(engine.Usage) engine.Roots { return world() })
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRun_refusals(t *testing.T) {
	const fault = `"type":"SANDBOX_FAULT","path":`
	for _, tt := range []struct{ name, query, want string }{
		{"unknown field is not run", `{viewer{nope}}`, `{"errors":[{"extensions":{"code":"undefinedField","fieldName":"nope","typeName":"User"},"locations":[{"line":1,"column":9}],"message":"Field 'nope' doesn't exist on type 'User'"}]}`},
		{"syntax error is not run", `{viewer`, `{"errors":[{"locations":[{"line":1,"column":8}],"message":"Expected Name, found \u003cEOF\u003e"}]}`},
		{"several operations without a name", `query A{viewer{login}} query B{viewer{login}}`, `{"errors":[{"message":"An operation name is required"}]}`},
		{"missing variable", `query($id:ID!){node(id:$id){id}}`, `{"errors":[{"message":"must be defined"}]}`},
		{"error with type, path and place", "{\n repository(owner:\"a\",name:\"b\") {\n  issue(number: 9) { id } } }", `{"data":{"repository":{"issue":null}},"errors":[{"type":"NOT_FOUND","path":["repository","issue"],"locations":[{"line":3,"column":3}],"message":"Could not resolve to an Issue with the number of 9."}]}`},
		{"error at an element of a list", `{nodes(ids:["U_1","x"]){id}}`, `{"data":{"nodes":[{"id":"U_1"},null]},"errors":[{"type":"NOT_FOUND","path":["nodes",1],"locations":[{"line":1,"column":2}],"message":"Could not resolve to a node with the global id of 'x'."}]}`},
		{"field that is not served", `{viewer{bio}}`, `{"data":{"viewer":{"bio":null}},"errors":[{` + fault + `["viewer","bio"],"locations":[{"line":1,"column":9}],"message":"the sandbox does not serve User.bio"}]}`},
		{"error that is nobody's refusal", `{repository(owner:"a",name:"b"){owner{id}}}`, `{"data":{"repository":null},"errors":[{` + fault + `["repository","owner"],"locations":[{"line":1,"column":33}],"message":"disk on fire"}]}`},
		{"null where none may be", `{repository(owner:"a",name:"b"){nameWithOwner}}`, `{"data":{"repository":null},"errors":[{` + fault + `["repository","nameWithOwner"],"locations":[{"line":1,"column":33}],"message":"Repository.nameWithOwner of the sandbox is null, want String!"}]}`},
		{"null climbs to an element of a list", `{licenses{name}}`, `{"data":{"licenses":[null]},*License.name of the sandbox is null, want String!`},
		{"null climbs to the top", `{viewer{isHireable}}`, `{"data":null,*the sandbox does not serve User.isHireable`},
		{"value of no enum", `{repository(owner:"a",name:"b"){visibility}}`, `*Repository.visibility of the sandbox is secret, want RepositoryVisibility!`},
		{"value of another scalar", `{repository(owner:"a",name:"b"){homepageUrl}}`, `*Repository.homepageUrl of the sandbox is 5, want URI`},
		{"object of another type", `{topic(name:"x"){id}}`, `*Query.topic of the sandbox is engine.Fields, want Topic`},
		{"no limit", `{viewer{repositories{nodes{id}}}}`, `*{"type":"MISSING_PAGINATION_BOUNDARIES","path":["viewer","repositories"],"locations":[{"line":1,"column":9}],"message":"You must provide a ` + "`first` or `last` value to properly paginate the `repositories` connection." + `"}`},
		{"limit too high", `{viewer{repositories(first:101){nodes{id}}}}`, `*"type":"EXCESSIVE_PAGINATION","path":["viewer","repositories"]`},
		{"limit below zero", `{viewer{repositories(last:-1){nodes{id}}}}`, `*"type":"INVALID_PAGINATION_BOUNDARIES"`},
		{"too many nodes", `{viewer{repositories(first:100){nodes{issues(first:100){nodes{comments(first:100){nodes{id}}}}}}}}`, `{"errors":[{"type":"MAX_NODE_LIMIT_EXCEEDED","message":"This query requests up to 1010100 possible nodes which exceeds the maximum limit of 500000."}]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ask(t, tt.query, nil)
			head, part, loose := strings.Cut(tt.want, "*")
			if !loose && got != tt.want || !strings.HasPrefix(got, head) || !strings.Contains(got, part) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestRun_reads(t *testing.T) {
	for _, tt := range []struct {
		name, query string
		variables   map[string]any
		want        string
	}{
		{"order and aliases of the query", `{viewer{me:login id __typename}}`, nil, `{"data":{"viewer":{"me":"alice","id":"U_1","__typename":"User"}}}`},
		{"fragments by type", `{node(id:"U_1"){...on User{login} ...on Repository{name} ...f}} fragment f on Node{id}`, nil, `{"data":{"node":{"login":"alice","id":"U_1"}}}`},
		{"selections that are joined", `{viewer{id} viewer{login}}`, nil, `{"data":{"viewer":{"id":"U_1","login":"alice"}}}`},
		{"fields that overlap", `{node(id:"U_1"){...on Issue{state} ...on PullRequest{state}}}`, nil, `{"data":{"node":{}}}`},
		{"skip and include", `query($y:Boolean!){viewer{id @skip(if:$y) login @include(if:$y) ...@include(if:false){isViewer}}}`, map[string]any{"y": true}, `{"data":{"viewer":{"login":"alice"}}}`},
		{"null", `{node(id:"x"){id}}`, nil, `{"data":{"node":null}}`},
		{"time in UTC", `{repository(owner:"a",name:"b"){createdAt databaseId}}`, nil, `{"data":{"repository":{"createdAt":"2026-03-02T09:00:00Z","databaseId":5000000000}}}`},
		{"count without a limit", `{viewer{repositories{totalCount totalDiskUsage}}}`, nil, `{"data":{"viewer":{"repositories":{"totalCount":3,"totalDiskUsage":7}}}}`},
		{"variable with a default", `query($n:Int=1){viewer{repositories(first:$n){nodes{name}}}}`, nil, `{"data":{"viewer":{"repositories":{"nodes":[{"name":"one"}]}}}}`},
		{"mutations in their order", `mutation($id:ID!){a:addStar(input:{starrableId:$id}){clientMutationId} b:addStar(input:{starrableId:"y"}){clientMutationId}}`, map[string]any{"id": "x"}, `{"data":{"a":{"clientMutationId":"x!"},"b":{"clientMutationId":"y!!"}}}`},
		{"introspection", `{__type(name:"IssueState"){kind enumValues{name}} x:__type(name:"No"){name}}`, nil, `{"data":{"__type":{"kind":"ENUM","enumValues":[{"name":"CLOSED"},{"name":"OPEN"}]},"x":null}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := ask(t, tt.query, tt.variables); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestRun_introspectsDeprecatedFieldsOnlyWhenAsked(t *testing.T) {
	with := ask(t, `{__type(name:"Issue"){fields(includeDeprecated:true){name}}}`, nil)
	without := ask(t, `{__type(name:"Issue"){fields{name}}}`, nil)
	if field := `{"name":"timeline"}`; !strings.Contains(with, field) || strings.Contains(without, field) {
		t.Error("timeline, which is deprecated, is told to those who do not ask, or not to those who do")
	}
	if got := ask(t, `{__schema{queryType{name} types{name kind fields{name args{name defaultValue} type{kind name ofType{name kind}}} inputFields{name} possibleTypes{name} interfaces{name}} directives{name locations args{name}}}}`, nil); strings.Contains(got, "SANDBOX_FAULT") {
		t.Errorf("the whole schema: %.300s", got[strings.Index(got, "SANDBOX_FAULT"):])
	}
}

func TestConnection_pages(t *testing.T) {
	page := func(args string) (names string, info struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       string
	}) {
		t.Helper()
		var answer struct {
			Data struct {
				Viewer struct {
					Repositories struct {
						Edges []struct {
							Cursor string
							Node   struct{ Name string }
						}
						PageInfo struct {
							HasNextPage, HasPreviousPage bool
							StartCursor, EndCursor       string
						}
					}
				}
			}
		}
		got := ask(t, `{viewer{repositories(`+args+`){edges{cursor node{name}} pageInfo{hasNextPage hasPreviousPage startCursor endCursor}}}}`, nil)
		if err := json.Unmarshal([]byte(got), &answer); err != nil {
			t.Fatal(err)
		}
		r := answer.Data.Viewer.Repositories
		for _, e := range r.Edges {
			names += " " + e.Node.Name
		}
		return strings.TrimSpace(names), r.PageInfo
	}
	names, info := page("first:2")
	if names != "one two" || !info.HasNextPage || info.HasPreviousPage {
		t.Errorf("first page: %q %+v", names, info)
	}
	names, rest := page(`first:2,after:"` + info.EndCursor + `"`)
	if names != "three" || rest.HasNextPage || !rest.HasPreviousPage {
		t.Errorf("second page: %q %+v", names, rest)
	}
	if names, _ := page(`last:1,before:"` + rest.StartCursor + `"`); names != "two" {
		t.Errorf("the last before three: %q", names)
	}
	if names, info := page(`first:5,after:"` + rest.EndCursor + `"`); names != "" || info.EndCursor != "" || info.HasNextPage {
		t.Errorf("after the end: %q %+v", names, info)
	}
	if names, _ := page(`first:1,after:"bogus"`); names != "one" {
		t.Errorf("after a cursor of nobody's: %q", names)
	}
}

func TestRun_tellsWhatAQueryComesTo(t *testing.T) {
	var told engine.Usage
	engine.Run(t.Context(), engine.Request{Query: `{viewer{repositories(first:50){nodes{issues(first:10){nodes{id}}}}}}`}, func(u engine.Usage) engine.Roots {
		told = u
		return world()
	})
	if want := (engine.Usage{Nodes: 550, Cost: 1}); told != want {
		t.Errorf("got %+v, want %+v", told, want)
	}
}
