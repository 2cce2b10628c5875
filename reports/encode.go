package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Write writes the page as JSON, schema hashwatt.page/1: the same bytes for the same page. It refuses a page that
// cannot be shown, with all its problems.
func (p *Page) Write(w io.Writer) error {
	clean, err := p.Clean()
	if err != nil {
		return err
	}
	b, err := json.Marshal(clean)
	if err != nil {
		return fmt.Errorf("write the page as JSON: %w", err)
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// Read reads a page from JSON and checks it. A page that was written renders to the same bytes as the one it was
// made from.
func Read(r io.Reader) (*Page, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	var p Page
	if err := dec.Decode(&p); err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	return &p, nil
}

// Clean checks the page and returns a copy in the form that it has after a journey through JSON: bytes that are not
// UTF-8 replaced, the outline of the land without its spaces. Renderers begin with it, so that a page and its copy
// look the same.
func (p *Page) Clean() (*Page, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	out := cleaned(reflect.ValueOf(*p)).Interface().(Page)
	for _, c := range out.Charts() {
		if c.Map == nil {
			continue
		}
		var b bytes.Buffer
		if err := json.Compact(&b, c.Map.Land); err != nil {
			return nil, fmt.Errorf("chart %q: outline of the land: %w", c.ID, err)
		}
		c.Map.Land = b.Bytes()
	}
	return &out, nil
}

// cleaned copies v with every text valid UTF-8. Columns of numbers and bytes are shared, not copied.
func cleaned(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(strings.ToValidUTF8(v.String(), "\ufffd"))
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(cleaned(v.Elem()))
	case reflect.Slice:
		if v.IsNil() || !holdsText(v.Type().Elem()) {
			return v
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(cleaned(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(cleaned(v.Field(i)))
		}
	default:
		return v
	}
	return out
}

func holdsText(t reflect.Type) bool {
	return t.Kind() != reflect.Uint8 && t != reflect.TypeFor[Number]() && t != reflect.TypeFor[Numbers]()
}
