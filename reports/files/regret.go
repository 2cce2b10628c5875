package files

import "hashwatt/sim"

type aboutRegret struct {
	USD        float64           `json:"usd"`
	PlayedUSD  float64           `json:"played_usd"` // revenue less power as it was played
	Sites      []siteRegret      `json:"sites"`
	Components []componentRegret `json:"components"`
}

type siteRegret struct {
	ID  string  `json:"id"`
	USD float64 `json:"usd"`
}

type componentRegret struct {
	Component string  `json:"component"`
	USD       float64 `json:"usd"`
}

// summariseRegret is nil where no system peak is forecast.
func summariseRegret(r *sim.Regret) *aboutRegret {
	if r == nil {
		return nil
	}
	a := &aboutRegret{USD: dusted(r.USD), PlayedUSD: r.PlayedUSD, Sites: []siteRegret{}, Components: []componentRegret{}}
	for _, s := range r.Sites {
		a.Sites = append(a.Sites, siteRegret{s.Site, dusted(s.USD)})
	}
	for _, c := range r.Components {
		a.Components = append(a.Components, componentRegret{c.Component, dusted(c.USD)})
	}
	return a
}
