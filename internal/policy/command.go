package policy

// Command is what a person asks the workflow for in a comment. Who may, is for
// the rules to say, and the comment says nothing of that.
type Command struct {
	Verb     string // one of the Command constants
	Argument string // a reason or a target, as the verb has it; empty for none
}

// The verbs of commands.
const (
	CommandRetract   = "retract"   // the requester takes the request back
	CommandRetry     = "retry"     // the requester or an approver asks the gate again
	CommandReject    = "reject"    // an approver ends the request; the argument is why
	CommandPublished = "published" // an approver has seen that the target in the argument is out
	CommandMissing   = "missing"   // an approver has seen that it is not
)
