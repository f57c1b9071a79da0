package facts_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
)

func TestObeyed_aWorkflowThatIsSwitchedOffObeysNobody(t *testing.T) {
	w := factstest.New(t, "off")
	r := w.Reader("rita", true)
	r.Central = w.ClientThrough("rita", factstest.On("GET /repos/"+w.Repository()+"/actions/workflows/intake.yml", func(a *factstest.Answer) {
		a.Status, a.Body = 200, `{"path":".github/workflows/intake.yml","state":"disabled_manually"}`
	}))
	if obeyed, err := r.Obeyed(t.Context()); err != nil || obeyed {
		t.Errorf("got %v, %v", obeyed, err)
	}
}
