package wire

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// hosts are the names that the sandbox answers for, and a record of those that it was asked for in vain.
type hosts struct {
	mu       sync.Mutex
	handlers map[string]http.Handler
	refused  []string
}

func (h *hosts) handle(host string, handler http.Handler) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.handlers[strings.ToLower(host)] = handler
}

// find returns the handler of a host given with or without a port, nil for a stranger.
func (h *hosts) find(host string) http.Handler {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.handlers[hostname(host)]
}

// refuse keeps the name of a stranger and returns the sentence that says why.
func (h *hosts) refuse(host string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = append(h.refused, host)
	return fmt.Sprintf("the sandbox has no host %s, and nothing leaves it", host)
}

func (h *hosts) refusals() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.refused)
}

// ServeHTTP answers a request by the host it is for.
func (h *hosts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if handler := h.find(r.Host); handler != nil {
		handler.ServeHTTP(w, r)
		return
	}
	http.Error(w, h.refuse(r.Host), http.StatusForbidden)
}

// hostname is the lower-case name without a port.
func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		hostport = host
	}
	return strings.ToLower(hostport)
}
