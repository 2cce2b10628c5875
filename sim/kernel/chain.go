package kernel

import (
	"math"

	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// chain is the Bitcoin network in motion. Progress inside an epoch is counted in expected blocks: the work done
// over the work of one block. Luck is in the thresholds at which blocks are found, not in the work.
type chain struct {
	epoch      int     // since the one that holds the start
	start      float64 // hour at which the epoch began
	height     float64 // of its first block; whole unless the calendar is fixed
	difficulty float64
	nbits      uint32
	perPHh     float64 // expected blocks for 1 PH/s in one hour
	row        float64 // PH/s of the rest of the world; in history of the whole recorded network
	inHistory  bool

	progress            float64
	workFirst, workLast float64
	workHalving         float64 // +Inf where the epoch has none left
	first               float64 // hour of the first block
	firstFound          bool
	turning             bool // the part ends with a block that turns the epoch or the subsidy
	subsidy             float64
	coinDay             int // the day whose coin price counts
	hashprice, coins    float64
	sum                 epochSum
	startPHs            float64 // PH/s of the rest of the world at the hand-over
	course              network.Course
}

// epochSum adds up an epoch over its hours inside the run; before is how long it lasted before.
type epochSum struct{ before, hours, row, own, removed, hashprice, coin, logHours, logHashprice float64 }

func (s *State) startChain() {
	c, from := &s.chain, &s.p.Chain
	*c = chain{
		height: float64(from.Height), difficulty: from.Difficulty, nbits: from.NBits,
		progress: from.Blocks, first: from.FirstHour, firstFound: from.Blocks >= 1, start: from.FirstHour,
		row: from.RowPHs, startPHs: from.StartPHs,
	}
	if from.Row != nil {
		c.course = from.Row.Copy()
	}
	c.sum.logHours, c.sum.logHashprice = from.LogHours, from.LogSum
	if c.firstFound && from.FixedHours == 0 {
		c.sum.before = math.Max(-from.FirstHour, 0)
	}
	if from.FixedHours > 0 {
		c.progress, c.start, c.height, c.firstFound = 0, 0, float64(from.Height)+from.Blocks, false
	}
	s.openEpoch()
	if !c.inHistory && !from.Open {
		// The record ends before the start: the sites that already hash are in the hashrate handed over.
		held := 0.0
		for i := range s.p.Sites {
			held += s.p.HeldPHs(i, 0)
		}
		s.leave(held)
	}
}

// leave takes the sites' hashrate out of that of the rest of the world and out of what it remembers.
func (s *State) leave(held float64) {
	c := &s.chain
	if held == 0 {
		return
	}
	before := c.row
	c.row, c.startPHs = math.Max(c.row-held, 0), math.Max(c.startPHs-held, 0)
	if c.course != nil && before > 0 {
		c.course.Scale(c.row / before)
	}
}

// openEpoch sets what is constant in the epoch that begins.
func (s *State) openEpoch() {
	c, p, d := &s.chain, s.p, s.d
	c.perPHh = network.BlocksPerPHh(c.difficulty)
	e := c.epoch
	c.subsidy = network.SubsidyBTC(int64(c.height + math.Floor(c.progress)))
	c.workFirst, c.workLast, c.workHalving = 1, network.BlocksPerRetarget, math.Inf(1)
	toHalving := network.SubsidyInterval - math.Mod(c.height, network.SubsidyInterval)
	halving := toHalving
	if e < len(d.Luck) {
		c.workFirst, c.workLast, halving = d.Luck[e].First, d.Luck[e].Last, d.Luck[e].Halving
	}
	switch {
	case p.Chain.FixedHours > 0:
		c.workHalving = toHalving * c.workLast / network.BlocksPerRetarget
	case toHalving < network.BlocksPerRetarget && c.progress < halving:
		c.workHalving = halving
	}
	recorded := s.recorded()
	if c.inHistory = recorded >= 0; c.inHistory {
		c.row = p.Chain.History[recorded]
	}
	c.coinDay = s.day
	s.reprice()
}

// recorded is the place in the record of the epoch that begins, -1 after it. On the path calendar the run's epochs
// are the record's; on a fixed one the record is taken at the middle of the epoch.
func (s *State) recorded() int {
	c, from := &s.chain, &s.p.Chain
	e := c.epoch
	if from.FixedHours > 0 {
		e = 0
		for e < len(from.HistoryEnd) && from.HistoryEnd[e] <= c.start+from.FixedHours/2 {
			e++
		}
	}
	if from.Open || e >= len(from.History) {
		return -1
	}
	return e
}

// newDay takes the coin price of a new UTC day, unless it waits for the retarget.
func (s *State) newDay() {
	if s.replay != nil {
		return // the path knows
	}
	if !s.p.Chain.EpochStep {
		s.chain.coinDay = s.day
	}
	s.reprice()
}

// reprice computes the hashprice and the coins that hash earns. The caller has flushed the hours before.
func (s *State) reprice() {
	c, d := &s.chain, s.d
	perBlock := c.subsidy + d.Fee(c.coinDay, c.subsidy)
	usd := d.CoinUSD[c.coinDay]
	s.mustPrice("price of the coin", usd)
	s.mustPrice("income from a block in BTC", perBlock)
	if !s.p.Chain.Open {
		c.coins = c.perPHh * perBlock
		c.hashprice = network.Hashprice(c.difficulty, perBlock, usd)
		s.mustPrice("hashprice", c.hashprice)
		return
	}
	c.hashprice = d.Hashprice[c.coinDay]
	s.mustPrice("hashprice", c.hashprice)
	if d.Difficulty != nil {
		c.difficulty = d.Difficulty[c.coinDay]
		c.perPHh = network.BlocksPerPHh(c.difficulty)
		c.coins = c.perPHh * perBlock
		return
	}
	c.coins, c.difficulty = 0, 0
	if usd > 0 {
		c.coins = c.hashprice / 24 / usd
	}
	if c.hashprice > 0 {
		c.difficulty = network.Hashprice(1, perBlock, usd) / c.hashprice
	}
}

// mustPrice ends the run at a price that is none.
func (s *State) mustPrice(what string, v float64) {
	if !(v >= 0 && v <= MaxUSD) {
		s.fail(what, v)
	}
}

// rate is blocks per hour.
func (s *State) rate(own, removed float64) float64 {
	if open := &s.p.Chain; open.Open {
		if e := s.chain.epoch; e < len(open.BlocksPerHour) {
			return open.BlocksPerHour[e]
		}
		return blocksPerHour
	}
	return (s.chain.others(removed) + own) * s.chain.perPHh
}

const blocksPerHour = 6 // 144 a day

// others is the hashrate of the rest of the world, PH/s.
func (c *chain) others(removed float64) float64 {
	if c.inHistory {
		return math.Max(c.row-removed, 0)
	}
	return c.row
}

// next is the progress at which the epoch or the subsidy turns.
func (s *State) next() float64 {
	c := &s.chain
	if s.p.Chain.FixedHours > 0 {
		return c.workHalving
	}
	return min(c.workHalving, c.workLast)
}

// mayTurn says whether the part could hold a block that changes the hashprice, at the highest own hash.
func (s *State) mayTurn(length float64) bool {
	s.chain.turning = false
	return s.chain.progress+s.rate(s.ownMax, 0)*length >= s.next()
}

// untilTurn is the length of the part, cut at a block that changes the hashprice.
func (s *State) untilTurn(own, removed, length float64) float64 {
	c := &s.chain
	rate := s.rate(own, removed)
	need := (s.next() - c.progress) / rate
	if rate <= 0 || need > length {
		return length
	}
	c.turning = true
	return max(need, 0)
}

// work moves the chain by a piece of an hour that began at hour at.
func (s *State) work(at, length, own, removed float64) error {
	c, p := &s.chain, s.p
	rate := s.rate(own, removed)
	if c.progress+rate*length >= c.workFirst && !c.firstFound {
		c.first, c.firstFound = at+(c.workFirst-c.progress)/rate, true
	}
	sum := &c.sum
	sum.hours += length
	others := c.others(removed)
	if p.Chain.Open { // what the given difficulty means at 600 s a block
		others = math.Max(network.ImpliedHashrate(c.difficulty, network.IntervalsPerSpan*network.TargetSpacingS)-own, 0)
	}
	sum.row += others * length
	sum.own += own * length
	sum.removed += removed * length
	sum.hashprice += c.hashprice * length
	sum.coin += s.d.CoinUSD[c.coinDay] * length
	if c.hashprice > 0 {
		sum.logHours += length
		sum.logHashprice += math.Log(c.hashprice) * length
	}
	at += length
	if !c.turning {
		c.progress += rate * length
		if p.Chain.FixedHours > 0 && at-c.start >= p.Chain.FixedHours-1e-6 {
			return s.turn(at)
		}
		return nil
	}
	c.progress, c.turning = s.next(), false
	if c.progress < c.workHalving {
		return s.turn(at)
	}
	s.flush()
	c.workHalving = math.Inf(1)
	c.subsidy = network.SubsidyBTC(s.halvingHeight())
	s.reprice()
	if p.Chain.FixedHours == 0 && c.progress >= c.workLast {
		return s.turn(at)
	}
	return nil
}

// halvingHeight is the height of the next halving at or above the epoch's first block.
func (s *State) halvingHeight() int64 {
	const n = network.SubsidyInterval
	return (int64(s.chain.height)/n + 1) * n
}

// turn ends the epoch at hour at and begins the next one with its difficulty and its rest of the world.
func (s *State) turn(at float64) error {
	c, p := &s.chain, s.p
	s.flush()
	s.closeEpoch()
	found := float64(network.BlocksPerRetarget)
	span := (at - c.first) * 3600
	if p.Chain.FixedHours > 0 {
		found = c.progress * network.BlocksPerRetarget / c.workLast
		span = p.Chain.FixedHours * 3600 * (network.BlocksPerRetarget - 1) / found
	}
	switch {
	case p.Chain.Open:
	case p.Chain.Exact:
		c.nbits = network.RetargetExact(c.nbits, int64(math.Round(math.Min(span, network.MaxTimespanS))))
		c.difficulty = network.Difficulty(c.nbits)
	default:
		c.difficulty = network.RetargetSmooth(c.difficulty, span)
	}
	if !(c.difficulty > 0) || math.IsInf(c.difficulty, 0) {
		if !p.Chain.Open {
			return &RangeError{s.t, "difficulty", c.difficulty}
		}
	}
	c.height += found
	c.epoch++
	c.start, c.progress, c.firstFound = at, 0, false
	if err := s.answer(at); err != nil {
		return err
	}
	c.sum = epochSum{}
	s.openEpoch()
	s.again = true
	return nil
}

// answer asks the rest of the world for its hashrate in the epoch that begins at hour at.
func (s *State) answer(at float64) error {
	c, p := &s.chain, s.p
	if p.Chain.Open || s.recorded() >= 0 {
		return nil
	}
	sum := &c.sum
	before := sum.row / sum.hours
	if c.startPHs == 0 {
		c.startPHs = before
	}
	if c.course == nil {
		c.row = before // nobody answers after the record: everyone stays
		return nil
	}
	hashprice, revenue := s.priceAfter()
	now := network.State{
		Years: p.Chain.HandOverYear + at/unit.HoursPerYear, HashratePHs: before, StartPHs: c.startPHs,
		EpochHours: sum.before + sum.hours, Hashprice: hashprice, RevenueUSDPerDay: revenue, NetworkPHs: before + sum.own/sum.hours,
	}
	if now.Worthless = sum.logHours == 0; !now.Worthless {
		now.MeanLogHashprice = sum.logHashprice / sum.logHours
	}
	if s.d.NoiseByDay != nil {
		now.Noise = s.d.NoiseByDay[s.day]
	} else if c.epoch < len(s.d.Noise) {
		now.Noise = s.d.Noise[c.epoch]
	}
	c.row = c.course.Next(now)
	if math.IsNaN(c.row) || math.IsInf(c.row, 0) || c.row < 0 {
		return &RangeError{s.t, "hashrate of the rest of the world", c.row}
	}
	return nil
}

// priceAfter is the hashprice of the epoch that begins, USD/PH/day, and the revenue of all miners at the rate of
// blocks that the network aims at, USD/day.
func (s *State) priceAfter() (hashprice, revenue float64) {
	c := &s.chain
	subsidy := network.SubsidyBTC(int64(c.height))
	perBlock, usd := subsidy+s.d.Fee(s.day, subsidy), s.d.CoinUSD[s.day]
	return network.Hashprice(c.difficulty, perBlock, usd), 24 * blocksPerHour * perBlock * usd
}

// closeEpoch writes the epoch's row.
func (s *State) closeEpoch() {
	c := &s.chain
	if c.sum.hours == 0 {
		return
	}
	h := c.sum.hours
	end := c.height + c.progress
	s.tr.Epochs = append(s.tr.Epochs, Epoch{
		Start: math.Max(c.start, 0), Hours: h, Height: int64(c.height), Difficulty: c.difficulty,
		RowPHs: c.sum.row / h, OwnPHs: c.sum.own / h, RemovedPHs: c.sum.removed / h,
		Hashprice: c.sum.hashprice / h, CoinUSD: c.sum.coin / h, SubsidyBTC: c.subsidy, InHistory: c.inHistory,
		Halving: int64(c.height)/network.SubsidyInterval < int64(end-1e-9)/network.SubsidyInterval && c.sum.hours > 0,
	})
}

// endChain writes the row of the epoch that the horizon cuts.
func (s *State) endChain() {
	if s.replay == nil {
		s.closeEpoch()
	}
}

// Chain is the network at the end of the last run, as the start of another one. The rules are left empty but for
// the rest of the world.
func (s *State) Chain() Chain {
	c := &s.chain
	return Chain{
		Height: int64(c.height), Difficulty: c.difficulty, NBits: c.nbits, Blocks: c.progress, FirstHour: c.first - float64(s.p.Hours),
		LogSum: c.sum.logHashprice, LogHours: c.sum.logHours, RowPHs: c.row, StartPHs: c.startPHs, Row: c.course,
	}
}
