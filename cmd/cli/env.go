package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/term"
)

// Env is the world as one command sees it.
type Env struct {
	Args     []string         // without the name of the program
	Dir      string           // where relative paths begin
	Out, Err io.Writer        // results; progress, warnings and errors
	Now      func() time.Time // the clock
	Terminal bool             // Err is a terminal: a bar instead of lines of progress
	Color    bool             // Err shows colours
	Width    int              // of the terminal that Out is, in characters; 0 where it is none
	Context  context.Context  // done when the user interrupts; nil: never
}

// System returns the Env of this process. An interrupt or a request to terminate cancels its context; a second one ends
// the process at once.
func System() Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	terminal := term.IsTerminal(int(os.Stderr.Fd()))
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		width = 0
	}
	return Env{
		Args: os.Args[1:], Dir: dir, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Terminal: terminal,
		Color: terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", Width: width, Context: ctx,
	}
}

// path is a path of the command line as the system takes it.
func (e *Env) path(arg string) string {
	if filepath.IsAbs(arg) {
		return arg
	}
	return filepath.Join(e.Dir, arg)
}

// sink remembers the first error of a stream, so that results that were not written are not reported as done.
type sink struct {
	w   io.Writer
	err error
}

// Write passes on to the stream until it fails.
func (s *sink) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}
