package graphql

import (
	"context"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// mutation is where mutations begin.
type mutation struct{ s *session }

func (mutation) TypeName() string { return "Mutation" }

// mutators are the mutations served, each with what it puts into its payload.
var mutators = map[string]func(*session, context.Context, engine.Args) (map[string]any, error){
	"createIssue":               (*session).createIssue,
	"updateIssue":               (*session).updateIssue,
	"closeIssue":                (*session).closeIssue,
	"reopenIssue":               (*session).reopenIssue,
	"transferIssue":             (*session).transferIssue,
	"deleteIssue":               (*session).deleteIssue,
	"addComment":                (*session).addComment,
	"updateIssueComment":        (*session).updateIssueComment,
	"deleteIssueComment":        (*session).deleteIssueComment,
	"addLabelsToLabelable":      (*session).addLabelsToLabelable,
	"removeLabelsFromLabelable": (*session).removeLabelsFromLabelable,
	"createRef":                 (*session).createRef,
	"updateRef":                 (*session).updateRef,
	"updateRefs":                (*session).updateRefs,
	"deleteRef":                 (*session).deleteRef,
	"mergeBranch":               (*session).mergeBranch,
	"createPullRequest":         (*session).createPullRequest,
}

func (m mutation) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	mutate, ok := mutators[name]
	if !ok {
		return nil, engine.NotServed(m, name)
	}
	in := a.Object("input")
	title := strings.ToUpper(name[:1]) + name[1:]
	payload, err := mutate(m.s, ctx, in)
	if err != nil {
		return nil, m.s.orRefused(err, title)
	}
	payload["clientMutationId"] = orNull(in.String("clientMutationId"))
	return engine.Fields{Type: title + "Payload", Values: payload}, nil
}

// named finds the node of an input's id, of one of the kinds given.
func (s *session) named(id string, kinds ...hub.NodeKind) (hub.Node, error) {
	n, ok := hub.ParseNode(id)
	for _, k := range kinds {
		if ok && n.Kind == k {
			return n, nil
		}
	}
	return hub.Node{}, unknownNode(id)
}

// issueNamed finds the issue or pull request of an input's id.
func (s *session) issueNamed(id string) (hub.Issue, error) {
	n, err := s.named(id, hub.IssueNode, hub.PullRequestNode)
	if err != nil {
		return hub.Issue{}, err
	}
	i, err := s.hub.IssueByID(s.caller, n.ID)
	if err != nil {
		return hub.Issue{}, orUnresolved(err, "a node with the global id of '%s'", id)
	}
	return i, nil
}

// repositoryID finds the repository of an input's id.
func (s *session) repositoryID(id string) (hub.Repository, error) {
	n, err := s.named(id, hub.RepositoryNode)
	if err != nil {
		return hub.Repository{}, err
	}
	r, err := s.hub.RepoByID(s.caller, n.ID)
	if err != nil {
		return hub.Repository{}, orUnresolved(err, "a node with the global id of '%s'", id)
	}
	return r, nil
}

// labelNames are the names of labels given by their ids.
func (s *session) labelNames(ids []string) ([]string, error) {
	var names []string
	for _, id := range ids {
		n, err := s.named(id, hub.LabelNode)
		if err != nil {
			return nil, err
		}
		l, err := s.labelByID(n)
		if err != nil {
			return nil, orUnresolved(err, "a node with the global id of '%s'", id)
		}
		names = append(names, l.Name)
	}
	return names, nil
}

// logins are those of people given by their ids.
func (s *session) logins(ids []string) ([]string, error) {
	var logins []string
	for _, id := range ids {
		n, err := s.named(id, hub.UserNode)
		if err != nil {
			return nil, err
		}
		u, err := s.hub.UserByID(n.ID)
		if err != nil {
			return nil, orUnresolved(err, "a node with the global id of '%s'", id)
		}
		logins = append(logins, u.Login)
	}
	return logins, nil
}
