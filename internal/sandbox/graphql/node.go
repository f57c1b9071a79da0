package graphql

import (
	"context"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

// node finds what a node id names. GitHub makes no difference between an id of nobody's and one of what the caller may not
// see.
func (s *session) node(ctx context.Context, id string) (any, error) {
	n, ok := hub.ParseNode(id)
	if !ok {
		return nil, unknownNode(id)
	}
	o, err := s.nodeOf(ctx, n)
	if err != nil {
		return nil, orUnresolved(err, "a node with the global id of '%s'", id)
	}
	if o == nil {
		return nil, unknownNode(id)
	}
	return o, nil
}

func unknownNode(id string) error { return unresolved("a node with the global id of '%s'", id) }

func (s *session) nodeOf(ctx context.Context, n hub.Node) (any, error) {
	switch n.Kind {
	case hub.UserNode, hub.BotNode, hub.OrganizationNode:
		u, err := s.hub.UserByID(n.ID)
		if err != nil {
			return nil, err
		}
		return s.actor(u), nil
	case hub.RepositoryNode:
		r, err := s.hub.RepoByID(s.caller, n.ID)
		return repository{s, r}, err
	case hub.IssueNode, hub.PullRequestNode:
		i, err := s.hub.IssueByID(s.caller, n.ID)
		if err != nil {
			return nil, err
		}
		return s.issueOrPull(i), nil
	case hub.CommentNode:
		c, err := s.hub.Comment(s.caller, n.ID)
		return comment{s, c}, err
	case hub.LabelNode:
		l, err := s.labelByID(n)
		return label{s, l}, err
	case hub.RefNode, hub.CommitNode, hub.TreeNode, hub.BlobNode, hub.TagNode:
		r, err := s.hub.RepoByID(s.caller, n.Repo)
		if err != nil {
			return nil, err
		}
		if n.Kind == hub.RefNode {
			return repository{s, r}.ref(ctx, n.Name)
		}
		return repository{s, r}.object(ctx, n.Name)
	case hub.RunNode:
		r, err := s.hub.Run(s.caller, n.Repo, n.ID)
		return workflowRun{s, r}, err
	case hub.CheckSuiteNode, hub.CheckRunNode, hub.StatusNode, hub.TimelineNode, hub.EditNode, hub.EnvironmentNode, hub.WorkflowNode, hub.ProtectionNode, hub.AppNode:
		return nil, &engine.Error{Type: schema.FaultType, Message: "the sandbox does not serve node(id:) for ids that begin with " + string(n.Kind) + "_"}
	}
	return nil, nil
}

// labelByID finds the label that a node id names.
func (s *session) labelByID(n hub.Node) (hub.Label, error) {
	all, err := s.hub.Labels(s.caller, n.Repo)
	if err != nil {
		return hub.Label{}, err
	}
	for _, l := range all {
		if l.ID == n.ID {
			return l, nil
		}
	}
	return hub.Label{}, &hub.Error{Kind: hub.NotFound, Message: "Not Found"}
}
