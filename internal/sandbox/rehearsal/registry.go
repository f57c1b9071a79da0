package rehearsal

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// RegistryHost is where the packages of acme go.
const RegistryHost = "registry.acme.test"

// Registry is a package registry: PUT /TARGET/NAME/VERSION with the target's
// token publishes, once.
type Registry struct {
	mu        sync.Mutex
	tokens    map[string]string        // target -> token
	outages   map[string]bool          // targets whose next upload is refused
	stalls    map[string]chan struct{} // targets whose next upload is not answered; closed when it is there
	published []string                 // TARGET/NAME@VERSION
}

// NewRegistry returns a registry that takes uploads with these tokens.
func NewRegistry(tokens map[string]string) *Registry {
	return &Registry{tokens: maps.Clone(tokens), outages: map[string]bool{}, stalls: map[string]chan struct{}{}}
}

// Break has the next upload to the target refused.
func (r *Registry) Break(target string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outages[target] = true
}

// Stall has the next upload to the target published, and never answered. The
// channel is closed when it is there.
func (r *Registry) Stall(target string) <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	stalled := make(chan struct{})
	r.stalls[target] = stalled
	return stalled
}

// Published lists what is out, as TARGET/NAME@VERSION, in the order in which it
// was published.
func (r *Registry) Published() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.published)
}

func (r *Registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	parts := strings.Split(strings.Trim(req.URL.Path, "/"), "/")
	if req.Method != http.MethodPut || len(parts) != 3 {
		http.Error(w, "PUT /TARGET/NAME/VERSION", http.StatusNotFound)
		return
	}
	target, item := parts[0], fmt.Sprintf("%s/%s@%s", parts[0], parts[1], parts[2])
	status, answer, stalled := r.put(target, item, req.Header.Get("Authorization"))
	if stalled != nil {
		close(stalled)
		<-req.Context().Done() // until the publisher gives up, or is ended
		return
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, answer)
}

// put publishes, or says why not. The upload hangs if stalled is not nil.
func (r *Registry) put(target, item, authorization string) (status int, answer string, stalled chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	token := r.tokens[target]
	switch {
	case token == "" || authorization != "Bearer "+token:
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
