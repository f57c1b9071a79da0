package actions

import (
	"github.com/goccy/go-yaml"
)

// header is what can be said of a workflow file without a runner.
type header struct {
	name string
	on   map[string]trigger // by event
}

// trigger is how an event is filtered.
type trigger struct {
	Types    []string         `yaml:"types"`
	Branches []string         `yaml:"branches"`
	Tags     []string         `yaml:"tags"`
	Inputs   map[string]input `yaml:"inputs"`
}

type input struct {
	Required bool `yaml:"required"`
	Default  any  `yaml:"default"`
}

// readHeader reads a file's name and events. What cannot be read is left out:
// GitHub lists a broken workflow under its path.
func readHeader(f file) header {
	h := header{name: f.path, on: map[string]trigger{}}
	var top struct {
		Name string `yaml:"name"`
		On   any    `yaml:"on"`
	}
	if err := yaml.Unmarshal([]byte(f.text), &top); err != nil {
		return h
	}
	if top.Name != "" {
		h.name = top.Name
	}
	switch on := top.On.(type) {
	case string:
		h.on[on] = trigger{}
	case []any:
		for _, name := range on {
			if name, ok := name.(string); ok {
				h.on[name] = trigger{}
			}
		}
	case map[string]any:
		for name, filters := range on {
			h.on[name] = readTrigger(filters)
		}
	}
	return h
}

func readTrigger(filters any) trigger {
	var t trigger
	text, err := yaml.Marshal(filters)
	if err == nil {
		err = yaml.Unmarshal(text, &t)
	}
	if err != nil {
		return trigger{}
	}
	return t
}
