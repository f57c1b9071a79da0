package craft

// PrepareCommand is craft's command that makes the release branch of a version
// on top of a commit, in the checkout only. A commit that is named keeps craft
// from going back to the default branch afterwards.
func PrepareCommand(version, base string) []string {
	return []string{Program, "prepare", version, "--no-input", "--no-push", "--rev", base}
}

// PublishCommand is craft's command that publishes some of a version's targets
// from its release branch, and nothing else. Whether CI is well and where the
// branch is merged is the gate's and the report's affair.
func PublishCommand(version string, ids []string) []string {
	command := []string{Program, "publish", version, "--no-input", "--no-status-check", "--no-merge"}
	for _, id := range ids {
		command = append(command, "--target", id)
	}
	return command
}
