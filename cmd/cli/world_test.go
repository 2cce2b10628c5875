package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestInterruptLeavesNothing(t *testing.T) {
	// An interrupt after the first line of progress ends a long run with 130, in a new folder and over older results.
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		for _, older := range []bool{false, true} {
			dir := libraryDir(t)
			if older {
				if got := command(t, dir, "run", "scenarios/01-one-site.yaml"); got.code != Done {
					t.Fatalf("run: exit code %d: %s", got.code, got.err)
				}
			}
			before := content(t, dir)
			code, stderr := interrupted(t, dir, sig, "run", "scenarios/01-one-site.yaml", "--draws", "100000", "--hourly", "csv")
			if code != Interrupted || !strings.Contains(stderr, "interrupted") {
				t.Errorf("%v: exit code %d, %q; want %d and a word about it", sig, code, stderr, Interrupted)
			}
			if d := cmp.Diff(before, content(t, dir)); d != "" {
				t.Errorf("%v: the folder has changed (-before +after):\n%s", sig, d)
			}
			if _, err := os.Lstat(filepath.Join(dir, "out")); older == (err != nil) {
				t.Errorf("%v: out is there: %v, want %v", sig, err == nil, older)
			}
		}
	}
}

// interrupted runs a command as a process, sends it a signal after its first line of progress, and waits for its end.
func interrupted(t *testing.T, dir string, sig os.Signal, args ...string) (code int, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=1")
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(pipe)
	var all []string
	for lines.Scan() {
		all = append(all, lines.Text())
		if strings.Contains(lines.Text(), "draw ") && sig != nil {
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			sig = nil
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), strings.Join(all, "\n")
}

func TestInterruptBetweenTwoRunsKeepsTheFirst(t *testing.T) {
	// What was finished stays, what had begun is gone, and there is no index of half of the runs.
	t.Parallel()
	dir := libraryDir(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var out, stderr bytes.Buffer
	watch := writerFunc(func(p []byte) (int, error) {
		if strings.Contains(string(p), "[2/4]") {
			cancel()
		}
		return stderr.Write(p)
	})
	code := Main(Env{Args: []string{"run", "scenarios/komi.yaml", "--variant", "all"}, Dir: dir, Out: &out, Err: watch, Now: time.Now, Context: ctx})
	if code != Interrupted {
		t.Errorf("exit code %d, want %d: %s", code, Interrupted, stderr.String())
	}
	entries, err := os.ReadDir(filepath.Join(dir, "out"))
	if err != nil || len(entries) != 1 || entries[0].Name() != "komi" {
		t.Errorf("out holds %v (%v), want komi alone", entries, err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestFullDiskLeavesNothing(t *testing.T) {
	// A disk of 64 kB holds no report: exit code 1, a sentence that says so, and an empty disk.
	t.Parallel()
	dir := libraryDir(t)
	disk := filepath.Join(dir, "disk")
	if err := os.Mkdir(disk, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("a small disk can be mounted by root only: %v", err)
	}
	defer func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	for _, args := range [][]string{
		{"-o", "disk"},
		{"-o", "disk/new/folder"},
		{"-o", "disk", "--hourly", "csv"},
		{"-o", "disk", "--hourly", "parquet"},
	} {
		got := command(t, dir, append([]string{"run", "scenarios/01-one-site.yaml"}, args...)...)
		if got.code != WorldFailed || !strings.Contains(got.err, "no space left on device") {
			t.Errorf("run %v: exit code %d, %q; want %d and the reason", args, got.code, got.err, WorldFailed)
		}
		if names := tree(t, disk); len(names) > 0 {
			t.Errorf("run %v left %v on the disk", args, names)
		}
	}
}

func TestResultsThatCannotBePrintedAreAnError(t *testing.T) {
	// A standard output that fails is reported, with exit code 1.
	t.Parallel()
	var stderr bytes.Buffer
	broken := writerFunc(func([]byte) (int, error) { return 0, errors.New("no space left on device") })
	for _, args := range [][]string{{"list"}, {"show", "komi"}, {"seeds"}, {"version", "--json"}} {
		code := Main(Env{Args: args, Dir: t.TempDir(), Out: broken, Err: &stderr, Now: time.Now})
		if code != WorldFailed || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("%v: exit code %d, %q; want %d and the reason", args, code, stderr.String(), WorldFailed)
		}
	}
}

func TestOlderFilesGiveWay(t *testing.T) {
	// Files of an earlier run that the new one does not have are removed; files of others stay.
	t.Parallel()
	dir := libraryDir(t)
	if got := command(t, dir, "run", "scenarios/golden-site.yaml", "--draws", "2", "--hourly", "csv", "-o", "here"); got.code != Done {
		t.Fatalf("first run: exit code %d: %s", got.code, got.err)
	}
	if err := os.WriteFile(filepath.Join(dir, "here", "notes.txt"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := command(t, dir, "run", "scenarios/golden-site.yaml", "-o", "here"); got.code != Done {
		t.Fatalf("second run: exit code %d: %s", got.code, got.err)
	}
	want := "bill.csv limits.csv manifest.json monthly.csv network.csv notes.txt page.json report.html summary.json"
	if got := strings.Join(tree(t, filepath.Join(dir, "here")), " "); got != want {
		t.Errorf("files = %s, want %s", got, want)
	}
}

func TestAFolderInTheWayOfAFileIsToldBeforeAnythingMoves(t *testing.T) {
	// report.html is a folder: exit code 1, and no other file has changed.
	t.Parallel()
	dir := libraryDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "here", "report.html"), 0o777); err != nil {
		t.Fatal(err)
	}
	got := command(t, dir, "run", "scenarios/golden-site.yaml", "-o", "here")
	if got.code != WorldFailed || !strings.Contains(got.err, "is a folder") {
		t.Errorf("exit code %d, %q; want %d and the folder named", got.code, got.err, WorldFailed)
	}
	if names := tree(t, filepath.Join(dir, "here")); len(names) != 1 {
		t.Errorf("the folder holds %v, want report.html alone", names)
	}
}
