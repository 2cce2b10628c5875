package network

// Spans returns the shortest and the longest span of an epoch, in whole seconds within the clamp, that turn one
// compact target into another, bit for bit; all between them do too. ok is false where none does. At an end of the
// clamp a shorter or a longer span would do as well.
func Spans(from, to uint32) (shortest, longest int64, ok bool) {
	// The target, and with it its compact form read as (length, digits), never falls when the span grows.
	first := func(more func(next uint32) bool) int64 {
		lo, hi := int64(MinTimespanS), int64(MaxTimespanS)+1
		for lo < hi {
			if mid := (lo + hi) / 2; more(RetargetExact(from, mid)) {
				hi = mid
			} else {
				lo = mid + 1
			}
		}
		return lo
	}
	shortest = first(func(next uint32) bool { return next >= to })
	longest = first(func(next uint32) bool { return next > to }) - 1
	return shortest, longest, shortest <= longest && RetargetExact(from, shortest) == to
}
