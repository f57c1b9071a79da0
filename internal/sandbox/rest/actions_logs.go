package rest

import (
	"archive/zip"
	"bytes"
	"net/http"
	"path"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// LogHost is where logs and artifacts are kept: as on GitHub not in its API, whose answers lead to
// addresses that need no token.
// Source: docs.github.com/rest/actions/workflow-jobs#download-job-logs-for-a-workflow-run.
const LogHost = "results-receiver.actions.githubusercontent.com"

func logRoutes() []Route {
	const base = "/repos/{owner}/{repo}/actions"
	return []Route{
		{Method: "GET", Path: base + "/jobs/{job_id}/logs", Handle: getJobLog},
		{Method: "GET", Path: base + "/runs/{run_id}/logs", Handle: getRunLogs},
		{Method: "GET", Path: base + "/runs/{run_id}/attempts/{attempt_number}/logs", Handle: getAttemptLogs},
	}
}

func getJobLog(c *Call) (int, any, error) {
	id, err := c.Number("job_id")
	if err != nil {
		return 0, nil, err
	}
	return c.toLog(c.Hub.JobLogAddress(c.Caller, c.Repo.ID, id))
}

func getRunLogs(c *Call) (int, any, error) {
	id, err := c.Number("run_id")
	if err != nil {
		return 0, nil, err
	}
	return c.toLog(c.Hub.RunLogAddress(c.Caller, c.Repo.ID, id, 0))
}

func getAttemptLogs(c *Call) (int, any, error) {
	id, err := c.Number("run_id")
	if err != nil {
		return 0, nil, err
	}
	number, err := c.Number("attempt_number")
	if err != nil {
		return 0, nil, err
	}
	return c.toLog(c.Hub.RunLogAddress(c.Caller, c.Repo.ID, id, int(number)))
}

// toLog leads to an address. Logs are shown to nobody who is not signed in,
// even those of public repositories.
func (c *Call) toLog(address string, err error) (int, any, error) {
	if err != nil {
		return 0, nil, err
	}
	if c.Caller.Anonymous() {
		return 0, nil, Forbidden("Must have admin rights to Repository.")
	}
	c.Header().Set("Location", "https://"+LogHost+"/"+address)
	return http.StatusFound, nil, nil
}

// Logs serves the addresses that the API hands out; it is the handler for
// LogHost.
func Logs(h *hub.Hub) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address := strings.TrimPrefix(r.URL.Path, "/")
		if archive, ok := h.ArtifactAt(address); ok {
			w.Header().Set("Content-Type", "application/zip")
			_, _ = w.Write(archive)
			return
		}
		logs, ok := h.LogsAt(address)
		if !ok {
			http.NotFound(w, r)
			return
		}
		mediaType, data := "text/plain; charset=utf-8", []byte(nil)
		if path.Ext(r.URL.Path) == ".zip" {
			mediaType = "application/zip"
			var err error
			if data, err = archive(logs); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
		} else {
			data = text(logs[0])
		}
		w.Header().Set("Content-Type", mediaType)
		_, _ = w.Write(data) // the client may have gone
	})
}

func archive(logs []hub.Log) ([]byte, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, l := range logs {
		f, err := z.Create(l.Name)
		if err == nil {
			_, err = f.Write(text(l))
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return buf.Bytes(), err
}

func text(l hub.Log) []byte {
	var buf bytes.Buffer
	for _, line := range l.Lines {
		buf.WriteString(line + "\n")
	}
	return buf.Bytes()
}
