// Package scenarios is the library of scenario files that the program carries, to run and to learn from.
package scenarios

import (
	"embed"
	"io/fs"
	"strings"
)

// FS holds the scenario files.
//
//go:embed *.yaml
var FS embed.FS

// Schema is the JSON Schema of the scenario language, by which editors complete and check: scenario.schema.json,
// which the first line of every file of the library names. It is written by `make schema` from the Go types that
// read scenarios.
//
//go:embed scenario.schema.json
var Schema []byte

// Info is one file of the library.
type Info struct {
	Name string // as a command takes it: komi
	File string // komi.yaml
}

// List returns the files of the library in alphabetical order.
func List() []Info {
	files, err := fs.Glob(FS, "*.yaml")
	if err != nil {
		panic("scenarios: " + err.Error())
	}
	var list []Info
	for _, file := range files {
		list = append(list, Info{strings.TrimSuffix(file, ".yaml"), file})
	}
	return list
}

// Find returns the file of a name, with or without its ending.
func Find(name string) (Info, bool) {
	for _, info := range List() {
		if name == info.Name || name == info.File {
			return info, true
		}
	}
	return Info{}, false
}
