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
	Reached     float64       `json:"reached"` // of a share the mean over the months, weighted by hashrate: a country's hash over all hash
	Unit        string        `json:"unit"`
	Evaluations int           `json:"evaluations"`
	TotalMW     float64       `json:"total_mw,omitempty"`
	Values      []solvedValue `json:"values"`
	MinMonth    *float64      `json:"min_month,omitempty"` // share of the least of the months, percent; of a share only
	MaxMonth    *float64      `json:"max_month,omitempty"`
	LastMonth   *float64      `json:"last_month,omitempty"`
	RunningPct  float64       `json:"running_pct"` // what the solved sites draw of what their plant could, in those months
	Several     bool          `json:"several"`     // the result rises and falls with the factor: larger ones may reach it too
	ByAnswer    []byAnswer    `json:"by_answer"`   // what is found under other answers of the rest of the world, to a thousandth of the target
}

// byAnswer is what one answer of the rest of the world asks for; without a total it says why.
type byAnswer struct {
	Label   string   `json:"label"`
	Own     bool     `json:"own"` // the scenario's own
	TotalMW *float64 `json:"total_mw"`
	Why     string   `json:"why,omitempty"`
}

type solvedValue struct {
	Path string `json:"path"`
	From string `json:"from"`
	To   string `json:"to"`
}

// summariseSolved is nil where nothing was looked for.
func summariseSolved(s *sim.Solved, answers []sim.AnswerCase) *aboutSolved {
	if s == nil {
		return nil
	}
	a := &aboutSolved{
		For: s.Path, SoThat: s.Goal, From: s.From, To: s.To, Factor: s.Factor, Target: s.Target, Reached: s.Reached, Unit: s.Unit,
		Evaluations: s.Evaluations, TotalMW: s.TotalMW, Values: []solvedValue{},
		RunningPct: 100 * s.Running, Several: s.Several, ByAnswer: []byAnswer{},
	}
	if s.From != "" {
		a.MinMonth, a.MaxMonth, a.LastMonth = &s.MinMonth, &s.MaxMonth, &s.LastMonth
	}
	for k := range answers {
		if c := &answers[k]; s.TotalMW > 0 {
			a.ByAnswer = append(a.ByAnswer, byAnswer{c.Label, c.Own, c.Found, c.Why})
		}
	}
	for _, v := range s.Values {
		a.Values = append(a.Values, solvedValue{v.Path, v.From, v.To})
	}
	return a
}
