package cli

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/creack/pty"

	"github.com/release-request/gh-release-request/internal/config"
)

// do does what a document says, in order, and stops at the first thing that is
// not as it says.
func (r *reader) do(passages []passage) {
	r.stands, r.exports, r.told, r.shells = map[string]string{}, map[string]string{}, map[string]string{}, nil
	if slices.ContainsFunc(passages, func(p passage) bool { return strings.HasPrefix(p.command, "as ") }) {
		r.shells = []string{"olivia"}
	}
	at := passage{who: "olivia", dir: "~"}
	for i, p := range passages {
		switch {
		case p.browser != "":
			r.act(p)
		case p.command == "":
			r.write(p, at)
		case p.who == "" && isElsewhere(p.command):
		default:
			if by, ok := typists[p.command]; ok && p.who == "" {
				p.who, p.dir, p.answer = by.who, by.dir, by.answer
			}
			if at = p; p.who == "" {
				r.t.Fatalf("%s:%d: nobody types %q, and nothing says why", p.doc, p.line, p.command)
			}
			lookedAt := i+1 < len(passages) && passages[i+1].command == "echo $?"
			r.enter(p, lookedAt)
		}
	}
}

func isElsewhere(command string) bool {
	for begins := range elsewhere {
		if command == begins || strings.HasPrefix(command, begins+" ") {
			return true
		}
	}
	return false
}

// enter has a person type a command where the prompt says that they are.
func (r *reader) enter(p passage, lookedAt bool) {
	if at := r.stands[p.who]; at != "" && at != p.dir {
		r.t.Fatalf("%s:%d: %s stands in %s by now", p.doc, p.line, p.who, at)
	}
	if n := len(r.shells); n > 0 {
		if r.shells[n-1] != p.who {
			r.t.Fatalf("%s:%d: this is still the shell of %s", p.doc, p.line, r.shells[n-1])
		}
		if who, other := strings.CutPrefix(p.command, "as "); other && !strings.Contains(who, " ") {
			r.shells, r.stands[who] = append(r.shells, who), "~"
			return
		}
		if p.command == "exit" {
			r.shells = r.shells[:n-1]
			return
		}
	}
	r.run(p, lookedAt)
}

// run runs a command, which has to end with 0 unless its exit status is looked
// at, and holds what it shows to the document.
func (r *reader) run(p passage, lookedAt bool) {
	if !strings.Contains(p.command, "watch") {
		r.settle()
	}
	if strings.HasPrefix(p.command, "export ") {
		r.exports[p.who] += p.command + "\n"
	}
	command := r.exports[p.who] + p.command
	if p.command == "echo $?" {
		command = "echo " + r.ended
	}
	where := filepath.Join(r.t.TempDir(), "where")
	cmd := exec.CommandContext(r.t.Context(), r.stage.As(), p.who, "env", "PAGER=cat", "NO_COLOR=1", "WHERE="+where,
		"sh", "-c", "cd "+p.dir+"\n"+command+"\nended=$?; pwd >$WHERE; exit $ended")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color"}
	screen, err := typing(cmd, append(p.shown, p.answer))
	if r.ended = "0"; err != nil {
		r.ended = strings.TrimPrefix(err.Error(), "exit status ")
	}
	shown := screen.left()
	for _, found := range fills.FindAllStringSubmatch(shown, -1) {
		r.told[found[1]] = found[0]
	}
	if r.ended != "0" && !lookedAt {
		r.t.Fatalf("%s:%d: %q ends with %s:\n%s", p.doc, p.line, p.command, r.ended, shown)
	}
	if want := strings.Join(p.shown, "\n"); want != "" && !showing(want).MatchString(plainly(shown)) {
		r.t.Fatalf("%s:%d: %q shows\n%s\nand the document says\n%s", p.doc, p.line, p.command, shown, want)
	}
	at, err := os.ReadFile(where)
	if err != nil {
		r.t.Fatal(err)
	}
	r.stands[p.who] = strings.Replace(strings.TrimSpace(string(at)), r.stage.Home(p.who), "~", 1)
}

// typing runs a command on a terminal, and types the answers that are shown.
func typing(cmd *exec.Cmd, shown []string) (*screen, error) {
	keyboard, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 100})
	if err != nil {
		return &screen{}, err
	}
	defer keyboard.Close()
	screen := watch(keyboard)
	for _, line := range shown {
		question, answer, asked := strings.Cut(line, "[y/N] ")
		question = question[strings.LastIndex("..."+question, "..."):]
		if asked && screen.until(func(text string, _ bool) bool { return strings.Contains(text, question) }) {
			if _, err := keyboard.WriteString(answer + "\n"); err != nil {
				return screen, err
			}
		} else if asked {
			_ = cmd.Process.Kill()
		}
	}
	over := func(_ string, ended bool) bool { return ended }
	ended := false
	for patient := 3; patient > 0 && !ended; patient-- { // a release takes longer than a question
		ended = screen.until(over)
	}
	if !ended {
		_ = cmd.Process.Kill()
	}
	return screen, cmd.Wait()
}

// act does what somebody does in the browser.
func (r *reader) act(p passage) {
	for begins, act := range acts {
		if strings.HasPrefix(p.browser, begins) {
			act(r)
			return
		}
	}
	r.t.Fatalf("%s:%d: no test plays what somebody does here: %q", p.doc, p.line, p.browser)
}

// schedule has the time come for what a repository's workflows wait for.
func (r *reader) schedule(repo, cron string) {
	if err := r.stage.Box.Schedule(repo, cron); err != nil {
		r.t.Fatal(err)
	}
	r.settle()
}

func (r *reader) settle() {
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
	defer cancel()
	if err := r.stage.Box.Idle(ctx); err != nil {
		r.t.Fatal(err)
	}
}

// write writes a file of a document, where its reader stands. A policy, or an
// excerpt of it, has to be one.
func (r *reader) write(p passage, at passage) {
	path := filepath.Join(r.stage.Home(at.who), strings.TrimPrefix(cmp.Or(r.stands[at.who], at.dir), "~"), p.path)
	content := blank.ReplaceAllStringFunc(p.content, func(found string) string {
		key, _, _ := strings.Cut(found, ":")
		if r.told[key] == "" {
			r.t.Fatalf("%s:%d: nothing was shown that %s could be", p.doc, p.line, key)
		}
		return r.told[key]
	})
	if p.path == "" {
		p.path, path = config.Path, filepath.Join(r.t.TempDir(), "excerpt")
		for key, value := range map[string]string{"version": "1", "binary": "path", "targets": "{npm: {environment: npm}}", "projects": "{}"} {
			if !strings.Contains("\n"+content, "\n"+key+":") {
				content += key + ": " + value + "\n"
			}
		}
	}
	if p.atEnd {
		before, err := os.ReadFile(path)
		if err != nil {
			r.t.Fatalf("%s:%d: %v", p.doc, p.line, err)
		}
		_, rest, _ := strings.Cut(content, "\n")
		content = string(before) + rest
	}
	if p.path == config.Path {
		if _, err := config.Parse(p.path, []byte(content), "acme"); err != nil {
			r.t.Fatalf("%s:%d: %v\n%s", p.doc, p.line, err, content)
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		r.t.Fatal(err)
	}
}
