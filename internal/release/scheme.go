package release

// Scheme tells which versions a project may have, and which of two is newer.
type Scheme interface {
	// Name is how the policy file calls the scheme.
	Name() string
	// Check says why a version does not fit the scheme, with an example of one
	// that does.
	Check(Version) error
	// Newest returns the newest of the versions that v must exceed, empty when
	// there is none or the scheme has no order. Versions that do not fit the
	// scheme are passed over: a repository has older and foreign tags.
	Newest(v Version, existing []Version) Version
	// Exceeds reports whether v is newer than other; true when the scheme has
	// no order.
	Exceeds(v, other Version) bool
}

// ordered is how the versions of a scheme are read and compared, once for all
// schemes that have an order.
type ordered[T any] struct {
	read    func(Version) (T, bool)
	compare func(a, b T) int
}

func (s ordered[T]) exceeds(v, other Version) bool {
	a, ok := s.read(v)
	b, ok2 := s.read(other)
	return ok && ok2 && s.compare(a, b) > 0
}

// newest returns the newest version of the first series that has any; empty if
// v is none of the scheme.
func (s ordered[T]) newest(v Version, existing []Version, series ...func(v, other T) bool) Version {
	wanted, ok := s.read(v)
	if !ok {
		return ""
	}
	for _, together := range series {
		if name, found := s.newestOf(existing, func(other T) bool { return together(wanted, other) }); found {
			return name
		}
	}
	return ""
}

// newestOf returns the newest of the versions that are in.
func (s ordered[T]) newestOf(existing []Version, in func(T) bool) (name Version, found bool) {
	var newest T
	for _, e := range existing {
		if o, ok := s.read(e); ok && in(o) && (!found || s.compare(o, newest) > 0) {
			newest, name, found = o, e, true
		}
	}
	return name, found
}

// all is the series of every version.
func all[T any](T, T) bool { return true }
