package conf

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// readText checks that src is text as an editor shows it: UTF-8, without control characters. It returns the lines
// for excerpts and the text without a byte order mark.
func readText(file string, src []byte) (*Source, []byte, *Problem) {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(src, []byte(mark)) {
			p := problemAt(Pos{File: file, Line: 1, Col: 1}, "", "the file is in UTF-16; save it as UTF-8")
			return nil, nil, &p
		}
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	line, col := 1, 1
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if message := badRune(r, size, src[i]); message != "" {
			pos := Pos{File: file, Line: line, Col: col, Source: newSource(file, src)}
			p := problemAt(pos, "", "%s", message)
			return nil, nil, &p
		}
		i += size
		if r == '\n' || r == '\r' && (i == len(src) || src[i] != '\n') {
			line, col = line+1, 1
		} else {
			col++
		}
	}
	return newSource(file, src), src, nil
}

// badRune says why a character has no place in a file, "" if it has.
func badRune(r rune, size int, first byte) string {
	const hex = "0123456789abcdef"
	switch {
	case r == utf8.RuneError && size == 1:
		return "the byte 0x" + string([]byte{hex[first>>4], hex[first&15]}) + " is not UTF-8; save the file as UTF-8"
	case r == '\u0085' || r == '\u2028' || r == '\u2029':
		return "an invisible line separator stands here; replace it by a line break"
	case r == '\ufeff':
		return "a byte order mark stands inside the file; remove it"
	case r < ' ' && r != '\t' && r != '\n' && r != '\r', 0x7f <= r && r < 0xa0, r == '\ufffe', r == '\uffff':
		return "a control character stands here; is this a text file"
	}
	return ""
}

// newSource splits a text into lines at LF, CRLF and CR.
func newSource(file string, text []byte) *Source {
	clean := strings.ToValidUTF8(string(text), "\ufffd")
	clean = strings.ReplaceAll(strings.ReplaceAll(clean, "\r\n", "\n"), "\r", "\n")
	return &Source{Name: file, Lines: strings.Split(clean, "\n")}
}
