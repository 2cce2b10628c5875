package cli

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"

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

// writeIndex writes the page that leads to the reports of several runs.
func (e *Env) writeIndex(index *html.Index, o *runOptions) error {
	base := o.out
	if base == "" {
		base = defaultOut
	}
	index.Title, index.Version = "Reports", Version
	st, err := newStage(e.path(base))
	if err != nil {
		return err
	}
	defer st.drop()
	if err := st.write("index.html", func(w io.Writer) error { return html.RenderIndex(w, *index) }); err != nil {
		return err
	}
	if err := st.commit(nil); err != nil {
		return err
	}
	if !o.json {
		fmt.Fprintf(e.Out, "\nindex: %s\n", filepath.Join(base, "index.html"))
	}
	return nil
}
