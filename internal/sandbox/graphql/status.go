package graphql

import (
	"context"
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// contexts are the newest statuses of a commit, one for each context.
func (o commit) contexts() ([]hub.Status, error) {
	all, err := o.repo.s.hub.Statuses(o.repo.s.caller, o.repo.r.ID, o.c.SHA)
	if err != nil {
		return nil, orUnresolved(err, "the statuses.")
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(s hub.Status) bool {
		older := seen[s.Context]
		seen[s.Context] = true
		return older
	}), nil
}

// status is a Status: the statuses of a commit together; null if it has none.
func (o commit) status() (any, error) {
	all, err := o.contexts()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	state := "SUCCESS"
	for _, s := range all {
		state = worseState(state, enum(s.State))
	}
	one := func(s hub.Status) engine.Object { return statusContext{o, s} }
	return engine.Fields{Type: "Status", Values: map[string]any{
		"id": all[0].NodeID(), "commit": o, "state": state, "contexts": list(all, one),
		"context": func(_ context.Context, a engine.Args) (any, error) {
			for _, s := range all {
				if s.Context == a.String("name") {
					return one(s), nil
				}
			}
			return nil, nil
		},
	}}, nil
}

// worseState is the state that counts for two together.
func worseState(a, b string) string {
	order := []string{"SUCCESS", "PENDING", "EXPECTED", "FAILURE", "ERROR"}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// statusContext is a StatusContext.
type statusContext struct {
	on commit
	t  hub.Status
}

func (statusContext) TypeName() string { return "StatusContext" }

func (o statusContext) Field(_ context.Context, name string, _ engine.Args) (any, error) {
	switch name {
	case "id":
		return o.t.NodeID(), nil
	case "context":
		return o.t.Context, nil
	case "state":
		return enum(o.t.State), nil
	case "description":
		return orNull(o.t.Description), nil
	case "targetUrl":
		return orNull(o.t.TargetURL), nil
	case "creator":
		return o.on.repo.s.actor(o.t.Creator), nil
	case "createdAt":
		return o.t.CreatedAt, nil
	case "commit":
		return o.on, nil
	case "isRequired":
		return false, nil
	case "avatarUrl":
		return nil, nil
	}
	return nil, engine.NotServed(o, name)
}

// rollup is a StatusCheckRollup: the newest check run of each name and suite, and the newest status of each context; null if
// there is neither.
func (o commit) rollup() (any, error) {
	suites, err := o.suites()
	if err != nil {
		return nil, err
	}
	statuses, err := o.contexts()
	if err != nil {
		return nil, err
	}
	var items []engine.Object
	state := "SUCCESS"
	for _, s := range suites {
		for _, r := range latest(s.runs) {
			items = append(items, checkRun{s, r})
			state = worseState(state, stateOf(r))
		}
	}
	runs := len(items)
	for _, s := range statuses {
		items = append(items, statusContext{o, s})
		state = worseState(state, enum(s.State))
	}
	if len(items) == 0 {
		return nil, nil
	}
	return engine.Fields{Type: "StatusCheckRollup", Values: map[string]any{
		"commit": o, "state": state,
		"contexts": func(_ context.Context, a engine.Args) (any, error) {
			return engine.Connection{
				Name: "StatusCheckRollupContextConnection", Edge: "StatusCheckRollupContextEdge", Items: items, Args: a,
				Extra: map[string]any{"checkRunCount": runs, "statusContextCount": len(statuses)},
			}, nil
		},
	}}, nil
}

// stateOf is what a check run comes to as a status.
func stateOf(r hub.CheckRun) string {
	switch {
	case r.Status != "completed":
		return "PENDING"
	case slices.Contains([]string{"success", "neutral", "skipped"}, r.Conclusion):
		return "SUCCESS"
	}
	return "FAILURE"
}
