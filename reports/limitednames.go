package reports

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ruleNouns are the words that make the name of a limit a noun of which a sentence can say "the".
var ruleNouns = strings.Fields("allocation auction ban budget cap ceiling contract controller curtailment limit moratorium order penalty queue quota register registration restriction rule service")

// theLimit is a limit in a sentence: "the winter quota", or its name in quotation marks where that is no noun:
// “connections”.
func (b *builder) theLimit(l int) string {
	name := b.p.Limits[l].Name
	words := strings.Fields(strings.ToLower(name))
	if len(words) > 1 && words[0] == "the" {
		return "the" + name[3:]
	}
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(ruleNouns, w) }) {
		return "the " + name
	}
	return "“" + name + "”"
}

// beginLimit is a limit at the beginning of a sentence: "The winter quota", "The limit “hh”".
func (b *builder) beginLimit(l int) string {
	name := b.theLimit(l)
	if strings.HasPrefix(name, "“") {
		return "The limit " + name
	}
	return sentence(name)
}

// inPeriods are the kinds of limits that hold for some hours or times of a period, which "at all times" would
// contradict.
var inPeriods = []string{"interruption", "demand_response"}

// ruleText is what a limit says. One that holds for some hours of a period does not hold at all times.
func (b *builder) ruleText(l int) string {
	text := strings.TrimSuffix(b.w.Limits[l].Kind.Describe(), "; at all times")
	if slices.Contains(inPeriods, b.p.Limits[l].Kind) {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "at all times"), ", ")
		text = strings.TrimSuffix(text, "; ")
	}
	return typeset(grouped(text))
}

// longNumber is a whole number of five digits or more, with what stands before it.
var longNumber = regexp.MustCompile(`(^|[ (])([1-9][0-9]{4,14})\b`)

// grouped sets thin spaces between the thousands of whole numbers: "10 000 households".
func grouped(text string) string {
	return longNumber.ReplaceAllStringFunc(text, func(found string) string {
		number := strings.TrimLeft(found, " (")
		value, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return found
		}
		return strings.TrimSuffix(found, number) + Format(value, 0)
	})
}
