package hub

import (
	"regexp"
	"strconv"
	"strings"
)

// reference matches a mention of an issue: #12 or OWNER/REPO#12.
var reference = regexp.MustCompile(`(?:^|[\s(\[,;:])([A-Za-z0-9-]+/[A-Za-z0-9._-]+)?#([0-9]{1,9})\b`)

// refer leaves a cross-reference in each issue that a text mentions and that
// its writer may see. The mutex is held.
func (h *Hub) refer(c Caller, from *issue, body string) {
	for _, m := range reference.FindAllStringSubmatch(body, -1) {
		r := from.repo
		if m[1] != "" {
			r = h.repos[h.names[strings.ToLower(m[1])]]
		}
		number, err := strconv.Atoi(m[2])
		if err != nil || r == nil || !h.sees(c, r) {
			continue
		}
		if to := r.issue(number); to != nil && to != from && !to.refersFrom(from.id) {
			h.record(c, to, TimelineItem{Kind: CrossReferenced, Source: from.id})
		}
	}
}

// refersFrom reports whether the timeline has a reference from an issue.
func (i *issue) refersFrom(id int64) bool {
	for _, t := range i.timeline {
		if t.Kind == CrossReferenced && t.Source == id {
			return true
		}
	}
	return false
}
