package rehearsal

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// RegistryHost is where the packages of acme go.
const RegistryHost = "registry.acme.test"

// Registry is a package registry: PUT /TARGET/NAME/VERSION with a token of the
// target's publishes, once. GET /-/whoami tells whose a token is, as npm's does.
type Registry struct {
	mu        sync.Mutex
	tokens    map[string]string // token -> target
	outages   map[string]bool   // targets whose next upload is refused
	stalls    map[string]*stall // targets whose next upload is not answered at once
	published []string          // TARGET/NAME@VERSION
}

type stall struct{ arrived, answered chan struct{} }

// NewRegistry returns a registry that takes uploads with these tokens, by target.
func NewRegistry(tokens map[string]string) *Registry {
	r := &Registry{tokens: map[string]string{}, outages: map[string]bool{}, stalls: map[string]*stall{}}
	for target, token := range tokens {
		r.tokens[token] = target
	}
	return r
}

// NewToken makes another token for a target. Those there are go on working.
func (r *Registry) NewToken(target string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	token := target + "-" + rand.Text()
	r.tokens[token] = target
	return token
}

// Revoke has a token work no more.
func (r *Registry) Revoke(token string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.tokens, token)
}

// Break has the next upload to the target refused.
func (r *Registry) Break(target string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outages[target] = true
}

// Stall has the next upload to the target published, and not answered before
// answer is called. The channel is closed when it is there.
func (r *Registry) Stall(target string) (arrived <-chan struct{}, answer func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &stall{make(chan struct{}), make(chan struct{})}
	r.stalls[target] = s
	return s.arrived, sync.OnceFunc(func() { close(s.answered) })
}

// Published lists what is out, as TARGET/NAME@VERSION, in the order in which it
// was published.
func (r *Registry) Published() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.published)
}

func (r *Registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	token, _ := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	parts := strings.Split(strings.Trim(req.URL.Path, "/"), "/")
	switch {
	case req.Method == http.MethodGet && req.URL.Path == "/-/whoami":
		r.whoami(w, token)
		return
	case req.Method != http.MethodPut || len(parts) != 3:
		http.Error(w, "PUT /TARGET/NAME/VERSION", http.StatusNotFound)
		return
	}
	status, answer, stalled := r.put(parts[0], fmt.Sprintf("%s/%s@%s", parts[0], parts[1], parts[2]), token)
	if stalled != nil {
		close(stalled.arrived)
		select {
		case <-stalled.answered:
		case <-req.Context().Done(): // the publisher gives up, or is ended
			return
		}
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, answer)
}

func (r *Registry) whoami(w http.ResponseWriter, token string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if r.tokens[token] == "" {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintln(w, `{"error": "nobody has this token"}`)
		return
	}
	fmt.Fprintln(w, `{"username": "acme"}`)
}

// put publishes, or says why not. The upload hangs if stalled is not nil.
func (r *Registry) put(target, item, token string) (status int, answer string, stalled *stall) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.tokens[token] != target:
		return http.StatusUnauthorized, "this token may not publish to " + target, nil
	case r.outages[target]:
		delete(r.outages, target)
		return http.StatusServiceUnavailable, "the registry is out of order", nil
	case slices.Contains(r.published, item):
		return http.StatusConflict, item + " is published already", nil
	}
	r.published = append(r.published, item)
	stalled = r.stalls[target]
	delete(r.stalls, target)
	return http.StatusOK, "published " + item, stalled
}
