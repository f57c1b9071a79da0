package doctor

import (
	"context"

	"github.com/release-request/gh-release-request/internal/github"
)

// Hub is what the checks ask of GitHub. Each file of checks says what it needs.
type Hub interface {
	repositoryDoor
	workflowDoor
	labelDoor
	environmentDoor
	secretDoor
	accessDoor
	appDoor
	branchDoor
	actionsDoor
	releaseDoor
	sealDoor
	sourceSecretDoor
	sourceFileDoor
}

// repositoryDoor reads repositories themselves.
type repositoryDoor interface {
	Repository(ctx context.Context, repo string) (github.Repository, error)
}
