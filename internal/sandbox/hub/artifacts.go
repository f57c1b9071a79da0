package hub

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"time"
)

// Artifact is what a run left to be downloaded: a zip of files.
type Artifact struct {
	ID        int64
	Run       Run
	Name      string
	Zip       []byte
	CreatedAt time.Time
}

// NodeID is the artifact's node id.
func (a Artifact) NodeID() string {
	return Node{Kind: ArtifactNode, Repo: a.Run.Repo, ID: a.ID}.String()
}

// AddArtifact has a run leave files under a name. No caller is asked for: only
// jobs can, by a way that is not part of the API.
func (h *Hub) AddArtifact(runID int64, name string, files map[string][]byte) (Artifact, error) {
	archive, err := zipped(files)
	if err != nil {
		return Artifact{}, err
	}
	var made Artifact
	err = h.write(func(now time.Time) error {
		run := h.runs[runID]
		if run == nil {
			return notFound()
		}
		made = Artifact{ID: h.nextID(artifactIDs), Run: run.common, Name: name, Zip: archive, CreatedAt: now}
		run.repo.artifacts = append(run.repo.artifacts, made)
		return nil
	})
	return made, err
}

func zipped(files map[string][]byte) ([]byte, error) {
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return archive.Bytes(), err
}

// Artifacts lists what the runs of a repository left, newest first.
func (h *Hub) Artifacts(c Caller, repoID int64) ([]Artifact, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, actionsRead)
	if err != nil {
		return nil, err
	}
	list := slices.Clone(r.artifacts)
	slices.Reverse(list)
	return list, nil
}

// ArtifactAddress is a path at which ArtifactAt finds an artifact without
// asking who wants it, as GitHub's signed addresses do.
func (h *Hub) ArtifactAddress(c Caller, repoID, id int64) (string, error) {
	list, err := h.Artifacts(c, repoID)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(list, func(a Artifact) bool { return a.ID == id })
	if i < 0 {
		return "", notFound()
	}
	return list[i].address(), nil
}

// ArtifactAt returns the zip that is at an address.
func (h *Hub) ArtifactAt(address string) ([]byte, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.repos {
		for _, a := range r.artifacts {
			if a.address() == address {
				return a.Zip, true
			}
		}
	}
	return nil, false
}

func (a Artifact) address() string { return signed("artifact-%d.zip", a.ID) }
