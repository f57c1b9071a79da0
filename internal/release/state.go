package release

// State is where a request stands, in the word shown to people. It is derived
// from facts each time and stored nowhere.
type State string

const (
	Pending     State = "pending"       // nobody has approved it yet
	Waiting     State = "waiting"       // approved, but something has to happen first
	Publishing  State = "publishing"    // a run is publishing it
	Failed      State = "failed"        // a target failed; retry publishes what is left
	Published   State = "published"     // every target is out, tag and merge are done
	MergeByHand State = "merge by hand" // published, but the base is protected
	Rehearsed   State = "rehearsed"     // a rehearsal that ended well: nothing was published
	Unknown     State = "unknown"       // what happened to a target must be settled by a person
	Retracted   State = "retracted"     // taken back by its requester
	Rejected    State = "rejected"      // refused by an approver
	Superseded  State = "superseded"    // replaced by a newer request
	Changed     State = "changed"       // edited after it was filed: ask again
	Expired     State = "expired"       // not approved in time
	Refused     State = "refused"       // a rule refuses it as it stands
	Malformed   State = "malformed"     // holds no valid record
)
