package reports

import "strings"

// Schema is the name and version of the page's JSON form.
const Schema = "hashwatt.page/1"

// Page is a whole report as plain data. Renderers print it and never compute: every number that a reader sees
// stands here in the unit in which it is shown. All texts are texts: whatever they hold, no renderer takes them for
// markup or code.
type Page struct {
	Schema    string     `json:"schema"`
	Title     string     `json:"title"`              // the scenario's name
	Question  string     `json:"question,omitempty"` // what it asks
	Run       Run        `json:"run"`
	Audiences []Audience `json:"audiences"` // the first one is shown first
	Notices   []Notice   `json:"notices,omitempty"`
	Totals    []Total    `json:"totals,omitempty"` // what an index of several pages compares
	Sections  []Section  `json:"sections"`
	Sources   []Source   `json:"sources,omitempty"` // sources and assumptions
	Method    []Block    `json:"method,omitempty"`  // how it was computed
	Checks    []Check    `json:"checks,omitempty"`  // checks that ran
	Picture   string     `json:"picture,omitempty"` // id of the chart that a one-picture summary shows; empty: the first that can be drawn
}

// Run says which calculation this page shows. Nothing here changes from one execution of it to the next.
type Run struct {
	File    string `json:"file,omitempty"` // the scenario's file name, without folders
	Variant string `json:"variant,omitempty"`
	Seed    uint64 `json:"seed,string"` // a string in JSON: browsers keep only 53 bits of a number
	Draws   int    `json:"draws"`       // 0: the central case alone
	Version string `json:"version,omitempty"`
	Facts   []Fact `json:"facts,omitempty"` // more lines of the head: horizon, zone, sites
}

// Fact is a named line of text.
type Fact struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Audience is one way to read the page: same data, its own answer, figures, order of sections and glossary.
type Audience struct {
	ID       string   `json:"id"`   // policy, investor or student
	Name     string   `json:"name"` // what the switch shows
	Answer   string   `json:"answer"`
	Figures  []Figure `json:"figures"`            // six
	Sections []string `json:"sections,omitempty"` // ids in this audience's order; sections that are not listed follow
	Glossary []Term   `json:"glossary,omitempty"`
}

// The audiences' ids.
const (
	Policy   = "policy"
	Investor = "investor"
	Student  = "student"
)

// Figure is one of the numbers at the top: 1.91 TWh, 1.10 to 3.40.
type Figure struct {
	Label string `json:"label"`          // what it is: "electricity a year"
	Value Number `json:"value"`          // in Unit; a gap where Text says what is to be said
	Unit  string `json:"unit,omitempty"` // "TWh", "M$", "%"
	Low   Number `json:"low"`            // P5 over the draws, in Unit; a gap without draws
	High  Number `json:"high"`           // P95
	Text  string `json:"text,omitempty"` // instead of the value: "not within the horizon"
	Note  string `json:"note,omitempty"` // under the range: "discounted at 12 %"
	Chip  Chip   `json:"chip"`
	Row   string `json:"row,omitempty"` // id of the Source row that the chip links to
}

// Chip says where a figure comes from.
type Chip string

// The five origins of a figure.
const (
	Announced Chip = "announced" // a plan that somebody published
	Reported  Chip = "reported"  // a fact that somebody published
	Inferred  Chip = "inferred"  // computed from published facts by a stated rule
	Assumed   Chip = "assumed"   // chosen by the scenario or by a default
	Simulated Chip = "simulated" // computed by this run
)

// Term is an entry of the glossary, or a symbol of a formula.
type Term struct {
	Word    string `json:"word"`
	Meaning string `json:"meaning"`
}

// Notice is a box under the figures: something true but worrying.
type Notice struct {
	Text string `json:"text"`
	Why  string `json:"why,omitempty"` // id of a section, chart or Source row on this page that explains it
}

// Section is a chapter of the page.
type Section struct {
	ID     string  `json:"id"` // anchor: lower-case letters, digits and hyphens (see Slug)
	Title  string  `json:"title"`
	Lead   string  `json:"lead,omitempty"` // one sentence that says what the charts show
	Gist   bool    `json:"gist,omitempty"` // the lead belongs to the gist: a terminal shows it under the figures
	Blocks []Block `json:"blocks"`
}

// Block is one piece of a section: exactly one of its fields besides For is set.
type Block struct {
	Chart   *Chart   `json:"chart,omitempty"`
	Table   *Table   `json:"table,omitempty"`
	Prose   string   `json:"prose,omitempty"` // paragraphs, parted by an empty line
	Formula *Formula `json:"formula,omitempty"`
	For     []string `json:"for,omitempty"` // ids of the audiences that see it; empty: everybody
}

// Formula is a rule of the model and the same rule worked through with this scenario's numbers.
type Formula struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Symbols string `json:"symbols"`           // "revenue = hashrate × 86 400 s × …", one line a step
	Where   []Term `json:"where,omitempty"`   // the symbols with their units
	Worked  string `json:"worked,omitempty"`  // the same with numbers, one line a step
	Caption string `json:"caption,omitempty"` // what to learn from it; the source of the rule
}

// Source is a row of Sources and assumptions: one input with its value, and where it comes from.
type Source struct {
	ID         string `json:"id"`   // anchor, see Slug
	Name       string `json:"name"` // "power of Mikun"
	Value      string `json:"value"`
	Unit       string `json:"unit,omitempty"`
	Origin     string `json:"origin,omitempty"` // where the run got it: "komi.yaml:14", "seeds/facilities.csv: mikun", "default"
	SourceID   string `json:"source_id,omitempty"`
	Publisher  string `json:"publisher,omitempty"`
	Title      string `json:"title,omitempty"`
	URL        string `json:"url,omitempty"` // becomes a link where it begins with http:// or https://
	Date       string `json:"date,omitempty"`
	Confidence Chip   `json:"confidence,omitempty"`
	Note       string `json:"note,omitempty"`
}

// Check is a check that ran with the calculation.
type Check struct {
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
	Detail string `json:"detail,omitempty"` // what was compared, and how near it came
}

// Audience returns the audience of that id, or the first one where there is none.
func (p *Page) Audience(id string) Audience {
	for _, a := range p.Audiences {
		if a.ID == id {
			return a
		}
	}
	if len(p.Audiences) > 0 {
		return p.Audiences[0]
	}
	return Audience{}
}

// Order returns the sections in the order of an audience: those it lists, then the others as they stand.
func (p *Page) Order(a Audience) []Section {
	out := make([]Section, 0, len(p.Sections))
	taken := map[string]bool{}
	for _, id := range a.Sections {
		for _, s := range p.Sections {
			if s.ID == id && !taken[id] {
				out, taken[id] = append(out, s), true
			}
		}
	}
	for _, s := range p.Sections {
		if !taken[s.ID] {
			out = append(out, s)
		}
	}
	return out
}

// Charts returns every chart of the page in the order of its sections.
func (p *Page) Charts() []*Chart {
	var out []*Chart
	for _, blocks := range p.blockLists() {
		for _, b := range blocks {
			if b.Chart != nil {
				out = append(out, b.Chart)
			}
		}
	}
	return out
}

func (p *Page) blockLists() [][]Block {
	var out [][]Block
	for _, s := range p.Sections {
		out = append(out, s.Blocks)
	}
	return append(out, p.Method)
}

// Slug makes an anchor of any text: lower-case letters, digits and hyphens, never empty.
func Slug(text string) string {
	var out []byte
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, byte(r))
		case r >= 'A' && r <= 'Z':
			out = append(out, byte(r-'A'+'a'))
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	switch {
	case len(out) == 0:
		return "x"
	case out[0] < 'a':
		out = append([]byte("x-"), out...)
	}
	return strings.TrimRight(string(out[:min(len(out), 80)]), "-")
}
