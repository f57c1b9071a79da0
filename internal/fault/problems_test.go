package fault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"
)

func TestAll_isNilWithoutAProblem(t *testing.T) {
	for _, none := range [][]error{nil, {}, {nil}, {nil, nil}} {
		if err := All("x", none); err != nil {
			t.Errorf("All of %v is %v", none, err)
		}
	}
}

func TestAll_isTheProblemItselfWhenThereIsOne(t *testing.T) {
	cause := New(Refused, "version 1.2.3 is out").WithHint("another version")
	for _, one := range [][]error{{cause}, {nil, cause, nil}} {
		err := All("sdk cannot be released", one)
		if err.Error() != "sdk cannot be released: version 1.2.3 is out" || KindOf(err) != Refused || HintOf(err) != "another version" || !errors.Is(err, cause) {
			t.Errorf("%v, kind %d, hint %q", err, KindOf(err), HintOf(err))
		}
	}
	if err := All("100%", []error{io.EOF}); err.Error() != "100%: EOF" {
		t.Errorf("what is no format: %v", err)
	}
}

func TestAll_tellsAllInTheirOrder(t *testing.T) {
	inner := All("the branch", []error{errors.New("is missing"), errors.New("is\nprotected")})
	found := []error{io.EOF, nil, fmt.Errorf("the policy: %w", inner), fs.ErrNotExist}
	err := All("sdk cannot be released", found)
	const want = `sdk cannot be released: 3 problems
  - EOF
  - the policy: the branch: 2 problems
      - is missing
      - is
        protected
  - file does not exist`
	if err.Error() != want {
		t.Errorf("it reads\n%s\nwant\n%s", err, want)
	}
	if !errors.Is(err, io.EOF) || !errors.Is(err, fs.ErrNotExist) || !errors.Is(err, inner) {
		t.Error("a problem is not found in it")
	}
	problems, ok := errors.AsType[*Problems](err)
	if !ok || len(problems.List()) != 3 || problems.List()[0] != io.EOF || problems.List()[2] != fs.ErrNotExist {
		t.Errorf("the list is %v", problems)
	}
	found[0] = errors.New("changed")
	if err.Error() != want {
		t.Error("it changes with the list that it was made of")
	}
}
