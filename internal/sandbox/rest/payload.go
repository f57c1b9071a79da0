package rest

import (
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Payload is an event as webhooks and GITHUB_EVENT_PATH have it. Of a push it
// tells the refs, but no commits: the hub has no git.
// Source: docs.github.com/webhooks/webhook-events-and-payloads.
func Payload(h *hub.Hub, e hub.Event) Object {
	c := &Call{Hub: h, Repo: e.Repo}
	o := Object{"repository": c.repository(e.Repo), "sender": simpleUser(e.Sender)}
	if e.Repo.Owner.Type == hub.Organization {
		o["organization"] = Object{"login": e.Repo.Owner.Login, "id": e.Repo.Owner.ID, "node_id": e.Repo.Owner.NodeID(), "url": api("/orgs/%s", e.Repo.Owner.Login)}
	}
	if e.Action != "" {
		o["action"] = e.Action
	}
	if e.Issue != nil && e.Issue.Pull != nil && e.Name == "pull_request" {
		o["number"], o["pull_request"] = e.Issue.Number, c.simplePull(*e.Issue)
	} else if e.Issue != nil {
		o["issue"] = c.renderIssue(e.Repo, *e.Issue)
	}
	if e.Comment != nil {
		o["comment"] = c.renderComment(*e.Comment)
	}
	if e.Label != nil {
		o["label"] = c.label(*e.Label)
	}
	if e.Changes != nil {
		o["changes"] = changes(*e.Changes)
	}
	if e.Push != nil {
		pushed(o, e.Repo, *e.Push)
	}
	if e.Dispatch != nil {
		dispatched(o, e.Repo, *e.Dispatch)
	}
	return o
}

func changes(ch hub.Changes) Object {
	o := Object{}
	for name, from := range map[string]*string{"title": ch.Title, "body": ch.Body, "name": ch.Name, "color": ch.Color, "description": ch.Description} {
		if from != nil {
			o[name] = Object{"from": *from}
		}
	}
	return o
}

func pushed(o Object, r hub.Repository, p hub.Push) {
	o["ref"], o["before"], o["after"], o["base_ref"] = p.Ref, p.Before, p.After, nil
	o["created"], o["deleted"], o["forced"] = p.Created(), p.Deleted(), p.Forced
	o["pusher"] = Object{"name": p.Pusher.Login, "email": p.Pusher.Email()}
	o["compare"] = repoWeb(r, "/compare/%s...%s", p.Before, p.After)
}

func dispatched(o Object, r hub.Repository, d hub.Dispatch) {
	if d.Workflow == "" {
		o["action"], o["branch"], o["client_payload"] = d.Type, r.DefaultBranch, d.Inputs
		return
	}
	o["workflow"], o["ref"], o["inputs"] = d.Workflow, d.Ref, d.Inputs
}
