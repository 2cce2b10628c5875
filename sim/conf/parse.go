package conf

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// Limits bound what Parse accepts, so that no file can exhaust the machine.
type Limits struct {
	Bytes int // size of the text
	Depth int // maps and lists inside one another
	Nodes int // values after aliases and merge keys are expanded
}

// DefaultLimits are generous for anything that a person writes.
var DefaultLimits = Limits{Bytes: 1 << 20, Depth: 64, Nodes: 100_000}

// longestKey is the limit of a key in bytes. YAML itself allows 1,024 characters on one line.
const longestKey = 200

// Parse reads one YAML document. The error is Problems. Where only keys are wrong (given twice, too long), the tree
// comes back beside the error, so that Decode can add what else is wrong; otherwise it is nil.
func Parse(file string, src []byte, lim Limits) (*Node, error) {
	if len(src) > lim.Bytes {
		return nil, Problems{problemAt(Pos{File: file}, "", "the file has %d bytes; at most %d are read", len(src), lim.Bytes)}
	}
	source, text, problem := readText(file, src)
	if problem != nil {
		return nil, Problems{*problem}
	}
	doc, problem := load(source, text, lim)
	if problem != nil {
		return nil, Problems{*problem}
	}
	c := converter{source: source, limits: lim, open: map[*yaml.Node]bool{}}
	root := c.node(doc, 1)
	if c.fatal {
		return nil, c.problems.Err()
	}
	if root.Kind == Null && doc.Value == "" {
		return nil, Problems{emptyFile(source)}
	}
	return root, c.problems.Err()
}

// Load parses a text and decodes it, and returns the problems of both.
func Load(file string, src []byte, lim Limits, into any) error {
	root, err := Parse(file, src, lim)
	if root == nil {
		return err
	}
	var all Problems
	for _, e := range []error{err, Decode(root, into)} {
		var p Problems
		if errors.As(e, &p) {
			all = append(all, p...)
		}
	}
	return all.Err()
}

func emptyFile(source *Source) Problem {
	return problemAt(Pos{File: source.Name, Line: 1, Col: 1}, "", `the file is empty; write keys and values, like "name: Komi"`)
}

// load reads exactly one document into the library's own tree.
func load(source *Source, text []byte, lim Limits) (*yaml.Node, *Problem) {
	loader, err := yaml.NewLoader(bytes.NewReader(text),
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(lim.Depth), loaderlimits.AliasNone())))
	if err != nil {
		panic("conf: the YAML loader refuses its options: " + err.Error())
	}
	var doc, second yaml.Node
	switch err := loader.Load(&doc); {
	case errors.Is(err, io.EOF):
		p := emptyFile(source)
		return nil, &p
	case err != nil:
		p := syntaxProblem(source, err, lim)
		return nil, &p
	}
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
		return doc.Content[0], nil
	case err != nil:
		p := syntaxProblem(source, err, lim)
		return nil, &p
	}
	p := problemAt(secondDocument(source, &second), "", `a second document starts here; a file holds one, so remove the "---" and what follows`)
	return nil, &p
}

// secondDocument finds the line that starts the second document: the last "---" at or above its first value.
func secondDocument(source *Source, doc *yaml.Node) Pos {
	line := max(1, min(doc.Content[0].Line, len(source.Lines)))
	for i := line; i > 1; i-- {
		if strings.HasPrefix(source.Lines[i-1], "---") {
			return Pos{File: source.Name, Line: i, Col: 1, Source: source}
		}
	}
	return Pos{File: source.Name, Line: line, Col: 1, Source: source}
}

// A converter turns the library's tree into ours: aliases are copied in, merge keys resolved, keys checked.
type converter struct {
	source   *Source
	limits   Limits
	nodes    int
	open     map[*yaml.Node]bool // the maps and lists that hold the current one
	problems Problems
	fatal    bool // a limit was passed: no tree

	originLine int    // the line that originText is for: neighbours share it
	originText string // "komi.yaml:14"
}

func (c *converter) origin(line int) string {
	if line != c.originLine {
		c.originLine, c.originText = line, c.source.Name+":"+strconv.Itoa(line)
	}
	return c.originText
}

func (c *converter) pos(n *yaml.Node) Pos {
	return Pos{File: c.source.Name, Line: n.Line, Col: n.Column, Source: c.source}
}

func (c *converter) report(at *yaml.Node, format string, args ...any) {
	c.problems = append(c.problems, problemAt(c.pos(at), "", format, args...))
}

func (c *converter) stop(at *yaml.Node, format string, args ...any) *Node {
	if !c.fatal {
		c.fatal = true
		c.report(at, format, args...)
	}
	return &Node{}
}

// node converts a value and what is inside.
func (c *converter) node(n *yaml.Node, depth int) *Node {
	if c.fatal {
		return &Node{}
	}
	if c.nodes++; c.nodes > c.limits.Nodes {
		return c.stop(n, "more than %d values once aliases are written out; use fewer or smaller aliases", c.limits.Nodes)
	}
	if n.Kind == yaml.AliasNode {
		if c.open[n.Alias] {
			return c.stop(n, "*%s stands inside the value that &%s names, which would never end", n.Value, n.Value)
		}
		return c.node(n.Alias, depth)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		c.report(n, "the tag %q is not used here; remove it, the kind of a value follows from its key", shorten(n.Tag))
	}
	out := &Node{Pos: c.pos(n), Origin: c.origin(n.Line)}
	if n.Kind == yaml.ScalarNode {
		out.Quoted = n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if out.Quoted || !isNull(n.Value) {
			out.Kind, out.Text = Scalar, n.Value
		}
		return out
	}
	if depth > c.limits.Depth {
		return c.stop(n, "more than %d maps and lists inside one another", c.limits.Depth)
	}
	c.open[n] = true
	defer delete(c.open, n)
	if n.Kind == yaml.SequenceNode {
		out.Kind = List
		for _, item := range n.Content {
			out.Items = append(out.Items, c.node(item, depth+1))
		}
		return out
	}
	out.Kind = Map
	c.fields(out, n, depth)
	return out
}

// isNull reports whether an unquoted scalar stands for the default.
func isNull(text string) bool {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// fields converts the keys of a map. What a merge key brings in stands where the merge key stood, unless the map
// says otherwise.
func (c *converter) fields(out *Node, n *yaml.Node, depth int) {
	at := map[string]int{} // key to place in out.Fields
	merged := map[string]bool{}
	firstLine := map[string]int{}
	for i := 0; i+1 < len(n.Content) && !c.fatal; i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if isMerge(key) {
			for _, f := range c.mergeKey(value, depth) {
				if _, known := at[f.Key]; !known {
					at[f.Key], merged[f.Key] = len(out.Fields), true
					out.Fields = append(out.Fields, f)
				}
			}
			continue
		}
		if !c.checkKey(key) {
			continue
		}
		if line, twice := firstLine[key.Value]; twice {
			c.report(key, "%q is given twice, first on line %d; remove one", key.Value, line)
			continue
		}
		firstLine[key.Value] = key.Line
		f := Field{Key: key.Value, KeyPos: c.pos(key), Value: c.node(value, depth+1)}
		if merged[key.Value] {
			out.Fields[at[key.Value]] = f
			continue
		}
		at[key.Value] = len(out.Fields)
		out.Fields = append(out.Fields, f)
	}
}

func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Style == 0 && key.Value == "<<"
}

// checkKey reports a key that is not a word.
func (c *converter) checkKey(key *yaml.Node) bool {
	switch {
	case key.Kind != yaml.ScalarNode:
		c.report(key, "a key is a word, not an alias, a list or a map")
	case key.Value == "":
		c.report(key, "the key is empty; write a word before the colon")
	case len(key.Value) > longestKey:
		c.report(key, "the key has %d bytes; at most %d are allowed", len(key.Value), longestKey)
	default:
		return true
	}
	return false
}

// mergeKey returns the fields that "<<: *x" or "<<: [*x, *y]" brings in; of several maps the first one that has a
// key wins.
func (c *converter) mergeKey(value *yaml.Node, depth int) []Field {
	n := c.node(value, depth)
	maps := []*Node{n}
	if n.Kind == List {
		maps = n.Items
	}
	var fields []Field
	seen := map[string]bool{}
	for _, m := range maps {
		if m.Kind != Map {
			if !c.fatal {
				c.report(value, `"<<" merges maps, not %s; write "<<: *name" where &name is a map`, m.Kind)
			}
			continue
		}
		for _, f := range m.Fields {
			if !seen[f.Key] {
				seen[f.Key] = true
				fields = append(fields, f)
			}
		}
	}
	return fields
}
