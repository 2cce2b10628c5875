package reports

import (
	"math"
	"strings"
)

// backtestMethod says how the tests against the record are made.
const backtestMethod = "Every test reads rows of the seeds alone, and the same seeds give the same figures, to the last bit. A gate must hold: where one misses, the command ends with exit code 3, and the model is not to be trusted there. " +
	"A report is there to be read; nothing depends on it.\n\n" +
	"What has parameters was fitted to one window of days and tested on another. A forecast is compared with the guess that nothing changes: a response that does no better than this guess is of no use for forecasting, however well it fits the years from which it was taken. " +
	"A free run begins at a recorded state and is then left to itself; only what is named as given, mostly the price of the coin and the fees, comes from the record."

// backtestWords explains the words of a backtest.
func backtestWords() []Term {
	return []Term{
		{"free run", "a run that begins at a recorded state and is then left to itself"},
		{"gate", "a test that must hold, or the model is not to be trusted"},
		{"no change", "the forecast that everything stays as it is; a model that does no better has learnt nothing"},
		{"out of sample", "on days other than those to which parameters were fitted"},
		{"report", "a test that is there to be read: nothing depends on it"},
		{"replay", "a run to which the record is given, in order to test the rule that makes one number from another"},
		{"tolerance", "how far a figure may be from its target, fixed before the test is run"},
	}
}

// figureText prints a figure of any size with five significant digits at most: errors of a millionth and blocks of
// a year.
func figureText(v float64) string {
	switch size := math.Abs(v); {
	case v == 0:
		return "0"
	case size < 1e-4 || size >= 1e9:
		return scientific(v)
	case size >= 1e4 || v == math.Trunc(v):
		return Format(v, 0)
	default:
		return Format(v, max(0, 3-int(math.Floor(math.Log10(size)))))
	}
}

// typeset gives the texts of a result the typography of the page: a true minus sign before a number, a thin space
// before a percent sign.
func typeset(text string) string {
	runes := []rune(text)
	for k, r := range runes {
		digit := func(at int) bool { return at >= 0 && at < len(runes) && runes[at] >= '0' && runes[at] <= '9' }
		if r == '-' && digit(k+1) && (k == 0 || runes[k-1] == ' ' || runes[k-1] == '(') {
			runes[k] = '\u2212'
		}
		if r == ' ' && digit(k-1) && k+1 < len(runes) && runes[k+1] == '%' {
			runes[k] = '\u202f'
		}
	}
	text = string(runes)
	for strings.Count(text, `"`) >= 2 {
		text = strings.Replace(strings.Replace(text, `"`, "“", 1), `"`, "”", 1)
	}
	return text
}
