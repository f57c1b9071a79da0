package sandbox

import (
	"fmt"
	"net/http"
	"sync"
)

// Interference is called before an API call is served, and says what becomes of it: the call, with no status yet, and the path
// that it really has.
type Interference func(c Call, path string) Fate

// Fate is what becomes of a call: the zero value has it served. Otherwise it is answered with the status and the error that
// GitHub gives when something is out of order; 200 stands for the error that GraphQL gives with that status.
type Fate int

// Interfere has f decide on each API call from now on; nil ends it. f may act on the hub, and wait.
func (s *Sandbox) Interfere(f Interference) { s.interferer.set(f) }

type interferer struct {
	mu sync.Mutex
	f  Interference
}

func (i *interferer) set(f Interference) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.f = f
}

func (i *interferer) decide(c Call, path string) Fate {
	i.mu.Lock()
	f := i.f
	i.mu.Unlock()
	if f == nil {
		return 0
	}
	return f(c, path)
}

func (f Fate) answer(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(int(f))
	if f == http.StatusOK {
		fmt.Fprint(w, `{"data":null,"errors":[{"message":"Something went wrong while executing your query."}]}`)
		return
	}
	fmt.Fprint(w, `{"message":"Server Error"}`)
}
