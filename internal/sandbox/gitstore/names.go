package gitstore

import (
	"errors"
	"strings"
)

// Zero is the object id that stands for "no object": a ref that does not exist, before or after an update.
const Zero = "0000000000000000000000000000000000000000"

// EmptyTree is the id of the tree without entries, which every git knows.
const EmptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

// scratchRefs is where commits under construction are named; neither served nor listed.
const scratchRefs = "refs/sandbox"

var (
	// ErrNotFound says that a ref, an object or a path is not in the repository.
	ErrNotFound = errors.New("not found")
	// ErrExists says that what should be made is there already.
	ErrExists = errors.New("already exists")
	// ErrStale says that a ref is not where the caller expected it.
	ErrStale = errors.New("ref is not at the expected object")
	// ErrName says that a name is not one that git could have.
	ErrName = errors.New("not a valid name")
	// ErrConflict says that two commits cannot be merged without a person.
	ErrConflict = errors.New("merge conflict")
	// ErrMerged says that there is nothing to merge: the base contains the head already.
	ErrMerged = errors.New("already merged")
)

// ValidSHA reports whether s is a full object id in lower-case hex.
func ValidSHA(s string) bool {
	return len(s) == len(Zero) && strings.Trim(s, "0123456789abcdef") == ""
}

// ValidRef reports whether s is a full ref name (refs/…/…) that git would accept: the rules of git-check-ref-format(1).
func ValidRef(s string) bool {
	if !strings.HasPrefix(s, "refs/") || strings.Count(s, "/") < 2 || len(s) > 1024 {
		return false
	}
	if strings.ContainsAny(s, " ~^:?*[\\\x7f") || strings.Contains(s, "..") || strings.Contains(s, "@{") || strings.HasSuffix(s, ".") {
		return false
	}
	for _, r := range s {
		if r < ' ' {
			return false
		}
	}
	for part := range strings.SplitSeq(s, "/") {
		if part == "" || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	return !strings.HasPrefix(strings.TrimPrefix(s, "refs/heads/"), "-")
}

// validExpression reports whether a revision expression of a request may be handed to git: one line, and none of the
// forms that speak of an index, a work tree or a reflog, which a bare repository does not have.
func validExpression(s string) bool {
	if s == "" || len(s) > 4096 || s[0] == '-' || s[0] == ':' || strings.Contains(s, "@{") {
		return false
	}
	for _, r := range s {
		if r < ' ' || r == 0x7f {
			return false
		}
	}
	rev, path, hasPath := strings.Cut(s, ":")
	return !hasPath || rev != "" && validPath(path, true)
}

// validPath reports whether a path inside a tree is plain: relative, without dot segments.
func validPath(path string, orRoot bool) bool {
	if path == "" {
		return orRoot
	}
	if strings.ContainsAny(path, "\x00\n") {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." || strings.EqualFold(part, ".git") {
			return false
		}
	}
	return true
}
