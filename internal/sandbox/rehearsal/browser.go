package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What happens without any program: people in the browser, CI, the registry.

// press has somebody set a label in the browser.
func press(who string, number int, label string) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		h := s.Box.Hub()
		_, err = h.AddLabels(h.As(who), issue.ID, label)
		return err
	}
}

// block has somebody open an issue that holds the releases of a project.
func block(who, repo, title string) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		h := s.Box.Hub()
		issue, err := h.CreateIssue(h.As(who), h.Settings(repo).ID(), hub.NewIssue{Title: title, Labels: []string{blocker}})
		if err == nil {
			s.tellf(margin, "%s#%d, with the label %s: %s", repo, issue.Number, blocker, issue.Title)
		}
		return err
	}
}

// closed has somebody close an issue.
func closed(who, repo string, number int) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		h := s.Box.Hub()
		issue, err := h.Issue(h.As(who), h.Settings(repo).ID(), number)
		if err != nil {
			return err
		}
		if _, err = h.UpdateIssue(h.As(who), issue.ID, hub.IssueChange{State: new(hub.ClosedState)}); err == nil {
			s.tellf(margin, "%s#%d is closed", repo, number)
		}
		return err
	}
}

// start has somebody start a workflow by hand on main: a project's release, or
// the central repository's sweep.
func start(who, repo string, inputs map[string]any) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		file := "release.yml"
		if repo == centralRepo {
			file = "sweep.yml"
		}
		h := s.Box.Hub()
		_, err := h.DispatchWorkflow(h.As(who), h.Settings(repo).ID(), file, "main", inputs)
		return err
	}
}

// pushToken has an owner set the secret that a project's workflow pushes with.
func pushToken(repo string) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		h := s.Box.Hub()
		token := h.NewToken(hub.TokenSpec{User: machine, Kind: hub.FineGrained, Repos: []string{repo},
			Permissions: map[string]hub.Access{"contents": hub.WriteAccess, "metadata": hub.ReadAccess}})
		h.Settings(repo).AddSecret("RELEASE_PUSH_TOKEN", token.Secret)
		s.secrets["the token that "+repo+" pushes with"] = token.Secret
		return nil
	}
}

// passUntil has time pass.
func passUntil(when time.Time) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		s.Box.Hub().SetNow(when)
		return nil
	}
}

// outage has a target's registry refuse the next upload.
func outage(target string) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		s.Registry.Break(target)
		return nil
	}
}

// integration has CI report its longer test of the release branch's commit;
// without a conclusion the test goes on.
func integration(conclusion string) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		commit, err := s.git("rev-parse", "release/1.2.3")
		if err != nil {
			return err
		}
		h := s.Box.Hub()
		ci, err := h.Authenticate(h.NewToken(hub.TokenSpec{App: "acme-ci", Repos: []string{sdkRepo}, Permissions: map[string]hub.Access{"checks": hub.WriteAccess}}).Secret)
		if err != nil {
			return err
		}
		run := hub.CheckRun{SHA: commit, Name: "integration", Status: "in_progress", StartedAt: h.Now()}
		if conclusion != "" {
			run.Status, run.Conclusion, run.CompletedAt = "completed", conclusion, h.Now()
		}
		_, err = h.AddCheckRun(ci, h.Settings(sdkRepo).ID(), "release/1.2.3", run)
		return err
	}
}

// cancel has somebody cancel the newest publish run, once an upload hangs.
func cancel(who string, stalled func() <-chan struct{}) func(context.Context, *Stage) error {
	return func(ctx context.Context, s *Stage) error {
		ctx, stop := context.WithTimeout(ctx, settling)
		defer stop()
		select {
		case <-stalled():
		case <-ctx.Done():
			return errors.New("no upload hangs")
		}
		run, _, err := s.newestRun("publish.yml")
		if err != nil {
			return err
		}
		h := s.Box.Hub()
		if err := h.CancelRun(h.As(who), h.Settings(centralRepo).ID(), run.ID); err != nil {
			return fmt.Errorf("cancelling run %d: %w", run.ID, err)
		}
		return nil
	}
}
