package unit

import (
	"math"
	"testing"
)

func TestAmountsAreReadable(t *testing.T) {
	// A message prints few digits in a fitting scale, with the unit as a scenario takes it.
	t.Parallel()
	for _, c := range []struct {
		v      float64
		of     string
		digits int
		want   string
	}{
		{-126e9, "USD", 4, "-126 bn USD"},
		{-71809062, "USD", 4, "-71.81 MUSD"},
		{0, "USD", 4, "0 USD"},
		{1.9123e7, "MWh", 3, "19.1 TWh"},
		{1.1e-5, "MWh", 3, "11 Wh"},
		{1234.5, "MW", 4, "1.234 GW"},
		{83.21, "EH/s", 3, "83.2 EH/s"},
		{4.6600001, "%", 4, "4.66 %"},
		{123456.7, "USD/BTC", 4, "123457 USD/BTC"},
		{1.23456e-9, "%", 4, "1.235e-09 %"},
		{5.5, "years", 4, "5.5 years"},
		{3, "", 4, "3"},
		{math.NaN(), "USD", 4, "no number"},
	} {
		if got := Amount(c.v, c.of, c.digits); got != c.want {
			t.Errorf("Amount(%g, %q, %d) = %q, want %q", c.v, c.of, c.digits, got, c.want)
		}
	}
}
