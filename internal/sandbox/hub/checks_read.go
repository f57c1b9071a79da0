package hub

// CheckRun finds a check run by its id.
func (h *Hub) CheckRun(c Caller, repoID, id int64) (CheckRun, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, checkRead)
	if err != nil {
		return CheckRun{}, err
	}
	for _, run := range r.checkRuns {
		if run.ID == id {
			return run.clone(), nil
		}
	}
	return CheckRun{}, notFound()
}

// CheckSuite finds a check suite by its id, with its check runs, oldest first.
func (h *Hub) CheckSuite(c Caller, repoID, id int64) (CheckSuite, []CheckRun, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, checkRead)
	if err != nil {
		return CheckSuite{}, nil, err
	}
	for _, suite := range r.checkSuites {
		if suite.ID != id {
			continue
		}
		var runs []CheckRun
		for _, run := range r.checkRuns {
			if run.Suite == id {
				runs = append(runs, run.clone())
			}
		}
		return *suite, runs, nil
	}
	return CheckSuite{}, nil, notFound()
}

// Conclude sums up the check runs of a suite as GitHub shows it: its status,
// and once all are completed the gravest conclusion.
func Conclude(runs []CheckRun) (status, conclusion string) {
	if len(runs) == 0 {
		return "queued", ""
	}
	found := map[string]bool{}
	for _, run := range runs {
		if run.Status != "completed" {
			return "in_progress", ""
		}
		found[run.Conclusion] = true
	}
	for _, conclusion := range []string{"action_required", "timed_out", "cancelled", "failure", "neutral", "success", "skipped"} {
		if found[conclusion] {
			return "completed", conclusion
		}
	}
	return "completed", "neutral"
}
