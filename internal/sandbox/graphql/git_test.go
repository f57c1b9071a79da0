package graphql_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// inSDK asks for fields of sdk as rita, who may only read.
func (w *world) inSDK(fields string, variables vars, data string) {
	w.t.Helper()
	params := ""
	if variables["sha"] != nil {
		params = "($sha:GitObjectID)"
	}
	w.want("rita", `query`+params+`{repository(owner:"acme",name:"sdk"){`+fields+`}}`, variables, `{"repository":{`+data+`}}`)
}

func TestRefs_areFoundByNameAndPrefix(t *testing.T) {
	w := newWorld(t)
	main := w.head("main")
	w.commit("release/1.2.3", main, "release", map[string]string{"VERSION": "1.2.3\n"})
	w.inSDK(`defaultBranchRef{name prefix target{oid}} isEmpty`, nil, fmt.Sprintf(`"defaultBranchRef":{"name":"main","prefix":"refs/heads/","target":{"oid":%q}},"isEmpty":false`, main))
	w.inSDK(`a:ref(qualifiedName:"refs/heads/release/1.2.3"){name} b:ref(qualifiedName:"release/1.2.3"){name} c:ref(qualifiedName:"refs/tags/release/1.2.3"){name}`, nil,
		`"a":{"name":"release/1.2.3"},"b":{"name":"release/1.2.3"},"c":null`)
	w.inSDK(`refs(refPrefix:"refs/heads/release/",first:9){totalCount nodes{name}}`, nil, `"refs":{"totalCount":1,"nodes":[{"name":"release/1.2.3"}]}`)
	w.inSDK(`refs(refPrefix:"refs/heads/",query:"mai",first:9){nodes{name}}`, nil, `"refs":{"nodes":[{"name":"main"}]}`)
	w.inSDK(`refs(refPrefix:"refs/heads/",first:9,direction:DESC){nodes{name}}`, nil, `"refs":{"nodes":[{"name":"release/1.2.3"},{"name":"main"}]}`)
	w.inSDK(`ref(qualifiedName:"main"){x:compare(headRef:"release/1.2.3"){status aheadBy behindBy commits(first:9){authorCount nodes{messageHeadline}}} none:compare(headRef:"no"){status}}`, nil,
		`"ref":{"x":{"status":"AHEAD","aheadBy":1,"behindBy":0,"commits":{"authorCount":1,"nodes":[{"messageHeadline":"release"}]}},"none":null}`)
}

func TestObjects_areReadByExpression(t *testing.T) {
	w := newWorld(t)
	main := w.head("main")
	tagged, err := w.door.CreateTag(t.Context(), w.hub.As("wendy"), w.sdk.ID(), gitwrite.Tag{Name: "1.0.0", Object: main, Message: "one"})
	if err == nil {
		err = w.door.CreateRef(t.Context(), w.hub.As("wendy"), w.sdk.ID(), "refs/tags/1.0.0", tagged)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.inSDK(`object(expression:"main:README.md"){__typename ...on Blob{text isTruncated isBinary byteSize}}`, nil, `"object":{"__typename":"Blob","text":"# sdk\n","isTruncated":false,"isBinary":false,"byteSize":6}`)
	w.inSDK(`object(expression:"main:src"){...on Tree{entries{name path type mode object{...on Blob{text}}}}}`, nil, `"object":{"entries":[{"name":"a.go","path":"a.go","type":"blob","mode":33188,"object":{"text":"package a\n"}}]}`)
	w.inSDK(`a:object(expression:"main:nothing"){oid} b:object(expression:"nothing"){oid} c:object(expression:"--output=x"){oid}`, nil, `"a":null,"b":null,"c":null`)
	w.inSDK(`object(oid:$sha){...on Commit{oid file(path:"src/a.go"){name path} none:file(path:"src/b.go"){name} tree{entries{name}}}}`, vars{"sha": main},
		fmt.Sprintf(`"object":{"oid":%q,"file":{"name":"a.go","path":"src/a.go"},"none":null,"tree":{"entries":[{"name":"README.md"},{"name":"src"}]}}`, main))
	w.inSDK(`ref(qualifiedName:"refs/tags/1.0.0"){target{__typename oid ...on Tag{name message tagger{user{login}} target{oid}}}}`, nil,
		fmt.Sprintf(`"ref":{"target":{"__typename":"Tag","oid":%q,"name":"1.0.0","message":"one","tagger":{"user":{"login":"wendy"}},"target":{"oid":%q}}}`, tagged, main))
}

func TestBlob_isCutAndToldSo(t *testing.T) {
	w := newWorld(t)
	w.commit("main", w.head("main"), "big", map[string]string{"big": strings.Repeat("x", 512_001), "binary": "a\x00b"})
	got := w.ask("rita", `{repository(owner:"acme",name:"sdk"){big:object(expression:"main:big"){...on Blob{isTruncated text}} binary:object(expression:"main:binary"){...on Blob{isBinary text}}}}`, nil)
	if !strings.Contains(got, `"isTruncated":true`) || !strings.Contains(got, `"binary":{"isBinary":true,"text":null}`) || strings.Count(got, "x") > 512_010 {
		t.Errorf("%.200s ... %d bytes", got, len(got))
	}
}

func TestCommit_namesAllItsAuthors(t *testing.T) {
	w := newWorld(t)
	bot, err := w.hub.User(hub.ActionsBotLogin)
	if err != nil {
		t.Fatal(err)
	}
	tara, err := w.hub.User("tara")
	if err != nil {
		t.Fatal(err)
	}
	w.commit("main", w.head("main"), "release 1.2.3\n\nwith care\n\nCo-authored-by: Tara <"+tara.Email()+">\nco-authored-by: Mel <mel@nowhere.test>\nCo-Authored-By: bot <"+bot.Email()+">\n", map[string]string{"b": "1"})
	w.inSDK(`object(expression:"main"){...on Commit{messageHeadline messageBody additions deletions changedFilesIfAvailable committedViaWeb author{name user{login}} authors(first:9){totalCount nodes{name user{login}}} parents(first:1){totalCount} history(first:5){totalCount}}}`, nil,
		`"object":{"messageHeadline":"release 1.2.3","messageBody":"with care\n\nCo-authored-by: Tara <`+tara.Email()+`>\nco-authored-by: Mel <mel@nowhere.test>\nCo-Authored-By: bot <`+bot.Email()+`>",`+
			`"additions":1,"deletions":0,"changedFilesIfAvailable":1,"committedViaWeb":false,"author":{"name":"wendy","user":{"login":"wendy"}},`+
			`"authors":{"totalCount":4,"nodes":[{"name":"wendy","user":{"login":"wendy"}},{"name":"Tara","user":{"login":"tara"}},{"name":"Mel","user":null},{"name":"bot","user":{"login":"github-actions[bot]"}}]},"parents":{"totalCount":1},"history":{"totalCount":2}}`)
}

func TestProtection_isToldToThoseWhoMayPush(t *testing.T) {
	w := newWorld(t)
	w.sdk.Protect(hub.Protection{Pattern: "main", Reviews: 1})
	const query = `{repository(owner:"acme",name:"sdk"){defaultBranchRef{branchProtectionRule{pattern requiredApprovingReviewCount isAdminEnforced} refUpdateRule{pattern viewerCanPush}}}}`
	w.want("rita", query, nil, `{"repository":{"defaultBranchRef":{"branchProtectionRule":null,"refUpdateRule":{"pattern":"main","viewerCanPush":false}}}}`)
	w.want("wendy", query, nil, `{"repository":{"defaultBranchRef":{"branchProtectionRule":{"pattern":"main","requiredApprovingReviewCount":1,"isAdminEnforced":false},"refUpdateRule":{"pattern":"main","viewerCanPush":false}}}}`)
	w.want("olga", query, nil, `{"repository":{"defaultBranchRef":{"branchProtectionRule":{"pattern":"main","requiredApprovingReviewCount":1,"isAdminEnforced":false},"refUpdateRule":{"pattern":"main","viewerCanPush":true}}}}`)
}

func TestMutations_ofRefs(t *testing.T) {
	w := newWorld(t)
	sdk, main := w.sdk.Repository().NodeID(), w.head("main")
	next := w.commit("next", main, "next", map[string]string{"b": "1"})
	other := w.commit("other", main, "other", map[string]string{"c": "1"})
	const (
		create = `mutation($r:ID!,$n:String!,$o:GitObjectID!){createRef(input:{repositoryId:$r,name:$n,oid:$o}){ref{name target{oid}}}}`
		update = `mutation($id:ID!,$o:GitObjectID!,$f:Boolean){updateRef(input:{refId:$id,oid:$o,force:$f}){ref{target{oid}}}}`
		remove = `mutation($id:ID!){deleteRef(input:{refId:$id}){clientMutationId}}`
		all    = `mutation($r:ID!,$u:[RefUpdate!]!){updateRefs(input:{repositoryId:$r,refUpdates:$u}){clientMutationId}}`
	)
	ref := func(name string) string { return hub.Node{Kind: hub.RefNode, Repo: w.sdk.ID(), Name: name}.String() }
	w.refused("tara", create, vars{"r": sdk, "n": "refs/tags/1", "o": main}, "FORBIDDEN", "createRef", "tara does not have the correct permissions to execute `CreateRef`")
	w.refused("wendy", create, vars{"r": sdk, "n": "refs/heads/main", "o": main}, "UNPROCESSABLE", "createRef", `A ref named "refs/heads/main" already exists in the repository.`)
	w.refused("wendy", create, vars{"r": sdk, "n": "refs/tags/1", "o": strings.Repeat("a", 40)}, "UNPROCESSABLE", "createRef", "Object does not exist")
	w.want("wendy", create, vars{"r": sdk, "n": "refs/tags/1", "o": main}, fmt.Sprintf(`{"createRef":{"ref":{"name":"1","target":{"oid":%q}}}}`, main))
	w.refused("wendy", update, vars{"id": ref("refs/heads/next"), "o": other}, "UNPROCESSABLE", "updateRef", "not a fast forward")
	w.refused("wendy", update, vars{"id": ref("refs/heads/no"), "o": other}, "UNPROCESSABLE", "updateRef", "does not exist")
	w.want("wendy", update, vars{"id": ref("refs/heads/next"), "o": other, "f": true}, fmt.Sprintf(`{"updateRef":{"ref":{"target":{"oid":%q}}}}`, other))
	stale := vars{"name": "refs/heads/next", "beforeOid": next, "afterOid": gitstore.Zero}
	good := vars{"name": "refs/heads/other", "beforeOid": other, "afterOid": gitstore.Zero}
	w.refused("wendy", all, vars{"r": sdk, "u": []vars{good, stale}}, "UNPROCESSABLE", "updateRefs", "not at "+next)
	w.refused("rita", all, vars{"r": sdk, "u": []vars{good}}, "FORBIDDEN", "updateRefs", "`UpdateRefs`")
	if w.head("other") != other {
		t.Error("one ref was moved though the other was stale")
	}
	w.want("wendy", all, vars{"r": sdk, "u": []vars{good, {"name": "refs/tags/2", "beforeOid": gitstore.Zero, "afterOid": main}}}, `{"updateRefs":{"clientMutationId":null}}`)
	w.want("wendy", remove, vars{"id": ref("refs/heads/next")}, `{"deleteRef":{"clientMutationId":null}}`)
	w.inSDK(`heads:refs(refPrefix:"refs/heads/",first:9){nodes{name}} tags:refs(refPrefix:"refs/tags/",first:9){nodes{name}}`, nil, `"heads":{"nodes":[{"name":"main"}]},"tags":{"nodes":[{"name":"1"},{"name":"2"}]}`)
	if last := w.hub.Pushes(w.sdk.ID(), "refs/heads/next")[0]; last.Pusher.Login != "wendy" || !last.Deleted() {
		t.Errorf("activity: %+v", last)
	}
}

func TestMutations_mergeAndOpenPullRequests(t *testing.T) {
	w := newWorld(t)
	sdk, main := w.sdk.Repository().NodeID(), w.head("main")
	side := w.commit("side", main, "side", map[string]string{"b": "1"})
	w.commit("clash", main, "clash", map[string]string{"README.md": "one\n"})
	w.commit("main", main, "main", map[string]string{"README.md": "two\n"})
	const (
		merge = `mutation($r:ID!,$h:String!){mergeBranch(input:{repositoryId:$r,base:"main",head:$h}){mergeCommit{message parents(first:2){totalCount}}}}`
		open  = `mutation($r:ID!,$h:String!){createPullRequest(input:{repositoryId:$r,baseRefName:"main",headRefName:$h,title:"t"}){pullRequest{number state baseRefName headRefName headRefOid url headRef{name}}}}`
	)
	w.refused("tara", merge, vars{"r": sdk, "h": "side"}, "FORBIDDEN", "mergeBranch", "`MergeBranch`")
	w.refused("wendy", merge, vars{"r": sdk, "h": "no"}, "NOT_FOUND", "mergeBranch", "Head does not exist")
	w.refused("wendy", merge, vars{"r": sdk, "h": "clash"}, "UNPROCESSABLE", "mergeBranch", `Failed to merge: "Merge conflict"`)
	w.want("wendy", open, vars{"r": sdk, "h": "side"}, fmt.Sprintf(`{"createPullRequest":{"pullRequest":{"number":2,"state":"OPEN","baseRefName":"main","headRefName":"side","headRefOid":%q,"url":"https://github.com/acme/sdk/pull/2","headRef":{"name":"side"}}}}`, side))
	w.refused("wendy", open, vars{"r": sdk, "h": "side"}, "UNPROCESSABLE", "createPullRequest", "A pull request already exists for acme:side.")
	w.refused("rita", open, vars{"r": sdk, "h": "clash"}, "FORBIDDEN", "createPullRequest", "`CreatePullRequest`")
	w.inSDK(`a:issueOrPullRequest(number:2){__typename} b:pullRequest(number:2){number} issues(first:9){totalCount} pullRequests(first:9,states:OPEN){totalCount}`, nil,
		`"a":{"__typename":"PullRequest"},"b":{"number":2},"issues":{"totalCount":1},"pullRequests":{"totalCount":1}`)
	w.refused("rita", `{repository(owner:"acme",name:"sdk"){issue(number:2){id}}}`, nil, "NOT_FOUND", "repository.issue", "Could not resolve to an Issue with the number of 2.")
	w.want("wendy", merge, vars{"r": sdk, "h": "side"}, `{"mergeBranch":{"mergeCommit":{"message":"Merge side into main","parents":{"totalCount":2}}}}`)
	w.refused("wendy", merge, vars{"r": sdk, "h": "side"}, "UNPROCESSABLE", "mergeBranch", `Failed to merge: "Already merged"`)
}
