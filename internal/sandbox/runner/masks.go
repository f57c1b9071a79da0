package main

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// masks hides secrets in everything that leaves a job.
type masks struct {
	mu     sync.Mutex
	values []string // longest first, so that no secret is cut by a shorter one
}

func newMasks(secrets map[string]string, token string) *masks {
	m := &masks{}
	m.add(token)
	for _, secret := range secrets {
		m.add(secret)
	}
	return m
}

// add hides a value, each of its lines, and the forms in which programs often
// print it.
func (m *masks) add(value string) {
	forms := []string{value}
	for line := range strings.Lines(value) {
		forms = append(forms, strings.TrimRight(line, "\r\n"))
	}
	forms = append(forms, base64.StdEncoding.EncodeToString([]byte(value)))
	if quoted, err := json.Marshal(value); err == nil {
		forms = append(forms, strings.Trim(string(quoted), `"`))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, form := range forms {
		if strings.TrimSpace(form) != "" && !slices.Contains(m.values, form) {
			m.values = append(m.values, form)
		}
	}
	slices.SortStableFunc(m.values, func(a, b string) int { return len(b) - len(a) })
}

// hide replaces every secret by three stars.
func (m *masks) hide(s string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, value := range m.values {
		s = strings.ReplaceAll(s, value, "***")
	}
	return s
}

// found tells whether a text holds a secret.
func (m *masks) found(s string) bool { return m.hide(s) != s }
