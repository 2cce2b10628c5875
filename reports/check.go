package reports

import (
	"fmt"
	"math"
	"strings"
)

// Problems is everything that keeps a page from being shown, all of it at once.
type Problems []string

// Error lists the problems, one a line.
func (p Problems) Error() string {
	return fmt.Sprintf("the page cannot be shown:\n  %s", strings.Join(p, "\n  "))
}

// Check returns Problems naming each chart and series that cannot be drawn (NaN, infinities, columns of unequal length,
// anchors used twice), or nil. Renderers call it first.
func (p *Page) Check() error {
	c := &checker{problems: new(Problems), seen: map[string]bool{}}
	if p.Schema != Schema {
		c.add("schema is %q; this program reads %q", clip(p.Schema), Schema)
	}
	c.need("title", p.Title)
	if len(p.Audiences) == 0 {
		c.add("the page has no audience")
	}
	sections := map[string]bool{}
	for _, s := range p.Sections {
		sections[s.ID] = true
	}
	for _, a := range p.Audiences {
		in := c.in("audience %q", clip(a.ID))
		in.anchor(a.ID)
		in.need("name", a.Name)
		in.need("answer", a.Answer)
		if len(a.Figures) > 6 {
			in.add("%d figures; a page shows six", len(a.Figures))
		}
		for _, f := range a.Figures {
			f.check(in.in("figure %q", clip(f.Label)))
		}
		for _, id := range a.Sections {
			if !sections[id] {
				in.add("section %q is not on the page", clip(id))
			}
		}
	}
	for _, t := range p.Totals {
		in := c.in("total %q", clip(t.Name))
		in.need("name", t.Name)
		in.numbers(Numbers{t.Value}, func(int) string { return t.Unit })
	}
	for _, s := range p.Sources {
		in := c.in("source %q", clip(s.Name))
		in.anchor(s.ID)
		in.chip(s.Confidence, true)
	}
	for _, s := range p.Sections {
		in := c.in("section %q", clip(s.ID))
		in.anchor(s.ID)
		in.need("title", s.Title)
		in.blocks(s.Blocks)
	}
	c.in("method").blocks(p.Method)
	p.checkLinks(c)
	if len(*c.problems) > 0 {
		return *c.problems
	}
	return nil
}

// checkLinks follows the page's own links, once all anchors are known.
func (p *Page) checkLinks(c *checker) {
	for _, id := range []string{"top", "sources", "method", "checks", "glossary"} {
		c.seen[id] = true
	}
	for _, a := range p.Audiences {
		for _, f := range a.Figures {
			if f.Row != "" && !c.seen[f.Row] {
				c.add("figure %q links to %q, which is not on the page", clip(f.Label), clip(f.Row))
			}
		}
	}
	for _, n := range p.Notices {
		if n.Why != "" && !c.seen[n.Why] {
			c.add("notice %q links to %q, which is not on the page", clip(n.Text), clip(n.Why))
		}
	}
	if p.Picture != "" && !c.seen[p.Picture] {
		c.add("the picture is to show chart %q, which is not on the page", clip(p.Picture))
	}
}

func (f Figure) check(c *checker) {
	c.need("label", f.Label)
	c.chip(f.Chip, false)
	c.numbers(Numbers{f.Value, f.Low, f.High}, func(i int) string { return [3]string{"value", "low", "high"}[i] })
	if f.Value.None && f.Text == "" {
		c.add("it has neither a value nor a text")
	}
	if f.Low.None != f.High.None {
		c.add("a range needs both its ends")
	}
}

// checker collects problems under a place that it names.
type checker struct {
	where    string
	problems *Problems
	seen     map[string]bool // anchors
}

func (c *checker) in(format string, args ...any) *checker {
	where := fmt.Sprintf(format, args...)
	if c.where != "" {
		where = c.where + ": " + where
	}
	return &checker{where: where, problems: c.problems, seen: c.seen}
}

func (c *checker) add(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if c.where != "" {
		text = c.where + ": " + text
	}
	*c.problems = append(*c.problems, text)
}

func (c *checker) need(field, text string) {
	if strings.TrimSpace(text) == "" {
		c.add("%s is empty", field)
	}
}

// longest is how many bytes one text of a page may have: longer ones are a mistake or an attack.
const longest = 200_000

func (c *checker) text(field, text string) {
	if len(text) > longest {
		c.add("%s has %d bytes; at most %d are shown", field, len(text), longest)
	}
}

func (c *checker) anchor(id string) {
	if id != Slug(id) {
		c.add("%q cannot be an anchor; %q can", clip(id), Slug(id))
		return
	}
	if c.seen[id] {
		c.add("the anchor %q is used twice", id)
	}
	c.seen[id] = true
}

func (c *checker) color(k Color) {
	if k != "" && !k.known() {
		c.add("colour %q is not one of the theme", clip(string(k)))
	}
}

func (c *checker) chip(k Chip, optional bool) {
	switch k {
	case Announced, Reported, Inferred, Assumed, Simulated:
	case "":
		if !optional {
			c.add("it does not say whether it is announced, reported, inferred, assumed or simulated")
		}
	default:
		c.add("%q is not announced, reported, inferred, assumed or simulated", clip(string(k)))
	}
}

// numbers reports the first value that is not finite; at names its place.
func (c *checker) numbers(values Numbers, at func(int) string) {
	for i, n := range values {
		if n.finite() {
			continue
		}
		place := ""
		if at != nil && at(i) != "" {
			place = " (" + at(i) + ")"
		}
		what := "NaN, not a number"
		if math.IsInf(n.Value, 0) {
			what = "infinite"
		}
		c.add("value %d%s is %s; put a gap there or mend the number", i+1, place, what)
		return
	}
}

func (c *checker) axes(x, y Axis) {
	for _, a := range []struct {
		name string
		Axis
	}{{"horizontal", x}, {"vertical", y}} {
		if a.Name == "" && a.Unit == "" {
			c.add("the %s axis has neither name nor unit", a.name)
		}
		for _, end := range []*Number{a.Low, a.High} {
			if end != nil && (end.None || !end.finite()) {
				c.add("an end of the %s axis is %v", a.name, end.Value)
			}
		}
	}
}

func (c *checker) marks(marks []Mark) {
	for _, m := range marks {
		m.check(c)
	}
}

func (c *checker) blocks(blocks []Block) {
	for i, b := range blocks {
		in := c.in("block %d", i+1)
		set := 0
		if b.Chart != nil {
			set++
			k := c.in("chart %q", clip(b.Chart.ID))
			k.anchor(b.Chart.ID)
			b.Chart.check(k)
		}
		if b.Table != nil {
			set++
			k := c.in("table %q", clip(b.Table.ID))
			k.anchor(b.Table.ID)
			b.Table.check(k)
		}
		if b.Formula != nil {
			set++
			k := c.in("formula %q", clip(b.Formula.ID))
			k.anchor(b.Formula.ID)
			k.need("title", b.Formula.Title)
			k.need("symbols", b.Formula.Symbols)
		}
		if b.Prose != "" {
			set++
		}
		if set != 1 {
			in.add("a block is one chart, table, formula or prose")
		}
	}
}

// clip shortens a text for a message.
func clip(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
