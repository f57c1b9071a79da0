package factstest

import (
	"encoding/json"
	"fmt"
)

// FailPart makes a part of a GraphQL answer fail alone, as GitHub does: it is
// null, and an error names its path.
func (a *Answer) FailPart(path ...any) {
	var form map[string]any
	if err := json.Unmarshal([]byte(a.Body), &form); err != nil {
		panic(err)
	}
	at := form["data"]
	for i, step := range path {
		last := i == len(path)-1
		switch step := step.(type) {
		case string:
			object := at.(map[string]any)
			if at = object[step]; last {
				object[step] = nil
			}
		case int:
			list := at.([]any)
			if at = list[step]; last {
				list[step] = nil
			}
		}
	}
	errors, _ := form["errors"].([]any)
	form["errors"] = append(errors, map[string]any{"path": path, "message": "Something went wrong while executing your query."})
	body, err := json.Marshal(form)
	if err != nil {
		panic(fmt.Sprint("writing what was read: ", err))
	}
	a.Body = string(body)
}
