package hub

// idKind names a sequence of database ids. GitHub numbers each kind on its own.
type idKind string

// Kinds of database ids.
const (
	accountIDs  idKind = "account"
	appIDs      idKind = "app"
	repoIDs     idKind = "repository"
	labelIDs    idKind = "label"
	issueIDs    idKind = "issue"
	commentIDs  idKind = "comment"
	timelineIDs idKind = "timeline"
	editIDs     idKind = "edit"
	tokenIDs    idKind = "token"
	teamIDs     idKind = "team"

	installationIDs idKind = "installation"

	environmentIDs idKind = "environment"
	deployKeyIDs   idKind = "deploy key"
	rulesetIDs     idKind = "ruleset"
	statusIDs      idKind = "status"
	checkIDs       idKind = "check" // of jobs too: a job is a check run
	workflowIDs    idKind = "workflow"
	runIDs         idKind = "workflow run"
	artifactIDs    idKind = "artifact"
)

// firstIDs starts each sequence where github.com stood about 2026, so that ids
// that do not fit 32 bits are met here first.
func firstIDs() map[idKind]int64 {
	return map[idKind]int64{
		accountIDs:  190_000_000,
		appIDs:      1_100_000,
		repoIDs:     1_020_000_000,
		labelIDs:    9_600_000_000,
		issueIDs:    3_900_000_000,
		commentIDs:  4_100_000_000,
		timelineIDs: 22_400_000_000,
		editIDs:     1_700_000_000,
		tokenIDs:    2_300_000_000,
		teamIDs:     14_000_000,

		installationIDs: 101_000_000,

		environmentIDs: 8_100_000_000,
		deployKeyIDs:   118_000_000,
		rulesetIDs:     5_600_000,
		statusIDs:      41_000_000_000,
		checkIDs:       58_000_000_000,
		workflowIDs:    171_000_000,
		runIDs:         20_400_000_000,
		artifactIDs:    5_100_000_000,
	}
}

// nextID returns the next id of a kind. Steps differ from 1, as on a GitHub
// that others use too. The mutex is held.
func (h *Hub) nextID(k idKind) int64 {
	h.ids[k] += 7
	return h.ids[k]
}
