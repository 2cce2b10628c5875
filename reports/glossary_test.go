package reports_test

import (
	"slices"
	"strings"
	"testing"

	"hashwatt/reports"
)

func TestTheStudentReadsTheWordsOfTheTariffsAtWork(t *testing.T) {
	// Each word stands where a tariff has what it means, and only there.
	t.Parallel()
	words := []string{"coincident peak", "demand charge", "ratchet", "signal and bill", "tier"}
	for tariff, want := range map[string]string{
		"[{type: flat, price: 30 USD/MWh}]": "",
		atWork:                              "demand charge, signal and bill",
		strings.Replace(atWork, "periods:", "ratchets: [{share: 50 %}], periods:", 1):                       "demand charge, ratchet, signal and bill",
		"[{type: tiered, periods: [{tiers: [{up_to: 2000 MWh, price: 30 USD/MWh}, {price: 40 USD/MWh}]}]}]": "signal and bill, tier",
		coincident("[2026-02-10T16, 2026-02-10T17]"):                                                        "coincident peak, signal and bill",
	} {
		var got []string
		for _, term := range pageOf(t, written(t, billed("", tariff), 0)).Audience(reports.Student).Glossary {
			if slices.Contains(words, term.Word) {
				got = append(got, term.Word)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v, want %s", tariff, got, want)
		}
	}
}

func TestANoticeOfTheBillLeadsToWhatIsOnThePage(t *testing.T) {
	// A minimum is due although nobody runs: there is no section of the bill, and the notice leads to the money.
	t.Parallel()
	tariff := "[{type: flat, name: energy, price: 9000 USD/MWh}, {type: minimum, name: least, amount: 1000 USD}]"
	at := slices.IndexFunc(pageOf(t, written(t, billed("", tariff), 0)).Notices, func(n reports.Notice) bool { return strings.Contains(n.Text, "least at") && n.Why == "money" })
	if at < 0 {
		t.Error("no notice of the minimum that leads to the money")
	}
	runs := strings.Replace(tariff, "9000", "30", 1)
	at = slices.IndexFunc(pageOf(t, written(t, billed("", strings.Replace(runs, "1000 USD", "5000000 USD", 1)), 0)).Notices, func(n reports.Notice) bool {
		return strings.HasPrefix(n.Text, "A minimum bill is due in every period") && n.Why == "bill"
	})
	if at < 0 {
		t.Error("no notice of the minimum that leads to the bill")
	}
}

func TestATariffThatEndsIsSaidOnThePage(t *testing.T) {
	// The price of the last day is held; the notice names the region and the component.
	t.Parallel()
	ends := "[{type: flat, name: energy, price: 30 USD/MWh, ends: 2026-02-28}]"
	for _, n := range pageOf(t, written(t, billed("", ends), 0)).Notices {
		if strings.Contains(n.Text, "The last price is held where a tariff ends before the horizon does: Works (energy on 2026-02-28).") {
			return
		}
	}
	t.Error("nothing is said")
}
