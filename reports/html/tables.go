package html

import (
	"fmt"

	"hashwatt/reports"
)

// tableView is a table as the template prints it: its first rows. All rows are in a data block, for sorting and CSV.
type tableView struct {
	ID, Title, Caption, Note string
	Folded                   bool
	Whole                    bool // short enough to stand without a scroll bar
	Stacked                  bool // on a narrow page
	Heads                    []headView
	Rows                     [][]cellView
}

type headView struct {
	Index int
	Text  string
	Num   bool
}

type cellView struct {
	Head string // of its column, for a narrow page; of stacked tables alone
	Text string
	Num  bool
	Date bool // a day, which does not break at its hyphens
	Long bool // a sentence, which needs room
}

// longCell is how many bytes a text has that gets room on a narrow page; the script has the same number.
const longCell = 60

// tableData is the data block of a table. A heat map's is made from its packed cells by the script.
type tableData struct {
	Columns []columnData `json:"columns,omitempty"`
	Heat    *packedTable `json:"heat,omitempty"`
	Shown   int          `json:"shown"`
}

type packedTable struct {
	Heat   *heatData `json:"heat"`
	Digits int       `json:"digits"`
}

type columnData struct {
	Name    string          `json:"name"`
	Unit    string          `json:"unit,omitempty"`
	Digits  int             `json:"digits"`
	Text    []string        `json:"text,omitempty"`
	Numbers reports.Numbers `json:"numbers,omitempty"`
}

// table prepares a table and adds its data block to the page.
func (v *view) table(t reports.Table, packed *drawing) (*tableView, error) {
	shown, note := reports.Shown(t.Len())
	out := &tableView{ID: t.ID, Title: t.Title, Caption: t.Caption, Note: note, Folded: t.Folded, Whole: t.Len() <= 30, Stacked: t.Stacked}
	if t.Folded {
		out.Title = fmt.Sprintf("table: %s, %s rows", t.Title, reports.Format(float64(t.Len()), 0))
	}
	data := tableData{Shown: shown}
	if packed != nil {
		data.Heat = &packedTable{packed.Heat, packed.Meta.Y.Digits}
	}
	for i, c := range t.Columns {
		out.Heads = append(out.Heads, headView{i, c.Head(), c.IsNumbers()})
		if packed == nil {
			data.Columns = append(data.Columns, columnData{c.Name, c.Unit, c.Decimals(), c.Text, c.Numbers})
		}
	}
	digits := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		digits[i] = c.Decimals()
	}
	for r := range shown {
		row := make([]cellView, len(t.Columns))
		for i, c := range t.Columns {
			if c.IsNumbers() {
				row[i] = cellView{Text: c.Numbers[r].Format(digits[i]), Num: true}
			} else {
				_, form, _ := reports.Moment(c.Text[r])
				row[i] = cellView{Text: c.Text[r], Date: form == "day", Long: len(c.Text[r]) > longCell}
			}
			if t.Stacked && i > 0 {
				row[i].Head = c.Head()
			}
		}
		out.Rows = append(out.Rows, row)
	}
	js, err := block(data)
	if err != nil {
		return nil, err
	}
	v.Data = append(v.Data, dataBlock{false, t.ID, js})
	return out, nil
}
