package cli

import (
	"strconv"
	"strings"
	"testing"

	"github.com/cli/go-gh/v2/pkg/repository"

	"github.com/release-request/gh-release-request/internal/fault"
)

func TestCentral_isNamedInThisOrder(t *testing.T) {
	variable := map[string]string{"RELEASE_REQUEST_REPO": "acme/variable", "GH_REPO": "acme/never"}
	setting := map[string]string{"release-request.repo": "ghe.example.com/acme/setting"}
	for name, test := range map[string]struct {
		flag string
		world
		want string
	}{
		"flag":     {"acme/flag", world{variable, setting, standingInSDK}, "github.com/acme/flag"},
		"URL":      {"https://ghe.example.com/acme/flag", world{}, "ghe.example.com/acme/flag"},
		"variable": {"", world{variable, setting, standingInSDK}, "github.com/acme/variable"},
		"setting":  {"", world{nil, setting, standingInSDK}, "ghe.example.com/acme/setting"},
		"standing": {"", world{map[string]string{"GH_REPO": "acme/never"}, nil, standingInSDK}, "github.com/acme/publish"},
	} {
		t.Run(name, func(t *testing.T) {
			env, _, _ := test.env(t)
			env.repo = test.flag
			got, err := env.Central(t.Context())
			if err != nil || got.Host+"/"+fullName(got) != test.want {
				t.Errorf("Central = %s/%s, %v; want %s", got.Host, fullName(got), err, test.want)
			}
		})
	}
}

func TestCentral_saysHowToNameIt(t *testing.T) {
	env, _, _ := world{}.env(t)
	_, err := env.Central(t.Context())
	if err == nil || !strings.Contains(fault.HintOf(err), "-R OWNER/REPO") {
		t.Errorf("%v, hint %q", err, fault.HintOf(err))
	}
	for _, malformed := range []string{"acme", "acme/publish/x/y", "acme/", "-x/y", "acme/pub lish", "acme/.."} {
		env.repo = malformed
		if got, err := env.Central(t.Context()); err == nil || !strings.Contains(err.Error(), "--repo") {
			t.Errorf("-R %q gave %v, %v", malformed, got, err)
		}
	}
}

func TestRequest_readsHowPeopleWriteNumbers(t *testing.T) {
	for word, want := range map[string]string{
		"42":                               "github.com/acme/publish#42",
		"#42":                              "github.com/acme/publish#42",
		"999999999":                        "github.com/acme/publish#999999999",
		"other/central#42":                 "github.com/other/central#42",
		"ghe.example.com/other/central#42": "ghe.example.com/other/central#42",
		"https://github.com/other/central/issues/42":                     "github.com/other/central#42",
		"https://ghe.example.com/other/central/issues/42#issuecomment-1": "ghe.example.com/other/central#42",
		"https://github.com/other/central/issues/42?x=y":                 "github.com/other/central#42",
		"":           "",
		"0":          "",
		"-1":         "",
		"042":        "",
		"42x":        "",
		"##42":       "",
		"9999999999": "",
		"sdk":        "",
		"sdk#42":     "",
		"a/b/c/d#42": "",
		"http://github.com/other/central/issues/42":       "",
		"https://github.com/other/central/pull/42":        "",
		"https://github.com/other/central/issues/42/evil": "",
		"other/..#42": "",
	} {
		env, _, _ := world{standing: standingInSDK}.env(t)
		repo, number, err := env.Request(t.Context(), word)
		got := ""
		if err == nil {
			got = show(repo, number)
		}
		if got != want {
			t.Errorf("Request(%q) = %s, %v; want %q", word, got, err, want)
		}
	}
}

func show(r repository.Repository, number int) string {
	return r.Host + "/" + fullName(r) + "#" + strconv.Itoa(number)
}

func TestRequest_refusesAContradictionToTheFlag(t *testing.T) {
	env, _, _ := world{}.env(t)
	env.repo = "acme/publish"
	if _, _, err := env.Request(t.Context(), "other/central#42"); err == nil || !strings.Contains(err.Error(), "-R names") {
		t.Errorf("another repository: %v", err)
	}
	if _, number, err := env.Request(t.Context(), "ACME/Publish#42"); err != nil || number != 42 {
		t.Errorf("the same repository in other letters: %d, %v", number, err)
	}
	if _, _, err := env.Request(t.Context(), "https://ghe.example.com/acme/publish/issues/42"); err == nil {
		t.Error("the same name on another host was taken for it")
	}
}
