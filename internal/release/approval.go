package release

import "time"

// Approval is one person's approval of one request, as the timeline has it.
type Approval struct {
	By    Person    `json:"by"`
	Event int64     `json:"event"` // id of the label event
	At    time.Time `json:"at"`
}
