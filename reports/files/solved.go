package files

import "hashwatt/sim"

// aboutSolved is the form of solved in summary.json.
type aboutSolved struct {
	For         string        `json:"for"`
	SoThat      string        `json:"so_that"`
	From        string        `json:"from,omitempty"` // the months that a share is over
	To          string        `json:"to,omitempty"`
	Factor      float64       `json:"factor"`
	Target      float64       `json:"target"`
	Reached     float64       `json:"reached"`
	Unit        string        `json:"unit"`
	Evaluations int           `json:"evaluations"`
	TotalMW     float64       `json:"total_mw,omitempty"`
	Values      []solvedValue `json:"values"`
}

type solvedValue struct {
	Path string `json:"path"`
	From string `json:"from"`
	To   string `json:"to"`
}

// summariseSolved is nil where nothing was looked for.
func summariseSolved(s *sim.Solved) *aboutSolved {
	if s == nil {
		return nil
	}
	a := &aboutSolved{
		For: s.Path, SoThat: s.Goal, From: s.From, To: s.To, Factor: s.Factor, Target: s.Target, Reached: s.Reached, Unit: s.Unit,
		Evaluations: s.Evaluations, TotalMW: s.TotalMW, Values: []solvedValue{},
	}
	for _, v := range s.Values {
		a.Values = append(a.Values, solvedValue{v.Path, v.From, v.To})
	}
	return a
}
