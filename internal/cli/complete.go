package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cli/go-gh/v2/pkg/repository"
	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/plain"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/request"
	"github.com/release-request/gh-release-request/internal/token"
)

// completeWithin is how long a person who presses Tab is kept waiting at most.
const completeWithin = 2 * time.Second

// words completes the word that is being typed, given those before it. An error
// is not told: there is nowhere to tell it.
type words func(ctx context.Context, env *Env, args []string, typed string) ([]cobra.Completion, error)

// completions are the arguments of each command that takes any.
var completions = map[string]words{
	requestName: requestWords,
	"status":    first(projectWords),
	"approve":   requestNumbers,
	"view":      first(requestNumbers),
	"reject":    first(requestNumbers),
	"retract":   first(requestNumbers),
	"retry":     first(requestNumbers),
	"watch":     first(requestNumbers),

	"token verify": first(secretNames),
	"token rotate": secretNames,
}

// addCompletions has the shell ask for them. It asks by the program's own name:
// gh asks no extension, see docs/completion.md.
func addCompletions(root *cobra.Command, env *Env) {
	root.ValidArgsFunction = complete(env, first(projectWords))
	for name, list := range completions {
		cmd, _, _ := root.Find(strings.Fields(name)) // a test looks that it is there
		cmd.ValidArgsFunction = complete(env, list)
		for _, flag := range []string{"published", "missing"} {
			if cmd.Flags().Lookup(flag) != nil {
				_ = cmd.RegisterFlagCompletionFunc(flag, completeTargets(env))
			}
		}
	}
}

// complete never offers files: none of these words is one.
func complete(env *Env, list words) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(cmd.Context(), completeWithin)
		defer cancel()
		all, _ := list(ctx, env, args, typed)
		matching := slices.DeleteFunc(all, func(c cobra.Completion) bool { return !strings.HasPrefix(c, typed) })
		return matching, cobra.ShellCompDirectiveNoFileComp
	}
}

func completeTargets(env *Env) cobra.CompletionFunc {
	whole := complete(env, func(ctx context.Context, env *Env, args []string, typed string) ([]cobra.Completion, error) {
		names, err := targetsOfRequest(ctx, env, args)
		return completeList(typed, names), err
	})
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		list, directive := whole(cmd, args, typed)
		return list, directive | cobra.ShellCompDirectiveNoSpace
	}
}

// first has only the first argument completed.
func first(list words) words {
	return func(ctx context.Context, env *Env, args []string, typed string) ([]cobra.Completion, error) {
		if len(args) > 0 {
			return nil, nil
		}
		return list(ctx, env, args, typed)
	}
}

// described is a word with what shells show beside it, which others may have
// written.
func described(word, text string) cobra.Completion {
	return cobra.CompletionWithDesc(word, plain.Line(text))
}

// projectWord is what is remembered of a project.
type projectWord struct {
	Name, Source string
	Versions     []string // words that may stand for one
}

func projectsOf(ctx context.Context, env *Env) ([]projectWord, error) {
	central, err := env.Central(ctx)
	if err != nil {
		return nil, err
	}
	return remembered(env, "projects of "+central.Host+"/"+fullName(central), func() ([]projectWord, error) {
		d, err := env.desk(central)
		if err != nil {
			return nil, err
		}
		_, policy, err := d.reader.Policy(ctx, 0)
		if err != nil {
			return nil, err
		}
		var list []projectWord
		for _, p := range policy.Projects {
			list = append(list, projectWord{Name: p.Name, Source: p.Source.String(), Versions: request.Words(p)})
		}
		return list, nil
	})
}

func projectWords(ctx context.Context, env *Env, _ []string, _ string) ([]cobra.Completion, error) {
	projects, err := projectsOf(ctx, env)
	var list []cobra.Completion
	for _, p := range projects {
		list = append(list, described(p.Name, p.Source))
	}
	return list, err
}

// requestWords are a project, then what may stand for its next version.
func requestWords(ctx context.Context, env *Env, args []string, typed string) ([]cobra.Completion, error) {
	if len(args) != 1 {
		return first(projectWords)(ctx, env, args, typed)
	}
	projects, err := projectsOf(ctx, env)
	for _, p := range projects {
		if p.Name == args[0] || p.Source == args[0] {
			return p.Versions, err
		}
	}
	return nil, err
}

// requestWord is what is remembered of an open request.
type requestWord struct {
	Number  int
	Title   string
	Targets []string
}

func requestsOf(ctx context.Context, env *Env, central repository.Repository) ([]requestWord, error) {
	return remembered(env, "requests of "+central.Host+"/"+fullName(central), func() ([]requestWord, error) {
		d, err := env.desk(central)
		if err != nil {
			return nil, err
		}
		issues, _, err := d.client.OpenIssues(ctx, d.name, mostRequests)
		if err != nil {
			return nil, err
		}
		var list []requestWord
		for _, issue := range issues {
			if inbox.IsRequest(issue) {
				parsed, _ := record.Parse(issue.Title, issue.Body, record.Host(central.Host))
				list = append(list, requestWord{issue.Number, strings.TrimPrefix(issue.Title, "publish: "), parsed.Request.Targets})
			}
		}
		return list, nil
	})
}

// requestNumbers are the open requests that are not named yet.
func requestNumbers(ctx context.Context, env *Env, args []string, _ string) ([]cobra.Completion, error) {
	central, err := env.Central(ctx)
	if err != nil {
		return nil, err
	}
	requests, err := requestsOf(ctx, env, central)
	var list []cobra.Completion
	for _, r := range requests {
		if number := strconv.Itoa(r.Number); !slices.Contains(args, number) {
			list = append(list, described(number, r.Title))
		}
	}
	return list, err
}

// secretNames are the secrets of the policy that are not named yet.
func secretNames(ctx context.Context, env *Env, args []string, _ string) ([]cobra.Completion, error) {
	central, err := env.Central(ctx)
	if err != nil {
		return nil, err
	}
	names, err := remembered(env, "secrets of "+central.Host+"/"+fullName(central), func() ([]string, error) {
		d, err := env.desk(central)
		if err != nil {
			return nil, err
		}
		_, policy, err := d.reader.Policy(ctx, 0)
		if err != nil {
			return nil, err
		}
		return token.Names(policy), nil
	})
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(args, name) }), err
}

// targetsOfRequest are those of the request that is named.
func targetsOfRequest(ctx context.Context, env *Env, args []string) ([]string, error) {
	if len(args) == 0 {
		return nil, fmt.Errorf("no request is named")
	}
	central, number, err := env.Request(ctx, args[0])
	if err != nil {
		return nil, err
	}
	requests, err := requestsOf(ctx, env, central)
	for _, r := range requests {
		if r.Number == number {
			return r.Targets, err
		}
	}
	return nil, err
}
