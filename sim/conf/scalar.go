package conf

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"hashwatt/sim/unit"
)

// scalar decodes into the plain kinds: text, words, true and false, whole numbers, numbers.
func (d *decoder) scalar(n *Node, v reflect.Value, path string) {
	if n.Kind != Scalar {
		d.shape(n, path, "one value")
		return
	}
	switch v.Kind() {
	case reflect.String:
		if allowed, ok := v.Interface().(Words); ok && !slices.Contains(allowed.Words(), n.Text) {
			d.report(n.Pos, path, "%s is not known here%s", quote(n.Text), Hint(n.Text, allowed.Words()))
			return
		}
		v.SetString(n.Text)
	case reflect.Bool:
		d.truth(n, v, path)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		d.whole(n, v, path)
	case reflect.Float32, reflect.Float64:
		number, err := unit.ParseNumber(n.Text)
		if err == nil && v.OverflowFloat(float64(number)) {
			d.report(n.Pos, path, "%s is too large", quote(n.Text))
		} else if err != nil {
			d.report(n.Pos, path, "%s", err)
		} else {
			v.SetFloat(float64(number))
		}
	default:
		panic("conf: a " + v.Type().String() + " cannot be decoded")
	}
}

func (d *decoder) truth(n *Node, v reflect.Value, path string) {
	switch strings.ToLower(n.Text) {
	case "true", "false":
		if n.Text != strings.ToLower(n.Text) {
			d.report(n.Pos, path, "expected true or false, got %s; write it in small letters", quote(n.Text))
		}
		v.SetBool(n.Text == "true")
	case "yes", "on", "y", "1":
		d.report(n.Pos, path, "expected true or false, got %s; write true", quote(n.Text))
	case "no", "off", "n", "0":
		d.report(n.Pos, path, "expected true or false, got %s; write false", quote(n.Text))
	default:
		d.report(n.Pos, path, "expected true or false, got %s", quote(n.Text))
	}
}

// whole decodes decimal digits with an optional minus. "010" is refused because it could be an octal 8.
func (d *decoder) whole(n *Node, v reflect.Value, path string) {
	sign, digits := "", n.Text
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = "-", rest
	}
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		if number, err := unit.ParseNumber(n.Text); err == nil && float64(number) == math.Trunc(float64(number)) {
			d.report(n.Pos, path, "expected a whole number in digits, got %s; write %s", quote(n.Text), number)
			return
		}
		d.report(n.Pos, path, "expected a whole number, got %s", quote(n.Text))
		return
	}
	if bare := strings.TrimLeft(digits, "0"); len(digits) > 1 && len(bare) < len(digits) {
		if bare == "" {
			bare = "0"
		}
		d.report(n.Pos, path, "%s starts with a zero; write %s", quote(n.Text), shorten(sign+bare))
		return
	}
	var outside bool
	if v.CanInt() {
		i, err := strconv.ParseInt(n.Text, 10, 64)
		outside = err != nil || v.OverflowInt(i)
		v.SetInt(i)
	} else {
		u, err := strconv.ParseUint(n.Text, 10, 64)
		outside = err != nil || v.OverflowUint(u)
		v.SetUint(u)
	}
	if outside {
		v.SetZero()
		what := "too large"
		if sign == "-" {
			what = "too far below zero"
			if !v.CanInt() {
				what = "negative; write zero or more"
			}
		}
		d.report(n.Pos, path, "%s is %s", quote(n.Text), what)
	}
}

// quote prints a text that a user wrote, in double quotes and cut to a readable length.
func quote(text string) string { return strconv.Quote(shorten(text)) }
