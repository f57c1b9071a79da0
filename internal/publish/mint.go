package publish

import (
	"context"
	"fmt"
	"maps"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/seal"
)

// minter makes a token for one repository, with the least permissions.
type minter interface {
	Mint(ctx context.Context, repository string, permissions github.Permissions) (github.Token, error)
}

// grants returns what each target that is left is handed. A token is made for
// each target alone, last of all that the gate does: it lives an hour.
func (c *Case) grants(ctx context.Context, reading *facts.Reading, left []string) (map[string]string, error) {
	outputs := map[string]string{}
	for _, name := range left {
		target, ok := reading.Policy.Target(name)
		if !ok {
			return nil, fault.New(fault.Failed, "the policy has no target %s", name)
		}
		output, err := c.grant(ctx, reading, target)
		if err != nil {
			return nil, fault.Wrap(err, "target %s cannot be handed a token", name)
		}
		outputs[name] = output
	}
	return outputs, nil
}

func (c *Case) grant(ctx context.Context, reading *facts.Reading, target config.Target) (string, error) {
	if reading.Source == nil {
		return "", fault.New(fault.Failed, "the source repository is not known")
	}
	need := reading.Project.SourceToken(target, reading.Source.Private)
	if need == "" {
		return GrantPublic, nil
	}
	to, err := seal.ParsePublic(target.SealKey)
	if err != nil {
		return "", fmt.Errorf("targets.%s.seal: %w", target.Name, err)
	}
	if c.Minter == nil {
		return "", fault.New(fault.Failed, "this step has no key to make one with")
	}
	permissions := github.Permissions{}
	if reading.Source.Private {
		maps.Copy(permissions, forReading(reading.Project)) // checkout reads the facts again
	}
	if reading.Project.Publish.By == config.ByCraft {
		permissions["actions"] = "read" // for the artifacts
	}
	permissions["contents"] = need
	token, err := c.Minter.Mint(ctx, reading.Parsed.Request.Project, permissions)
	if err != nil {
		return "", err
	}
	c.Runtime.Mask(token.Secret)
	return Grant{
		Token: token.Secret, Repository: reading.Parsed.Request.Project, Private: reading.Source.Private, Permission: need,
		Target: target.Name, Digest: reading.Parsed.Digest, Run: c.Runtime.Run.String(), Expires: token.ExpiresAt,
	}.seal(to)
}
