package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
)

// requestName is the command that a project as the first argument stands for.
const requestName = "request"

// dispatch reads the first argument that is no flag: a command or alias, else
// what may be a project, for which it puts the command request in front. The
// policy decides there whether it is one; what is none never gets further. Help
// reads no policy: so what looks like a slip for a command is told of first.
func dispatch(root *cobra.Command, env *Env, args []string) ([]string, error) {
	if len(args) > 1 && isCompletion(args[0]) {
		return dispatchCompletion(root, args), nil
	}
	word, ok := firstWord(root, args)
	if !ok || isCommand(root, word) {
		return args, nil
	}
	if m := numberForm.FindStringSubmatch(word); m != nil {
		return nil, fault.New(fault.Failed, "%s is the number of a request, not a project", word).
			WithHint("gh release-request view %s", m[1])
	}
	if slices.Contains(config.Reserved(), strings.ToLower(word)) {
		return nil, unknownCommand(root, word) // no project has such a name
	}
	env.commands = commandNames(root)
	if near := nearCommands(root, word); len(near) > 0 && asksForHelp(args) {
		env.Streams.Notef("%q is no command; did you mean %s? This is what a project of that name would mean.\n\n", word, near[0])
	}
	return slices.Concat([]string{requestName}, args), nil
}

// asksForHelp reports whether a flag does.
func asksForHelp(args []string) bool {
	before, _, _ := strings.Cut(strings.Join(args, "\n")+"\n", "\n--\n")
	words := strings.Split(before, "\n")
	return slices.Contains(words, "--help") || slices.Contains(words, "-h")
}

// dispatchCompletion does the same for a command line that is being typed: all
// words are there but the last.
func dispatchCompletion(root *cobra.Command, args []string) []string {
	typed := args[1:]
	if word, ok := firstWord(root, typed[:len(typed)-1]); ok && !isCommand(root, word) {
		return slices.Concat(args[:1], []string{requestName}, typed)
	}
	return args
}

// isCompletion reports whether a shell asks how a command line may go on.
func isCompletion(word string) bool {
	return word == cobra.ShellCompRequestCmd || word == cobra.ShellCompNoDescRequestCmd
}

// firstWord returns the first argument that is neither a flag nor a flag's
// value. There is none behind a flag that nobody knows.
func firstWord(root *cobra.Command, args []string) (string, bool) {
	for i := 0; i < len(args); i++ {
		name, long := strings.CutPrefix(args[i], "--")
		switch {
		case args[i] == "--":
			if i+1 < len(args) {
				return args[i+1], true
			}
			return "", false
		case args[i] == "-" || !strings.HasPrefix(args[i], "-"):
			return args[i], true
		case strings.Contains(args[i], "=") || !long && len(args[i]) > 2:
			continue // a flag with its value, or several flags
		}
		flag := findFlag(root, strings.TrimPrefix(name, "-"), long)
		if flag == nil {
			return "", false
		}
		if flag.NoOptDefVal == "" {
			i++
		}
	}
	return "", false
}

// findFlag looks among the flags that may stand in front of a project.
func findFlag(root *cobra.Command, name string, long bool) *pflag.Flag {
	sets := []*pflag.FlagSet{root.PersistentFlags(), root.Flags()}
	for _, c := range root.Commands() {
		if c.Name() == requestName {
			sets = append(sets, c.Flags())
		}
	}
	for _, set := range sets {
		flag := set.Lookup(name)
		if !long {
			flag = set.ShorthandLookup(name)
		}
		if flag != nil {
			return flag
		}
	}
	return nil
}

func isCommand(root *cobra.Command, word string) bool {
	return slices.Contains(commandNames(root), word) || isCompletion(word)
}

// commandNames returns the names and aliases of the commands.
func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
		names = append(names, c.Aliases...)
	}
	return names
}
