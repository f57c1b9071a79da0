package hub_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestUpdateLabel_renamesItAlsoInTimelinesAndDatesIt(t *testing.T) {
	w := newWorld(t)
	made := w.publish.AddLabel("harmless", "00ff00", "")
	i := w.issue("rita", "x")
	if _, err := w.AddLabels(w.As("tara"), i.ID, "harmless"); err != nil {
		t.Fatal(err)
	}
	renamed, err := w.UpdateLabel(w.As("wendy"), w.publish.ID(), "Harmless", hub.LabelChange{Name: new("accepted")})
	if err != nil {
		t.Fatal(err)
	}
	if renamed.ID != made.ID || renamed.CreatedAt != made.CreatedAt || !renamed.UpdatedAt.After(made.UpdatedAt) {
		t.Errorf("made %v, renamed %v", made, renamed)
	}
	event := w.timeline(i.ID)[0]
	if event.Label.Name != "accepted" || !event.Label.UpdatedAt.After(event.At) {
		t.Errorf("the event shows %v", event.Label)
	}
}

func TestDeleteLabel_anewMadeOneIsAnother(t *testing.T) {
	w := newWorld(t)
	old := w.publish.AddLabel("accepted", "00ff00", "")
	i := w.issue("rita", "x")
	if _, err := w.AddLabels(w.As("tara"), i.ID, "accepted"); err != nil {
		t.Fatal(err)
	}
	if err := w.DeleteLabel(w.As("wendy"), w.publish.ID(), "accepted"); err != nil {
		t.Fatal(err)
	}
	again, err := w.CreateLabel(w.As("wendy"), w.publish.ID(), "accepted", "", "")
	if err != nil {
		t.Fatal(err)
	}
	now, err := w.IssueByID(w.As("rita"), i.ID)
	if err != nil || now.HasLabel("accepted") || again.ID == old.ID {
		t.Errorf("%v bears the new label, or the new one is the old: %v", now, err)
	}
	items := w.timeline(i.ID)
	if len(items) != 1 || items[0].Label.ID != old.ID || items[0].Label.Name != "accepted" {
		t.Errorf("the timeline has %v", items)
	}
}
