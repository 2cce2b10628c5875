package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"hashwatt/sim/conf"
)

// The exit codes.
const (
	Done        = 0
	WorldFailed = 1   // a file, a disk, a stream
	Wrong       = 2   // the command or the scenario
	NotHeld     = 3   // a requirement of the scenario, or a check of the results
	Interrupted = 130 // and nothing half-written is left
)

// wrongError is a mistake of the user's that no line of a file shows.
type wrongError struct{ text string }

func (e *wrongError) Error() string { return e.text }

// wrong returns an error that exits with Wrong.
func wrong(format string, args ...any) error { return &wrongError{fmt.Sprintf(format, args...)} }

// unreadable says why a file cannot be read: that it is a folder is a mistake of the user's.
func unreadable(name, what string, err error) error {
	if errors.Is(err, syscall.EISDIR) {
		return wrong("%s is a folder; name %s in it", name, what)
	}
	return fmt.Errorf("read %s: %w", name, reason(err))
}

// unwritable says why a file cannot be written: that its folder is not there is a mistake of the user's.
func unwritable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return wrong("write %s: there is no folder %s; make it, or name another", name, filepath.Dir(name))
	}
	return fmt.Errorf("write %s: %w", name, reason(err))
}

// notHeldError says that results are there and do not hold what was asked of them. What does not hold is printed
// already.
type notHeldError struct{ text string }

func (e *notHeldError) Error() string { return e.text }

// code is the exit code of an error.
func code(err error) int {
	var problems conf.Problems
	var mistake *wrongError
	var unmet *notHeldError
	switch {
	case err == nil:
		return Done
	case errors.Is(err, context.Canceled):
		return Interrupted
	case errors.As(err, &problems), errors.As(err, &mistake):
		return Wrong
	case errors.As(err, &unmet):
		return NotHeld
	}
	return WorldFailed
}

// report prints an error for people: problems with their lines, everything else in one sentence.
func (e *Env) report(err error) {
	var problems conf.Problems
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(e.Err, "hashwatt: interrupted; nothing was left half-written")
	case errors.As(err, &problems):
		e.problems(problems)
	default:
		fmt.Fprintf(e.Err, "%s %s\n", e.bold("hashwatt:"), plainLines(plainError(err)))
	}
}

// problems prints every problem with its source line.
func (e *Env) problems(list conf.Problems) {
	for _, p := range list {
		fmt.Fprintln(e.Err, e.bold(plainLines(p.String())))
		if p.Excerpt != "" {
			line, caret, _ := strings.Cut(p.Excerpt, "\n")
			fmt.Fprintf(e.Err, "%s\n%s\n", line, e.red(caret))
		}
	}
	if len(list) > 1 {
		fmt.Fprintf(e.Err, "%d mistakes\n", len(list))
	}
}

func (e *Env) bold(text string) string { return e.escape("1", text) }
func (e *Env) red(text string) string  { return e.escape("31", text) }

func (e *Env) escape(style, text string) string {
	if !e.Color {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// plainError takes the name of the system call off an error of the file system: "open x: permission denied" becomes
// "x: permission denied".
func plainError(err error) string {
	text := err.Error()
	var at *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &at):
		text = strings.Replace(text, at.Error(), at.Path+": "+at.Err.Error(), 1)
	case errors.As(err, &link):
		text = strings.Replace(text, link.Error(), link.New+": "+link.Err.Error(), 1)
	}
	return text
}
