package rest

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Page cuts the page that the caller asks for out of a whole list and leaves
// the Link header to the others. per_page is 30 if not given, 100 at most.
// Source: docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api.
func Page[T any](c *Call, list []T) []T { return PageSized(c, list, 30, 100) }

// PageSized is Page for the operations that have other sizes.
func PageSized[T any](c *Call, list []T, missing, most int) []T {
	size := between(c.Query("per_page"), missing, 1, most)
	page := between(c.Query("page"), 1, 1, 1<<30)
	last := max(1, (len(list)+size-1)/size)
	c.link(page, last)
	from := min((page-1)*size, len(list))
	return list[from:min(from+size, len(list))]
}

// PageOf is Page with each element written as JSON; never null.
func PageOf[T any](c *Call, list []T, write func(T) Object) []Object {
	objects := []Object{}
	for _, v := range Page(c, list) {
		objects = append(objects, write(v))
	}
	return objects
}

// between reads a number from a query, held between two bounds; what is no
// number counts as not given.
func between(text string, missing, low, high int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < low {
		return missing
	}
	return min(n, high)
}

func (c *Call) link(page, last int) {
	var links []string
	add := func(rel string, to int) {
		q := c.Request.URL.Query()
		q.Set("page", strconv.Itoa(to))
		u := url.URL{Path: c.Request.URL.Path, RawPath: c.Request.URL.RawPath, RawQuery: q.Encode()}
		links = append(links, fmt.Sprintf(`<%s%s>; rel="%s"`, apiHost, u.String(), rel))
	}
	if page > 1 {
		add("prev", min(page-1, last))
	}
	if page < last {
		add("next", page+1)
		add("last", last)
	}
	if page > 1 {
		add("first", 1)
	}
	if len(links) > 0 {
		c.header.Set("Link", strings.Join(links, ", "))
	}
}
