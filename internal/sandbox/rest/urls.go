package rest

import (
	"fmt"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// The sandbox is github.com, whatever socket or proxy leads to it.
const (
	apiHost = "https://api.github.com"
	webHost = "https://github.com"
)

// api is an address in the API, web one for the browser.
func api(format string, a ...any) string { return apiHost + fmt.Sprintf(format, a...) }

func web(format string, a ...any) string { return webHost + fmt.Sprintf(format, a...) }

// repoAPI is the address of a repository in the API, and of what lies below.
func repoAPI(r hub.Repository, format string, a ...any) string {
	return api("/repos/%s", r.FullName()) + fmt.Sprintf(format, a...)
}

// repoWeb is the same for the browser.
func repoWeb(r hub.Repository, format string, a ...any) string {
	return web("/%s", r.FullName()) + fmt.Sprintf(format, a...)
}
