package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// claimWords is what the flags of check-claim say, as it was written.
type claimWords struct {
	rigs                                                           []string
	hashrate, efficiency, power, energy, gas, btc, blocks, revenue string
	from, to, month, year, pool, feeShare, tolerance               string
}

func (e *Env) checkClaimVerb() *cobra.Command {
	var asJSON bool
	var words claimWords
	c := &cobra.Command{
		Use:   "check-claim --month 2024-07 --QUANTITY AMOUNT --QUANTITY AMOUNT...",
		Short: "hold what somebody says about mining against the record: machines, energy, coins, money",
		Long: "Takes what a published claim says of a period and tells for every two of its quantities whether they fit:\n" +
			"machines or hashrate with coins, blocks or money at the difficulty, fees and prices of its days; power,\n" +
			"energy or gas with hashing, by the best and the worst machine of the time; machines, power and energy with\n" +
			"the hours of the period. Each pair is consistent within the tolerance, off by a factor, or impossible:\n" +
			"better than the best machine of the time, more hours than there are, more than the whole network.\n" +
			"An amount of the period may be given as a rate: \"79 MUSD/year\", \"16 TWh/year\", \"1.8/month\".\n" +
			"The exit code is 3 where a pair is off or impossible.",
		Example: "  hashwatt check-claim --month 2024-07 --hashrate '15.5 EH/s' --btc 370\n" +
			"  hashwatt check-claim --month 2020-12 --rigs 'antminer-s9-13.5 x150' --energy '147.8 MWh' --gas '49500 m3'\n" +
			"  hashwatt check-claim --month 2023-12 --pool own --hashrate '22.4 EH/s' --btc 1853 --json",
		Args: takes(0, 0, "flags alone; quote amounts that have a space in them"),
		RunE: func(*cobra.Command, []string) error { return e.checkClaim(&words, asJSON) },
	}
	f := c.Flags()
	f.StringVar(&words.month, "month", "", "`MONTH` that the claim holds for, such as 2024-07")
	f.StringVar(&words.year, "year", "", "`YEAR` that it holds for")
	f.StringVar(&words.from, "from", "", "first UTC `DAY` of the period, such as 2020-11-01")
	f.StringVar(&words.to, "to", "", "last `DAY` of the period, inclusive")
	f.StringArrayVar(&words.rigs, "rigs", nil, "`MACHINES` of seeds/rigs.csv and their number, such as 'antminer-s9-13.5 x150'; may be repeated")
	f.StringVar(&words.hashrate, "hashrate", "", "mean `HASHRATE`, such as '15.5 EH/s'")
	f.StringVar(&words.efficiency, "efficiency", "", "`EFFICIENCY` of the machines, such as '28.2 J/TH'")
	f.StringVar(&words.power, "power", "", "`POWER` at the meter, such as '85 MW'")
	f.StringVar(&words.energy, "energy", "", "`ENERGY` at the meter in the period, such as '147.8 MWh'")
	f.StringVar(&words.gas, "gas", "", "`GAS` burnt in the period, such as '49500 m3'")
	f.StringVar(&words.btc, "btc", "", "`COINS` of the period, such as 1.8")
	f.StringVar(&words.blocks, "blocks", "", "`NUMBER` of blocks found in the period")
	f.StringVar(&words.revenue, "revenue", "", "`INCOME` of the period from coins, such as '79 MUSD/year'")
	f.StringVar(&words.pool, "pool", "fpps", "`POOL`: fpps, which pays for every share, or own, whose coins have luck in them")
	f.StringVar(&words.feeShare, "fee-share", "", "`PART` of the coins that were fees, such as '22 %', instead of the fees on record")
	f.StringVar(&words.tolerance, "tolerance", "", "`PART` by which numbers may miss each other, such as '10 %'")
	jsonFlag(f, &asJSON)
	return c
}

// checkClaim checks one claim and prints what was found.
func (e *Env) checkClaim(words *claimWords, asJSON bool) error {
	cat, err := seeds.Load()
	if err != nil {
		return err
	}
	rules, err := claim.NewRules(cat)
	if err != nil {
		return err
	}
	record, err := claim.NewRecord(cat)
	if err != nil {
		return err
	}
	c, err := words.read(cat, &rules)
	if err != nil {
		return err
	}
	checked, err := record.Check(c, rules, cat.Rigs)
	if err != nil {
		return wrong("check-claim: %s", err)
	}
	if asJSON {
		err = printJSON(e.Out, claimAsJSON(checked))
	} else {
		e.printClaim(checked)
	}
	if err == nil && !checked.Held() {
		return &notHeldError{"the claim does not hold together"}
	}
	return err
}

// read turns words into a claim and reports every mistake in them.
func (w *claimWords) read(cat *seeds.Catalog, rules *claim.Rules) (claim.Claim, error) {
	var c claim.Claim
	var problems conf.Problems
	refuse := func(flag string, err error) {
		problems = append(problems, conf.Problem{Path: "--" + flag, Message: err.Error()})
	}
	var err error
	if c.From, c.To, err = w.period(); err != nil {
		problems = append(problems, conf.Problem{Message: err.Error()})
	}
	for _, text := range w.rigs {
		m, err := claim.ParseMachines(text, cat)
		if err != nil {
			refuse("rigs", err)
		}
		c.Machines = append(c.Machines, m)
	}
	hours := claim.Hours(c.From, c.To)
	for _, q := range []struct {
		flag, text string
		into       *float64
		rate       bool // an amount of the period, which may be given as a rate
		parse      func(string) (float64, error)
	}{
		{"hashrate", w.hashrate, &c.HashratePHs, false, number(unit.ParseHashrate)},
		{"efficiency", w.efficiency, &c.JPerTH, false, number(unit.ParseEfficiency)},
		{"power", w.power, &c.PowerMW, false, number(unit.ParsePower)},
		{"energy", w.energy, &c.EnergyMWh, true, number(unit.ParseEnergy)},
		{"gas", w.gas, &c.GasM3, true, claim.ParseGas},
		{"btc", w.btc, &c.BTC, true, claim.ParseCoins},
		{"blocks", w.blocks, &c.Blocks, true, number(unit.ParseNumber)},
		{"revenue", w.revenue, &c.RevenueUSD, true, claim.ParseUSD},
		{"fee-share", w.feeShare, &c.FeeShare, false, number(unit.ParseFraction)},
		{"tolerance", w.tolerance, &rules.Tolerance, false, number(unit.ParseFraction)},
	} {
		if q.text == "" {
			continue
		}
		text, per := q.text, 0.0
		if q.rate {
			text, per = claim.ParseRate(q.text)
		}
		v, err := q.parse(text)
		switch {
		case err != nil:
			refuse(q.flag, err)
		case v <= 0 && q.flag != "fee-share" && q.flag != "tolerance":
			refuse(q.flag, fmt.Errorf("%q is not more than zero; leave out what the claim does not say", q.text))
		case per > 0:
			v *= hours / per
		}
		*q.into = v
	}
	c.HasFeeShare = w.feeShare != ""
	switch w.pool {
	case "fpps":
	case "own":
		c.OwnPool = true
	default:
		refuse("pool", fmt.Errorf("%q is neither fpps nor own", w.pool))
	}
	return c, problems.Err()
}

// period reads the days of the claim.
func (w *claimWords) period() (from, to calendar.Date, err error) {
	none := calendar.Date{}
	switch said := w.from != "" || w.to != ""; {
	case said && (w.month != "" || w.year != "") || w.month != "" && w.year != "":
		return none, none, errors.New("the period is given twice; keep one of --month, --year, or --from with --to")
	case w.month != "" && len(w.month) != len("2024-07"):
		return none, none, fmt.Errorf("--month: %q is not a month; write it like 2024-07", w.month)
	case w.year != "" && len(w.year) != len("2024"):
		return none, none, fmt.Errorf("--year: %q is not a year; write it like 2024", w.year)
	case w.month+w.year != "":
		return claim.ParsePeriod(w.month + w.year)
	case w.from == "" || w.to == "":
		return none, none, errors.New("the days of the claim are missing; write --month 2024-07, --year 2024, or --from 2020-11-01 --to 2020-11-30")
	}
	if from, err = calendar.ParseDate(w.from); err != nil {
		return none, none, fmt.Errorf("--from: %w", err)
	}
	if to, err = calendar.ParseDate(w.to); err != nil {
		return none, none, fmt.Errorf("--to: %w", err)
	}
	return from, to, nil
}

// number makes a parser of a quantity one of its number in base units.
func number[T ~float64](parse func(string) (T, error)) func(string) (float64, error) {
	return func(text string) (float64, error) {
		v, err := parse(text)
		return float64(v), err
	}
}

// printClaim prints what was found, a line for each pair.
func (e *Env) printClaim(c *claim.Checked) {
	u := &c.Unit
	fmt.Fprintf(e.Out, "%s to %s: mean difficulty %s, network %s; 1 PH/s was expected to find %s, %.3g %% of it fees\n",
		u.From, u.To, claim.DifficultyText(u.Difficulty), unit.Human(u.NetworkPHs, "PH/s"), unit.Human(u.BTC(), "BTC"), 100*u.FeeBTC/u.BTC())
	if u.FeeDays < u.Days && !c.Claim.HasFeeShare {
		fmt.Fprintf(e.Out, "fees are on record for %d of the %d days; on the others they count as none (--fee-share states them)\n", u.FeeDays, u.Days)
	}
	if u.PriceDays < u.Days && c.Claim.RevenueUSD > 0 {
		fmt.Fprintf(e.Out, "prices are on record for %d of the %d days; income is compared with nothing\n", u.PriceDays, u.Days)
	}
	fmt.Fprintln(e.Out)
	apart := 0
	for _, f := range c.Findings {
		verdict := verdictText(&f)
		if f.Verdict == claim.Off || f.Verdict == claim.Impossible {
			apart++
			verdict = e.red(verdict)
		}
		fmt.Fprintf(e.Out, "%-24s%s\n    %s\n", strings.Replace(f.Pair(), "-", " and ", 1), verdict, plainText(f.Text))
	}
	fmt.Fprintln(e.Out)
	if alone := c.Alone(); len(alone) > 0 {
		var names []string
		for _, q := range alone {
			names = append(names, string(q))
		}
		fmt.Fprintf(e.Out, "nothing judges what the claim says of %s\n", strings.Join(names, ", "))
	}
	switch apart {
	case 0:
		fmt.Fprintf(e.Out, "nothing speaks against the claim, at a tolerance of %.3g %%\n", 100*c.Rules.Tolerance)
	case 1:
		fmt.Fprintf(e.Out, "1 of %s does not fit, at a tolerance of %.3g %%\n", plural(len(c.Findings), "pair"), 100*c.Rules.Tolerance)
	default:
		fmt.Fprintf(e.Out, "%d of %s do not fit, at a tolerance of %.3g %%\n", apart, plural(len(c.Findings), "pair"), 100*c.Rules.Tolerance)
	}
}

// verdictText says a verdict in words: "off by a factor of 4.1".
func verdictText(f *claim.Finding) string {
	word := string(f.Verdict)
	if f.Verdict == claim.Consistent || f.Verdict == claim.Unknown {
		return word
	}
	if f.Factor < 1 && f.Factor > 0 {
		return fmt.Sprintf("%s: %.3g times too little", word, 1/f.Factor)
	}
	return fmt.Sprintf("%s: %.3g times too much", word, f.Factor)
}

// shownClaim is a checked claim, as JSON. Amounts are those of the period; absent ones are not known or not meant.
type shownClaim struct {
	From          calendar.Date  `json:"from"`
	To            calendar.Date  `json:"to"`
	Holds         bool           `json:"holds"`
	Tolerance     float64        `json:"tolerance"`
	Difficulty    float64        `json:"mean_difficulty"`
	NetworkEHs    float64        `json:"network_eh_s"`
	BlocksPerPHs  float64        `json:"expected_blocks_per_ph_s"`
	SubsidyPerPHs float64        `json:"expected_subsidy_btc_per_ph_s"`
	FeesPerPHs    float64        `json:"expected_fees_btc_per_ph_s"`
	Days          int            `json:"days"`
	FeeDays       int            `json:"days_with_fees"`
	PriceDays     int            `json:"days_with_price"`
	Findings      []shownFinding `json:"findings"`

	Alone []claim.Quantity `json:"judged_by_nothing,omitempty"`
}

// shownFinding is one pair of it.
type shownFinding struct {
	A               claim.Quantity `json:"a"`
	B               claim.Quantity `json:"b"`
	Verdict         claim.Verdict  `json:"verdict"`
	What            string         `json:"what"`
	Value           float64        `json:"value"`
	Unit            string         `json:"unit,omitempty"`
	Low             float64        `json:"low"`
	High            float64        `json:"high"`
	Factor          float64        `json:"factor"`
	Expected        float64        `json:"expected,omitempty"`
	Z               float64        `json:"z,omitempty"`
	NeedsDifficulty float64        `json:"needs_difficulty,omitempty"`
	NeedsBefore     string         `json:"needs_before,omitempty"`
	NeedsFrom       string         `json:"needs_from,omitempty"`
	Text            string         `json:"text"`
}

// claimAsJSON returns what was found in the form that is printed.
func claimAsJSON(c *claim.Checked) shownClaim {
	u := &c.Unit
	shown := shownClaim{
		From: u.From, To: u.To, Holds: c.Held(), Tolerance: c.Rules.Tolerance, Difficulty: u.Difficulty,
		NetworkEHs: u.NetworkPHs / 1e3, BlocksPerPHs: u.Blocks, SubsidyPerPHs: u.SubsidyBTC, FeesPerPHs: u.FeeBTC,
		Days: u.Days, FeeDays: u.FeeDays, PriceDays: u.PriceDays, Findings: []shownFinding{}, Alone: c.Alone(),
	}
	for _, f := range c.Findings {
		shown.Findings = append(shown.Findings, shownFinding{
			f.A, f.B, f.Verdict, f.What, f.Value, f.Unit, f.Low, f.High, f.Factor, f.Expected, f.Z,
			f.NeedsDifficulty, f.NeedsBefore.String(), f.NeedsAfter.String(), f.Text,
		})
	}
	return shown
}
