package cli

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// stage is a folder in which the files of a run are written, so that they appear in their place together and whole, or
// not at all. It lies in the target where that exists, because the target may be a disk of its own, else beside it.
type stage struct {
	target string
	dir    string
	fresh  bool     // the target did not exist: the stage becomes it
	made   []string // folders above the target that were made for it, the outermost first
	files  []string
}

// newStage makes the stage of a target folder.
func newStage(target string) (s *stage, err error) {
	s = &stage{target: target}
	parent := filepath.Dir(target)
	info, err := os.Stat(target)
	switch {
	case err == nil && !info.IsDir():
		return nil, wrong("%s is a file, so no folder of that name can hold the results; choose another with -o", target)
	case err == nil:
		parent = target
	case errors.Is(err, syscall.ENOTDIR):
		return nil, wrong("%s lies under a file, which cannot hold folders; choose another with -o", target)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("look at %s: %w", target, reason(err))
	default:
		s.fresh = true
		if s.made, err = makeFolders(parent); err != nil {
			s.drop()
			return nil, fmt.Errorf("make the folder %s: %w", parent, reason(err))
		}
	}
	var random [6]byte
	rand.Read(random[:])
	s.dir = filepath.Join(parent, "."+filepath.Base(target)+"-tmp-"+hex.EncodeToString(random[:]))
	if err = os.Mkdir(s.dir, 0o777); err != nil {
		s.dir = ""
		s.drop()
		return nil, fmt.Errorf("make a folder in %s: %w", parent, reason(err))
	}
	return s, nil
}

// makeFolders makes a folder and those above it, and returns those that were not there.
func makeFolders(dir string) (made []string, err error) {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	slices.Reverse(made)
	return made, os.MkdirAll(dir, 0o777)
}

// create opens a file of the stage.
func (s *stage) create(name string) (*stagedFile, error) {
	f, err := os.OpenFile(filepath.Join(s.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, reason(err))
	}
	s.files = append(s.files, name)
	return &stagedFile{name: name, file: f, out: bufio.NewWriterSize(f, 1<<16)}, nil
}

// write writes a whole file of the stage.
func (s *stage) write(name string, content func(io.Writer) error) error {
	f, err := s.create(name)
	if err != nil {
		return err
	}
	return errors.Join(content(f), f.close())
}

// commit moves the files to their place and removes those of an earlier run that this one does not have.
func (s *stage) commit(known []string) error {
	if s.fresh {
		if err := syncFolder(s.dir); err != nil {
			return err
		}
		err := os.Rename(s.dir, s.target)
		if err == nil {
			s.dir, s.made = "", nil
			return syncFolder(filepath.Dir(s.target))
		}
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, syscall.ENOTEMPTY) {
			return fmt.Errorf("put the results into %s: %w", s.target, reason(err))
		}
	}
	for _, name := range s.files { // before anything is moved
		if info, err := os.Lstat(filepath.Join(s.target, name)); err == nil && info.IsDir() {
			return fmt.Errorf("%s is a folder, so no file of that name can be written", filepath.Join(s.target, name))
		}
	}
	for _, name := range s.files {
		if err := os.Rename(filepath.Join(s.dir, name), filepath.Join(s.target, name)); err != nil {
			return fmt.Errorf("put %s into %s: %w", name, s.target, reason(err))
		}
	}
	for _, name := range known {
		if !slices.Contains(s.files, name) {
			if err := os.Remove(filepath.Join(s.target, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("remove %s of an earlier run: %w", name, reason(err))
			}
		}
	}
	s.made = nil
	return syncFolder(s.target)
}

// drop removes the stage and the empty folders that were made for it. After commit it does nothing more than that.
func (s *stage) drop() {
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
	for _, dir := range slices.Backward(s.made) {
		os.Remove(dir)
	}
}

// syncFolder makes the names in a folder last.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open %s: %w", dir, reason(err))
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) { // some file systems do not sync folders
		return fmt.Errorf("write %s: %w", dir, reason(err))
	}
	return nil
}

// stagedFile is a file in the making. It keeps the first error and calls failed with it, so that a run whose hourly
// rows find no room stops at once.
type stagedFile struct {
	name   string
	file   *os.File
	out    *bufio.Writer
	failed func(error)
	err    error
}

// Write writes on until the first error.
func (f *stagedFile) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	n, err := f.out.Write(p)
	f.fail(err)
	return n, f.err
}

func (f *stagedFile) fail(err error) {
	if err == nil || f.err != nil {
		return
	}
	f.err = fmt.Errorf("write %s: %w", f.name, reason(err))
	if f.failed != nil {
		f.failed(f.err)
	}
}

// close writes what is held back, and waits until the disk has it.
func (f *stagedFile) close() error {
	first := f.err
	if first == nil {
		f.fail(f.out.Flush())
	}
	if f.err == nil {
		f.fail(f.file.Sync())
	}
	if err := f.file.Close(); err != nil {
		f.fail(err)
	}
	if first != nil {
		return nil // its writer has reported it
	}
	return f.err
}
