package gitstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Ref is a name and the object it points at.
type Ref struct {
	Name   string // in full: refs/heads/main
	SHA    string // the object, which for an annotated tag is the tag
	Type   string // the object's type: commit, tag, tree or blob
	Commit string // what an annotated tag leads to in the end; for others the same as SHA
}

// Refs lists the refs whose full name begins with prefix (refs/heads/feat also finds refs/heads/feature), by name.
func (r *Repo) Refs(ctx context.Context, prefix string) ([]Ref, error) {
	if !strings.HasPrefix(prefix, "refs/") || !ValidRef(prefix) && !ValidRef(prefix+"x") && !ValidRef(prefix+"/x") {
		return nil, nil
	}
	// for-each-ref matches whole path components, so it is asked for the last complete one.
	pattern := prefix[:strings.LastIndexByte(prefix, '/')]
	out, err := r.list(ctx, pattern)
	if err != nil {
		return nil, err
	}
	var refs []Ref
	for line := range strings.Lines(string(out)) {
		ref, err := parseRef(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(ref.Name, prefix) && !strings.HasPrefix(ref.Name, scratchRefs+"/") {
			refs = append(refs, ref)
		}
	}
	return refs, nil
}

func parseRef(line string) (Ref, error) {
	f := strings.SplitN(line, " ", 4)
	if len(f) != 4 {
		return Ref{}, fmt.Errorf("git for-each-ref: unexpected line %q", line)
	}
	ref := Ref{SHA: f[0], Type: f[1], Commit: f[2], Name: f[3]}
	if ref.Commit == "" {
		ref.Commit = ref.SHA
	}
	return ref, nil
}

// Ref reads one ref by its full name; ErrNotFound if there is none.
func (r *Repo) Ref(ctx context.Context, name string) (Ref, error) {
	if ref, ok, err := r.plainRef(ctx, name); ok || err != nil {
		return ref, err
	}
	refs, err := r.Refs(ctx, name)
	if err != nil {
		return Ref{}, err
	}
	for _, ref := range refs {
		if ref.Name == name {
			return ref, nil
		}
	}
	return Ref{}, fmt.Errorf("ref %s: %w", name, ErrNotFound)
}

// plainRef is Ref by the reader at hand, which takes a name for that of another ref when there is none of its own
// (gitrevisions(7)). Where that could be it leaves the answer to Refs; ok is false then.
func (r *Repo) plainRef(ctx context.Context, name string) (ref Ref, ok bool, err error) {
	if !strings.HasPrefix(name, "refs/") || !ValidRef(name) {
		return Ref{}, false, nil
	}
	found, err := r.batch(ctx, []string{
		name, name + "^{}", "refs/" + name, "refs/tags/" + name, "refs/heads/" + name, "refs/remotes/" + name, "refs/remotes/" + name + "/HEAD",
	}, false)
	if err != nil || found[0] == nil || found[1] == nil || slices.ContainsFunc(found[2:], func(o *Object) bool { return o != nil }) {
		return Ref{}, false, err
	}
	return Ref{Name: name, SHA: found[0].SHA, Type: found[0].Type, Commit: found[1].SHA}, true, nil
}

// Branch reads refs/heads/NAME.
func (r *Repo) Branch(ctx context.Context, name string) (Ref, error) {
	return r.Ref(ctx, "refs/heads/"+name)
}

// A RefUpdate moves one ref.
type RefUpdate struct {
	Name   string // in full
	Before string // what it must point at now: Zero for "must not exist", empty for anything
	After  string // what it shall point at: Zero to delete it
}

// UpdateRefs makes all the updates or none. ErrStale: a ref was not at Before; ErrNotFound: an object is not there or a
// ref to be deleted is not; ErrName: a name or id is malformed.
func (r *Repo) UpdateRefs(ctx context.Context, updates ...RefUpdate) error {
	var script strings.Builder
	for _, u := range updates {
		if !ValidRef(u.Name) || !ValidSHA(u.After) || u.Before != "" && !ValidSHA(u.Before) {
			return fmt.Errorf("%w: ref %q, from %q to %q", ErrName, u.Name, u.Before, u.After)
		}
		if u.After == Zero && u.Before == "" {
			// git takes the deletion of a ref that is not there for done; GitHub does not.
			if _, err := r.Ref(ctx, u.Name); err != nil {
				return err
			}
		}
		fmt.Fprintln(&script, strings.TrimSpace("update "+u.Name+" "+u.After+" "+u.Before))
	}
	_, err := r.git(ctx, strings.NewReader(script.String()), "update-ref", "--stdin")
	if exitCode(err) >= 0 {
		return r.whyRefused(ctx, updates, err)
	}
	return err
}

// whyRefused looks at what is there rather than at git's words, which change from release to release.
func (r *Repo) whyRefused(ctx context.Context, updates []RefUpdate, cause error) error {
	for _, u := range updates {
		now := Zero
		ref, err := r.Ref(ctx, u.Name)
		if err == nil {
			now = ref.SHA
		} else if !errors.Is(err, ErrNotFound) {
			return err
		}
		if u.Before != "" && u.Before != now {
			return fmt.Errorf("%s is at %s, expected %s: %w", u.Name, now, u.Before, ErrStale)
		}
		if u.After == Zero {
			continue
		}
		if _, err := r.Stat(ctx, u.After); err != nil {
			return err
		}
	}
	return cause
}
