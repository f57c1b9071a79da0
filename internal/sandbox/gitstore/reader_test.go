package gitstore

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

func TestReader_seesWhatWasWrittenSinceTheLastQuestion(t *testing.T) {
	r := newRepo(t)
	if _, err := r.Resolve(t.Context(), "main"); !errors.Is(err, ErrNotFound) {
		t.Fatalf("an empty repository has a main: %v", err)
	}
	for i := range 3 {
		want := commit(t, r, "main", Change{Message: fmt.Sprint(i)})
		if i == 1 { // as a push of many objects would leave them
			if _, err := r.git(t.Context(), nil, "gc", "--quiet"); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := r.Resolve(t.Context(), "main"); err != nil || got != want {
			t.Errorf("main is %s, %v; want %s", got, err, want)
		}
	}
}

func TestReader_answersManyAtOnceAndIsClosed(t *testing.T) {
	r := newRepo(t)
	want := commit(t, r, "main", Change{Message: "one"})
	ask := func() {
		if got, err := r.Resolve(t.Context(), "main"); err != nil || got != want {
			t.Errorf("main is %s, %v; want %s", got, err, want)
		}
	}
	var all sync.WaitGroup
	for range 3 * maxIdle {
		all.Go(ask)
	}
	all.Wait()
	if n := len(r.store.readers.idle); n != 1 {
		t.Errorf("%d readers wait, want 1 of the one repository", n)
	}
	r.store.Close()
	ask()
	if n := len(r.store.readers.idle); n != 0 {
		t.Errorf("%d readers wait after Close", n)
	}
}
