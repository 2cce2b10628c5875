package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

var (
	smallNumbers = strings.Fields("no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " +
		"seventeen eighteen nineteen")
	tens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
)

// spelled writes a number below a hundred as a word, as in "forty-six sites"; larger ones as digits.
func spelled(n int) string {
	switch {
	case n < 0 || n >= 100:
		return Format(float64(n), 0)
	case n < len(smallNumbers):
		return smallNumbers[n]
	case n%10 == 0:
		return tens[n/10]
	}
	return tens[n/10] + "-" + smallNumbers[n%10]
}

// counted is a number with its noun: "one site", "fifteen sites", "no site".
func counted(n int, one, many string) string {
	if n <= 1 {
		return spelled(n) + " " + one
	}
	return spelled(n) + " " + many
}

// plural chooses the word that goes with n.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// sentence begins a text with a capital.
func sentence(text string) string {
	if quoted, ok := strings.CutPrefix(text, "“"); ok {
		return "“" + sentence(quoted)
	}
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// listed strings words together: "a, b and c"; beyond most words the rest is counted.
func listed(words []string, most int) string {
	if len(words) > most {
		return strings.Join(words[:most-1], ", ") + fmt.Sprintf(" and %d more", len(words)-most+1)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// plainWord turns an id into words: under_construction is "under construction".
func plainWord(id string) string { return strings.ReplaceAll(id, "_", " ") }

// monthText prints a month of the page, 2027-07, as "July 2027".
func monthText(label string) string {
	t, err := time.Parse("2006-01", label)
	if err != nil {
		return label
	}
	return t.Format("January 2006")
}

// dayText prints a day of the page, 2027-07-01, as "1 July 2027".
func dayText(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January 2006")
}

// seasonText names the months of the year in which something happens: "from November to March", "in June", "all year".
func seasonText(in [12]bool) string {
	n := 0
	for _, on := range in {
		if on {
			n++
		}
	}
	first := 0
	for m := range in {
		if in[m] && !in[(m+11)%12] {
			first = m
		}
	}
	whole := true // one stretch, around the new year or not
	for k := range n {
		whole = whole && in[(first+k)%12]
	}
	name := func(m int) string { return time.Month(m%12 + 1).String() }
	switch {
	case n == 12:
		return "all year"
	case n == 1:
		return "in " + name(first)
	case whole && n > 1:
		return "from " + name(first) + " to " + name(first+n-1)
	}
	return fmt.Sprintf("in %s months of the year", spelled(n))
}

// tenths says how often something happened in n futures, in words that k and n support.
func tenths(k, n int) string {
	ten := int(math.Round(10 * float64(k) / float64(n)))
	switch {
	case k == 0 && n == 1:
		return "not in the one future that was drawn"
	case k == 0:
		return fmt.Sprintf("in none of %d futures", n)
	case k == n && n == 1:
		return "in the one future that was drawn"
	case k == n:
		return fmt.Sprintf("in all %d futures", n)
	case n < 10:
		return fmt.Sprintf("in %s of %s futures", spelled(k), spelled(n))
	case ten == 0:
		return "in fewer than one of ten futures"
	case ten == 10:
		return "in more than nine of ten futures"
	}
	return fmt.Sprintf("in %s of ten futures", spelled(ten))
}

// shareText prints a share of 1 as a percentage in two digits: "38 %", "under 1 %".
func shareText(share float64) string {
	switch p := 100 * share; {
	case p > 0 && p < 0.5:
		return "under " + WithUnit("1", "%")
	case p < 100 && p >= 99.5:
		return "over " + WithUnit("99", "%")
	default:
		return WithUnit(Format(p, 0), "%")
	}
}

// runsOf shortens a list of ids: those that differ only by successive numbers at their ends become "komi_site_03 to
// komi_site_15".
func runsOf(ids []string) []string {
	var out []string
	for i := 0; i < len(ids); {
		j := i + 1
		for j < len(ids) && follows(ids[j-1], ids[j]) {
			j++
		}
		if j-i > 2 {
			out = append(out, ids[i]+" to "+ids[j-1])
		} else {
			out = append(out, ids[i:j]...)
		}
		i = j
	}
	return out
}

// follows tells whether b is a with its last number one higher.
func follows(a, b string) bool {
	cut := func(id string) (stem string, n int, ok bool) {
		k := len(id)
		for k > 0 && id[k-1] >= '0' && id[k-1] <= '9' {
			k--
		}
		if k == len(id) || len(id)-k > 6 {
			return id, 0, false
		}
		_, err := fmt.Sscanf(id[k:], "%d", &n)
		return id[:k], n, err == nil
	}
	stem, n, ok := cut(a)
	other, m, also := cut(b)
	return ok && also && stem == other && m == n+1
}

// distinct drops repetitions and keeps the order.
func distinct(words []string) []string {
	var out []string
	for _, w := range words {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
