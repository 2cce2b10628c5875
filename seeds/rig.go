package seeds

import (
	"math"
	"strings"
)

// Rig is a mining machine as its maker rates it.
type Rig struct {
	ID          string // slug with the rating in TH/s: antminer-s21-200
	Maker       string
	Model       string // S21
	Variant     string // the maker's full name: Antminer S21 (200 TH)
	Series      string
	Cooling     string // air, hydro, immersion
	Released    string // "2024-02"; "2026" where only the year is known
	HashrateTHs float64
	PowerW      float64
	JPerTH      float64 // PowerW / HashrateTHs
	Cited
}

// OperatingPoint is a setting of a machine other than its rating, as someone measured or a maker stated it.
type OperatingPoint struct {
	ID          string // antminer-s19j-pro@1740w
	Rig         string // id of rigs.csv that it belongs to; empty where that machine is not listed
	Model, Mode string
	Kind        string // measured, measured_preset, preset_label, maker_mode, maker_bin, maker_or_firmware_mode, stock, independent_test
	Cooling     string
	PowerW      float64
	HashrateTHs float64
	JPerTH      float64
	Cited
}

// RigPrice is what a machine, or a class of machines, cost on a day.
type RigPrice struct {
	ID       string
	AsOf     string // day or month
	Kind     string // index, new_unit_listing, used_dealer_from, used_listing_from
	Item     string
	Rig      string  // id of rigs.csv; empty where none fits
	USD      float64 // per machine; 0 if not stated
	USDPerTH float64 // per TH/s; 0 if not stated
	Cited
}

// rigLayout describes rigs.csv.
func rigLayout() layout {
	return layout{
		name: "rigs", file: "rigs.csv", key: "rig_id",
		columns: []Column{
			{"rig_id", "", "name of the machine: its model and its rating in TH/s"},
			{"maker", "", "who makes it"},
			{"model", "", "short name of the model"},
			{"variant", "", "the maker's full name"},
			{"series", "", "family of models"},
			{"cooling", "", "air, hydro, immersion"},
			{"release_date", "", "first of the month of release"},
			{"release_date_precision", "", "month; year: 1 January stands for the year"},
			{"hashrate_th_s", "TH/s", "rated hashrate"},
			{"power_w", "W", "rated power at the wall"},
			{"efficiency_j_th", "J/TH", "power over hashrate"},
		},
		read: func(c *Catalog, r *row) {
			g := Rig{
				ID: r.id("rig_id"), Maker: r.need("maker"), Model: r.need("model"), Variant: r.need("variant"),
				Series: r.need("series"), Cooling: r.word("cooling", "air", "hydro", "immersion"),
				HashrateTHs: r.within("hashrate_th_s", 1, 5000), PowerW: r.within("power_w", 50, 50000), Cited: c.fileCited(r),
			}
			g.JPerTH = r.efficiency(g.PowerW, g.HashrateTHs)
			g.Released = r.date("release_date").String()
			switch r.word("release_date_precision", "year", "month") {
			case "year":
				g.Released = g.Released[:min(len(g.Released), len("2026"))]
			case "month":
				g.Released = g.Released[:min(len(g.Released), len("2026-01"))]
			}
			c.Rigs = append(c.Rigs, g)
		},
	}
}

// efficiency returns the unrounded J/TH of a machine and reports a printed one that differs.
func (r *row) efficiency(powerW, hashrateTHs float64) float64 {
	jPerTH := powerW / max(hashrateTHs, 1e-9)
	if printed := r.number("efficiency_j_th"); math.Abs(printed-jPerTH) > 0.0051 {
		r.problem("efficiency_j_th", "%v is printed, but power over hashrate is %.2f; mend one of the three", printed, jPerTH)
	}
	return jPerTH
}

// operatingPointLayout describes operating_points.csv.
func operatingPointLayout() layout {
	return layout{
		name: "operating_points", file: "operating_points.csv", key: "point_id",
		columns: []Column{
			{"point_id", "", "name of the setting"},
			{"rig_id", "", "row of rigs.csv that it belongs to"},
			{"model", "", "the machine in words"},
			{"mode", "", "the setting in words"},
			{"kind", "", "who says so: measured, measured_preset, independent_test, stock, maker_mode, maker_bin, maker_or_firmware_mode, preset_label"},
			{"cooling", "", "air, hydro, immersion"},
			{"power_w", "W", "power at the wall"},
			{"hashrate_th_s", "TH/s", "hashrate"},
			{"efficiency_j_th", "J/TH", "power over hashrate"},
		},
		read: func(c *Catalog, r *row) {
			p := OperatingPoint{
				ID: r.id("point_id"), Rig: r.reference("rig_id", "rigs"), Model: r.need("model"), Mode: r.need("mode"),
				Kind: r.word("kind", "measured", "measured_preset", "preset_label", "maker_mode", "maker_bin",
					"maker_or_firmware_mode", "stock", "independent_test"),
				Cooling: r.word("cooling", "air", "hydro", "immersion"),
				PowerW:  r.within("power_w", 50, 50000), HashrateTHs: r.within("hashrate_th_s", 1, 5000), Cited: c.fileCited(r),
			}
			p.JPerTH = r.efficiency(p.PowerW, p.HashrateTHs)
			c.OperatingPoints = append(c.OperatingPoints, p)
		},
	}
}

// rigPriceLayout describes rig_prices.csv.
func rigPriceLayout() layout {
	return layout{
		name: "rig_prices", file: "rig_prices.csv", key: "price_id",
		columns: []Column{
			{"price_id", "", "name of the quotation"},
			{"as_of", "", "day or month"},
			{"kind", "", "index, new_unit_listing, used_dealer_from, used_listing_from"},
			{"item", "", "what is priced, in words"},
			{"rig_id", "", "row of rigs.csv where one fits"},
			{"price_usd", "USD", "per machine"},
			{"price_usd_per_th_s", "USD per TH/s", "per hashrate"},
		},
		read: func(c *Catalog, r *row) {
			p := RigPrice{
				ID: r.id("price_id"), AsOf: r.vague("as_of"),
				Kind: r.word("kind", "index", "new_unit_listing", "used_dealer_from", "used_listing_from"),
				Item: r.need("item"), Rig: r.reference("rig_id", "rigs"),
				USD: r.atLeast("price_usd", 0, 0), USDPerTH: r.atLeast("price_usd_per_th_s", 0, 0), Cited: c.fileCited(r),
			}
			if p.USD == 0 && p.USDPerTH == 0 {
				r.problem("price_usd", "the row has no price; give it per machine or per TH/s")
			}
			c.RigPrices = append(c.RigPrices, p)
		},
	}
}

// FindRig returns the machine of an id, alone; else all whose id begins with what is given, in the order of the file: a
// short form such as "antminer-s21-xp" stands for one machine where the list has one entry.
func (c *Catalog) FindRig(idOrShort string) []Rig {
	var found []Rig
	for _, g := range c.Rigs {
		if g.ID == idOrShort {
			return []Rig{g}
		}
		if idOrShort != "" && strings.HasPrefix(g.ID, idOrShort) {
			found = append(found, g)
		}
	}
	return found
}

// PointsOf returns the operating points of a machine, in the order of the file.
func (c *Catalog) PointsOf(rigID string) []OperatingPoint {
	var found []OperatingPoint
	for _, p := range c.OperatingPoints {
		if p.Rig == rigID {
			found = append(found, p)
		}
	}
	return found
}
