package graphql

import (
	"context"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// checkRun is a CheckRun.
type checkRun struct {
	in checkSuite
	r  hub.CheckRun
}

func (checkRun) TypeName() string { return "CheckRun" }

func (o checkRun) Field(_ context.Context, name string, a engine.Args) (any, error) {
	repo := o.in.on.repo
	switch name {
	case "id":
		return o.r.NodeID(), nil
	case "databaseId":
		return o.r.ID, nil
	case "name":
		return o.r.Name, nil
	case "status":
		return enum(o.r.Status), nil
	case "conclusion":
		return orNull(enum(o.r.Conclusion)), nil
	case "startedAt":
		return timeOrNull(o.r.StartedAt), nil
	case "completedAt":
		return timeOrNull(o.r.CompletedAt), nil
	case "externalId":
		return orNull(o.r.ExternalID), nil
	case "title":
		return orNull(o.r.Title), nil
	case "summary":
		return orNull(o.r.Summary), nil
	case "text":
		return orNull(o.r.Text), nil
	case "detailsUrl":
		if o.r.DetailsURL != "" {
			return o.r.DetailsURL, nil
		}
		return web("%s", o.path()), nil
	case "url", "permalink":
		return web("%s", o.path()), nil
	case "resourcePath":
		return o.path(), nil
	case "checkSuite":
		return o.in, nil
	case "repository":
		return repo, nil
	case "isRequired":
		return false, nil
	case "deployment", "pendingDeploymentRequest":
		return nil, nil
	case "steps":
		return o.steps(a)
	case "annotations":
		return connection("CheckAnnotation", list(o.r.Annotations, o.annotation), a), nil
	}
	return nil, engine.NotServed(o, name)
}

// path is that of the page which shows the check run: for a job, within its workflow run.
func (o checkRun) path() string {
	name := "/" + o.in.on.repo.r.FullName()
	if o.in.s.Run != 0 {
		return name + "/actions/runs/" + itoa(o.in.s.Run) + "/job/" + itoa(o.r.ID)
	}
	return name + "/runs/" + itoa(o.r.ID)
}

// steps are those of the job that the check run stands for; null for other checks.
func (o checkRun) steps(a engine.Args) (any, error) {
	if o.in.s.Run == 0 {
		return nil, nil
	}
	s := o.in.on.repo.s
	job, err := s.hub.Job(s.caller, o.r.Repo, o.r.ID)
	if err != nil {
		return nil, orUnresolved(err, "the job.")
	}
	return connection("CheckStep", list(job.Steps, func(t hub.Step) engine.Object {
		return engine.Fields{Type: "CheckStep", Values: map[string]any{
			"name": t.Name, "number": t.Number, "status": enum(t.Status), "conclusion": orNull(enum(t.Conclusion)),
			"startedAt": timeOrNull(t.StartedAt), "completedAt": timeOrNull(t.CompletedAt), "externalId": nil,
		}}
	}), a), nil
}

func (o checkRun) annotation(n hub.Annotation) engine.Object {
	position := func(line int) engine.Object {
		return engine.Fields{Type: "CheckAnnotationPosition", Values: map[string]any{"line": line, "column": nil}}
	}
	return engine.Fields{Type: "CheckAnnotation", Values: map[string]any{
		"annotationLevel": enum(n.Level), "title": orNull(n.Title), "message": n.Message, "path": n.Path, "rawDetails": nil, "databaseId": nil,
		"blobUrl":  web("/%s/blob/%s/%s", o.in.on.repo.r.FullName(), o.r.SHA, n.Path),
		"location": engine.Fields{Type: "CheckAnnotationSpan", Values: map[string]any{"start": position(n.StartLine), "end": position(n.EndLine)}},
	}}
}

// timeOrNull is a time, or nil for none.
func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
