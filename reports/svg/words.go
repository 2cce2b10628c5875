package svg

import (
	"strings"
	"unicode"
)

// width estimates how wide a text is in pixels, from the widths of the wider system fonts (Verdana, DejaVu Sans) as
// shares of the size.
func width(text string, size float64) float64 {
	sum := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune("il.,:;'’|!jI\u202f()[]", r):
			sum += 0.33
		case strings.ContainsRune("frt- /\\\"", r):
			sum += 0.41
		case strings.ContainsRune("mwMW%@—", r):
			sum += 0.95
		case unicode.IsUpper(r):
			sum += 0.74
		case r > 0x2e80: // East Asian
			sum += 1
		default:
			sum += 0.63
		}
	}
	return sum * size
}

// wrap breaks text into at most most lines of the given width; what does not fit ends in an ellipsis.
func wrap(text string, size, room float64, most int) []string {
	var lines []string
	line := ""
	words := strings.Fields(text)
	for i, word := range words {
		next := strings.TrimSpace(line + " " + word)
		if line == "" || width(next, size) <= room {
			line = next
			continue
		}
		if len(lines) == most-1 {
			return append(lines, shorten(strings.Join(append([]string{line}, words[i:]...), " "), size, room))
		}
		lines, line = append(lines, line), word
	}
	if line != "" {
		lines = append(lines, shorten(line, size, room))
	}
	return lines
}

// whole breaks into three lines at most as many whole sentences as there is room for; where the first alone has
// none, it ends in an ellipsis.
func whole(text string, size, room float64) []string {
	const most = 3
	fits := ""
	for at := 0; ; {
		k := strings.Index(text[at:], ". ")
		if k < 0 {
			if lines := wrap(text, size, room, most+1); len(lines) <= most {
				return lines
			}
			break
		}
		at += k + 1
		if len(wrap(text[:at], size, room, most+1)) > most {
			break
		}
		fits = text[:at]
	}
	if fits == "" {
		return wrap(text, size, room, most)
	}
	return wrap(fits, size, room, most)
}

// shorten cuts a text to the room there is, with an ellipsis.
func shorten(text string, size, room float64) string {
	if width(text, size) <= room {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && width(string(runes)+"…", size) > room {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ") + "…"
}

// escape makes text safe inside an element or an attribute of XML, without the controls that XML does not allow.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, text)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace(text)
}
