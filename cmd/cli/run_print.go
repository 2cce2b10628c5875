package cli

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"

	"hashwatt/reports"
	"hashwatt/reports/html"
	"hashwatt/reports/text"
	"hashwatt/sim"
)

// printRun prints the gist of a run and where its report is.
func (e *Env) printRun(done *outcome, j job, again bool) error {
	if again {
		fmt.Fprintln(e.Out)
	}
	lines := []string{"report: " + filepath.Join(j.dir, reportName)}
	if done.solved != "" {
		lines = append([]string{"solved: " + done.solved}, lines...)
	}
	return text.Render(e.Out, done.page, text.Options{Width: e.Width, Files: lines})
}

// solvedText says what the scenario's solve found: "7310 MW, 3.21 times sites.*.power, give share(RU) = 11.23 % over
// 2030-01 to 2030-12"; empty where it has none.
func solvedText(s *sim.Solved) string {
	if s == nil {
		return ""
	}
	text := fmt.Sprintf("%.6g times %s gives %s", s.Factor, s.Path, s.Goal)
	if s.TotalMW > 0 {
		text = fmt.Sprintf("%.6g MW, %.6g times %s, give %s", s.TotalMW, s.Factor, s.Path, s.Goal)
	}
	if s.From != "" {
		text += " over " + s.From + " to " + s.To
	}
	return text
}

// printSummaries prints summary.json of one run as it is, of several as a list.
func (e *Env) printSummaries(summaries [][]byte) {
	if len(summaries) == 1 {
		e.Out.Write(summaries[0])
		return
	}
	fmt.Fprintf(e.Out, "[\n%s]\n", bytes.Join(summaries, []byte(",\n")))
}

// writeIndexes writes the pages that lead to the reports of several runs: of the variants of one scenario into its
// own folder, where no other scenario's takes its place, and of several scenarios into the folder of all.
func (e *Env) writeIndexes(jobs []job, pages []*reports.Page, o *runOptions) error {
	base := o.out
	if base == "" {
		base = defaultOut
	}
	for first := 0; first < len(jobs); {
		end := first + 1
		for end < len(jobs) && jobs[end].source == jobs[first].source {
			end++
		}
		if end-first > 1 {
			if err := e.writeIndex(filepath.Join(base, jobs[first].source.name), jobs[first:end], pages[first:end], o); err != nil {
				return err
			}
		}
		if end-first < len(jobs) && end == len(jobs) {
			return e.writeIndex(base, jobs, pages, o)
		}
		first = end
	}
	return nil
}

// writeIndex writes the page that leads to the reports of some runs into a folder.
func (e *Env) writeIndex(dir string, jobs []job, pages []*reports.Page, o *runOptions) error {
	index := html.Index{Title: "Reports", Version: Version}
	for k, j := range jobs {
		report, err := filepath.Rel(dir, filepath.Join(j.dir, reportName))
		if err != nil {
			return fmt.Errorf("lead from %s to %s: %w", dir, j.dir, err)
		}
		index.Runs = append(index.Runs, html.Entry{Href: filepath.ToSlash(report), Page: pages[k]})
	}
	st, err := newStage(e.path(dir))
	if err != nil {
		return err
	}
	defer st.drop()
	if err := st.write(indexName, func(w io.Writer) error { return html.RenderIndex(w, index) }); err != nil {
		return err
	}
	if err := st.commit(nil); err != nil {
		return err
	}
	if !o.json {
		fmt.Fprintf(e.Out, "\nindex: %s\n", filepath.Join(dir, indexName))
	}
	return nil
}
