package seeds

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestEachMistakeIsExplained(t *testing.T) {
	// One cell of the shipped files is spoilt; the problem names file, line, column and cure.
	t.Parallel()
	cases := []struct{ name, file, old, new, want string }{
		{
			"number", "rigs.csv", "200,3500,17.50", "200,3500 W,17.50",
			`seeds/rigs.csv:32: power_w: "3500 W" is not a number; write digits with a point, such as 0.85 or 2.5e-3, or leave an unknown cell empty`,
		},
		{"infinity", "rigs.csv", "200,3500,17.50", "200,Inf,17.50", `power_w: "Inf" is not a number`},
		{"grouping", "rigs.csv", "200,3500,17.50", "200,\"3,500\",17.50", `power_w: "3,500" is not a number`},
		{"needed number", "rigs.csv", "200,3500,17.50", "200,,17.50", "power_w: is empty, but every row needs this number"},
		{"range", "rigs.csv", "200,3500,17.50", "200,3500000,17.50", "power_w: 3.5e+06 is outside 50 to 50000; check the value and its unit"},
		{"arithmetic", "rigs.csv", "200,3500,17.50", "200,3500,17.75", "efficiency_j_th: 17.75 is printed, but power over hashrate is 17.50; mend one of the three"},
		{"spaces", "rigs.csv", "200,3500,17.50", "200, 3500,17.50", `power_w: " 3500" has spaces around it; remove them`},
		{"double", "rigs.csv", "antminer-s19-xp-134", "antminer-s19-xp-140", `seeds/rigs.csv:28: rig_id: "antminer-s19-xp-140" stands in line 27 already; every row needs a name of its own`},
		{"name", "rigs.csv", "antminer-s21-200", "antminer s21", `rig_id: "antminer s21" has a space, comma, semicolon or quote in it; names are single words`},
		{"word", "rigs.csv", "S21 (200 TH),S21 Series,air", "S21 (200 TH),S21 Series,fan", `cooling: "fan" is not one of air, hydro, immersion`},
		{"date", "rigs.csv", "air,2024-02-01,month,200", "air,2024-02-31,month,200", `release_date: "2024-02-31" does not exist`},
		{"region", "facilities.csv", "komi_15,komi,RU", "komi_15,kommi,RU", `seeds/facilities.csv:2: region_id: there is no "kommi" among the regions; did you mean "komi", or is its row missing?`},
		{"station", "facilities.csv", "grid,Syktyvkar,", "grid,Siktivkar,", `climate_station: there is no "Siktivkar" among the stations`},
		{"source", "facilities.csv", "tadviser_energoresurs_k,inferred", "nobody_knows_it,inferred", `source_id: there is no "nobody_knows_it" among the sources; mend the name or add the row`},
		{"no source", "facilities.csv", "tadviser_energoresurs_k,inferred", ",inferred", "source_id: is empty, but every row needs it"},
		{"confidence", "facilities.csv", "tadviser_energoresurs_k,inferred", "tadviser_energoresurs_k,sure", `confidence: "sure" is not one of reported, secondary, inferred, background, assumed`},
		{"order", "facilities.csv", ",4,21.07,85,", ",40,21.07,85,", "power_mw_low: low, mid and high are 40, 21.07 and 85; they must not fall"},
		{"order of two", "facilities.csv", ",4,21.07,85,", ",,100,85,", "power_mw_low: low, mid and high are 0, 100 and 85; they must not fall"},
		{"sign", "facilities.csv", ",4,21.07,85,", ",-4,21.07,85,", "power_mw_low: -4 is below 0; check the value and its sign"},
		{"basis", "facilities.csv", ",4,21.07,85,inferred", ",4,21.07,85,", "power_basis: power and its basis go together"},
		{"country", "facilities.csv", "komi_15,komi,RU", "komi_15,komi,Russia", `country: "Russia" is not a country code`},
		{"place", "facilities.csv", "62.36,50.07", "162.36,50.07", "lat_deg: 162.36 is outside -90 to 90"},
		{"vague date", "facilities.csv", "announced,2024-09-13", "announced,13.9.2024", `announced_date: "13.9.2024" is not a date; write "2024", "2024-09" or "2024-09-13"`},
		{"zone", "regions.csv", "RU,Europe/Moscow,RUB,northwest", "RU,Europe/Moskow,RUB,northwest", `iana_zone: there is no time zone "Europe/Moskow"`},
		{"currency", "regions.csv", "Europe/Moscow,RUB,northwest", "Europe/Moscow,rouble,northwest", `currency: "rouble" is not a currency`},
		{"season", "rules.csv", "11-15,03-15", "11-31,03-15", "season_from_mmdd"},
		{"rule ends", "rules.csv", "2025-01-01,2031-03-15", "2025-01-01,2021-03-15", "to: 2021-03-15 is before 2025-01-01"},
		{"units", "plants.csv", "4500,18,250", "4500,18,25", "unit_mw: 18 units of 25 MW are 450 MW, but capacity_mw is 4500"},
		{"normals", "stations.csv", "-14.3,-12.4", "14.3,-12.4", "annual_mean_c: 1.4 is printed, but the twelve months have a mean of 3.7"},
		{"difficulty", "bitcoin/retargets.csv", "1702905c", "1702905d", "difficulty: 1.0978207559890519e+14 is printed, but nbits_hex gives"},
		{"epoch", "bitcoin/retargets.csv", "\n2,4032,", "\n3,4032,", "epoch: epochs must follow each other: number 2 has heights 4032 to 6047"},
		{"day", "bitcoin/days.csv", "\n2009-01-05,", "\n2009-01-06,", "date_utc: 2009-01-06 follows 2009-01-04; every day has one row, in order"},
		{"gap", "bitcoin/days.csv", "\n2025-01-01,", "\n2025-01-01,,,,,,,\n2025-01-01,", "price_usd: there is a gap before this value"},
		{"month", "exchange_rates.csv", "RUB,2013-02", "RUB,2013-03", "month: 2013-03 does not follow the row before"},
		{"url", "sources.csv", "https://24tv.ua", "24tv.ua", "is not an address; begin it with https://"},
		{"cells", "rigs.csv", "200,3500,17.50", "200,3500", "seeds/rigs.csv:32: the row has 10 cells, the header 11; leave unknown cells empty, but keep their commas"},
		{"quote", "rigs.csv", "200,3500,17.50", "200,35\"00,17.50", "put a cell that holds a comma or a quote into quotes"},
		{"header", "rigs.csv", "rig_id,maker", "rig,maker", `seeds/rigs.csv:1: column 1 is "rig", want "rig_id"; the header must be rig_id,maker,`},
		{"header short", "rigs.csv", ",efficiency_j_th", "", `the header ends before "efficiency_j_th"`},
		{"header long", "rigs.csv", ",efficiency_j_th", ",efficiency_j_th,colour", `column 12, "colour", is not known`},
		{"mark", "rigs.csv", "rig_id,maker", "\ufeffrig_id,maker", "begins with a byte-order mark"},
		{"encoding", "rigs.csv", "Antminer S21 (200 TH)", "Antminer S21 \xff", "is not UTF-8"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(edited(t, tc.file, tc.old, tc.new))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("the problem is\n%v\nwant\n%s", err, tc.want)
			}
		})
	}
}

func TestAllProblemsAreReportedAtOnceAndInOrder(t *testing.T) {
	// Two mistakes in one file and a missing file give three problems, sorted; of very many only twenty are printed.
	t.Parallel()
	fsys := edited(t, "rigs.csv", "11.5,1127", "x,1127").(fstest.MapFS)
	fsys["rigs.csv"].Data = []byte(strings.Replace(string(fsys["rigs.csv"].Data), "12.5,1225", "y,1225", 1))
	delete(fsys, "claims.csv")
	_, err := read(fsys)
	if err == nil {
		t.Fatal("nothing was reported")
	}
	lines := strings.Split(err.Error(), "\n")
	if !strings.HasPrefix(lines[0], "seeds/claims.csv:1: the file cannot be read") || !strings.HasPrefix(lines[1], `seeds/rigs.csv:5: hashrate_th_s: "x"`) {
		t.Errorf("the first problems are\n%s\n%s", lines[0], lines[1])
	}
	many := make(Problems, 25)
	if text := many.Error(); !strings.HasSuffix(text, "\nand 5 more") || strings.Count(text, "\n") != 20 {
		t.Errorf("25 problems print as\n%s", text)
	}
}

func TestWindowsLineEndsAreFine(t *testing.T) {
	// A spreadsheet may save CRLF; the rows are the same.
	t.Parallel()
	fsys := edited(t, "rigs.csv", "rig_id", "rig_id").(fstest.MapFS)
	fsys["rigs.csv"].Data = []byte(strings.ReplaceAll(string(fsys["rigs.csv"].Data), "\n", "\r\n"))
	c, err := read(fsys)
	if err != nil || len(c.Rigs) != len(catalogue(t).Rigs) {
		t.Errorf("CRLF is refused or loses rows: %v", err)
	}
}

// FuzzReader checks that no text makes the reader panic, and that it gives every row it accepts with all its cells.
func FuzzReader(f *testing.F) {
	f.Add("name,value,unit,text,source_id,confidence,note\na,1,,1,s,assumed,n\n")
	f.Add("name,value,unit,text,source_id,confidence,note\r\n\"a\"\"b\",1e400,,\"x,y\",s;t,reported,\n\n,,,,,,\n")
	f.Add("\ufeffname\n")
	f.Add("")
	f.Add("name,value\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		l := defaultLayout()
		rd := newReader(fstest.MapFS{l.file: &fstest.MapFile{Data: []byte(text)}})
		c := &Catalog{}
		rows := 0
		rd.table(l, func(r *row) {
			rows++
			if len(r.cells) != len(l.columns) || r.line < 2 {
				t.Errorf("line %d has %d cells", r.line, len(r.cells))
			}
			l.read(c, r)
		})
		rd.resolve()
		if len(c.Defaults) != rows {
			t.Errorf("%d rows gave %d defaults", rows, len(c.Defaults))
		}
		for _, p := range rd.problems {
			if p.File != l.file || p.Line < 1 || p.Message == "" {
				t.Errorf("problem without a place: %+v", p)
			}
		}
	})
}
