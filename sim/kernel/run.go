package kernel

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// State is the memory of a run. It is reused from draw to draw, so that a draw allocates nothing once the first
// one has run; a State serves one goroutine at a time.
type State struct {
	p  *Problem
	d  *Draw
	tr *Trace

	Recorder Recorder                                  // gets every site and part of an hour; nil for none
	Played   func(months, of int)                      // is told whenever a month is over, with those of both passes; nil for nobody
	Certify  bool                                      // every plan of budgets proves itself, see Trace.Certified
	programs func(root int, program *dispatch.Program) // gets what plans of budgets would solve, and nothing is planned; nil for nobody
	until    int                                       // hours to run: the horizon, or the hour asked for by an explanation

	t, month, day int
	left          float64   // of the hour
	price         []float64 // by tariff, this hour
	drawn         []float64 // by tariff: MWh in this hour, where the trace keeps them
	pue, inv      []float64 // by climate, this hour
	cap           []float64 // MW that connection and rules allow, by site
	nextMW        []float64 // Step.NextMW, by site
	limit, set    []int32   // by site, as in Step
	nextStep      int
	nextOf        []int   // the same in the steps of each site
	ownMax        float64 // PH/s that no hour can exceed
	acc           []block // by site, since the hashprice last changed
	items         []Item
	sums          partSums
	ruling        ruling    // of the site just ruled
	level, weighs float64   // threshold of the plan, and what a MWh counts under it, of the site just ruled
	crossing      bool      // budgets that cross hold the site just ruled:
	parts         []float64 // these parts of its tranches run, and none of those behind
	bound         []int64   // by limit: the last part in which it bound
	partNo        int64

	chain chain
	fault *RangeError // of a price; the run ends with it

	unplanned *ProgramError // and with this

	used   []float64 // by group, as the budget counts it
	budget budgetSpace
	charge chargeSpace
	accord accordSpace

	switches     switchSpace
	chargedUnits chargedUnits
	breach       breachSpace
	again        bool // a retarget has come since the last hour began

	steps   [][]Step // by site, of stepsOf
	stepsOf *Problem

	look      Foresight
	replay    []Part // the path to follow where the network is given
	at        int    // its next part
	before    int    // months that an earlier pass has played
	replayOwn []float64
	path      *Trace // of the first of two passes
	weighed   *Trace // of what is played to choose, see chosen
}

// block adds up a site's hours of one hashprice.
type block struct {
	hours, capacity, available, energy, it, hash, cost, limited float64
}

// RangeError says that a run left the range of numbers.
type RangeError struct {
	Hour int
	What string // the quantity, as a user names it
	Got  float64
}

// MaxUSD is the largest price, of whatever unit, that a run takes: beyond it sums of squares of money would leave
// the numbers.
const MaxUSD = 1e100

// fail ends the run after this part of the hour, for the first quantity that leaves the range.
func (s *State) fail(what string, got float64) {
	if s.fault == nil {
		s.fault = &RangeError{s.t, what, got}
	}
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("the %s became %g at hour %d; check the growth rates and prices of the scenario", e.What, e.Got, e.Hour)
}

// Run plays draw d of problem p into trace tr, which must be empty and made for p. Under perfect or myopic
// foresight the path of the network is that of the rolling operator, so the hours are played twice. The only
// errors are *RangeError and, where budgets cross in more than two ways, *ProgramError.
func Run(p *Problem, d *Draw, s *State, tr *Trace) error {
	if !p.looks(d) {
		return s.run(p, d, tr, Rolling, nil)
	}
	rec := s.Recorder
	s.Recorder = nil
	path := s.pathTrace(p)
	until := s.until
	s.until = 0 // perfect foresight sees the whole path, however little of it is asked for
	err := s.run(p, d, path, Rolling, nil)
	s.Recorder, s.until = rec, until
	if err != nil {
		return err
	}
	s.before = p.Months
	defer func() { s.before = 0 }()
	network := s.chain // the second pass follows the path and leaves its own chain at the start
	if err := s.run(p, d, tr, p.Foresight, path.Parts); err != nil {
		return err
	}
	s.chain = network
	tr.Certified.add(path.Certified)
	tr.Epochs = append(tr.Epochs, path.Epochs...)
	for e := range tr.Epochs {
		tr.Epochs[e].OwnPHs = s.replayOwn[e] / tr.Epochs[e].Hours
	}
	if tr.Parts != nil {
		tr.Parts = append(tr.Parts, path.Parts...)
	}
	return nil
}

// looks says whether it matters in draw d what the operators of the sites know: whether they plan anything, and are
// not rolling.
func (p *Problem) looks(d *Draw) bool {
	if p.Foresight == Rolling {
		return false
	}
	return p.Plans() || p.charges(d) != nil || slices.ContainsFunc(p.Sites, func(s Site) bool { return s.Cycle != nil })
}

// RunAlong plays draw d on a path of the network that another run left in its Trace.Parts: what the sites would
// have done on it. The foresight of the problem is perfect or myopic; who looks ahead part of the way does it in
// Run. The trace has no epochs.
func RunAlong(p *Problem, d *Draw, s *State, tr *Trace, path []Part) error {
	if p.Foresight == Rolling {
		panic("kernel: a rolling operator thinks again at retargets, which a given path has not")
	}
	return s.run(p, d, tr, p.Foresight, path)
}

// pathTrace is the trace of the first of two passes, of which the path of the network is used.
func (s *State) pathTrace(p *Problem) *Trace {
	if s.path == nil || !s.path.fits(p) {
		s.path = newTrace(p)
		s.path.SiteMWh = make([][]float64, len(p.Sites))
		s.path.Parts = make([]Part, 0, p.Hours+p.Hours/100)
	}
	s.path.Reset()
	return s.path
}

// RunUntil plays the draw up to and including hour t, for explanations.
func RunUntil(p *Problem, d *Draw, s *State, tr *Trace, t int) error {
	s.until = t + 1
	defer func() { s.until = 0 }()
	return Run(p, d, s, tr)
}

// run plays what is chosen.
func (s *State) run(p *Problem, d *Draw, tr *Trace, look Foresight, path []Part) error {
	p, look, err := s.chosen(p, d, look, path)
	if err != nil {
		return err
	}
	return s.runs(p, d, tr, look, path)
}

// runs plays a problem as it is.
func (s *State) runs(p *Problem, d *Draw, tr *Trace, look Foresight, path []Part) error {
	s.initialise(p, d, tr, look, path)
	hours := p.Hours
	if s.until > 0 {
		hours = min(hours, s.until)
	}
	for t := 0; t < hours; t++ {
		s.advance(t)
		if s.fault == nil {
			again := s.again
			s.again = false
			s.halt(t)
			s.planBreaches(t, again)
			s.planCharges(t, again)
			s.planBudgets(t, again)
			if s.unplanned != nil {
				return s.unplanned
			}
			if r, ok := s.Recorder.(HourRecorder); ok {
				r.Begins(t)
			}
			s.switchBands(t)
			s.switchCycles(t, again)
		}
		for s.left > 0 && s.fault == nil {
			if err := s.part(); err != nil {
				return err
			}
		}
		if s.fault != nil {
			return s.fault
		}
		s.closeHour(t)
		for j, load := range tr.TariffMWh {
			load[t], s.drawn[j] = s.drawn[j], 0
		}
	}
	s.finish(hours)
	return nil
}

func (s *State) initialise(p *Problem, d *Draw, tr *Trace, look Foresight, path []Part) {
	s.p, s.d, s.tr, s.look, s.replay = p, d, tr, look, path
	n := len(p.Sites)
	s.price = resize(s.price, len(p.Price))
	s.drawn = resize(s.drawn, len(p.Price))
	s.pue = resize(s.pue, len(p.PUE))
	s.inv = resize(s.inv, len(p.PUE))
	s.cap, s.nextMW = resize(s.cap, n), resize(s.nextMW, n)
	s.limit = resize(s.limit, n)
	s.set = resize(s.set, n)
	s.nextOf = resize(s.nextOf, n)
	s.acc = resize(s.acc, n)
	s.bound = resize(s.bound, len(p.Limits))
	s.ownMax = 0
	for i := range p.Sites {
		site := &p.Sites[i]
		s.cap[i], s.nextMW[i], s.limit[i], s.set[i] = site.PowerMW, 0, -1, -1
		if len(site.Tranches) > len(s.items) {
			s.items = make([]Item, len(site.Tranches))
		}
		for _, tr := range site.Tranches {
			s.ownMax += tr.MW * tr.HashPerMW
		}
	}
	s.nextStep, s.partNo, s.at, s.t, s.fault, s.unplanned = 0, 0, 0, 0, nil, nil
	if path != nil {
		s.replayOwn = resize(s.replayOwn, int(path[len(path)-1].Epoch)+1)
	}
	s.day, s.month = int(p.Day[0]), int(p.Month[0])
	s.again = false
	s.initialiseBudgets()
	s.initialiseCharges()
	s.initialiseSwitches()
	s.initialiseBreaches()
	s.initialiseAccords()
	s.initialiseClusters()
	s.startChain()
}

// advance loads what hour t brings: prices, temperature, rules, the coin of a new day.
func (s *State) advance(t int) {
	p := s.p
	s.t, s.left = t, 1
	prices := p.Price
	if s.d.Price != nil {
		prices = s.d.Price
	}
	for j := range prices {
		s.price[j] = prices[j][t]
		if v := s.price[j]; !(math.Abs(v) <= MaxUSD) {
			s.fail("price of power in USD", v)
		}
	}
	for j := range p.PUE {
		s.pue[j] = p.PUE[j][t]
		s.inv[j] = 1 / s.pue[j]
	}
	for s.nextStep < len(p.Steps) && p.Steps[s.nextStep].Hour <= t {
		st := &p.Steps[s.nextStep]
		s.cap[st.Site], s.nextMW[st.Site], s.limit[st.Site], s.set[st.Site] = st.CapMW, st.NextMW, st.Limit, st.Set
		s.nextOf[st.Site]++
		s.nextStep++
	}
	if month := int(p.Month[t]); month != s.month {
		s.flush()
		s.month = month
		s.tellPlayed(month)
	}
	if day := int(p.Day[t]); day != s.day {
		s.flush()
		s.day = day
		s.newDay()
	}
	if s.replay != nil {
		s.enterPath() // plans are made at its hashprice
	}
}

// tellPlayed tells how many months are over, of those of all passes.
func (s *State) tellPlayed(months int) {
	if s.Played == nil {
		return
	}
	all := s.p.Months
	if s.before > 0 || s.look == Rolling && s.p.looks(s.d) {
		all *= 2
	}
	s.Played(s.before+months, all)
}

// part dispatches and records one piece of the hour: all that is left of it, or up to the block that ends the
// epoch or halves the subsidy.
func (s *State) part() error {
	s.partNo++
	length := s.left
	if s.replay != nil {
		length = s.followPath()
		own, _ := s.dispatch(length)
		s.replayOwn[s.chain.epoch] += own * length
		s.left -= length
		if s.at == len(s.replay) || int(s.replay[s.at].Hour) > s.t {
			s.left = 0
		}
		return nil
	}
	if s.mayTurn(length) {
		own, removed := s.dispatch(0)
		length = s.untilTurn(own, removed, length)
	}
	own, removed := s.dispatch(length)
	if math.IsNaN(own) || math.IsInf(own, 0) {
		return &RangeError{s.t, "own hashrate", own}
	}
	at := float64(s.t) + 1 - s.left
	s.keepPath(length)
	s.left -= length
	if s.left < 1e-12 {
		s.left = 0
	}
	return s.work(at, length, own, removed)
}

func (s *State) finish(hours int) {
	s.flush()
	s.endChain()
	s.settleBudgets(hours)
	s.settleBreaches(hours)
	for d, h := range s.tr.dayHours {
		if h > 0 {
			s.tr.Hashprice[d] /= h
		}
	}
}

// flush books the hours since the hashprice or the month last changed.
func (s *State) flush() {
	tr, m := s.tr, s.month
	for i := range s.acc {
		b := &s.acc[i]
		if b.hours == 0 {
			continue
		}
		f := &tr.Flows[i][m]
		share := s.p.Sites[i].Share
		f.Hours += b.hours
		f.CapacityMWh += b.capacity
		f.EnergyMWh += b.energy
		f.ITMWh += b.it
		f.HashPHh += b.hash
		f.PowerUSD += b.cost
		f.BTC += b.hash * s.chain.coins * share
		f.RevenueUSD += b.hash / 24 * s.chain.hashprice * share
		idle := tr.Idle[i][m*tr.Reasons : (m+1)*tr.Reasons]
		idle[ReasonOutage] += less(b.capacity, b.available, b.capacity)
		idle[ReasonPrice] += less(b.available, b.energy+b.limited, b.capacity)
		*b = block{}
	}
}

// less is by how much b is less than a, and zero where that is rounding beside a whole.
func less(a, b, whole float64) float64 {
	if a-b <= 1e-9*whole {
		return 0
	}
	return a - b
}

func resize[T any](v []T, n int) []T {
	if cap(v) < n {
		return make([]T, n)
	}
	v = v[:n]
	clear(v)
	return v
}
