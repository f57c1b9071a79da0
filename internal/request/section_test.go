package request

import (
	"strings"
	"testing"
)

func TestSection_findsTheVersionInEveryForm(t *testing.T) {
	for name, file := range map[string]string{
		"keep a changelog":     "# Changelog\n\n## [Unreleased]\n- Later\n\n## [1.2.3] - 2026-03-09\n### Added\n- That\n\n## [1.2.2] - 2026-03-01\n- Before\n",
		"without brackets":     "# Changelog\n## 1.2.3\n### Added\n- That\n## 1.2.2\n- Before\n",
		"with a v":             "# Changelog\n## v1.2.3 (9 March)\n### Added\n- That\n## v1.2.2\n- Before\n",
		"at the top level":     "# 1.2.3\n### Added\n- That\n# 1.2.2\n- Before\n",
		"a link":               "### [1.2.3](https://github.com/acme/sdk/compare/v1.2.2...v1.2.3) (2026-03-09)\n\n### Added\n- That\n\n### [1.2.2](https://x) (2026-03-01)\n- Before\n",
		"a patch below minors": "### 1.2.3\n### Added\n- That\n## 1.2.0\n- Before\n",
		"words before it":      "## Version 1.2.3\n### Added\n- That\n## release 1.2.2\n- Before\n",
		"underlined":           "Changelog\n=========\n\n1.2.3\n-----\n### Added\n- That\n\n1.2.2\n-----\n- Before\n",
		"above a title":        "1.2.3\n-----\n### Added\n- That\n\nAbout\n=====\n- It\n",
		"above what is next":   "## 1.2.3\n### Added\n- That\n## [unreleased]\n- Later\n",
		"closed":               "## 1.2.3 ##\n### Added\n- That\n## 1.2.2 ##\n",
		"the last":             "## 1.2.3\n### Added\n- That\n\n[1.2.3]: https://github.com/acme/sdk/compare/1.2.2...1.2.3\n[1.2.2]: https://x\n",
		"CRLF":                 "## 1.2.3\r\n### Added\r\n- That\r\n\r\n## 1.2.2\r\n",
		"its tag":              "## sdk@1.2.3\n### Added\n- That\n## sdk@1.2.2\n",
		"the first of two":     "## 1.2.3\n### Added\n- That\n## 1.2.3\n- Twice\n",
	} {
		t.Run(name, func(t *testing.T) {
			if text, found := section(file, []string{"1.2.3", "sdk@1.2.3"}); !found || text != "### Added\n- That" {
				t.Errorf("found %v: %q", found, text)
			}
		})
	}
}

func TestSection_takesNoOther(t *testing.T) {
	for name, file := range map[string]string{
		"no heading":            "1.2.3\n\n- That\n",
		"another":               "## 1.2.30\n- That\n## 11.2.3\n- That\n## 1.2.3-rc.1\n- That\n## 1.2\n- That\n",
		"one that mentions it":  "## Changes since 1.2.3\n- That\n## 1.2.4 after 1.2.3\n- That\n",
		"nothing below it":      "## 1.2.3\n\n## 1.2.2\n- Before\n",
		"blanks below it":       "## 1.2.3\n \n\t\n",
		"an example of code":    "```\n## 1.2.3\n- That\n```\n~~~~ md\n~~~\n## 1.2.3\n~~~~\n    ## 1.2.3\n",
		"code up to its end":    "```\n```md\n## 1.2.3\n- That\n```\n",
		"a code block unclosed": "````\n```\n## 1.2.3\n- That\n",
		"seven marks":           "####### 1.2.3\n- That\n",
		"no space":              "##1.2.3\n- That\n",
		"a rule, no underline":  "\n---\n1.2.3\n",
		"nothing":               "",
	} {
		t.Run(name, func(t *testing.T) {
			if text, found := section(file, []string{"1.2.3"}); found {
				t.Errorf("found is %q", text)
			}
		})
	}
}

func TestSection_keepsCodeAndDeeperHeadings(t *testing.T) {
	body := "#### Deep\n\n```\n# a comment, no heading\n## 1.2.2\n```\n\nMore."
	if text, found := section("## 1.2.3\n\n"+body+"\n\n# Old\n", []string{"1.2.3"}); !found || text != body {
		t.Errorf("found %v: %q", found, text)
	}
	for _, body := range []string{"- One\n---\n- Two", "1. One\n---\n- Two", "\tOne\n---\n- Two", "> One\n===\n- Two"} {
		if text, _ := section("### 1.2.3\n"+body+"\n## 1.2.2\n", []string{"1.2.3"}); text != body {
			t.Errorf("a rule below %q ends the section: %q", body, text)
		}
	}
	if text, _ := section("## v1\n- That\n", []string{"v1"}); text != "- That" {
		t.Errorf("a version that begins with v: %q", text)
	}
}

func FuzzSection(f *testing.F) {
	f.Add("## 1.2.3\n- That\n```\n## x", "1.2.3")
	f.Add("1.2.3\n---\r\n[a]: b", "1.2.3")
	f.Fuzz(func(t *testing.T, file, name string) {
		text, found := section(file, []string{name})
		if found == (text == "") || !strings.Contains(strings.ReplaceAll(file, "\r\n", "\n"), text) {
			t.Fatalf("%q of %q: %v", text, file, found)
		}
	})
}
