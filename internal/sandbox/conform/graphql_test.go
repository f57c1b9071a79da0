package conform_test

import (
	"strings"
	"testing"
)

func TestChecker_holdsGraphQLToTheSchema(t *testing.T) {
	for _, tt := range []struct {
		name, sent, answer string
		status             int
		want               string // empty: nothing
	}{
		{"query", `{"query":"query Me{viewer{login}}"}`, `{"data":{"viewer":{"login":"alice"}}}`, 200, ""},
		{"fields that overlap", `{"query":"{node(id:\"x\"){...on Issue{state} ...on PullRequest{state}}}"}`, `{"data":{"node":null}}`, 200, ""},
		{"error", `{"query":"{node(id:\"x\"){id}}"}`, `{"data":{"node":null},"errors":[{"type":"NOT_FOUND","message":"no"}]}`, 200, ""},
		{"unauthenticated", `{"query":"{viewer{login}}"}`, notFound, 401, ""},
		{"unknown field", `{"query":"query Me{viewer{logn}}"}`, `{"errors":[{"message":"no"}]}`, 200, `request: POST /graphql: Cannot query field "logn"`},
		{"missing variable", `{"query":"query Me($id:ID!){node(id:$id){id}}"}`, `{"errors":[{"message":"no"}]}`, 200, `request: POST /graphql Me: must be defined`},
		{"number as text", `{"query":"query Me($n:Int){viewer{issues(first:$n){totalCount}}}","variables":{"n":"1"}}`, `{"errors":[{"message":"no"}]}`, 200, "request: POST /graphql Me: Variable $n of type Int was provided invalid value: string is no Int"},
		{"enum in another case", `{"query":"query Me($s:[IssueState!]){viewer{issues(first:1,states:$s){totalCount}}}","variables":{"s":["open"]}}`, `{"errors":[{"message":"no"}]}`, 200, "invalid value: open is no IssueState"},
		{"no query", `{"qury":"{viewer{login}}"}`, notFound, 400, `request: POST /graphql: body has the property "qury"`},
		{"fault of the sandbox", `{"query":"query Me{viewer{email}}"}`, `{"errors":[{"type":"SANDBOX_FAULT","message":"User.email is missing"}]}`, 200, "answer: POST /graphql Me: User.email is missing"},
		{"neither data nor errors", `{"query":"{viewer{login}}"}`, `{}`, 200, "answer: POST /graphql: the answer has neither data nor errors"},
		{"stray property", `{"query":"{viewer{login}}"}`, `{"data":{},"message":"x"}`, 200, `answer: POST /graphql: the answer has the property "message"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(call(t, "POST /graphql", tt.sent, tt.status, tt.answer).Problems(), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
