package conform

// fields are the properties of all shapes of an alternative together.
type fields struct {
	shapes   map[string][]*shape
	required []string
	others   []*shape // what a property without a name must fit
	open     bool     // whether there may be such properties
}

// fieldsOf closes what the document leaves open: only an object for which it names no property at all, or says in so many
// words that it takes others, takes others.
func fieldsOf(shapes []*shape) fields {
	f := fields{shapes: map[string][]*shape{}}
	closed := false
	for _, s := range shapes {
		for name, p := range s.Properties {
			f.shapes[name] = append(f.shapes[name], p)
		}
		f.required = append(f.required, s.Required...)
		extra := s.AdditionalProperties
		closed = closed || extra != nil && !extra.allowed || extra == nil && len(s.Properties) > 0
		if extra != nil && extra.shape != nil {
			f.others = append(f.others, extra.shape)
		}
	}
	f.open = !closed
	return f
}
