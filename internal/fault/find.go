package fault

// KindOf returns the kind of the outermost error that has one; Failed if none
// has. Of errors that stand side by side, as in Problems and errors.Join, the
// gravest kind counts.
func KindOf(err error) Kind {
	switch e := err.(type) {
	case *Error:
		return e.Kind
	case interface{ Unwrap() error }:
		return KindOf(e.Unwrap())
	case interface{ Unwrap() []error }:
		return gravest(e.Unwrap())
	}
	return Failed
}

// gravest does not depend on the order in which problems were found. A person
// who stopped it knows the most; without a token nothing else can be judged; a
// misuse has to be mended before a rule's refusal means anything; and what is
// only not done yet must not hide any of them.
func gravest(list []error) Kind {
	found := map[Kind]bool{}
	for _, err := range list {
		found[KindOf(err)] = true
	}
	for _, kind := range []Kind{Cancelled, Unauthenticated, Failed, Refused, Pending} {
		if found[kind] {
			return kind
		}
	}
	return Failed
}

// HintOf returns the hint of the outermost error that has one, and of errors
// side by side the first that leads to one; empty if none has.
func HintOf(err error) string {
	if e, ok := err.(*Error); ok && e.Hint != "" {
		return e.Hint
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return HintOf(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			if hint := HintOf(one); hint != "" {
				return hint
			}
		}
	}
	return ""
}
