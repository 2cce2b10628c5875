package main

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// comments reads what the source says about types and their fields.
type comments struct {
	fsys   fs.FS // the top of the module
	parsed map[string][]*ast.File
	texts  map[string]string // "sim/scenario.Site" and "sim/scenario.Site.Fleet" -> comment
	err    error
}

// folder is where a package lies.
func folder(pkg string) string {
	if pkg == "main" {
		return ".ci/schema"
	}
	return strings.TrimPrefix(pkg, "hashwatt/")
}

// files parses a folder once, without its tests.
func (c *comments) files(dir string) []*ast.File {
	if files, ok := c.parsed[dir]; ok {
		return files
	}
	names, err := fs.Glob(c.fsys, dir+"/*.go")
	if err != nil || len(names) == 0 {
		c.fail(&fs.PathError{Op: "find source", Path: dir, Err: fs.ErrNotExist})
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := fs.ReadFile(c.fsys, name)
		if err != nil {
			c.fail(err)
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		if err != nil {
			c.fail(err)
			continue
		}
		files = append(files, f)
	}
	c.parsed[dir] = files
	for _, f := range files {
		for _, decl := range f.Decls {
			if types, ok := decl.(*ast.GenDecl); ok && types.Tok == token.TYPE {
				c.collect(dir, types)
			}
		}
	}
	return files
}

func (c *comments) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *comments) collect(dir string, types *ast.GenDecl) {
	for _, spec := range types.Specs {
		spec := spec.(*ast.TypeSpec)
		text := spec.Doc.Text()
		if text == "" {
			text = types.Doc.Text()
		}
		name := dir + "." + spec.Name.Name
		c.texts[name] = text
		body, ok := spec.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, field := range body.Fields.List {
			text := field.Doc.Text()
			if text == "" {
				text = field.Comment.Text()
			}
			for _, id := range field.Names {
				c.texts[name+"."+id.Name] = text
			}
		}
	}
}

// ofType returns the first sentence about a type.
func (c *comments) ofType(t reflect.Type) string {
	dir := folder(t.PkgPath())
	c.files(dir)
	text := new(doc.Package).Synopsis(c.texts[dir+"."+t.Name()])
	return plainly(strings.TrimSuffix(text, ","), t.Name(), snake(t.Name()))
}

// ofField returns what is said about the field of a struct type that a key is read into.
func (c *comments) ofField(t reflect.Type, index []int, key string) string {
	for _, i := range index[:len(index)-1] {
		t = t.Field(i).Type
	}
	name := t.Field(index[len(index)-1]).Name
	dir := folder(t.PkgPath())
	c.files(dir)
	text := c.texts[dir+"."+t.Name()+"."+name]
	if !strings.Contains(text, " ") { // the unit in which the program counts is not the one to write
		return ""
	}
	return plainly(text, name, key)
}

// plainly turns a comment for readers of Go into one for writers of scenarios: "Clock is the horizon." is "The
// horizon.", and a name that no scenario knows, as PoolFee, becomes the key.
func plainly(text, name, key string) string {
	text = strings.Join(strings.Fields(text), " ")
	rest, ok := strings.CutPrefix(strings.TrimPrefix(text, "A "), name+" ")
	if !ok {
		return capital(text)
	}
	for _, is := range []string{"is ", "are "} {
		if said, ok := strings.CutPrefix(rest, is); ok {
			return capital(said)
		}
	}
	if strings.Contains(key, "_") && key == snake(name) {
		return key + " " + rest
	}
	return text
}

// capital writes the first letter as a capital.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + text[n:]
}

// snake writes a Go name in small letters: TimeOfUse is time_of_use, PUE is pue.
func snake(name string) string {
	var b strings.Builder
	before := 'A'
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
		before = r
	}
	return b.String()
}
