package reports

import (
	"cmp"
	"slices"
	"strings"

	"hashwatt/sim/tariff"
)

// The glossaries explain the words that each audience meets first, in the order of the alphabet.

func (b *builder) policyWords() []Term {
	return b.glossary([]Term{
		{"capacity that stands", "what the machines and the connection of the sites that are online could draw without outages"},
		{"connected power", "power of the sites’ connections at the meter, cooling included"},
		{"kept back", "electricity that would have been drawn at a profit if limits and bans had allowed it"},
		{"limit", "a ban, a cap on power, a budget of energy for a day, a month or a year, or another rule of what may be drawn and when"},
		{"share of the network", "own hashrate over that of the whole network, own hashrate included"},
		{"range", "in brackets behind a figure: nine in ten futures lie in it"},
	})
}

func (b *builder) investorWords() []Term {
	return b.glossary([]Term{
		{"central case", "every price on its mean path, every uncertain input at its middle"},
		{"hashprice", "what a petahash per second earns in a day, in dollars, before the pool’s fee"},
		{"internal rate of return", "the discount rate at which the net present value is zero; there may be none, or several"},
		{"net present value", "all cash flows after tax, each divided by (1 + rate) to the power of its years"},
		{"operation", "what running costs besides power: staff, repair, security"},
		{"payback", "the first time at which the running sum of cash is no longer negative"},
		{"plant", "machines and infrastructure that come online within the horizon"},
	})
}

func (b *builder) studentWords() []Term {
	words := []Term{
		{"difficulty", "how rare a valid block is; it is set anew every 2 016 blocks so that a block takes ten minutes"},
		{"epoch", "the 2 016 blocks between two settings of difficulty, about two weeks"},
		{"halving", "the moment, every 210 000 blocks, at which the new coins of a block halve"},
		{"hashprice", "what a petahash per second earns in a day, in dollars"},
		{"hashrate", "trials per second; 1 PH/s is 10¹⁵ of them, 1 EH/s a thousand times more"},
		{"PUE", "power of the whole site over power of its machines"},
		{"J/TH", "joules for a million million trials: how thirsty a machine is"},
	}
	if !b.p.Chain.Open {
		words = append(words, Term{"retarget", "the setting of the next difficulty, from the time that the last 2 016 blocks took"})
	}
	return b.glossary(append(words, b.tariffWords()...))
}

// tariffWords explain the charges that the tariffs of the run have.
func (b *builder) tariffWords() (words []Term) {
	if b.paid == nil {
		return nil
	}
	var demand, tiers, system, ratchet, invoiced bool
	for t := range b.w.Tariffs {
		invoiced = invoiced || b.p.Tariffs[t].Invoiced
		for _, i := range b.billItems(t) {
			demand = demand || i.Kind == "demand"
			system = system || i.Kind == "coincident" || i.Kind == "peak_capacity"
			tiers = tiers || i.Kind == "tiered"
			switch c := i.Component.(type) {
			case *tariff.Demand:
				ratchet = ratchet || len(c.Billing.Ratchets) > 0
			case *tariff.Tiered:
				ratchet = ratchet || len(c.Demand.Ratchets) > 0
			}
		}
	}
	for _, w := range []struct {
		used bool
		term Term
	}{
		{system, Term{"coincident peak", "the hour in which the whole system draws most, not the site; it is known only afterwards, so a site that wants to stand still in it has to forecast it"}},
		{demand, Term{"demand charge", "a price for the highest load of a month, of so much a kilowatt: one hour at full load costs as much as all of them"}},
		{ratchet, Term{"ratchet", "a rule by which part of an old peak is billed for months after it, however low the load has become"}},
		{tiers, Term{"tier", "a block of energy with a price of its own: the first so many megawatt-hours of a month, then the next"}},
		{invoiced, Term{"signal and bill", "the signal is what one more megawatt-hour costs in an hour, by which machines run or stand still; the bill is what the invoice of the month says. What is fixed is on the bill and not in the signal"}},
	} {
		if w.used {
			words = append(words, w.term)
		}
	}
	return words
}

// glossary adds the words of the loop to those of an audience, as far as the page uses them.
func (b *builder) glossary(words []Term) []Term {
	if with, _ := b.pairs(); len(with) > 0 {
		words = append(words, Term{"dilution", "by how much the sites’ own hashrate lowers what everybody’s hashrate earns, theirs included"})
	}
	if b.paid != nil {
		words = append(words, Term{"all in", "everything on the invoices for power over the electricity that they are for: energy, network, what is fixed, taxes on it; not what is paid in auctions of the right to draw, as penalties or as fines"})
		if b.paid.peaks() {
			words = append(words, Term{"charge on the highest load", "what is billed for the highest load, or for that in the peaks of the system, and not for energy: a demand charge, capacity, network"})
		}
	}
	words = append(words, b.limitWords()...)
	if b.r.Shares != nil && len(b.r.Shares.Countries) > 0 {
		words = append(words, Term{"Herfindahl index", "the sum of the squares of the named countries’ shares: near 0 where many are small, 1 where one holds everything"})
	}
	if len(b.r.Answers) > 1 {
		words = append(words, Term{"speed of the rest of the world", "how strongly its hashrate follows the hashprice: at 5 % an epoch, a hashprice 10 % above its level brings half a percent of hashrate in each epoch"})
	}
	if then := b.r.Facts.Words.Bitcoin.RestOfWorld.Then; then != nil && !b.p.Chain.Open {
		switch then.Name {
		case "shutdown":
			words = append(words, Term{"shutdown", "a machine is switched off when its power costs more than it earns, and on again when it does not"})
		case "entry":
			words = append(words, entryBarrier())
		case "vintage":
			words = append(words, entryBarrier(), Term{"vintage", "all machines that were bought in one period: as thirsty as machines were then"})
		}
	}
	slices.SortStableFunc(words, func(x, y Term) int { return cmp.Compare(strings.ToLower(x.Word), strings.ToLower(y.Word)) })
	return words
}

func entryBarrier() Term {
	return Term{"entry barrier", "the hashprice from which on somebody buys new machines: above what they cost, for it may fall again"}
}
