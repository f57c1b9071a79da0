package cli

import "strings"

// Templates of cobra. The display name makes them say "gh release-request".
const helpTemplate = `{{with or .Long .Short}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}`

var usageTemplate = strings.NewReplacer("EXIT-CODES", exitHelp(), "JSON-FIELDS", annotationJSON).Replace(`Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND{{else}}{{.UseLine}}{{end}}
{{- if not .HasParent}}
  {{.CommandPath}} PROJECT [VERSION]{{end}}
{{- if .Aliases}}

Aliases:
  {{.NameAndAliases}}{{end}}
{{- if .HasAvailableSubCommands}}{{$cmds := .Commands}}
{{- range $group := .Groups}}{{$first := true}}{{range $cmds}}{{if and (eq .GroupID $group.ID) .IsAvailableCommand}}
{{- if $first}}{{$first = false}}

{{$group.Title}}:{{end}}
  {{rpad .Name .NamePadding}}  {{.Short}}{{end}}{{end}}{{end}}

{{if .Groups}}More{{else}}Commands{{end}}:
{{- range $cmds}}{{if and (eq .GroupID "") (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding}}  {{.Short}}{{end}}{{end}}{{end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableInheritedFlags}}

Flags of every command:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- with index .Annotations "JSON-FIELDS"}}

JSON fields:
  {{.}}{{end}}
{{- if .HasExample}}

Examples:
{{.Example}}{{end}}
{{- if not .HasParent}}

Exit codes:
EXIT-CODES{{else}}
{{end}}`)

// examples joins lines of an example, each a comment that begins with "# " or
// a command that begins with "$ ".
func examples(lines ...string) string { return "  " + strings.Join(lines, "\n  ") }
