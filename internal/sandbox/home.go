package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/wire"
)

// A person is who a home is made for.
type person struct {
	login string // empty: not signed in
	name  string
	email string // empty: git has to be told who commits, as in a job
	token string
}

// A home is a directory with the settings that lead gh, git and what is built on go-gh to the sandbox.
type home struct{ dir string }

func (h home) ghConfig() string    { return filepath.Join(h.dir, ".config", "gh") }
func (h home) gitConfig() string   { return filepath.Join(h.dir, ".gitconfig") }
func (h home) credentials() string { return filepath.Join(h.dir, ".git-credential") }

// makeHome writes a home's files. Only their owner may read them.
func makeHome(dir, host string, who person, w *wire.Wire) (home, error) {
	h := home{dir: dir}
	if err := os.MkdirAll(h.ghConfig(), 0o700); err != nil {
		return h, err
	}
	files := map[string]string{
		filepath.Join(h.ghConfig(), "config.yml"): ghConfig(w.Socket()),
		h.gitConfig(): gitConfig(host, who, w, h.credentials()),
	}
	if who.token != "" {
		files[filepath.Join(h.ghConfig(), "hosts.yml")] = ghHosts(host, who)
		files[h.credentials()] = fmt.Sprintf("username=%s\npassword=%s\n", who.login, who.token)
	}
	for path, content := range files {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return h, err
		}
	}
	return h, nil
}

// ghConfig sends all calls to the socket. Its version is that of gh 2.40's file, so that a newer gh migrates nothing; an
// older one overlooks it.
func ghConfig(socket string) string {
	return fmt.Sprintf("version: \"1\"\ngit_protocol: https\nprompt: enabled\nhttp_unix_socket: %s\n", quoted(socket))
}

// ghHosts is read by gh 2.23 and go-gh (oauth_token and user of the host) and by gh from 2.40 on (users).
func ghHosts(host string, who person) string {
	return fmt.Sprintf(`%[1]s:
    git_protocol: https
    user: %[2]s
    oauth_token: %[3]s
    users:
        %[2]s:
            oauth_token: %[3]s
`, host, who.login, who.token)
}

// gitConfig leads https through the proxy. Without a directory of its own, git reads each certificate that the machine trusts,
// which takes it longer than all else it does here. The credential helper reads a file, so that the token is in no argument.
func gitConfig(host string, who person, w *wire.Wire, credentials string) string {
	var b strings.Builder
	if who.email != "" {
		fmt.Fprintf(&b, "[user]\n\tname = %s\n\temail = %s\n", quoted(who.name), quoted(who.email))
	}
	fmt.Fprintf(&b, "[http]\n\tproxy = %s\n\tsslCAInfo = %s\n\tsslCAPath = %s\n",
		quoted(w.ProxyURL()), quoted(w.AuthorityFile()), quoted(w.AuthorityDir()))
	b.WriteString("[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n")
	if who.token != "" {
		helper := `!f() { test "$1" = get && cat ` + shellQuoted(credentials) + `; }; f`
		fmt.Fprintf(&b, "[credential %s]\n\thelper =\n\thelper = %s\n", quoted("https://"+host), quoted(helper))
	}
	return b.String()
}

// quoted is a line of text in double quotes as YAML and git's configuration both read it.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
