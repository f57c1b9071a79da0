// Package github is the door to GitHub's API: typed calls, REST and GraphQL,
// for what this program needs. It stands on the doors floor: it translates
// between Go and HTTP, retries what is safe to repeat, and names failures. It
// never decides what an answer means for a release (internal/facts does), and
// never hands a token to another host than the one it was made for.
package github

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/cli/go-gh/v2/pkg/api"
	"github.com/cli/go-gh/v2/pkg/auth"
	"github.com/cli/go-gh/v2/pkg/config"

	"github.com/release-request/gh-release-request/internal/fault"
)

// Client speaks to one host with one token.
type Client struct {
	host    string
	rest    string // URL that REST paths are appended to
	graphql string
	http    *http.Client
	clock   *clock
	options Options
	most    int64 // bytes that an answer may have
}

// Options says how a client is made.
type Options struct {
	Host      string // such as github.com; empty: gh's default host
	Token     string // empty: gh's token for the host
	UserAgent string // program and version
	// Transport carries the calls in the place of the network, or of the socket
	// that gh's configuration names; nil: nothing does.
	Transport http.RoundTripper

	signed bool // Token is an App's signature, which goes by another scheme
}

// New returns a client for a host. Without a token it fails with the kind
// fault.Unauthenticated and the gh command that helps.
func New(o Options) (*Client, error) { return newClient(o, sleep) }

func newClient(o Options, wait waiter) (*Client, error) {
	host := o.Host
	if host == "" {
		host, _ = auth.DefaultHost()
	}
	host = auth.NormalizeHostname(host)
	token := o.Token
	if token == "" {
		token, _ = auth.TokenForHost(host)
	}
	if token == "" {
		return nil, fault.New(fault.Unauthenticated, "no token for %s", host).WithHint("gh auth login --hostname %s", host)
	}
	// Every client gets a map of its own: go-gh writes the token into it.
	headers := map[string]string{"User-Agent": o.UserAgent, "Accept": "application/vnd.github+json"}
	if o.signed {
		// https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api
		headers["Authorization"] = "Bearer " + token
	}
	watch := &clock{next: o.Transport}
	if watch.next == nil {
		watch.next = dialer(host)
	}
	// A Transport of our own makes go-gh ignore http_unix_socket, so the
	// socket's dialer is put below the retries here.
	client, err := api.NewHTTPClient(api.ClientOptions{
		Host:      host,
		AuthToken: token,
		Transport: &retrier{next: watch, wait: wait},
		Headers:   headers,
		// A redirect is followed by hand where it is wanted: Go's default
		// would turn a POST to a renamed repository into a GET.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       2 * time.Minute,
		LogIgnoreEnv:  o.signed, // GH_DEBUG would show the tokens in the answers
	})
	if err != nil {
		return nil, fault.Wrap(err, "setting up the connection to %s", host)
	}
	o.Host, o.Token = host, ""
	c := &Client{host: host, http: client, clock: watch, options: o, most: maxAnswer}
	c.rest, c.graphql = endpoints(host)
	return c, nil
}

// Host returns the host's name for the web, such as github.com.
func (c *Client) Host() string { return c.host }

// endpoints follows gh: Enterprise Server has its API below the web host,
// github.com and tenancies have one on a subdomain.
// https://docs.github.com/en/enterprise-server/rest/enterprise-admin#endpoint-urls
func endpoints(host string) (rest, graphql string) {
	if auth.IsEnterprise(host) {
		return "https://" + host + "/api/v3/", "https://" + host + "/api/graphql"
	}
	return "https://api." + host + "/", "https://api." + host + "/graphql"
}

// dialer honours gh's http_unix_socket setting, for one host or for all.
func dialer(host string) http.RoundTripper {
	cfg, err := config.Read(nil)
	if err != nil {
		return http.DefaultTransport
	}
	socket, err := cfg.Get([]string{"hosts", host, "http_unix_socket"})
	if err != nil || socket == "" {
		socket, _ = cfg.Get([]string{"http_unix_socket"})
	}
	if strings.TrimSpace(socket) == "" {
		return http.DefaultTransport
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}
	// gh speaks plain HTTP on the socket, also for https URLs.
	return &http.Transport{DialContext: dial, DialTLSContext: dial, MaxIdleConnsPerHost: 8}
}
