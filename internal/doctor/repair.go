package doctor

import (
	"context"

	"github.com/release-request/gh-release-request/internal/fault"
)

// fixIt is what to do about what Mend can put right.
const fixIt = "gh release-request doctor --fix"

// repair puts one finding right.
type repair struct {
	plan string // what will be done, as an order
	do   func(context.Context) (say string, err error)
}

// with gives a finding a repair.
func (f Finding) with(plan string, do func(context.Context) (say string, err error)) Finding {
	f.repair = &repair{plan, do}
	return f
}

// Mendable reports whether Mend can put it right.
func (f Finding) Mendable() bool { return f.repair != nil }

// Plan says what Mend would do, as an order; empty where it can do nothing.
func (f Finding) Plan() string {
	if f.repair == nil {
		return ""
	}
	return f.repair.plan
}

// Mend puts right what is Mendable. What it says is for people: what they have
// to do themselves now; empty for nothing.
func (f Finding) Mend(ctx context.Context) (say string, err error) {
	if f.repair == nil {
		return "", fault.New(fault.Failed, "%s: nothing can mend that by itself", f.Where)
	}
	say, err = f.repair.do(ctx)
	if err != nil {
		return "", fault.Wrap(err, "%s", f.repair.plan)
	}
	return say, nil
}
