package reports_test

import (
	"strings"
	"testing"

	"hashwatt/reports"
)

func TestWhatIsExceededIsSaidToBeExceeded(t *testing.T) {
	// Two sites of 10 MW always run: each draws 7,440, 6,720 and 7,440 MWh in January, February and March, of 5,000
	// each. At 5 USD/MWh they pay for 13,200 MWh beyond it rather than stand still, so that nothing is kept back and
	// the limit still acts.
	t.Parallel()
	p := pageOf(t, written(t, ruled("{type: penalty, name: soft quota, limit: 5 GWh, per: month, price: 5 USD/MWh}"), 0))
	s := section(t, p, "limited")
	for _, want := range []string{"It is exceeded in every period, by 13.2\u202fGWh in all.", "soft quota"} {
		if !strings.Contains(s.Lead, want) {
			t.Errorf("%q does not say %q", s.Lead, want)
		}
	}
	if text := prosesOf(t, p); !strings.Contains(text, "Both sites exceed the soft quota six times, by 13.2 GWh in all.") || strings.Contains(text+s.Lead, "never binds") {
		t.Errorf("%q", text)
	}
	if got := table(t, p, "limits-table"); got.Title != "Under the soft quota its two sites pay 66.0\u202fk$" {
		t.Errorf("%q", got.Title)
	}
	uses := chart(t, p, "budget-l1-soft-quota")
	bars := uses.Bars
	near(t, "January within it", bars.Bars[0].Y[0].Value*scaleOf(bars.Y.Unit), 10_000)
	near(t, "and beyond it", bars.Bars[1].Y[0].Value*scaleOf(bars.Y.Unit), 4880)
	if len(bars.Bars) != 2 || uses.Caption != "Each bar is a period of the budget; full red is what was used beyond it." {
		t.Errorf("%d kinds of bars, %q, where nothing is left and the horizon cuts nothing", len(bars.Bars), uses.Caption)
	}
	broken := table(t, p, "broken-1-table")
	by, scale := columnOf(t, broken, "by")
	near(t, "of the first site", by[0]*scale, 6600)
	for _, c := range broken.Columns {
		if strings.HasPrefix(c.Name, "fine") || c.Name == "shut down" {
			t.Errorf("a column %q, where nobody is fined or shut down", c.Name)
		}
	}
}

func TestFinesAndShutdownsStandBySite(t *testing.T) {
	// A fine of 1,000 USD and two days still are less than what the 2,440 MWh beyond the limit of January earn, so
	// both sites break it.
	t.Parallel()
	p := pageOf(t, written(t, ruled("{type: penalty, name: hard quota, limit: 5 GWh, per: month, to: 2026-01-31, fine: 1000 USD, shutdown: 2 days}"), 0))
	text := prosesOf(t, p)
	if want := "Both sites exceed the hard quota twice, by 4.88 GWh in all, which brings two fines of 2.00 k$ together and 4.00 site-days of forced standstill."; !strings.Contains(text, want) {
		t.Errorf("%q does not say %q", text, want)
	}
	if strings.Contains(text, "brings the state") {
		t.Errorf("fines are told twice: %q", text)
	}
	days, _ := columnOf(t, table(t, p, "broken-1-table"), "shut down")
	near(t, "days", sum(days), 4)
}

func TestAQueueSaysWhoWaitsAndHowLong(t *testing.T) {
	// Both sites stand from 10 January on, and one permit a month goes first to the first of the file: the second
	// waits until 1 February.
	t.Parallel()
	text := strings.ReplaceAll(ruled("{type: licence_queue, name: q, permits: 1, per: month, from: 2026-01-01}"), "online: 2026-01-01", "online: 2026-01-10")
	p := pageOf(t, written(t, text, 0))
	q := table(t, p, "queue-1-table")
	if q.Len() != 1 || q.Columns[0].Text[0] != "second" || q.Columns[3].Text[0] != "2026-01-10" || q.Columns[4].Text[0] != "2026-02-01" || q.Title != "The limit “q”: who waits, and how long" {
		t.Errorf("%q: %v", q.Title, q.Columns)
	}
	waits, _ := columnOf(t, q, "waits")
	near(t, "months", waits[0], 22*24/730.5)
	if got := prosesOf(t, p); !strings.Contains(got, "One of the two sites that come within the horizon waits for a permit under “q”, 0.72 months on average") || strings.Contains(got, "“Q”") {
		t.Errorf("%q", got)
	}
}

func TestShadowPricesAreInTheCurrencyOfTheReport(t *testing.T) {
	// At 100 rubles to the dollar every shadow price is a hundred times that in dollars.
	t.Parallel()
	usd := table(t, pageOf(t, written(t, rationed, 0)), "limits-table")
	text := strings.Replace(rationed, "sites:\n", "money: {report: RUB, rates: {RUB: {process: flat, value: 100 RUB/USD}}}\nsites:\n", 1)
	rub := table(t, pageOf(t, written(t, text, 0)), "limits-table")
	price := func(c *reports.Table) float64 {
		v, _ := columnOf(t, c, "mean shadow price")
		return v[0]
	}
	near(t, "rubles", price(rub), 100*price(usd))
}

func TestAShortHorizonSaysThatYearsAreExtrapolated(t *testing.T) {
	// Seven days are no year.
	t.Parallel()
	p := pageOf(t, written(t, strings.Replace(rationed, "end: 2026-04-01", "end: 2026-01-08", 1), 0))
	if got := p.Audience(reports.Policy).Answer; !strings.Contains(got, "at the rate of these seven days") {
		t.Errorf("%q", got)
	}
	if !strings.Contains(p.Notices[0].Text, "The horizon is seven days.") {
		t.Errorf("%+v", p.Notices)
	}
}

func TestMyopicOperatorsHaveNoShadowPriceOfABudget(t *testing.T) {
	// They plan none: its cell is empty, the caption says why, and no chart shows zeros.
	t.Parallel()
	p := pageOf(t, written(t, rationed+"foresight: myopic\n", 0))
	tab := table(t, p, "limits-table")
	for _, c := range tab.Columns {
		if c.Name == "mean shadow price" && !c.Numbers[0].None {
			t.Errorf("a mean shadow price of %v", c.Numbers[0].Value)
		}
	}
	if !strings.Contains(tab.Caption, "Myopic operators plan no use of what is shared over time") {
		t.Errorf("%q", tab.Caption)
	}
	for _, c := range p.Charts() {
		if c.ID == "shadow-price" {
			t.Errorf("a chart %q", c.Title)
		}
	}
}

func TestALimitBehindABanSaysWhatTheBanTakes(t *testing.T) {
	// In January the ban leaves nothing of which the quota could keep anything back: lead and notice say so, of each
	// limit by its name.
	t.Parallel()
	p := pageOf(t, written(t, ruled("{type: energy, name: January quota, limit: 3720 MWh, per: month, from: 2026-01-01, to: 2026-01-31}, "+
		"{type: ban, name: January ban, from: 2026-01-01, to: 2026-01-31}"), 0))
	want := "Two limits stand, one of which acts at times; all that they keep back counts under the January ban, " +
		"and the January quota never binds, as the January ban takes all that it would keep back."
	if lead := section(t, p, "limited").Lead; lead != want {
		t.Errorf("lead %q, want %q", lead, want)
	}
	told := ""
	for _, n := range p.Notices {
		told += n.Text + "\n"
	}
	for _, block := range section(t, p, "limited").Blocks {
		if block.Chart != nil && strings.HasPrefix(block.Chart.ID, "budget-") {
			t.Errorf("%s is drawn, of which nothing is used", block.Chart.ID)
		}
	}
	if want := "A limit never binds: January quota (the January ban takes all that it would keep back)."; !strings.Contains(told, want) {
		t.Errorf("notices %q, want %q among them", told, want)
	}
}

func TestTheGridOfReasonsIsAsFullAsItsLargestField(t *testing.T) {
	// The budget of March leaves 1 % of what the plant could draw: a grid to 100 % would be of one colour. Rows of
	// nothing are left out of the hours.
	t.Parallel()
	p := pageOf(t, written(t, ruled("{type: energy, name: March quota, limit: 14.7 GWh, per: month, from: 2026-03-01, to: 2026-03-31}"), 0))
	if g := chart(t, p, "reasons").Grid; g.Full != 2 {
		t.Errorf("a field is full at %g %%", g.Full)
	}
	hours := table(t, p, "hours-table")
	if got := strings.Join(hours.Columns[0].Text, ", "); got != "running, idle: March quota, all" {
		t.Errorf("rows %s", got)
	}
}
