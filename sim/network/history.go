package network

import (
	"fmt"
	"sort"
)

// EpochRow is one line of the record: the first block of a difficulty epoch.
type EpochRow struct {
	FirstHeight int64  // a multiple of 2016
	FirstUnix   int64  // s, the time stamp of the first block
	NBits       uint32 // compact target of the epoch
}

// Epoch is one difficulty epoch of history.
type Epoch struct {
	Index       int     // 0 for the chain's first
	FirstHeight int64   // height of the first block
	FirstUnix   float64 // s, time of the first block
	Difficulty  float64
	NBits       uint32
	SpanS       float64 // s from the first block to the last, 2015 intervals; 0 where the epoch is not finished
	HashratePHs float64 // PH/s, the mean that the retarget saw; 0 where the epoch is not finished
	Inferred    bool    // the span follows from the next difficulty exactly; otherwise it is estimated from first blocks
}

// Progress returns how many blocks of the epoch were found by a time, as a fraction: 1 at its first block, 2016 at
// its last. It holds for a finished epoch; times before the first block give less than 1.
func (e Epoch) Progress(unix float64) float64 {
	return 1 + IntervalsPerSpan*(unix-e.FirstUnix)/e.SpanS
}

// History is the chain's record of difficulty, oldest epoch first, without gaps. Its last epoch is the one that had
// begun when the record was taken: its difficulty is known, its hashrate is not.
type History struct {
	Epochs []Epoch
}

// NewHistory builds the history from its record. The span of an epoch is what the next difficulty says it was,
//
//	a_k = 1,209,600 s · D_k / D_(k+1)
//
// because then a smooth replay meets every recorded difficulty. Where the clamp or the limit hides it, it is
// 2015/2016 of the time between the first blocks of this epoch and the next. H_k = 2015·D_k·2^32/a_k.
//
// An error names the row that is out of order: heights must run in steps of 2016 and times forward.
func NewHistory(rows []EpochRow) (*History, error) {
	if len(rows) < 2 {
		return nil, fmt.Errorf("the difficulty record has %d rows; at least 2 are needed", len(rows))
	}
	h := &History{Epochs: make([]Epoch, len(rows))}
	for i, row := range rows {
		e := Epoch{
			Index:       int(row.FirstHeight / BlocksPerRetarget),
			FirstHeight: row.FirstHeight,
			FirstUnix:   float64(row.FirstUnix),
			Difficulty:  Difficulty(row.NBits),
			NBits:       row.NBits,
		}
		if err := checkRow(rows, i, e.Difficulty); err != nil {
			return nil, err
		}
		if i+1 < len(rows) {
			e.SpanS, e.Inferred = span(row, rows[i+1])
			e.HashratePHs = ImpliedHashrate(e.Difficulty, e.SpanS)
		}
		h.Epochs[i] = e
	}
	return h, nil
}

// checkRow returns what is wrong with row i of the record, if anything is.
func checkRow(rows []EpochRow, i int, difficulty float64) error {
	row := rows[i]
	switch {
	case row.FirstHeight < 0 || row.FirstHeight%BlocksPerRetarget != 0:
		return fmt.Errorf("difficulty record, row %d: height %d is not a multiple of %d", i+1, row.FirstHeight, BlocksPerRetarget)
	case difficulty < 1:
		return fmt.Errorf("difficulty record, row %d: nBits %08x is no target within the chain's limit %08x", i+1, row.NBits, uint32(LimitNBits))
	case i > 0 && row.FirstHeight != rows[i-1].FirstHeight+BlocksPerRetarget:
		return fmt.Errorf("difficulty record, row %d: height %d does not follow %d by %d", i+1, row.FirstHeight, rows[i-1].FirstHeight, BlocksPerRetarget)
	case i > 0 && row.FirstUnix <= rows[i-1].FirstUnix:
		return fmt.Errorf("difficulty record, row %d: the first block's time %d is not after the row before it, %d", i+1, row.FirstUnix, rows[i-1].FirstUnix)
	}
	return nil
}

// span returns the seconds between the first and the last block of an epoch, and whether the next difficulty told them.
func span(row, next EpochRow) (seconds float64, inferred bool) {
	// At the limit the longest span, like any long one, gives the limit.
	if next.NBits == RetargetExact(row.NBits, MinTimespanS) || next.NBits == RetargetExact(row.NBits, MaxTimespanS) {
		between := float64(next.FirstUnix - row.FirstUnix)
		return between * IntervalsPerSpan / BlocksPerRetarget, false
	}
	return TargetTimespanS * Difficulty(row.NBits) / Difficulty(next.NBits), true
}

// At returns the position in Epochs of the epoch that contains a time: the last one whose first block is not later.
// ok is false before the first epoch (i is then −1) and from the first block of the last, unfinished epoch on (i is
// then its position): there history knows a difficulty but no hashrate, and the rest of the world must be told by a
// response.
func (h *History) At(unix float64) (i int, ok bool) {
	i = sort.Search(len(h.Epochs), func(i int) bool { return h.Epochs[i].FirstUnix > unix }) - 1
	return i, i >= 0 && i <= h.LastFinished()
}

// LastFinished returns the position in Epochs of the last epoch with a span and a hashrate.
func (h *History) LastFinished() int {
	return len(h.Epochs) - 2
}
