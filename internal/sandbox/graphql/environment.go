package graphql

import (
	"context"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// environment is an Environment. Which branches may deploy is told by REST alone.
type environment struct{ e hub.Environment }

func (environment) TypeName() string { return "Environment" }

func (o environment) Field(_ context.Context, name string, a engine.Args) (any, error) {
	switch name {
	case "id":
		return o.e.NodeID(), nil
	case "databaseId":
		return o.e.ID, nil
	case "name":
		return o.e.Name, nil
	case "isPinned":
		return false, nil
	case "pinnedPosition", "latestCompletedDeployment":
		return nil, nil
	case "protectionRules":
		return none("DeploymentProtectionRule", a), nil
	}
	return nil, engine.NotServed(o, name)
}
