package hub

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Label is a label of a repository.
type Label struct {
	ID          int64
	Repo        int64
	Name        string
	Color       string // six hex digits, lower case
	Description string
	CreatedAt   time.Time
	UpdatedAt   time.Time // last rename, recolouring or new description
}

// NodeID is the label's node id.
func (l Label) NodeID() string { return Node{Kind: LabelNode, Repo: l.Repo, ID: l.ID}.String() }

// LabelChange says what to change; nil: nothing.
type LabelChange struct{ Name, Color, Description *string }

var (
	labelRead = Need{Permission: "issues", Access: ReadAccess, Role: Read}
	// labelWrite: creating, editing and deleting labels takes write; triage only
	// applies them. Source: docs.github.com, "Managing labels".
	labelWrite = Need{Permission: "issues", Access: WriteAccess, Role: Write}
)

const defaultColor = "ededed"

var colorPattern = regexp.MustCompile(`^[0-9a-fA-F]{6}$`)

// AddLabel makes a label; a name taken is a panic.
func (s *Settings) AddLabel(name, color, description string) Label {
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	if s.r.label(name) != nil {
		panic("hub: the label " + name + " exists")
	}
	s.h.tick()
	return *s.h.addLabel(s.r, name, color, description)
}

// Labels lists a repository's labels in the order they were made.
func (h *Hub) Labels(c Caller, repoID int64) ([]Label, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, labelRead)
	if err != nil {
		return nil, err
	}
	var list []Label
	for _, l := range r.labels {
		list = append(list, *l)
	}
	return list, nil
}

// Label finds a label by name, in any case.
func (h *Hub) Label(c Caller, repoID int64, name string) (Label, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, labelRead)
	if err != nil {
		return Label{}, err
	}
	if l := r.label(name); l != nil {
		return *l, nil
	}
	return Label{}, notFound()
}

// CreateLabel makes a label.
func (h *Hub) CreateLabel(c Caller, repoID int64, name, color, description string) (Label, error) {
	var made Label
	err := h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, labelWrite)
		if err != nil {
			return err
		}
		if err := r.checkLabel(nil, name, color); err != nil {
			return err
		}
		made = *h.addLabel(r, name, color, description)
		h.publish(c, r, Event{Name: "label", Action: "created", Label: &made})
		return nil
	})
	return made, err
}

// UpdateLabel renames, recolours or describes a label anew.
func (h *Hub) UpdateLabel(c Caller, repoID int64, name string, ch LabelChange) (Label, error) {
	var made Label
	err := h.write(func(now time.Time) error {
		r, err := h.allowed(c, repoID, labelWrite)
		if err != nil {
			return err
		}
		l := r.label(name)
		if l == nil {
			return notFound()
		}
		next := *l
		var from Changes
		replace(&next.Name, ch.Name, &from.Name)
		replace(&next.Color, ch.Color, &from.Color)
		replace(&next.Description, ch.Description, &from.Description)
		if err := r.checkLabel(l, next.Name, next.Color); err != nil {
			return err
		}
		next.Color, next.UpdatedAt = strings.ToLower(next.Color), now
		*l = next
		made = *l
		h.publish(c, r, Event{Name: "label", Action: "edited", Label: &made, Changes: &from})
		return nil
	})
	return made, err
}

// DeleteLabel deletes a label and takes it off every issue. The issues'
// timelines say nothing of that.
func (h *Hub) DeleteLabel(c Caller, repoID int64, name string) error {
	return h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, labelWrite)
		if err != nil {
			return err
		}
		l := r.label(name)
		if l == nil {
			return notFound()
		}
		r.labels = slices.DeleteFunc(r.labels, func(x *Label) bool { return x == l })
		for _, i := range r.issues {
			if i != nil {
				i.labels = slices.DeleteFunc(i.labels, func(id int64) bool { return id == l.ID })
			}
		}
		gone := *l
		h.publish(c, r, Event{Name: "label", Action: "deleted", Label: &gone})
		return nil
	})
}

// replace sets *to to the new value, if there is one, and notes the former.
func replace(to *string, value *string, former **string) {
	if value != nil && *value != *to {
		was := *to
		*former = &was
		*to = *value
	}
}

// addLabel makes a label that has been checked. The mutex is held.
func (h *Hub) addLabel(r *repo, name, color, description string) *Label {
	if color == "" {
		color = defaultColor
	}
	l := &Label{ID: h.nextID(labelIDs), Repo: r.ID, Name: name, Color: strings.ToLower(color), Description: description, CreatedAt: h.now, UpdatedAt: h.now}
	r.labels = append(r.labels, l)
	return l
}

// checkLabel reports what is wrong with the values of a label, l or a new one.
func (r *repo) checkLabel(l *Label, name, color string) error {
	var wrong []FieldError
	if name == "" {
		wrong = append(wrong, FieldError{Resource: "Label", Field: "name", Code: "missing_field"})
	}
	if other := r.label(name); other != nil && other != l {
		wrong = append(wrong, FieldError{Resource: "Label", Field: "name", Code: "already_exists"})
	}
	if color != "" && !colorPattern.MatchString(color) {
		wrong = append(wrong, FieldError{Resource: "Label", Field: "color", Code: "invalid", Value: color})
	}
	if len(wrong) > 0 {
		return invalid(wrong...)
	}
	return nil
}

// label finds a label by name, in any case.
func (r *repo) label(name string) *Label {
	n := slices.IndexFunc(r.labels, func(l *Label) bool { return strings.EqualFold(l.Name, name) })
	if n < 0 {
		return nil
	}
	return r.labels[n]
}

func (r *repo) labelByID(id int64) *Label {
	n := slices.IndexFunc(r.labels, func(l *Label) bool { return l.ID == id })
	if n < 0 {
		return nil
	}
	return r.labels[n]
}
