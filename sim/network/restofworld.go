package network

import (
	"strings"

	"hashwatt/sim/conf"
)

// RestOfWorld is what a scenario says about all hashrate outside its sites: history and then a response,
//
//	{replay: history, then: {response: adjustment, speed: 5 %/epoch, decline: 18 %/year}}
//
// or a response alone, which then begins where the run begins: {response: growth, rate: 30 %/year}. Beside either
// may stand shocks:
//
//	{response: growth, rate: 30 %/year, shocks: [{name: ban, from: 2027-05-20, to: 2027-07-31, change: -44 %, return: 6 months}]}
//
// A shock takes from all machines of the rest of the world alike: nobody knows which country they are in.
type RestOfWorld struct {
	Replay string       `yaml:"replay,omitempty"` // "history"; "" where a response stands alone
	Then   *AnyResponse `yaml:"then,omitempty"`   // nil where history alone was asked for
	Shocks []Shock      `yaml:"shocks,omitempty"` // what multiplies the response's hashrate; a single one may be written as shock: {...}
	At     conf.Pos     `yaml:"-"`
}

// shockWords is the part of the words that stands beside either form.
type shockWords struct {
	Shocks []Shock `yaml:"shocks,omitempty"`
	Shock  *Shock  `yaml:"shock,omitempty"`
}

// list returns the shocks, however they were written.
func (w shockWords) list() []Shock {
	if w.Shock != nil {
		return []Shock{*w.Shock}
	}
	return w.Shocks
}

// DecodeNode reads either form.
func (r *RestOfWorld) DecodeNode(n *conf.Node) error {
	r.At = n.Pos
	if at := n.Get("shock"); at != nil && n.Get("shocks") != nil {
		return conf.Problems{conf.Problemf(at, "shocks is given too; keep one of the two, and several shocks as a list")}
	}
	if n.Kind == conf.Map && n.Get("response") != nil && n.Get("replay") == nil && n.Get("then") == nil {
		var form struct {
			Response AnyResponse `yaml:",inline"`
			Events   shockWords  `yaml:",inline"`
		}
		err := conf.Decode(n, &form)
		form.Response.At = n.Pos
		r.Then, r.Shocks = &form.Response, form.Events.list()
		return err
	}
	var form struct {
		Replay string       `yaml:"replay"`
		Then   *AnyResponse `yaml:"then,omitempty"`
		Events shockWords   `yaml:",inline"`
	}
	if n.Get("replay") == nil || n.Get("response") != nil {
		return conf.Problems{conf.Problemf(n,
			"the rest of the world is history and then a response, or a response alone; write {replay: history, then: {response: adjustment, speed: 5 %%/epoch, decline: 18 %%/year}}")}
	}
	if err := conf.Decode(n, &form); err != nil {
		return err
	}
	if form.Replay != "history" {
		return conf.Problems{conf.Problemf(n.Get("replay"),
			"the rest of the world can replay history and nothing else; for a file of hashrates write {response: series, file: %q}", form.Replay)}
	}
	r.Replay, r.Then, r.Shocks = form.Replay, form.Then, form.Events.list()
	return nil
}

// Describe says in one sentence what was understood.
func (r RestOfWorld) Describe() string {
	var text string
	switch {
	case r.Then == nil:
		return "history"
	case r.Replay == "":
		text = r.Then.Describe()
	default:
		text = "history, then " + r.Then.Describe()
	}
	var list []string
	for _, s := range r.Shocks {
		list = append(list, s.Describe())
	}
	if list != nil {
		text += " (" + strings.Join(list, "; ") + ")"
	}
	return text
}

// Bind returns the response that follows history; nil without a problem where history covers the run.
func (r RestOfWorld) Bind(b Binding) (Response, []conf.Problem) {
	if r.Then != nil {
		response, problems := r.Then.Bind(b)
		if len(r.Shocks) == 0 {
			return response, problems
		}
		shocked, more := underShocks(response, r.Shocks, b)
		return shocked, append(problems, more...)
	}
	if b.HandOver.Before(b.End) {
		return nil, []conf.Problem{problem(r.At, "history ends %s, before the end of the run; add what follows: then: {response: adjustment, speed: 5 %%/epoch, decline: 18 %%/year}",
			b.HandOver.UTC().Format("2006-01-02"))}
	}
	if len(r.Shocks) > 0 {
		return nil, []conf.Problem{problem(r.Shocks[0].At, "a shock changes a response, and history alone has none; add then: {response: growth, rate: 0 %%/year}, or leave the shock out")}
	}
	return nil, nil
}
