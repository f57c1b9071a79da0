package policy

// Fact is something that GitHub attests, or the reason why it is not known.
// The zero Fact is not known: a reader that forgets one makes the gate refuse.
type Fact[T any] struct {
	value    T
	known    bool
	withheld string
}

// Known returns a complete fact: all pages read, counts equal, nothing null
// where it should not be.
func Known[T any](value T) Fact[T] { return Fact[T]{value: value, known: true} }

// Withheld returns a fact that GitHub does not tell this reader; why says what
// it withholds and from whom.
func Withheld[T any](why string) Fact[T] { return Fact[T]{withheld: why} }

// Get returns the value, and whether it is known.
func (f Fact[T]) Get() (T, bool) { return f.value, f.known }

// Why says why the fact is not known; empty when it is.
func (f Fact[T]) Why() string {
	switch {
	case f.known:
		return ""
	case f.withheld == "":
		return "it was not read"
	}
	return f.withheld
}
