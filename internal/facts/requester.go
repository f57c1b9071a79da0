package facts

import "github.com/release-request/gh-release-request/internal/policy"

// Scheduled is what stands in the place of a requester where a schedule asked.
const Scheduled = "schedule"

// Requester is the login of who asked, for people to read.
func (r *Reading) Requester() string {
	request := r.Parsed.Request
	if r.Facts.FiledByWorkflow(request) && request.Requester == "" {
		return Scheduled
	}
	return policy.RequesterOf(request, r.Facts).Login
}
