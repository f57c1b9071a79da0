package actions

import (
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// object is a JSON object of an event's payload.
type object = map[string]any

// payload is what github.event holds: the parts of GitHub's webhook payloads
// that the hub knows of.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
func payload(e hub.Event) object {
	p := object{"repository": repository(e.Repo), "sender": user(e.Sender)}
	if e.Repo.Owner.Type == hub.Organization {
		p["organization"] = object{"login": e.Repo.Owner.Login, "id": e.Repo.Owner.ID, "node_id": e.Repo.Owner.NodeID()}
	}
	if e.Action != "" {
		p["action"] = e.Action
	}
	if e.Issue != nil {
		p["issue"] = issue(e.Repo, *e.Issue)
	}
	if e.Comment != nil {
		p["comment"] = comment(e.Repo, *e.Comment)
	}
	if e.Label != nil {
		p["label"] = label(*e.Label)
	}
	if e.Changes != nil {
		p["changes"] = changes(*e.Changes)
	}
	if e.Push != nil {
		p["ref"], p["before"], p["after"], p["base_ref"] = e.Push.Ref, e.Push.Before, e.Push.After, nil
		p["created"], p["deleted"], p["forced"] = e.Push.Created(), e.Push.Deleted(), e.Push.Forced
		p["pusher"] = object{"name": e.Push.Pusher.Login, "email": e.Push.Pusher.Email()}
	}
	if e.Dispatch != nil {
		p["ref"], p["workflow"], p["inputs"] = e.Dispatch.Ref, e.Dispatch.Workflow, e.Dispatch.Inputs
	}
	return p
}

func repository(r hub.Repository) object {
	return object{
		"id": r.ID, "node_id": r.NodeID(), "name": r.Name, "full_name": r.FullName(), "private": r.Private,
		"owner": user(r.Owner), "default_branch": r.DefaultBranch, "archived": r.Archived,
		"html_url": "https://github.com/" + r.FullName(), "url": "https://api.github.com/repos/" + r.FullName(),
		"clone_url": "https://github.com/" + r.FullName() + ".git",
	}
}

func user(u hub.User) object {
	return object{"login": u.Login, "id": u.ID, "node_id": u.NodeID(), "type": string(u.Type), "html_url": "https://github.com/" + u.Login}
}

func label(l hub.Label) object {
	return object{"id": l.ID, "node_id": l.NodeID(), "name": l.Name, "color": l.Color, "description": l.Description, "default": false}
}

func issue(r hub.Repository, i hub.Issue) object {
	labels, assignees := []object{}, []object{}
	for _, l := range i.Labels {
		labels = append(labels, label(l))
	}
	for _, a := range i.Assignees {
		assignees = append(assignees, user(a))
	}
	return object{
		"id": i.ID, "node_id": i.NodeID(), "number": i.Number, "title": i.Title, "body": i.Body, "user": user(i.Author),
		"state": string(i.State), "state_reason": orNil(string(i.StateReason)), "labels": labels, "assignees": assignees,
		"comments": i.Comments, "created_at": i.CreatedAt.Format(time.RFC3339), "updated_at": i.UpdatedAt.Format(time.RFC3339),
		"html_url": "https://github.com/" + r.FullName() + "/issues/" + itoa(int64(i.Number)),
		"url":      "https://api.github.com/repos/" + r.FullName() + "/issues/" + itoa(int64(i.Number)),
	}
}

func comment(r hub.Repository, c hub.Comment) object {
	return object{
		"id": c.ID, "node_id": c.NodeID(), "user": user(c.Author), "body": c.Body,
		"created_at": c.CreatedAt.Format(time.RFC3339), "updated_at": c.UpdatedAt.Format(time.RFC3339),
		"html_url": "https://github.com/" + r.FullName() + "/issues/" + itoa(int64(c.Number)) + "#issuecomment-" + itoa(c.ID),
	}
}

func changes(c hub.Changes) object {
	o := object{}
	for name, before := range map[string]*string{
		"title": c.Title, "body": c.Body, "name": c.Name, "color": c.Color, "description": c.Description,
	} {
		if before != nil {
			o[name] = object{"from": *before}
		}
	}
	return o
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
