package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"hashwatt/scenarios"
	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/scenario"
)

// source is a scenario that the user named: a file of theirs or one of the library.
type source struct {
	arg  string // as it was typed
	name string // of the folder of its results
	fsys fs.FS  // the folder of the file, which nothing can leave
	file string // in it
	root *os.Root
}

// openSource finds a scenario. The caller closes it.
func (e *Env) openSource(arg string) (*source, error) {
	full := e.path(arg)
	info, err := os.Stat(full)
	bare := !strings.ContainsAny(arg, `/\`)
	if known, ok := scenarios.Find(arg); ok && bare && (err != nil || info.IsDir()) {
		return &source{arg: arg, name: known.Name, fsys: scenarios.FS, file: known.File}, nil
	}
	switch {
	case arg == "" || errors.Is(err, fs.ErrNotExist):
		return nil, missing(arg, bare)
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", arg, reason(err))
	case info.IsDir():
		return nil, wrong("%s is a folder; name a scenario file in it", arg)
	case !info.Mode().IsRegular():
		return nil, wrong("%s is no regular file; a scenario is a file in a folder of its own", arg)
	}
	if full, err = filepath.EvalSymlinks(full); err != nil {
		return nil, fmt.Errorf("read %s: %w", arg, reason(err))
	}
	root, err := os.OpenRoot(filepath.Dir(full))
	if err != nil {
		return nil, fmt.Errorf("read the folder of %s: %w", arg, reason(err))
	}
	base := filepath.Base(filepath.Clean(e.path(arg)))
	name := folderName(strings.TrimSuffix(base, filepath.Ext(base)))
	return &source{arg: arg, name: name, fsys: root.FS(), file: filepath.Base(full), root: root}, nil
}

func (s *source) close() {
	if s.root != nil {
		s.root.Close()
	}
}

// missing says that a scenario is not there, and what is.
func missing(arg string, bare bool) error {
	if !bare || strings.Contains(arg, ".") {
		return wrong("%s: there is no such file", arg)
	}
	var names []string
	for _, info := range scenarios.List() {
		names = append(names, info.Name)
	}
	if near := conf.Suggest(arg, names); near != "" {
		return wrong("%q is neither a file nor a scenario of the library; did you mean %s?", arg, near)
	}
	return wrong("%q is neither a file nor a scenario of the library; \"hashwatt list\" shows those", arg)
}

// reason takes the operation and the path off an error of the file system: the caller says them.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// folderName makes the name of a folder of any text: letters, digits, dots, hyphens and underscores, no dot in front.
func folderName(text string) string {
	name := strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, text)
	name = strings.TrimLeft(name[:min(len(name), 100)], ".")
	if strings.Trim(name, "-") == "" {
		return "scenario"
	}
	return name
}

// everyVariant is the word of --variant for the file as it stands and all its variants.
const everyVariant = "all"

// changes are the flags that change a scenario on its way in.
type changes struct {
	variant string
	sets    []string
}

func (c *changes) flags(f *pflag.FlagSet, all string) {
	f.StringVar(&c.variant, "variant", "", "`NAME` of one of the scenario's variants"+all)
	f.StringArrayVar(&c.sets, "set", nil, "change one value: `PATH=VALUE`, as sites.mikun.power=\"10 MW\"; may be repeated")
}

// load reads the scenario with one variant, "" for the file as it stands.
func (s *source) load(variant string, sets []string) (*scenario.File, error) {
	cat, err := seeds.Load()
	if err != nil {
		return nil, err
	}
	f, err := scenario.Load(s.fsys, s.file, scenario.Options{Variant: variant, Sets: sets, Catalog: cat})
	return f, s.placed(err)
}

// placed names the files of problems as the user did, so that a terminal or an editor can open them.
func (s *source) placed(err error) error {
	var problems conf.Problems
	if s.root == nil || !errors.As(err, &problems) {
		return err
	}
	dir, _ := path.Split(filepath.ToSlash(s.arg))
	out := make(conf.Problems, len(problems))
	for k, p := range problems {
		p.Pos.File = s.shown(dir, p.Pos.File)
		out[k] = p
	}
	return out
}

// shown is a file of the scenario's folder as the user would type it. Other places ("--set", "seeds/facilities.csv:
// mikun", "default") stay as they are.
func (s *source) shown(dir, name string) string {
	if name == s.file || name == "default" { // nothing in the file says it
		return s.arg
	}
	if !fs.ValidPath(name) {
		return name
	}
	if info, err := fs.Stat(s.fsys, name); err != nil || info.IsDir() {
		return name
	}
	return dir + name
}
