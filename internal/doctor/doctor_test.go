package doctor_test

import "testing"

// A set-up that is as it should be has no findings, and one that is broken in
// one way has exactly that.
func TestLook_findsExactlyWhatIsBroken(t *testing.T) {
	w := newWorld(t, "sdk")
	w.wantFindings(t, w.look(w.client))
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			v.breaks(w)
			w.wantFindings(t, w.look(w.client), v.want...)
			v.mends(w)
		})
	}
	w.wantFindings(t, w.look(w.client))
}
