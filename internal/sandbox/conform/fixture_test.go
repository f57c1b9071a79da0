package conform

// The least that GitHub's description demands of a user and of an event, for tests inside and outside the package.
const (
	User = `{"login":"alice","id":1,"node_id":"x","avatar_url":"https://x/","gravatar_id":"","url":"https://x/","html_url":"https://x/",` +
		`"followers_url":"https://x/","following_url":"x","gists_url":"x","starred_url":"x","subscriptions_url":"https://x/",` +
		`"organizations_url":"https://x/","repos_url":"https://x/","events_url":"x","received_events_url":"https://x/","type":"User","site_admin":false}`
	Event = `{"id":1,"node_id":"x","url":"https://x/","actor":` + User + `,"event":"labeled","commit_id":null,"commit_url":null,` +
		`"created_at":"2025-01-01T00:00:00Z","label":{"name":"x","color":"ff0000"},"performed_via_github_app":null}`
)
