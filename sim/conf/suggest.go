package conf

import (
	"fmt"
	"strings"
)

// Suggest returns the word among the given ones that was most likely meant, or "" if none is near. Capitals, "-",
// "_" and spaces do not count; otherwise one slip (a letter missing, added, changed, or two swapped) is forgiven in
// a short word and one more for every three letters, and a word that is cut short is recognised from its first
// three letters if that leaves one choice.
func Suggest(word string, among []string) string {
	const longest = 64 // a longer word is no slip of the fingers
	if word == "" || len(word) > longest {
		return ""
	}
	given := plain(word)
	best, bestSlips := "", len(given)/3+1
	if len(given) <= 3 {
		bestSlips = 2
	}
	for _, candidate := range among {
		if len(candidate) > 2*longest {
			continue
		}
		if n := slips(given, plain(candidate), bestSlips); n < bestSlips {
			best, bestSlips = candidate, n
		}
	}
	if best != "" || len(given) < 3 {
		return best
	}
	for _, candidate := range among {
		if strings.HasPrefix(plain(candidate), given) {
			if best != "" {
				return ""
			}
			best = candidate
		}
	}
	return best
}

// plain removes what does not count in a comparison.
func plain(word string) string {
	return separators.Replace(strings.ToLower(word))
}

var separators = strings.NewReplacer("-", "", "_", "", " ", "")

// slips counts the edits between two words (the optimal string alignment distance). It gives up at limit.
func slips(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) >= limit || len(y)-len(x) >= limit {
		return limit
	}
	var before []int
	above := make([]int, len(y)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row := make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above = above, row
	}
	return above[len(y)]
}

// Hint ends a message about an unknown word: it asks for the near one, else lists the known ones if they are few
// enough to read.
func Hint(word string, among []string) string {
	const readable = 24
	if near := Suggest(word, among); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	switch n := len(among); {
	case n == 0:
		return "; none is allowed here"
	case n == 1:
		return fmt.Sprintf("; only %q is known here", among[0])
	case n <= readable:
		return "; known are " + strings.Join(among[:n-1], ", ") + " and " + among[n-1]
	}
	return ""
}
