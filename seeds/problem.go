package seeds

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in a data file.
type Problem struct {
	File    string // path under seeds/
	Line    int    // 1 is the header
	Column  string // name of the column; "" where the mistake is not in one cell
	Message string // what is wrong and what to do
}

// String prints the place and the message: "seeds/rigs.csv:7: power_w: ...".
func (p Problem) String() string {
	if p.Column == "" {
		return fmt.Sprintf("seeds/%s:%d: %s", p.File, p.Line, p.Message)
	}
	return fmt.Sprintf("seeds/%s:%d: %s: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems is every mistake found, in the order of files and lines.
type Problems []Problem

// shown is how many problems are printed; a file shifted by a column has thousands.
const shown = 20

// Error prints one problem per line, at most twenty, and says how many are left out.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i == shown {
			fmt.Fprintf(&b, "\nand %d more", len(ps)-shown)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// err returns the problems in order, or nil where there are none.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Line - b.Line
	})
	return ps
}
