package release

import (
	"fmt"
	"strconv"
	"strings"
)

// Run names one attempt of a workflow run.
type Run struct {
	ID      int64
	Attempt int
}

// ParseRun reads ID/ATTEMPT.
func ParseRun(s string) (Run, error) {
	id, attempt, _ := strings.Cut(s, "/")
	var r Run
	// What these cannot read stays out of range, or does not read back as s.
	r.ID, _ = strconv.ParseInt(id, 10, 64)
	r.Attempt, _ = strconv.Atoi(attempt)
	if r.ID <= 0 || r.Attempt <= 0 || r.String() != s {
		return Run{}, fmt.Errorf("run %q is not of the form ID/ATTEMPT, such as 123456/1", s)
	}
	return r, nil
}

// String returns ID/ATTEMPT.
func (r Run) String() string { return fmt.Sprintf("%d/%d", r.ID, r.Attempt) }
