package actions

// context is the github context of a run, with where its GitHub is.
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
func (e *Engine) context(c cause, f file, name string, runID int64, number int) map[string]any {
	github := c.context(f, name, runID, number)
	server, api, graphql := "https://github.com", "https://api.github.com", "https://api.github.com/graphql"
	if e.options.Server != "" {
		server = e.options.Server
		api, graphql = server+"/api/v3", server+"/api/graphql"
	}
	github["server_url"], github["api_url"], github["graphql_url"] = server, api, graphql
	return github
}
