package main

import (
	"regexp"
	"strings"

	"hashwatt/sim/conf"
)

// A note is what the commented example of a kind says about a key.
type note struct {
	text     string
	standard any // the default, nil where it is no single value
	example  any
}

// notes are the notes of an example by path: "zones.price".
type notes map[string]note

// under returns the notes of what lies under a key.
func (n notes) under(key string) notes {
	inner := notes{}
	for path, note := range n {
		if rest, ok := strings.CutPrefix(path, key+"."); ok {
			inner[rest] = note
		}
	}
	return inner
}

// readNotes reads an example of the form that all kinds have: "price: 45 USD/MWh # required; zero or more". Of
// several items of a list the first that has a key speaks for it.
func readNotes(example string) (notes, error) {
	tree, err := conf.Parse("example", []byte(example), conf.DefaultLimits)
	if err != nil {
		return nil, err
	}
	n := notes{}
	n.add(tree, "", strings.Split(example, "\n"))
	return n, nil
}

func (n notes) add(at *conf.Node, path string, lines []string) {
	for _, item := range at.Items {
		n.add(item, path, lines)
	}
	for _, f := range at.Fields {
		inner := strings.TrimPrefix(path+"."+f.Key, ".")
		n.add(f.Value, inner, lines)
		if _, known := n[inner]; known {
			continue
		}
		var found note
		line := lines[f.KeyPos.Line-1]
		if _, comment, ok := strings.Cut(line, " # "); ok && strings.HasPrefix(strings.TrimLeft(line, " -"), f.Key+":") {
			found = readNote(strings.TrimSpace(comment))
		}
		if f.Value.Kind == conf.Scalar {
			found.example = plain(f.Value.Text)
		}
		n[inner] = found
	}
}

var standard = regexp.MustCompile(`^default ([^;:]+)`)

// readNote reads a comment. That a key is required need not be said: the schema does.
func readNote(comment string) note {
	var n note
	if m := standard.FindStringSubmatch(comment); m != nil {
		n.standard = plain(m[1])
	}
	if comment != "required" {
		n.text = strings.TrimPrefix(comment, "required; ")
	}
	return n
}
