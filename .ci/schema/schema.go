package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// A schema is a JSON Schema of draft 2020-12, with the two keywords of its editors' own that yaml-language-server knows
// (patternErrorMessage, enumDescriptions).
type schema struct {
	Dialect      string   `json:"$schema,omitempty"`
	Ref          string   `json:"$ref,omitempty"`
	Title        string   `json:"title,omitempty"`
	Description  string   `json:"description,omitempty"`
	Type         types    `json:"type,omitempty"`
	Const        any      `json:"const,omitempty"`
	Enum         []any    `json:"enum,omitempty"`
	EnumTexts    []string `json:"enumDescriptions,omitempty"`
	Pattern      string   `json:"pattern,omitempty"`
	PatternError string   `json:"patternErrorMessage,omitempty"`
	Default      any      `json:"default,omitempty"`
	Examples     []any    `json:"examples,omitempty"`
	Properties   keys     `json:"properties,omitempty"`
	Patterns     keys     `json:"patternProperties,omitempty"`
	Others       any      `json:"additionalProperties,omitempty"` // false or a *schema
	Required     []string `json:"required,omitempty"`
	Items        *schema  `json:"items,omitempty"`
	AnyOf        []schema `json:"anyOf,omitempty"`
	AllOf        []schema `json:"allOf,omitempty"`
	If           *schema  `json:"if,omitempty"`
	Then         *schema  `json:"then,omitempty"`
	Else         *schema  `json:"else,omitempty"`
	Defs         keys     `json:"$defs,omitempty"`
}

// A key is a member of properties, patternProperties or $defs.
type key struct {
	name string
	*schema
}

// keys keep their order, which is that of the Go types: editors and readers see them so.
type keys []key

// types are the JSON types that a value may have.
type types []string

// An object is a value with members in order.
type (
	object []member
	member struct {
		name  string
		value any
	}
)

// MarshalJSON writes the members in order.
func (k keys) MarshalJSON() ([]byte, error) {
	var o object
	for _, key := range k {
		o = append(o, member{key.name, key.schema})
	}
	return o.MarshalJSON()
}

// MarshalJSON writes one type without a list.
func (t types) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return encode(t[0])
	}
	return encode([]string(t))
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := encode(m.name)
		if err != nil {
			return nil, err
		}
		text, err := encode(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode is json.Marshal without escapes for HTML.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// simple is a list without maps or lists in it, as json.Indent breaks it into lines.
var simple = regexp.MustCompile(`\[\n[^\[\]{}]*\n\s*\]`)

// write prints the schema: simple lists on one line, and spaces that cannot be seen as escapes.
func (s *schema) write() ([]byte, error) {
	short, err := encode(s)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, short, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	text := simple.ReplaceAllStringFunc(b.String(), func(list string) string {
		lines := strings.Split(list, "\n")
		for i := range lines {
			lines[i] = strings.TrimSpace(lines[i])
		}
		return "[" + strings.Join(lines[1:len(lines)-1], " ") + "]"
	})
	return []byte(strings.NewReplacer("\u00a0", `\u00a0`, "\u2009", `\u2009`, "\u202f", `\u202f`).Replace(text)), nil
}

// get returns the member of a name, nil if there is none.
func (k keys) get(name string) *schema {
	i := slices.IndexFunc(k, func(key key) bool { return key.name == name })
	if i < 0 {
		return nil
	}
	return k[i].schema
}

// without returns the types but for null.
func (t types) withoutNull() types {
	return slices.DeleteFunc(slices.Clone(t), func(name string) bool { return name == null })
}

// The JSON types.
const (
	null       = "null"
	aString    = "string"
	aNumber    = "number"
	anInteger  = "integer"
	aBoolean   = "boolean"
	anArray    = "array"
	anObject   = "object"
	dialect    = "https://json-schema.org/draft/2020-12/schema"
	definition = "#/$defs/"
)
