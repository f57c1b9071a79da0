package rehearsal

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// news prints what the central repository shows now and did not show before:
// requests, and comments on them, as people read them in the browser.
func (s *Stage) news() error {
	h := s.Box.Hub()
	admin := h.As(owner)
	issues, err := h.Issues(admin, h.Settings(centralRepo).ID())
	if err != nil {
		return err
	}
	slices.SortFunc(issues, func(a, b hub.Issue) int { return a.Number - b.Number })
	for _, issue := range issues {
		where := fmt.Sprintf("%s#%d", centralRepo, issue.Number)
		heading, body := fmt.Sprintf("%s is filed by %s: %s", where, issue.Author.Login, issue.Title), issue.Body
		if issue.Number > 1 && s.told[where] == "" {
			s.tellf(margin, "%s", heading) // it reads like the first
			s.told[where] = body
		} else if s.told[where] != "" {
			heading = fmt.Sprintf("%s reads now: %s", where, issue.Title)
		}
		s.tell(where, heading, body)
		comments, err := h.Comments(admin, issue.ID)
		if err != nil {
			return err
		}
		for _, c := range comments {
			s.tell(fmt.Sprintf("comment %d", c.ID), fmt.Sprintf("%s says on %s:", c.Author.Login, where), c.Body)
		}
	}
	return nil
}

// tell prints a text unless it was told as it is.
func (s *Stage) tell(what, heading, text string) {
	if s.told[what] == text {
		return
	}
	s.told[what] = text
	seen := html.UnescapeString(links.ReplaceAllString(unseen.ReplaceAllString(text, ""), "$1"))
	s.tellf(margin, "%s", heading)
	s.frame(strings.TrimSpace(strings.ReplaceAll(seen, "\u200b", "")) + "\n")
}

// unseen are comments of HTML, which browsers do not show.
var unseen = regexp.MustCompile(`(?s)<!--.*?-->\n*`)

// links are those of Markdown, of which browsers show the text.
var links = regexp.MustCompile(`\[([^][]*)\]\(https://[^()]*\)`)
