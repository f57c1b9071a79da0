package github

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestReadCentral_refusesAnAnswerWithoutADate(t *testing.T) {
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		fmt.Fprint(w, `{"data":{"repository":{"nameWithOwner":"a/b"}}}`)
	})
	if _, err := client(t, "github.com", "one").ReadCentral(t.Context(), "a/b", "p", 0); err == nil || !strings.Contains(err.Error(), "no date") {
		t.Errorf("got %v", err)
	}
}
