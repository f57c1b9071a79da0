package publish

import (
	"context"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// ask has the gate decide about a request that waited and need not wait any
// longer, whatever the answer will be: only the gate's word counts. What failed
// waits for a person.
func (t *tending) ask(ctx context.Context) (done bool, err error) {
	if !t.due() {
		return false, nil
	}
	project := t.reading.Parsed.Request.Source().String()
	if t.keeper.started[project] {
		return true, nil // one of a project goes at a time; the next sweep comes for this one
	}
	return true, t.start(ctx)
}

func (t *tending) due() bool {
	asked := policy.Asked(t.reading.Facts)
	switch t.verdict.Decision {
	case policy.Publish, policy.Finish:
		return asked || t.verdict.Automatic && !tried(t.last())
	case policy.Wait:
		return asked && t.verdict.WantsPress()
	}
	return asked
}

// tried reports whether the last that was said is how a run ended.
func tried(last *record.Receipt) bool { return last != nil && last.Result != nil }
