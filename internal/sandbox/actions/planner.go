package actions

import (
	"fmt"
	"sync"
)

// planner answers whether an event starts a workflow.
type planner interface {
	plan(PlanOrder) (PlanReport, error)
	close() error
}

// runnerPlanner asks one runner that stays for all plans.
type runnerPlanner struct {
	mu      sync.Mutex
	process *process
	last    int
}

func newRunnerPlanner(program string) (*runnerPlanner, error) {
	p, err := start(program)
	if err != nil {
		return nil, err
	}
	return &runnerPlanner{process: p}, nil
}

func (p *runnerPlanner) plan(order PlanOrder) (PlanReport, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	order.ID = p.last
	if err := p.process.send(Order{Plan: &order}); err != nil {
		return PlanReport{}, err
	}
	r, err := p.process.next()
	if err != nil {
		return PlanReport{}, err
	}
	if r.Plan == nil || r.Plan.ID != order.ID {
		return PlanReport{}, fmt.Errorf("asked for plan %d, the workflow runner answered %+v", order.ID, r)
	}
	return *r.Plan, nil
}

func (p *runnerPlanner) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.process.end()
}
