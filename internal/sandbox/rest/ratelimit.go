package rest

import "net/http"

func rateRoutes() []Route {
	return []Route{{Method: "GET", Path: "/rate_limit", Handle: getRateLimit}}
}

func getRateLimit(c *Call) (int, any, error) {
	of := func(resource string) Object {
		r := c.Hub.Spend(c.Caller, resource, 0)
		return Object{"limit": r.Limit, "used": r.Used, "remaining": r.Remaining(), "reset": r.Reset.Unix()}
	}
	return http.StatusOK, Object{
		"resources": Object{"core": of("core"), "graphql": of("graphql"), "search": of("search")},
		"rate":      of("core"),
	}, nil
}
