package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/output"
)

// annotationJSON holds a command's JSON fields, for its help.
const annotationJSON = "release-request:json-fields"

// addExport gives a command the flags --json, --jq and --template, checked
// before it runs against the fields that there are.
func addExport(cmd *cobra.Command, export *output.Export, fields []string) {
	flags := cmd.Flags()
	flags.StringSliceVar(&export.JSON, "json", nil, "write JSON with these `fields`, separated by commas")
	flags.StringVarP(&export.JQ, "jq", "q", "", "filter the JSON with a jq `expression`")
	flags.StringVarP(&export.Template, "template", "t", "", "format the JSON with a Go `template`; see gh help formatting")

	if cmd.Annotations == nil {
		cmd.Annotations = map[string]string{}
	}
	cmd.Annotations[annotationJSON] = strings.Join(slices.Sorted(slices.Values(fields)), ", ")

	before := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if err := export.Check(fields); err != nil {
			return err
		}
		if before != nil {
			return before(cmd, args)
		}
		return nil
	}
	// It fails only for a flag that is not there.
	_ = cmd.RegisterFlagCompletionFunc("json", func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return completeList(typed, fields), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

// completeList completes the last of several names, separated by commas, with
// those that are not there yet.
func completeList(typed string, names []string) []string {
	given := strings.Split(typed, ",")
	last := given[len(given)-1]
	given = given[:len(given)-1]
	var list []string
	for _, name := range names {
		if strings.HasPrefix(name, last) && !slices.Contains(given, name) {
			list = append(list, strings.Join(append(slices.Clone(given), name), ","))
		}
	}
	return list
}
