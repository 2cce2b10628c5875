package seeds

import (
	"slices"
	"strings"
	"testing"
)

func TestTablesDescribeTheirColumns(t *testing.T) {
	// Every table has a sentence, every column a phrase, and no name occurs twice.
	t.Parallel()
	seen := map[string]bool{}
	for _, table := range catalogue(t).Tables() {
		if seen[table.Name] || table.Doc == "" {
			t.Errorf("table %q: name twice, or no sentence (%q)", table.Name, table.Doc)
		}
		seen[table.Name] = true
		columns := map[string]bool{}
		for _, c := range table.Columns {
			if c.Doc == "" || columns[c.Name] {
				t.Errorf("%s.%s has no phrase, or stands there twice", table.Name, c.Name)
			}
			columns[c.Name] = true
		}
		if table.Key != "" && !columns[table.Key] {
			t.Errorf("%s has no column %s for its key", table.Name, table.Key)
		}
		if rows := table.Rows(); len(rows) == 0 || len(rows[0]) != len(table.Columns) {
			t.Errorf("%s has no rows, or cells that do not fit", table.Name)
		}
	}
	for _, name := range []string{"sources", "facilities", "regions", "rules", "plants", "rigs", "claims", "defaults", "retargets", "bitcoin_days"} {
		if !seen[name] {
			t.Errorf("there is no table %s", name)
		}
	}
	if _, ok := catalogue(t).Table("sites"); ok {
		t.Error("there is a table sites")
	}
}

func TestShowFindsARowWithItsSources(t *testing.T) {
	// Names of sites, regions, machines, days and epochs lead to their rows, with sources of the row or of its file.
	t.Parallel()
	c := catalogue(t)
	for _, tc := range []struct{ id, table, source string }{
		{"mikun", "facilities", "tadviser_energoresurs_k"},
		{"komi", "regions", "agenzianova_2021"},
		{"antminer-s21-200", "rigs", "mining_guardian"},
		{"2025-01-01", "bitcoin_days", "coinmetrics"},
		{"435", "retargets", "bitcoin_wallet_checkpoints"},
		{"Syktyvkar", "stations", "sp131"},
		{"pool_fee", "defaults", "project_assumption"},
		{"ru_household_limit", "rules", "interfax_107315"},
	} {
		found := c.Show(tc.id)
		if len(found) != 1 || found[0].Table.Name != tc.table || !slices.ContainsFunc(found[0].Sources, func(s Source) bool { return s.ID == tc.source }) {
			t.Errorf("Show(%s) = %d rows, want one of %s citing %s", tc.id, len(found), tc.table, tc.source)
		}
	}
	if e := c.Show("komi")[0]; !slices.ContainsFunc(e.Sources, func(s Source) bool { return s.ID == "minenergo_627" }) || e.Table.Cell(e.Row, "iana_zone") != "Europe/Moscow" {
		t.Errorf("Show(komi) leaves out the source of its load: %v", e.Sources)
	}
	if got := c.Show("tass_1842803"); len(got) != 1 || len(got[0].Sources) != 0 {
		t.Errorf("a source is shown as %+v", got)
	}
	if got := c.Show("nowhere"); got != nil {
		t.Errorf("Show(nowhere) = %v", got)
	}
}

func TestFindNeedsEveryWord(t *testing.T) {
	// Words match in any case and any column of a row; long tables are not searched.
	t.Parallel()
	c := catalogue(t)
	found := c.Find("MIKUN", "sindor")
	if len(found) == 0 {
		t.Fatal("nothing is found")
	}
	for _, e := range found {
		text := strings.ToLower(strings.Join(e.Row, " "))
		if !strings.Contains(text, "mikun") || !strings.Contains(text, "sindor") || e.Table.Long {
			t.Errorf("found %v", e.Row)
		}
	}
	if got := c.Find(); got != nil {
		t.Errorf("no word finds %d rows", len(got))
	}
	if got := c.Find("komi", "unfindable"); got != nil {
		t.Errorf("an unknown word finds %d rows", len(got))
	}
}

func TestWhereFiltersAColumn(t *testing.T) {
	// A column may be named without its ending; a cell with several sources is found by each.
	t.Parallel()
	facilities, _ := catalogue(t).Table("facilities")
	for _, tc := range []struct {
		column, value string
		want          int
	}{{"program", "komi_15", 15}, {"region", "komi_north", 2}, {"region_id", "komi_north", 2}, {"program", "none", 0}} {
		if rows, err := facilities.Where(tc.column, tc.value); err != nil || len(rows) != tc.want {
			t.Errorf("Where(%s, %s) = %d rows, %v, want %d", tc.column, tc.value, len(rows), err, tc.want)
		}
	}
	claims, _ := catalogue(t).Table("claims")
	if rows, err := claims.Where("source", "forbes_550837"); err != nil || len(rows) < 3 {
		t.Errorf("Where(source, forbes_550837) = %d rows, %v", len(rows), err)
	}
	if _, err := facilities.Where("colour", "red"); err == nil || !strings.Contains(err.Error(), `facilities has no column "colour"; its columns are facility_id, name,`) {
		t.Errorf("an unknown column gives %v", err)
	}
}

func TestIDsNameEveryRowOnce(t *testing.T) {
	// The list for a did-you-mean is sorted and holds names of every kind, but no days.
	t.Parallel()
	ids := catalogue(t).IDs()
	if !slices.IsSorted(ids) || slices.Contains(ids, "2025-01-01") {
		t.Error("the list is not sorted, or holds days")
	}
	for _, want := range []string{"mikun", "komi", "antminer-s21-200", "tass_1842803", "pool_fee", "Vorkuta"} {
		if !slices.Contains(ids, want) {
			t.Errorf("%s is missing", want)
		}
	}
}
