package files

import (
	"io"
	"strconv"

	"hashwatt/reports"
	"hashwatt/reports/table"
	"hashwatt/sim"
	"hashwatt/sim/metric"
)

// otherCountries is what stands for the countries without a name, in place of a code.
const otherCountries = "other"

// Shares writes a row for each month and country of the central case, the largest of the baseline first and the
// others, which have no rank, last: own_eh_s is the hashrate of the scenario's sites, total_eh_s with the country's
// part of everybody else's, share_pct its part of the network in that month, share_without_pct that without the
// sites. A mean over months is weighted by hashrate: the sum of total_eh_s over the sum of the network's, by the
// hours of the months.
func Shares(w io.Writer, r *sim.Result) error {
	out := table.NewWriter(w, "month", "country", "own_eh_s", "total_eh_s", "share_pct", "share_without_pct", "rank")
	s := r.Shares
	for m, month := range s.Months {
		row := func(code string, c *metric.CountryShare) {
			out.Text(month)
			out.Text(code)
			number(out, dusted(c.OwnPHs[m]/1000))
			number(out, dusted(c.TotalPHs[m]/1000))
			number(out, dusted(100*c.Share[m]))
			number(out, dusted(100*c.Without))
			if c.Rank == nil {
				out.Number(reports.Gap)
			} else {
				out.Int(int64(c.Rank[m]))
			}
			out.End()
		}
		for k := range s.Countries {
			row(s.Countries[k].Code, &s.Countries[k])
		}
		row(otherCountries, &s.Other)
	}
	return named("shares.csv", out.Close())
}

// dusted rounds to twelve significant digits: what sums and hundredths leave behind says nothing.
func dusted(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		return v // no number; the writer tells it
	}
	return rounded
}

// aboutShares is the form of shares in summary.json.
type aboutShares struct {
	Baseline struct {
		Date       string `json:"date,omitempty"`
		Method     string `json:"method"`
		Source     string `json:"source,omitempty"`
		Confidence string `json:"confidence,omitempty"`
	} `json:"baseline"`
	From       string         `json:"from"` // the months that with_pct and hhi_with are the mean over, weighted by hashrate
	To         string         `json:"to"`
	Countries  []aboutCountry `json:"countries"`
	HHIWithout float64        `json:"hhi_without"`
	HHIWith    float64        `json:"hhi_with"`
	HHIByMonth []float64      `json:"hhi_by_month"` // with the sites, from the first month of the horizon on
}

type aboutCountry struct {
	Code        string  `json:"code"`
	Name        string  `json:"name"`
	WithoutPct  float64 `json:"without_pct"`
	WithPct     float64 `json:"with_pct"`
	RankWithout int     `json:"rank_without,omitempty"`
	RankWith    int     `json:"rank_with,omitempty"`
}

// summariseShares is nil where the hashprice is given.
func summariseShares(s *metric.Shares) *aboutShares {
	if s == nil {
		return nil
	}
	a := &aboutShares{From: s.LastFrom, To: s.LastTo, HHIWithout: s.HHIWithout, HHIWith: s.LastHHI, Countries: []aboutCountry{}}
	for _, v := range s.HHI {
		a.HHIByMonth = append(a.HHIByMonth, dusted(v))
	}
	if b := &s.Baseline; !b.Date.IsZero() {
		a.Baseline.Date = b.Date.String()
	}
	a.Baseline.Method, a.Baseline.Source, a.Baseline.Confidence = s.Baseline.Method, s.Baseline.Source, s.Baseline.Confidence
	for k := range s.Countries {
		c := &s.Countries[k]
		a.Countries = append(a.Countries, aboutCountry{c.Code, c.Name, dusted(100 * c.Without), dusted(100 * c.With), c.RankWithout, c.RankWith})
	}
	a.Countries = append(a.Countries, aboutCountry{Code: otherCountries, Name: s.Other.Name, WithoutPct: dusted(100 * s.Other.Without), WithPct: dusted(100 * s.Other.With)})
	return a
}
