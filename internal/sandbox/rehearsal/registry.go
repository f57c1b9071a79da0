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
	tokens    map[string]string // target -> token
	outages   map[string]int    // target -> how many uploads are still refused
	published []string          // TARGET/NAME@VERSION
}

// NewRegistry returns a registry that takes uploads with these tokens. For
// each target that outages names, it breaks that many times first.
func NewRegistry(tokens map[string]string, outages map[string]int) *Registry {
	return &Registry{tokens: maps.Clone(tokens), outages: maps.Clone(outages)}
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
	r.mu.Lock()
	defer r.mu.Unlock()
	token := r.tokens[target]
	switch {
	case token == "" || req.Header.Get("Authorization") != "Bearer "+token:
		http.Error(w, "this token may not publish to "+target, http.StatusUnauthorized)
	case r.outages[target] > 0:
		r.outages[target]--
		http.Error(w, "the registry is out of order", http.StatusServiceUnavailable)
	case slices.Contains(r.published, item):
		http.Error(w, item+" is published already", http.StatusConflict)
	default:
		r.published = append(r.published, item)
		fmt.Fprintln(w, "published", item)
	}
}
