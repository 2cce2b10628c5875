package backtest

import (
	"context"
	"encoding/json"
	"testing"

	"hashwatt/seeds"
)

// The whole backtest runs on the seeds, every gate holds, and the result is plain data.
func TestEveryGateHolds(t *testing.T) {
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	result, err := Run(context.Background(), cat, Settings{Begun: func(k, n int, test *Test) { t.Log(k, n, test.ID, test.Title) }})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range result.Tests {
		for _, f := range test.Figures {
			t.Logf("%s  %-60s %14.6g %-12s %-40s %v", test.ID, f.Name, f.Value, f.Unit, f.Target, f.Passed)
		}
		t.Log(test.ID, test.Verdict)
	}
	if broken := result.Broken(); len(broken) > 0 {
		t.Errorf("%d gates are broken", len(broken))
	}
	if _, err := json.Marshal(result); err != nil {
		t.Error(err)
	}
}
