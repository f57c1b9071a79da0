package facts

import (
	"fmt"
	"slices"
	"testing"
)

func TestBatches_holdFewRepositoriesAndFewRequests(t *testing.T) {
	for name, test := range map[string]struct {
		repositories, requests int
		want                   []int
	}{
		"none":                              {1, 0, nil},
		"one":                               {1, 1, []int{1}},
		"as many as go":                     {15, 15, []int{15}},
		"one repository more":               {16, 16, []int{15, 1}},
		"many of one repository":            {1, 31, []int{30, 1}},
		"several of each":                   {15, 30, []int{30}},
		"several of each and of one more":   {16, 32, []int{30, 2}},
		"more of each than a batch's share": {20, 60, []int{30, 30}},
	} {
		t.Run(name, func(t *testing.T) {
			var list []*one
			for i := range test.requests {
				o := &one{Opened: Opened{Reading: &Reading{}}}
				o.Reading.Parsed.Request.Project = fmt.Sprintf("acme/r%d", i%test.repositories)
				list = append(list, o)
			}
			var got []int
			for _, batch := range batches(list) {
				got = append(got, len(batch))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("they are of %v, want %v", got, test.want)
			}
		})
	}
}
