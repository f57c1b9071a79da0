package hub

import "time"

// Event is something that happened in a repository and that workflows and
// webhooks can be told of. The names and actions are those of
// docs.github.com/webhooks/webhook-events-and-payloads.
type Event struct {
	Seq    int64  // ascending
	Name   string // issues, pull_request, issue_comment, label, push, workflow_dispatch, repository_dispatch
	Action string // opened, edited, labeled ...; empty for push and workflow_dispatch
	At     time.Time
	Repo   Repository
	Sender User
	// ByJob: a job's GITHUB_TOKEN caused it, so it starts no workflow unless it
	// is a dispatch.
	ByJob bool

	Issue    *Issue    // issues, pull_request, issue_comment
	Comment  *Comment  // issue_comment
	Label    *Label    // label, and issues labeled and unlabeled
	Changes  *Changes  // edited
	Push     *Push     // push
	Dispatch *Dispatch // workflow_dispatch, repository_dispatch
}

// Changes are the values before an edit; nil: not changed.
type Changes struct {
	Title, Body, Name, Color, Description *string
}

// Dispatch is the request for a run.
type Dispatch struct {
	Workflow string         // path of the workflow file; empty for repository_dispatch
	Ref      string         // full name of the ref to run at
	Type     string         // event_type of repository_dispatch
	Inputs   map[string]any // inputs, or client_payload
}

// Subscribe has f told of every event from now on, in the goroutine of the
// write that caused it and before that write returns, so that what f makes of
// it is there when the writer looks. f may call the hub.
func (h *Hub) Subscribe(f func(Event)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.subscribers = append(h.subscribers[:len(h.subscribers):len(h.subscribers)], f)
}

// publishIssue queues an event of an issue, or of a pull request if it is one.
// The mutex is held.
func (h *Hub) publishIssue(c Caller, i *issue, action string, e Event) {
	e.Name, e.Action = "issues", action
	if i.pull != nil {
		e.Name = "pull_request"
	}
	is := h.issue(i)
	e.Issue = &is
	h.publish(c, i.repo, e)
}

// publish queues an event for the subscribers. The mutex is held.
func (h *Hub) publish(c Caller, r *repo, e Event) {
	h.seq++
	e.Seq, e.At, e.Repo, e.Sender, e.ByJob = h.seq, h.now, h.repository(r), c.User, c.ByJob()
	h.pending = append(h.pending, e)
}
