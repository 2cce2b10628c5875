// Command schema writes scenarios/scenario.schema.json, by which editors complete and check scenario files, from
// the Go types that read them. Run it from the top of the module:
//
//	go run ./.ci/schema            writes the file
//	go run ./.ci/schema -check     only tells, by its exit code, whether the file is current
//
// It is a program of its own so that hashwatt need not carry it: hashwatt carries what it writes. The keys of a map
// are those of conf.Fields and the kinds of a block those of conf.ChoiceOf, so the schema knows neither more nor
// less than the decoder. Two things cannot be read off a type: a type with a DecodeNode of its own is described in
// own.go, and the form of a quantity is found by trying (scalar.go). Texts come from the comments in the source,
// and where a kind has a commented example, from that.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"hashwatt/sim/conf"
)

const file = "scenarios/scenario.schema.json"

func main() {
	check := flag.Bool("check", false, "write nothing; fail where "+file+" is not what would be written")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	want, err := generate(os.DirFS("."))
	if err != nil {
		return err
	}
	if !check {
		return os.WriteFile(file, want, 0o644)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		line := 1 + bytes.Count(want[:alike(got, want)], []byte("\n"))
		return fmt.Errorf("%s is not what the types say, first in line %d; run \"make schema\" and commit the file", file, line)
	}
	return nil
}

// alike returns the length of what two texts begin with alike.
func alike(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// plain is a scalar as an editor sees it when it stands without quotes: true, false, a number, or a text.
func plain(text string) any {
	switch {
	case text == "true" || text == "false":
		return text == "true"
	case text != "null" && json.Valid([]byte(text)):
		return json.Number(text)
	}
	return text
}

// value is a tree of the scenario language as the value of a default.
func value(n *conf.Node) any {
	switch n.Kind {
	case conf.Map:
		var m object
		for _, f := range n.Fields {
			m = append(m, member{f.Key, value(f.Value)})
		}
		return m
	case conf.List:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, value(item))
		}
		return list
	case conf.Scalar:
		return plain(n.Text)
	case conf.Null:
	}
	return nil
}
