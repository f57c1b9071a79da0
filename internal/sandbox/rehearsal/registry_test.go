package rehearsal

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestRegistry_takesATokenForItsTargetUntilItIsRevoked(t *testing.T) {
	r := NewRegistry(map[string]string{"npm": "old", "docs": "other"})
	fresh := r.NewToken("npm")
	ask := func(method, path, token string) int {
		req := httptest.NewRequest(method, path, nil)
		req.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		return w.Code
	}
	want := func(method, path, token string, status int) {
		t.Helper()
		if got := ask(method, path, token); got != status {
			t.Errorf("%s %s with %q: %d, want %d", method, path, token, got, status)
		}
	}
	want(http.MethodPut, "/npm/sdk/1", "old", http.StatusOK)
	want(http.MethodPut, "/npm/sdk/2", fresh, http.StatusOK)
	want(http.MethodPut, "/docs/sdk/2", fresh, http.StatusUnauthorized)
	r.Revoke("old")
	want(http.MethodPut, "/npm/sdk/3", "old", http.StatusUnauthorized)
	want(http.MethodGet, "/-/whoami", "old", http.StatusUnauthorized)
	want(http.MethodGet, "/-/whoami", fresh, http.StatusOK)
	want(http.MethodPut, "/npm/sdk/3", fresh, http.StatusOK)
	want(http.MethodPut, "//sdk/3", "", http.StatusNotFound)
	want(http.MethodPut, "/no/sdk/3", "nobody's", http.StatusUnauthorized)
}
