package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// book is a small book of rules: even refuses odd numbers, and small big ones,
// through a function that it hands its opinion to.
const book = `package book

type opinion struct{ against []string }

func (o *opinion) pass(string)       {}
func (o *opinion) refuse(why string) { o.against = append(o.against, why) }

type rule struct {
	code    string
	find    func(int) opinion
	reasons []reason
}

type reason struct{ Code string }

const RuleEven, Odd, Big = "even", "odd", "big"

var even = rule{code: RuleEven, find: findEven, reasons: []reason{{Code: Odd}}}

var small = rule{code: "small", find: findSmall, reasons: []reason{{Code: Big}}}

func book() []rule { return []rule{even, small} }

func findEven(n int) (o opinion) {
	if n%2 != 0 {
		o.refuse(Odd)
	}
	return o
}

func findSmall(n int) (o opinion) {
	weigh(&o, n)
	return o
}

func weigh(o *opinion, n int) {
	if n > 100 {
		o.refuse(Big)
	}
	o.pass("small")
}
`

const evenTest = `package book

import "testing"

func TestEven(t *testing.T) {
	t.Run("refuses one", func(t *testing.T) {
		if o := findEven(1); len(o.against) == 0 {
			t.Error("taken")
		}
	})
}
`

const smallTest = `package book

import "testing"

func TestSmall(t *testing.T) {
	if o := findSmall(%); len(o.against) != 0 {
		t.Error("refused")
	}
}

func TestSmall_refuses(t *testing.T) {
	if o := findSmall(101); len(o.against) != 1 {
		t.Error("taken")
	}
}
`

// door is a function that gathers problems: of the three reasons of its guards
// one is tested.
const door = `package book

import "errors"

type Door struct{ open bool }

func (d Door) check(n int) []error {
	var problems []error
	add := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	add(d.closed(n))
	return problems
}

func (d Door) closed(n int) error {
	if n == 0 {
		return errors.New("nobody")
	}
	if !d.open {
		return errors.New("closed")
	}
	return nil
}
`

const doorTest = `package book

import "testing"

func TestDoor(t *testing.T) {
	if len(Door{}.check(1)) == 0 || len(Door{true}.check(1)) != 0 {
		t.Error("wrong")
	}
}
`

// gate is a function that says why not: of its two sentences one is tested.
const gate = `package book

func against(n int, open bool) (int, string) {
	switch {
	case n == 0:
		return 0, "nobody"
	case !open:
		return 0, "closed"
	}
	return n, ""
}
`

const gateTest = `package book

import "testing"

func TestGate(t *testing.T) {
	if _, why := against(1, false); why == "" {
		t.Error("wrong")
	}
}
`

// attempt breaks a package of these files and returns what was printed, a line
// for each mutant.
func attempt(t *testing.T, find func(*source) ([]mutant, error), files map[string]string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example.test/book\n\ngo 1.26\n"
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	err := run(t.Context(), []subject{{dir, []func(*source) ([]mutant, error){find}}}, &out)
	return strings.Join(strings.Fields(out.String()), " "), err
}

func rules(s *source) ([]mutant, error) { return s.rules("book") }

func guards(s *source) ([]mutant, error) { return s.guards("Door.check", "^TestDoor") }

func TestRun_namesTheTestThatCaughtEachMutant(t *testing.T) {
	got, err := attempt(t, rules, map[string]string{
		"book.go": book, "even_test.go": evenTest, "small_test.go": strings.ReplaceAll(smallTest, "%", "1"),
	})
	want := "even passes always caught by TestEven/refuses_one " +
		"even without book.go:26 caught by TestEven/refuses_one " +
		"small passes always caught by TestSmall_refuses " +
		"small without book.go:38 caught by TestSmall_refuses " +
		"4 mutants, none survived"
	if err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

func TestRun_failsForARuleWithoutATest(t *testing.T) {
	got, err := attempt(t, rules, map[string]string{"book.go": book, "even_test.go": evenTest})
	if err == nil || !strings.Contains(err.Error(), "2 of 4 mutants survived") ||
		!strings.Contains(got, "small passes always SURVIVED: there is no test ^TestSmall(_|$)") {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestRun_failsForTestsThatFailByThemselves(t *testing.T) {
	got, err := attempt(t, rules, map[string]string{
		"book.go": book, "even_test.go": evenTest, "small_test.go": strings.ReplaceAll(smallTest, "%", "102"),
	})
	if err == nil || !strings.Contains(err.Error(), "without any mutant, the tests . fail: TestSmall") {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestRun_failsForARuleThatItCannotRead(t *testing.T) {
	got, err := attempt(t, rules, map[string]string{"book.go": strings.Replace(book, "{even, small}", "{even, *later()}", 1)})
	if err == nil || !strings.Contains(err.Error(), "*later() is no rule whose code and function can be found") {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestRun_failsForAGuardThatNoTestNeeds(t *testing.T) {
	got, err := attempt(t, guards, map[string]string{"door.go": door, "door_test.go": doorTest})
	want := "Door.check without door.go:11 caught by TestDoor " +
		"Door.check without door.go:14 caught by TestDoor " +
		"Door.closed without door.go:20 SURVIVED: the tests ^TestDoor pass " +
		"Door.closed without door.go:23 caught by TestDoor"
	if err == nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

func TestRun_failsForAnObjectionThatNoTestNeeds(t *testing.T) {
	objections := func(s *source) ([]mutant, error) { return s.objections("against", "^TestGate") }
	got, err := attempt(t, objections, map[string]string{"gate.go": gate, "gate_test.go": gateTest})
	want := "against without gate.go:6 SURVIVED: the tests ^TestGate pass against without gate.go:8 caught by TestGate"
	if err == nil || got != want {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestRun_failsWhereThereIsNothingToBreak(t *testing.T) {
	for name, find := range map[string]func(*source) ([]mutant, error){"no function book": rules, "no function Door.check": guards} {
		if got, err := attempt(t, find, map[string]string{"empty.go": "package book\n"}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %s, %v", got, err)
		}
	}
}
