package registry

// pages are where people revoke their tokens; a row without a host is that of
// the kind's own. Where a page itself is documented by no address, the source
// says how it is reached.
var pages = []struct{ kind, host, page string }{
	// https://docs.npmjs.com/revoking-access-tokens
	{"npm", "", "https://www.npmjs.com/settings/~/tokens"},
	// https://docs.docker.com/security/access-tokens/
	{"oci", "registry-1.docker.io", "https://app.docker.com/settings/personal-access-tokens"},
	// https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry
	{"oci", "ghcr.io", "https://github.com/settings/tokens"},
	// https://pypi.org/help/#apitoken
	{"pypi", "", "https://pypi.org/manage/account/"},
	// https://doc.rust-lang.org/cargo/reference/publishing.html
	{"crates", "", "https://crates.io/settings/tokens"},
	// https://guides.rubygems.org/api-key-scopes/
	{"rubygems", "", "https://rubygems.org/profile/api_keys"},
	// https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package
	{"nuget", "", "https://www.nuget.org/account/apikeys"},
}

// Settings returns the page on which people revoke tokens of a kind of registry
// at a host; empty where nobody knows, as with a registry of one's own.
func Settings(kind, host string) string {
	for _, k := range kinds {
		if k.name == kind && k.host == host {
			host = ""
		}
	}
	for _, p := range pages {
		if p.kind == kind && p.host == host {
			return p.page
		}
	}
	return ""
}
