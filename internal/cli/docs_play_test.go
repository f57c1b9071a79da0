package cli

import (
	"cmp"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/sandbox/npm"
	"github.com/release-request/gh-release-request/internal/sandbox/rehearsal"
)

// reader does what documents say, in a sandbox that is entered as they say.
type reader struct {
	t       *testing.T
	modules *npm.Programs // of npm, if there are any
	stage   *rehearsal.Stage
	ended   string            // exit status of the last command
	stands  map[string]string // where people stand by now
	told    map[string]string // what was shown last for each key, to be filled in
	exports map[string]string // what they have exported
	shells  []string          // whose shells were opened within one another; none: each has a terminal
}

// opening opens a sandbox.
type opening func(context.Context, rehearsal.Programs, io.Writer) (*rehearsal.Stage, error)

// bare opens one where nothing is set up; with a host, an Enterprise Server.
func bare(host string) opening {
	return func(ctx context.Context, programs rehearsal.Programs, out io.Writer) (*rehearsal.Stage, error) {
		return rehearsal.OpenBare(ctx, programs, out, host)
	}
}

// furnished opens one where an owner has set up the central repository.
func furnished(ctx context.Context, programs rehearsal.Programs, out io.Writer) (*rehearsal.Stage, error) {
	stage, err := rehearsal.Open(ctx, programs, out)
	if before, ok := rehearsal.Find("set-up"); ok && err == nil {
		err = stage.Play(ctx, before)
	}
	return stage, err
}

// newReader enters a sandbox.
func newReader(t *testing.T, open opening) *reader {
	t.Helper()
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("runs workflows, on a system with terminals")
	}
	if _, err := exec.LookPath("gh"); err != nil {
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatal("gh is missing, and REQUIRE_TOOLS=1 forbids to skip")
		}
		t.Skip("gh is not installed, and the documents use it")
	}
	var programs rehearsal.Programs
	for name, path := range map[string]*string{"gh-release-request": &programs.Product, rehearsal.UploadProgram: &programs.Self} {
		found, err := exec.LookPath(name) // testscript put them there
		if err != nil {
			t.Fatal(err)
		}
		*path = found
	}
	stage, err := open(t.Context(), programs, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
	})
	return &reader{t: t, stage: stage, ended: "0"}
}

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
	if !screen.until(over) && !screen.until(over) && !screen.until(over) {
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

var (
	blank = regexp.MustCompile(`[a-z-]+: \.\.\.`)
	fills = regexp.MustCompile(`([a-z-]+): "?[\w+/=]+"?`)
	wiped = regexp.MustCompile(`[^\n]*\r\x1b\[K`) // a spinner, drawn over
	keys  = regexp.MustCompile(`\b[\w+/]{43}=`)
	ids   = regexp.MustCompile(`\b[0-9a-f]{7,64}\b`)
)

// left is what stands on the screen when all is over.
func (s *screen) left() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	text := wiped.ReplaceAllString(strings.ReplaceAll(s.shown.String(), "\r\n", "\n"), "")
	return strings.ReplaceAll(escapes.ReplaceAllString(text, ""), "\r", "")
}

// plainly leaves out what differs each time, ids, and what nobody sees: empty
// lines, and spaces at the ends of lines.
func plainly(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(keys.ReplaceAllString(ids.ReplaceAllString(line, "ID"), "KEY"), " \n"); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// showing is what a document shows, as a pattern.
func showing(want string) *regexp.Regexp {
	var b strings.Builder
	for line := range strings.Lines(plainly(want)) {
		if line == "...\n" {
			b.WriteString(`(?:.*\n)*`)
			continue
		}
		b.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), `\.\.\.`, `.*`))
	}
	return regexp.MustCompile("^" + b.String() + "$")
}
