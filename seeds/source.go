package seeds

import "strings"

// Source is where facts come from: a row of sources.csv.
type Source struct {
	ID        string
	Publisher string
	Title     string // the page's own, or a description in square brackets
	URL       string // of the page where known, else of the site, else empty
	Date      string // of publication as far as known: "2024", "2024-09", "2024-09-13", or empty
}

// Cited says where a row comes from and how far to trust it.
type Cited struct {
	Source     string // ids of sources.csv, separated by ";", the principal one first
	Confidence string // one of Confidences
}

// File describes a data file as a whole: a row of files.csv. Rows of files without columns of their own for source and
// confidence carry those of their file.
type File struct {
	Name    string // path under seeds/
	Subject string // what one row of it is
	Rows    int    // without the header; 1 for a file that is no table
	Terms   string // what its sources ask of those who pass it on
	AsOf    string // day or month to which it is complete
	Cited
}

// Confidence is one word for how far to trust a figure.
type Confidence struct {
	Word    string
	Meaning string
}

// Confidences returns the words for confidence, the best first.
func Confidences() []Confidence {
	return []Confidence{
		{"reported", "stated by a primary source, a wire, an official body or the original data file"},
		{"secondary", "stated by an aggregator, a blog, a vendor, a relay or a translation"},
		{"inferred", "arithmetic or judgement of this project, with the working shown"},
		{"background", "general knowledge, not found in a source consulted; verify it before relying on it"},
		{"assumed", "a placeholder that lets a model run; never to be shown as a fact"},
	}
}

// confidenceWords returns the words of Confidences.
func confidenceWords() []string {
	var words []string
	for _, c := range Confidences() {
		words = append(words, c.Word)
	}
	return words
}

// sourceLayout describes sources.csv.
func sourceLayout() layout {
	return layout{
		name: "sources", file: "sources.csv", key: "source_id",
		columns: []Column{
			{"source_id", "", "name of the source"},
			{"publisher", "", "who published it"},
			{"title", "", "its own title, or a description in square brackets"},
			{"url", "", "address of the page where known, else of the site"},
			{"date", "", "day of publication, as far as known"},
		},
		read: func(c *Catalog, r *row) {
			s := Source{
				ID: r.id("source_id"), Publisher: r.need("publisher"), Title: r.need("title"),
				URL: r.text("url"), Date: r.vague("date"),
			}
			if s.URL != "" && !strings.HasPrefix(s.URL, "https://") && !strings.HasPrefix(s.URL, "http://") {
				r.problem("url", "%q is not an address; begin it with https:// or leave it empty", s.URL)
			}
			c.Sources = append(c.Sources, s)
		},
	}
}

// fileLayout describes files.csv.
func fileLayout() layout {
	return layout{
		name: "files", file: "files.csv", key: "file",
		columns: []Column{
			{"file", "", "path under seeds/"},
			{"subject", "", "what one row of it is"},
			{"rows", "", "number of rows without the header; 1 for a file that is no table"},
			{"source_id", "", "sources of the file as a whole"},
			{"confidence", "", "how far to trust its rows, where they do not say it themselves"},
			{"terms", "", "what its sources ask of those who pass it on"},
			{"as_of", "", "day or month to which it is complete"},
		},
		read: func(c *Catalog, r *row) {
			c.Files = append(c.Files, File{
				Name: r.id("file"), Subject: r.need("subject"), Rows: int(r.integer("rows", 0)), Cited: r.cited(),
				Terms: r.need("terms"), AsOf: r.vague("as_of"),
			})
		},
	}
}

// Source returns the source of an id.
func (c *Catalog) Source(id string) (Source, bool) {
	return lookup(c.Sources, func(s *Source) string { return s.ID }, id)
}

// SourcesOf returns the sources that a row cites, the principal one first.
func (c *Catalog) SourcesOf(cited Cited) []Source {
	var found []Source
	for id := range strings.SplitSeq(cited.Source, ";") {
		if s, ok := c.Source(id); ok {
			found = append(found, s)
		}
	}
	return found
}

// File returns the description of a data file by its path under seeds/.
func (c *Catalog) File(name string) (File, bool) {
	return lookup(c.Files, func(f *File) string { return f.Name }, name)
}

// fileCited returns source and confidence of the file that the row stands in.
func (c *Catalog) fileCited(r *row) Cited {
	f, ok := c.File(r.layout.file)
	if !ok {
		r.problem("", "files.csv has no row for this file; add one with its source and confidence")
	}
	return f.Cited
}
