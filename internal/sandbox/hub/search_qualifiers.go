package hub

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// add adds a qualifier to the query.
func (q *query) add(name, value string, negated bool) error {
	if name == "in" {
		q.in = append(q.in, strings.Split(value, ",")...)
		return nil
	}
	if place := placeNamed(name, value); place != nil && !negated {
		q.places = append(q.places, condition{holds: place})
		return nil
	}
	holds, err := qualifier(name, value)
	if err != nil {
		return err
	}
	q.conditions = append(q.conditions, condition{negated: negated, holds: holds})
	return nil
}

func placeNamed(name, value string) func(Repository, Issue) bool {
	switch name {
	case "repo":
		return func(r Repository, _ Issue) bool { return strings.EqualFold(r.FullName(), value) }
	case "org", "user":
		return func(r Repository, _ Issue) bool { return strings.EqualFold(r.Owner.Login, value) }
	}
	return nil
}

func qualifier(name, value string) (func(Repository, Issue) bool, error) {
	switch name {
	case "is", "state", "type":
		return kindOrState(value)
	case "label":
		return func(_ Repository, i Issue) bool {
			return slices.ContainsFunc(strings.Split(value, ","), func(name string) bool {
				return slices.ContainsFunc(i.Labels, func(l Label) bool { return strings.EqualFold(l.Name, strings.Trim(name, `"`)) })
			})
		}, nil
	case "author":
		return func(_ Repository, i Issue) bool { return strings.EqualFold(i.Author.Login, value) }, nil
	case "assignee":
		return func(_ Repository, i Issue) bool {
			return slices.ContainsFunc(i.Assignees, func(u User) bool { return strings.EqualFold(u.Login, value) })
		}, nil
	case "created", "updated", "closed":
		return inTime(name, value)
	}
	return nil, unknownQualifier(name, value)
}

func kindOrState(value string) (func(Repository, Issue) bool, error) {
	switch value {
	case "issue":
		return func(_ Repository, i Issue) bool { return i.Pull == nil }, nil
	case "pr":
		return func(_ Repository, i Issue) bool { return i.Pull != nil }, nil
	case "open", "closed":
		return func(_ Repository, i Issue) bool { return string(i.State) == value }, nil
	case "public", "private":
		return func(r Repository, _ Issue) bool { return r.Private == (value == "private") }, nil
	}
	return nil, unknownQualifier("is", value)
}

// inTime compares a time of the issue: >T, >=T, <T, <=T, T..T or one day.
func inTime(name, value string) (func(Repository, Issue) bool, error) {
	from, to, err := span(value)
	if err != nil {
		return nil, unknownQualifier(name, value)
	}
	return func(_ Repository, i Issue) bool {
		at := map[string]time.Time{"created": i.CreatedAt, "updated": i.UpdatedAt, "closed": i.ClosedAt}[name]
		return !at.IsZero() && (from.IsZero() || !at.Before(from)) && (to.IsZero() || at.Before(to))
	}, nil
}

// span reads a range of time as its begin and the moment after its end; zero
// means without limit.
func span(value string) (from, to time.Time, err error) {
	low, high, ranged := strings.Cut(value, "..")
	if ranged {
		from, _, err = moment(low)
		if err == nil {
			_, to, err = moment(high)
		}
		return from, to, err
	}
	op := strings.TrimRight(value, "0123456789-:TZ+.")
	begin, end, err := moment(strings.TrimPrefix(value, op))
	switch op {
	case ">":
		return end, time.Time{}, err
	case ">=":
		return begin, time.Time{}, err
	case "<":
		return time.Time{}, begin, err
	case "<=":
		return time.Time{}, end, err
	case "":
		return begin, end, err
	}
	return from, to, fmt.Errorf("%q is no comparison", op)
}

// moment reads a day or a second, and gives its begin and its end.
func moment(text string) (begin, end time.Time, err error) {
	if begin, err = time.Parse(time.DateOnly, text); err == nil {
		return begin, begin.AddDate(0, 0, 1), nil
	}
	begin, err = time.Parse(time.RFC3339, text)
	return begin, begin.Add(time.Second), err
}

func unknownQualifier(name, value string) error {
	return invalid(FieldError{Resource: "Search", Field: "q", Code: "invalid", Message: fmt.Sprintf("the sandbox does not know %s:%s", name, value)})
}
