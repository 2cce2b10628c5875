package seeds

import (
	"math"
	"slices"
	"strconv"

	"hashwatt/sim/calendar"
)

// Retarget is a difficulty epoch of Bitcoin: 2016 blocks of one difficulty.
type Retarget struct {
	Epoch                   int
	FirstHeight, LastHeight int64
	FirstUnix               int64 // time of the first block, s since 1970
	Exact                   bool  // FirstUnix is the block header's; else estimated, within about an hour
	LastUnixInferred        int64 // FirstUnix + SpanInferredS; 0 where that is hidden

	// SpanInferredS is the time of the epoch's 2015 intervals, in s, as the ratio of this target to the next one tells it,
	// to within SpanToleranceS; 0 where the factor-4 clamp or the floor of difficulty hides it.
	SpanInferredS, SpanToleranceS float64

	NBits      uint32  // compact target of the blocks' headers
	Difficulty float64 // from NBits, exact to the last digits
	SubsidyBTC float64 // per block, at FirstHeight; a halving may fall inside the epoch
	Cited
}

// Day is a UTC day of Bitcoin's history.
type Day struct {
	Date        calendar.Date
	PriceUSD    float64 // per BTC; 0 if none
	PriceSource string  // id of sources.csv; empty if there is no price
	ImpliedEHs  float64 // hashrate by the day's blocks, EH/s; 0 if none
	Difficulty  float64 // at the end of the day, rounded to a whole number; 0 if none
	Blocks      int     // -1 if unknown
	FeesBTC     float64 // of all blocks of the day; -1 if unknown
	IssuanceBTC float64 // new coins; -1 if unknown
	Cited               // of the file; the price has a source of its own
}

// retargetLayout describes bitcoin/retargets.csv.
func retargetLayout() layout {
	return layout{
		name: "retargets", file: "bitcoin/retargets.csv", key: "epoch",
		columns: []Column{
			{"epoch", "", "number of the difficulty epoch, from 0"},
			{"first_height", "blocks", "height of its first block"},
			{"last_height", "blocks", "height of its last block"},
			{"first_block_unix_s", "s", "time of its first block since 1970"},
			{"first_block_utc", "", "the same as a date"},
			{"first_block_time_source", "", "header: exact; estimated: within about an hour"},
			{"last_block_unix_s_inferred", "s", "first_block_unix_s + epoch_span_s_inferred"},
			{"epoch_span_s_inferred", "s", "time of 2015 intervals, from the ratio of this target to the next"},
			{"span_tolerance_s", "s", "how exact the span is; empty where the clamp or the floor hides it"},
			{"nbits_hex", "", "compact target"},
			{"difficulty", "", "difficulty, from the target"},
			{"subsidy_btc_at_first_height", "BTC/block", "block subsidy at first_height"},
		},
		read: readRetarget,
	}
}

// readRetarget adds one row of bitcoin/retargets.csv.
func readRetarget(c *Catalog, r *row) {
	t := Retarget{
		Epoch: int(r.integer("epoch", -1)), FirstHeight: r.integer("first_height", -1), LastHeight: r.integer("last_height", -1),
		FirstUnix: r.integer("first_block_unix_s", 0), LastUnixInferred: r.integer("last_block_unix_s_inferred", 0),
		SpanInferredS: r.atLeast("epoch_span_s_inferred", 0, 0), SpanToleranceS: r.atLeast("span_tolerance_s", 0, 0),
		SubsidyBTC: r.within("subsidy_btc_at_first_height", 0, 50), Cited: c.fileCited(r),
	}
	r.id("epoch")
	if t.Exact = r.word("first_block_time_source", "header", "estimated") == "header"; !t.Exact {
		t.Confidence = "inferred"
	}
	// 2016 blocks from one retarget to the next are a rule of consensus.
	if t.Epoch != len(c.Retargets) || t.FirstHeight != int64(t.Epoch)*2016 || t.LastHeight != t.FirstHeight+2015 {
		r.problem("epoch", "epochs must follow each other: number %d has heights %d to %d", len(c.Retargets), len(c.Retargets)*2016, len(c.Retargets)*2016+2015)
	}
	if n := len(c.Retargets); n > 0 && t.FirstUnix <= c.Retargets[n-1].FirstUnix {
		r.problem("first_block_unix_s", "%d is not after the first block of the epoch before", t.FirstUnix)
	}
	nBits, err := strconv.ParseUint(r.need("nbits_hex"), 16, 32)
	if err != nil {
		r.problem("nbits_hex", "is not a number of eight hexadecimal digits")
	}
	t.NBits = uint32(nBits)
	t.Difficulty = difficulty(t.NBits)
	// The printed column has six decimals below 100 and two above.
	if printed := r.number("difficulty"); !(math.Abs(printed-t.Difficulty) <= max(0.0051, 1e-12*printed)) {
		r.problem("difficulty", "%v is printed, but nbits_hex gives %v; mend one of them", printed, t.Difficulty)
	}
	c.Retargets = append(c.Retargets, t)
}

// difficulty returns D = 0xffff·2^208 / T of a compact target n: T = m·2^(8(e-3)), e the first byte of n and m the
// other three (Bitcoin Core, arith_uint256::SetCompact). The largest target, 0x1d00ffff, has D = 1.
func difficulty(n uint32) float64 {
	e, m := int(n>>24), float64(n&0x7fffff)
	return math.Ldexp(0xffff/max(m, 1), 8*(0x1d-e))
}

// dayLayout describes bitcoin/days.csv.
func dayLayout() layout {
	return layout{
		name: "bitcoin_days", file: "bitcoin/days.csv", key: "date_utc", long: true,
		columns: []Column{
			{"date_utc", "", "the day, in UTC"},
			{"price_usd", "USD/BTC", "price of a coin at the end of the day"},
			{"price_source_id", "", "source of the price"},
			{"hashrate_implied_eh_s", "EH/s", "hashrate by the number of blocks"},
			{"difficulty_end_of_day", "", "difficulty at the end of the day, rounded to a whole number"},
			{"blocks_count", "blocks", "blocks found"},
			{"fees_btc", "BTC", "fees of all blocks"},
			{"issuance_btc", "BTC", "new coins"},
		},
		read: readDay,
	}
}

// readDay adds one row of bitcoin/days.csv.
func readDay(c *Catalog, r *row) {
	d := Day{
		Date: r.date("date_utc"), PriceUSD: r.atLeast("price_usd", 0, 0), PriceSource: r.sources("price_source_id"),
		ImpliedEHs: r.atLeast("hashrate_implied_eh_s", 0, 0), Difficulty: r.atLeast("difficulty_end_of_day", 1, 0),
		Blocks: int(r.integer("blocks_count", -1)), FeesBTC: r.atLeast("fees_btc", 0, -1),
		IssuanceBTC: r.atLeast("issuance_btc", 0, -1),
	}
	if len(c.Days) == 0 {
		d.Cited = c.fileCited(r)
	} else {
		last := c.Days[len(c.Days)-1]
		d.Cited = last.Cited
		if !follows(last.Date, d.Date) {
			r.problem("date_utc", "%s follows %s; every day has one row, in order", d.Date, last.Date)
		}
	}
	for _, part := range []struct {
		column string
		known  func(Day) bool
	}{{"price_usd", Day.hasPrice}, {"fees_btc", Day.hasFees}, {"blocks_count", Day.hasBlocks}} {
		if resumes(c.Days, d, part.known) {
			r.problem(part.column, "there is a gap before this value; fill it, or empty the cells after it")
		}
	}
	if (d.PriceUSD > 0) != (d.PriceSource != "") {
		r.problem("price_source_id", "a price and its source go together; fill in both or neither")
	}
	c.Days = append(c.Days, d)
}

// hasPrice tells whether the price of a coin is known for the day.
func (d Day) hasPrice() bool { return d.PriceUSD > 0 }

// hasFees tells whether the fees are known for the day.
func (d Day) hasFees() bool { return d.FeesBTC >= 0 }

// hasBlocks tells whether the number of blocks is known for the day.
func (d Day) hasBlocks() bool { return d.Blocks >= 0 }

// resumes tells whether a value is known on a day, was not on the day before, but was earlier: a gap.
func resumes(before []Day, d Day, known func(Day) bool) bool {
	if len(before) == 0 || !known(d) || known(before[len(before)-1]) {
		return false
	}
	return slices.ContainsFunc(before, known)
}
