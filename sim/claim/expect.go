package claim

import (
	"fmt"
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
	"hashwatt/sim/sample"
)

// Expectation is what a hashrate is expected to find in a period of whole UTC days. A pool that pays for every
// share (FPPS) pays the coins of it, less its fee; a pool of one's own finds a number of blocks that scatters
// around Blocks as Poisson's does.
type Expectation struct {
	From, To    calendar.Date // both inclusive
	Days        int
	HashratePHs float64 // PH/s, the same throughout

	Blocks        float64 // found
	SubsidyBTC    float64 // new coins of those blocks; a halving inside the period is met at its block
	FeeBTC        float64 // fees of those blocks on the days whose fees are known
	RevenueUSD    float64 // coins times the price of the day, on the days whose price is known
	NetworkBlocks float64 // expected of the whole network, by the hashrate that the retargets saw
	NetworkPHs    float64 // that hashrate: its mean over time, PH/s
	Difficulty    float64 // the one at which the same hashrate would have found as many blocks: its harmonic mean over time

	FeeDays   int // days whose fees are known; on the others fees count as none
	PriceDays int // days whose price is known; the others earn nothing in RevenueUSD
}

// BTC returns all coins: subsidy and fees.
func (e Expectation) BTC() float64 { return e.SubsidyBTC + e.FeeBTC }

// Hours returns the length of the period, h.
func (e Expectation) Hours() float64 { return Hours(e.From, e.To) }

// Expect returns what a hashrate of hashratePHs PH/s is expected to find from one day to another, both inclusive:
//
//	blocks = Σ over days and the epochs in them  h · 1e15 · seconds / (D · 2^32)
//	coins  = Σ over the same pieces  blocks · (S + F of the day)
//
// where an epoch reaches from its first block to the first block of the next, and the subsidy S is halved from the
// time on at which the block before the halving was found, blocks of one epoch being spaced evenly. An error says
// that the period is not inside the record or that the hashrate is no number of zero or more.
func (r *Record) Expect(from, to calendar.Date, hashratePHs float64) (Expectation, error) {
	if err := r.check(from, to); err != nil {
		return Expectation{}, err
	}
	if !(hashratePHs >= 0) || math.IsInf(hashratePHs, 0) {
		return Expectation{}, fmt.Errorf("a hashrate of %v PH/s cannot be; give a number of zero or more", hashratePHs)
	}
	e := Expectation{From: from, To: to, HashratePHs: hashratePHs}
	var blocks, subsidy, fees, usd, networkBlocks, networkHashes sample.Sum // of 1 PH/s, save the last two
	for day := from.Days(); day <= to.Days(); day++ {
		found := r.day(day)
		fee, feeKnown := r.FeesOn(day)
		price, priceKnown := r.PriceOn(day)
		blocks.Add(found.blocks)
		subsidy.Add(found.subsidyBTC)
		fees.Add(found.blocks * fee)
		usd.Add((found.subsidyBTC + found.blocks*fee) * price)
		networkBlocks.Add(found.networkBlocks)
		networkHashes.Add(found.networkPH)
		e.Days++
		if feeKnown {
			e.FeeDays++
		}
		if priceKnown {
			e.PriceDays++
		}
	}
	e.Blocks, e.SubsidyBTC, e.FeeBTC = hashratePHs*blocks.Value(), hashratePHs*subsidy.Value(), hashratePHs*fees.Value()
	e.RevenueUSD, e.NetworkBlocks = hashratePHs*usd.Value(), networkBlocks.Value()
	e.NetworkPHs = networkHashes.Value() / (float64(e.Days) * secondsPerDay)
	e.Difficulty = float64(e.Days) * 24 * network.BlocksPerPHh(1) / blocks.Value()
	return e, nil
}

// piece is what 1 PH/s, and the network, is expected to find in some time, and how many hashes the network tries in
// it, PH.
type piece struct{ blocks, subsidyBTC, networkBlocks, networkPH float64 }

// day returns what is found in a UTC day inside the record.
func (r *Record) day(day int) piece {
	var p piece
	start := float64(day) * secondsPerDay
	end := start + secondsPerDay
	i, _ := r.History.At(start)
	for t := start; t < end; i++ {
		e := r.History.Epochs[i]
		stop := min(end, r.History.Epochs[i+1].FirstUnix)
		halved := min(max(t, halvingTime(e)), stop)
		p.add(e, t, halved, network.SubsidyBTC(e.FirstHeight))
		p.add(e, halved, stop, network.SubsidyBTC(e.FirstHeight)/2)
		t = stop
	}
	return p
}

// add counts the time from one moment to another of an epoch, at one subsidy.
func (p *piece) add(e network.Epoch, from, to, subsidyBTC float64) {
	blocks := (to - from) / 3600 * network.BlocksPerPHh(e.Difficulty)
	p.blocks += blocks
	p.subsidyBTC += blocks * subsidyBTC
	p.networkBlocks += blocks * e.HashratePHs
	p.networkPH += (to - from) * e.HashratePHs
}

// halvingTime returns when the block before the first one of half the subsidy was found: from then on the halved
// block is sought. It is +Inf where no halving falls inside the epoch.
func halvingTime(e network.Epoch) float64 {
	index := network.HalvingIndex(e.FirstHeight)
	if index == network.BlocksPerRetarget {
		return math.Inf(1)
	}
	return e.FirstUnix + float64(index-1)*e.SpanS/network.IntervalsPerSpan
}
