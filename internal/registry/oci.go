package registry

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// askOCI does what signing in to a registry of images does: it asks the
// registry who may sign in where, signs in there, and tries what it was given.
// https://distribution.github.io/distribution/spec/auth/token/
func askOCI(ctx context.Context, a *Asker, q Question) Answer {
	base := "https://" + q.Host + "/v2/"
	got, err := a.get(ctx, base, nobody, nil)
	switch {
	case err != nil:
		return untold("%v", err)
	case got.status == http.StatusOK:
		return untold("%s asks nobody who they are", q.Host)
	case got.status != http.StatusUnauthorized:
		return untold("%s answers with HTTP status %d", q.Host, got.status)
	}
	challenges := got.header.Values("WWW-Authenticate")
	if realm, ok := challenge(challenges, "bearer"); ok {
		return signIn(ctx, a, q, base, realm)
	}
	if _, ok := challenge(challenges, "basic"); !ok {
		return untold("%s says in no known way how to sign in", q.Host)
	}
	got, err = a.get(ctx, base, basic(q.User, q.Token), nil)
	if err != nil {
		return untold("%v", err)
	}
	return judge(q.Host, got.status, q.User)
}

// signIn gets a token of the registry for the one in hand. The registry says
// where: it is who the token is meant for, so it may.
func signIn(ctx context.Context, a *Asker, q Question, base string, told map[string]string) Answer {
	realm, err := url.Parse(told["realm"])
	if err != nil || realm.Scheme != "https" || realm.Host == "" || realm.User != nil {
		return untold("%s sends people to sign in where it is not safe", q.Host)
	}
	query := realm.Query()
	if told["service"] != "" {
		query.Set("service", told["service"])
	}
	query.Set("account", q.User)
	realm.RawQuery = query.Encode()
	var given struct {
		Token       string `json:"token"`
		AccessToken string `json:"access_token"`
	}
	got, err := a.get(ctx, realm.String(), basic(q.User, q.Token), &given)
	switch {
	case err != nil:
		return untold("%v", err)
	case got.status == http.StatusForbidden: // as ghcr.io says it
		return Answer{Standing: Rejected, Why: realm.Host + " does not accept it"}
	case got.status != http.StatusOK:
		return judge(realm.Host, got.status, q.User)
	}
	token := cmp.Or(given.Token, given.AccessToken)
	if !printable(token) {
		return untold("%s gives nothing to sign in with", realm.Host)
	}
	got, err = a.get(ctx, base, bearer(token), nil)
	switch {
	case err != nil:
		return untold("%v", err)
	case got.status != http.StatusOK:
		return untold("%s signs in, and %s answers with HTTP status %d all the same", realm.Host, q.Host, got.status)
	}
	return Answer{Standing: Accepted, Account: q.User}
}

var parameter = regexp.MustCompile(`([A-Za-z]+)="([^"]*)"`)

// challenge finds how to sign in by a scheme, in the form of RFC 9110, section
// 11.6.1; one scheme a header, as registries write it.
func challenge(headers []string, scheme string) (map[string]string, bool) {
	for _, header := range headers {
		word, rest, _ := strings.Cut(strings.TrimSpace(header), " ")
		if !strings.EqualFold(word, scheme) {
			continue
		}
		found := map[string]string{}
		for _, match := range parameter.FindAllStringSubmatch(rest, -1) {
			found[strings.ToLower(match[1])] = match[2]
		}
		return found, true
	}
	return nil, false
}
