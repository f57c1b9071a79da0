package cli

import "github.com/spf13/cobra"

// dressCompletion puts cobra's command that writes completions into the words of
// the others.
func dressCompletion(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		cmd.Short = "Write what completes words in a shell"
		cmd.Example = examples("$ gh-release-request completion bash")
		for _, shell := range cmd.Commands() {
			shell.Short = "Write what completes words in " + shell.Name()
			shell.Example = examples("$ gh-release-request completion " + shell.Name())
		}
	}
}
