package graphql

import (
	"context"
	"path"
	"strconv"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// workflowRun is a WorkflowRun. Its status, attempts and jobs are told by REST alone.
type workflowRun struct {
	s *session
	r hub.Run
}

func (workflowRun) TypeName() string { return "WorkflowRun" }

func (s *session) workflowRun(repoID, id int64) (any, error) {
	r, err := s.hub.Run(s.caller, repoID, id)
	if err != nil {
		return nil, orUnresolved(err, "a WorkflowRun with the id of %d.", id)
	}
	return workflowRun{s, r}, nil
}

func (o workflowRun) Field(ctx context.Context, name string, _ engine.Args) (any, error) {
	switch name {
	case "id":
		return o.r.NodeID(), nil
	case "databaseId":
		return o.r.ID, nil
	case "event":
		return o.r.Event, nil
	case "runNumber":
		return o.r.Number, nil
	case "createdAt":
		return o.r.CreatedAt, nil
	case "updatedAt":
		return o.r.UpdatedAt, nil
	case "workflow":
		w, err := o.s.hub.Workflow(o.s.caller, o.r.Repo, strconv.FormatInt(o.r.Workflow, 10))
		if err != nil {
			return nil, orUnresolved(err, "a Workflow with the id of %d.", o.r.Workflow)
		}
		return workflow{o.s, w}, nil
	case "file":
		return o.file()
	case "checkSuite":
		return o.suite(ctx)
	case "url", "resourcePath":
		r, err := o.s.hub.RepoByID(o.s.caller, o.r.Repo)
		if err != nil {
			return nil, err
		}
		p := "/" + r.FullName() + "/actions/runs/" + itoa(o.r.ID)
		if name == "url" {
			return web("%s", p), nil
		}
		return p, nil
	}
	return nil, engine.NotServed(o, name)
}

// file is a WorkflowRunFile: the workflow file as it was at the run's commit.
func (o workflowRun) file() (any, error) {
	r, err := o.s.hub.RepoByID(o.s.caller, o.r.Repo)
	if err != nil {
		return nil, err
	}
	p := "/" + r.FullName() + "/actions/runs/" + itoa(o.r.ID) + "/workflow"
	return engine.Fields{Type: "WorkflowRunFile", Values: map[string]any{
		"id": o.r.NodeID(), "path": o.r.Path, "run": o, "resourcePath": p, "url": web("%s", p), "repositoryName": web("/%s", r.FullName()),
		"repositoryFileUrl":       web("/%s/blob/%s/%s", r.FullName(), o.r.SHA, o.r.Path),
		"viewerCanReadRepository": true, "viewerCanPushRepository": o.s.hub.CallerRole(o.s.caller, r.ID) >= hub.Write,
	}}, nil
}

func (o workflowRun) suite(ctx context.Context) (any, error) {
	r, err := o.s.hub.RepoByID(o.s.caller, o.r.Repo)
	if err != nil {
		return nil, err
	}
	at, err := repository{o.s, r}.object(ctx, o.r.SHA)
	c, ok := at.(commit)
	if err != nil || !ok {
		return nil, err
	}
	suites, err := c.suites()
	if err != nil {
		return nil, err
	}
	for _, s := range suites {
		if s.s.ID == o.r.Suite {
			return s, nil
		}
	}
	return nil, nil
}

// workflow is a Workflow.
type workflow struct {
	s *session
	w hub.Workflow
}

func (workflow) TypeName() string { return "Workflow" }

func (o workflow) Field(_ context.Context, name string, _ engine.Args) (any, error) {
	switch name {
	case "id":
		return o.w.NodeID(), nil
	case "databaseId":
		return o.w.ID, nil
	case "name":
		return o.w.Name, nil
	case "state":
		return "ACTIVE", nil
	case "createdAt":
		return o.w.CreatedAt, nil
	case "updatedAt":
		return o.w.UpdatedAt, nil
	case "url", "resourcePath":
		r, err := o.s.hub.RepoByID(o.s.caller, o.w.Repo)
		if err != nil {
			return nil, err
		}
		p := "/" + r.FullName() + "/actions/workflows/" + path.Base(o.w.Path)
		if name == "url" {
			return web("%s", p), nil
		}
		return p, nil
	}
	return nil, engine.NotServed(o, name)
}

// app is an App; null if it is gone.
func (s *session) app(slug string) (any, error) {
	a, err := s.hub.App(slug)
	if err != nil {
		return nil, nil
	}
	return engine.Fields{Type: "App", Values: map[string]any{
		"id": a.NodeID(), "databaseId": a.ID, "slug": a.Slug, "name": a.Name, "description": nil, "createdAt": a.CreatedAt, "updatedAt": a.CreatedAt,
		"url": web("/apps/%s", a.Slug), "clientId": nil, "logoBackgroundColor": "ffffff", "logoUrl": "https://avatars.githubusercontent.com/in/" + itoa(a.ID) + "?v=4",
	}}, nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
