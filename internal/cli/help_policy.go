package cli

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
)

var policyTopic = topic{
	name:  "policy",
	short: "Keys of the policy file",
	intro: `The policy is the file ` + config.Path + ` of the central repository's default
branch. Unknown keys, wrong types and undefined names are errors; to hold a file to
all that, run: gh release-request config check

A name in capitals is one that the policy chooses. Durations are such as 15m, 72h
or 14d. A project's own setting goes before that of all projects.`,
	parts: func() []topicPart {
		var parts []topicPart
		for _, key := range config.Keys() {
			if !strings.Contains(key.Path, ".") {
				parts = append(parts, topicPart{})
			}
			last := &parts[len(parts)-1]
			last.rows = append(last.rows, topicRow{key.Path, key.About + " " + key.Says()})
		}
		return parts
	},
}
