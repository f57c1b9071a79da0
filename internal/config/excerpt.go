package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Excerpt returns what it takes to prepare a release of any project, as a policy
// file of its own in JSON, a project a line. It goes into a workflow that source
// repositories run, which may not be able to read the policy; so it holds no
// people and no secrets, and no text that Actions would take for an expression.
// What Parse makes of it has the same projects, without what only the central
// repository asks for.
func (p *Policy) Excerpt() []byte {
	head := members{{"version", Version}, {"binary", "path"}}
	if p.zone != time.UTC {
		head.add("timezone", p.zone.String())
	}
	targets := members{}
	for _, t := range p.Targets {
		targets.add(t.Name, members{
			{"environment", t.Environment}, {"craft", t.Craft}, {"timeout", strconv.Itoa(int(t.Timeout/time.Minute)) + "m"},
		})
	}
	head.add("targets", targets)
	var out bytes.Buffer
	begin, _ := bytes.CutSuffix(encode(head), []byte("}"))
	out.Write(begin)
	out.WriteString(`,"projects":{`)
	for i, project := range p.Projects {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "\n%s:%s", encode(project.Name), encode(project.excerpt()))
	}
	out.WriteString("}}\n")
	return bytes.ReplaceAll(out.Bytes(), []byte("${{"), []byte(`$\u007b{`))
}

func (p *Project) excerpt() members {
	m := members{{"repository", p.Source.Repository()}}
	if p.Source.Path != "" {
		m.add("path", p.Source.Path)
	}
	if p.Targets != nil {
		m.add("targets", p.Targets)
	}
	m.add("prepare", p.Prepare.excerpt())
	m.add("publish", p.Publish.excerpt())
	m.add("versioning", p.Versioning.excerpt())
	m.add("workflow", p.Workflow)
	m.add("bases", p.rules.Bases)
	m.add("branch", p.rules.Branch)
	m.add("tag", p.rules.Tag)
	m.add("release-commits", p.rules.ReleaseCommits)
	return m
}

func (s Step) excerpt() any {
	if s.By == ByRun {
		return members{{"run", s.Command}}
	}
	return s.By
}

func (v Versioning) excerpt() any {
	switch v.Scheme {
	case calverName:
		return members{{"scheme", calverName}, {"format", v.CalVer.Format()}, {"offset", strconv.Itoa(int(v.offset/day)) + "d"}}
	case patternName:
		return members{{patternName, v.Pattern.Source()}}
	}
	return v.Scheme
}

// members are those of a JSON object, in their order: that of the targets
// matters.
type members []member

type member struct {
	key   string
	value any
}

func (m *members) add(key string, value any) { *m = append(*m, member{key, value}) }

func (m members) MarshalJSON() ([]byte, error) {
	var parts []string
	for _, one := range m {
		parts = append(parts, string(encode(one.key))+":"+string(encode(one.value)))
	}
	return []byte("{" + strings.Join(parts, ",") + "}"), nil
}

// encode writes JSON on one line, with every character as itself that may be.
func encode(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // texts, numbers and lists: there is nothing to fail
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
