package network

import "hashwatt/sim/conf"

// RestOfWorld is what a scenario says about all hashrate outside its sites: history and then a response,
//
//	{replay: history, then: {response: adjustment, speed: 5 %/epoch, decline: 18 %/year}}
//
// or a response alone, which then begins where the run begins: {response: growth, rate: 30 %/year}.
type RestOfWorld struct {
	Replay string       `yaml:"replay,omitempty"` // "history"; "" where a response stands alone
	Then   *AnyResponse `yaml:"then,omitempty"`   // nil where history alone was asked for
	At     conf.Pos     `yaml:"-"`
}

// DecodeNode reads either form.
func (r *RestOfWorld) DecodeNode(n *conf.Node) error {
	r.At = n.Pos
	if n.Kind == conf.Map && n.Get("response") != nil && n.Get("replay") == nil && n.Get("then") == nil {
		r.Then = new(AnyResponse)
		return conf.Decode(n, r.Then)
	}
	var form struct {
		Replay string       `yaml:"replay"`
		Then   *AnyResponse `yaml:"then,omitempty"`
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
	r.Replay, r.Then = form.Replay, form.Then
	return nil
}

// Describe says in one sentence what was understood.
func (r RestOfWorld) Describe() string {
	switch {
	case r.Then == nil:
		return "history"
	case r.Replay == "":
		return r.Then.Describe()
	}
	return "history, then " + r.Then.Describe()
}

// Bind returns the response that follows history; nil without a problem where history covers the run.
func (r RestOfWorld) Bind(b Binding) (Response, []conf.Problem) {
	if r.Then != nil {
		return r.Then.Bind(b)
	}
	if b.HandOver.Before(b.End) {
		return nil, []conf.Problem{problem(r.At, "history ends %s, before the end of the run; add what follows: then: {response: adjustment, speed: 5 %%/epoch, decline: 18 %%/year}",
			b.HandOver.UTC().Format("2006-01-02"))}
	}
	return nil, nil
}
