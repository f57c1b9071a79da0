package main

import "testing"

// One bad file must not end the process that plans for all repositories.
func FuzzPlan_survivesAnyFile(f *testing.F) {
	for _, text := range []string{
		"", "null", "- a", "on: 3\njobs: 4", "on: {push: 3}\njobs: {a: 3}", "a: &a {b: *a}",
		"on: issues\njobs: {a: {runs-on: x, steps: [null, 3, {run: 3}]}}", "on: issues\njobs: {? [a] : b}",
		"on: issues\nrun-name: ${{ 'x\n" + plain, "on: issues\nrun-name: ${{ format('}x') }}\n" + plain,
		"on: {workflow_dispatch: {inputs: {a: 3}}}\n" + plain,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, event := range []string{"issues", "workflow_dispatch", "push"} {
			if planned(text, event, nil, "refs/heads/main") == nil {
				t.Error("no answer")
			}
		}
	})
}
