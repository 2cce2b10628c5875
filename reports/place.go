package reports

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/site"
)

// where is the section of places, power and build-out.
func (b *builder) where() Section {
	s := Section{ID: "where", Title: "Where and what", Lead: b.whereLead()}
	places := b.mapOfSites()
	if places != nil {
		s.Blocks = append(s.Blocks, Block{Chart: places})
	}
	if len(b.w.Sites) == 0 {
		s.Blocks = append(s.Blocks, Block{Prose: "The scenario has no site: what follows shows the network alone."})
		return s
	}
	build := b.buildOut()
	if places != nil && places.Span == Half { // side by side
		build.Span, build.Height = Half, 360
	}
	s.Blocks = append(s.Blocks, Block{Chart: build}, Block{Table: b.siteTable()})
	return s
}

func (b *builder) whereLead() string {
	if len(b.w.Sites) == 0 {
		return "There are no sites."
	}
	mid, low, high := b.powers()
	power := amount(mid, "MW")
	if low < mid || high > mid {
		m := measure{value: mid, low: low, high: high, ranged: true}
		power = m.text("MW")
	}
	text := fmt.Sprintf("%s in %s, together %s at the meter", sentence(counted(len(b.w.Sites), "site", "sites")),
		counted(len(b.w.Regions), "region", "regions"), power)
	if low < mid || high > mid {
		text += ", from the least to the greatest plausible figure"
	}
	if b.r.Solved != nil && b.r.Solved.TotalMW > 0 {
		text += ", as the scenario’s target asks for"
	}
	if n := b.count(func(s *site.Site) bool { return s.OnlineHour < 0 }); n > 0 && n < len(b.w.Sites) {
		text += fmt.Sprintf("; %s before the start of the horizon", counted(n, "of them stands", "of them stand"))
	} else if n == len(b.w.Sites) {
		text += ", standing before the start of the horizon"
	}
	return text + "."
}

func (b *builder) count(of func(*site.Site) bool) (n int) {
	for i := range b.w.Sites {
		if of(&b.w.Sites[i]) {
			n++
		}
	}
	return n
}

// powers are the megawatts of all sites: central, least and greatest. What solve found has no range: its low and
// high are those of the scenario, multiplied.
func (b *builder) powers() (mid, low, high float64) {
	for i := range b.w.Sites {
		s := &b.w.Sites[i]
		mid += s.PowerMW
		if s.PowerHigh > 0 && !b.isSolved(i) {
			low, high = low+s.PowerLow, high+s.PowerHigh
		} else {
			low, high = low+s.PowerMW, high+s.PowerMW
		}
	}
	return mid, low, high
}

// statuses are the states of a site in the order of the map's legend. Rings are planned.
func statuses() []Status {
	return []Status{
		{Name: "operating", Color: Green},
		{Name: "under construction", Color: Blue, Open: true},
		{Name: "announced", Color: Orange, Open: true},
		{Name: "never energised", Color: Grey, Open: true},
	}
}

func (b *builder) mapOfSites() *Chart {
	var places []Place
	assumed := 0
	for i := range b.w.Sites {
		s := &b.w.Sites[i]
		if !s.Placed {
			continue
		}
		p := Place{
			Name: s.Name, Lat: s.Lat, Lon: s.Lon, MW: Num(s.PowerMW), Low: Gap, High: Gap, Status: plainWord(s.Status),
			Region: b.w.Regions[s.Region].Name, Chip: b.powerChip(i), Assumed: s.PlaceBasis == "assumed",
		}
		if s.PowerHigh > 0 && !b.isSolved(i) {
			p.Low, p.High = Num(s.PowerLow), Num(s.PowerHigh)
		}
		if p.Assumed {
			assumed++
		}
		places = append(places, p)
	}
	if len(places) == 0 {
		return nil
	}
	slices.SortStableFunc(places, func(a, c Place) int { return cmp.Compare(c.MW.Value, a.MW.Value) })
	for i := range places { // names: those whose place is known, and a few others where there are few
		places[i].Named = len(places) <= 6 || !places[i].Assumed
	}
	caption := "The area of a disc is its power at the meter; a ring does not run yet. Lines are ten degrees apart; the land is Natural Earth, without borders."
	if assumed > 0 {
		caption += " A dashed outline: the place is assumed, because none was published."
	}
	title := fmt.Sprintf("%s on the map", sentence(counted(len(places), "site", "sites")))
	switch {
	case assumed == len(places) && assumed > 1:
		title += ", all of them at assumed places"
	case assumed > 0:
		title += fmt.Sprintf(", %s at %s", spelled(assumed), plural(assumed, "an assumed place", "assumed places"))
	}
	if missing := len(b.w.Sites) - len(places); missing > 0 {
		caption += fmt.Sprintf(" %s without a place %s left out.", sentence(counted(missing, "site", "sites")), plural(missing, "is", "are"))
	}
	c := &Chart{
		ID: "map", Title: title, Span: Wide, Caption: caption,
		Map: &Map{Land: json.RawMessage(b.cat.Land), Statuses: statuses(), Places: places},
	}
	south, north, wide := extent(places)
	if wide < 1.6*(north-south) {
		c.Span, c.Height = Half, 380
	}
	c.Map.Words = b.towns(places, (north-south)/14)
	return c
}

// extent is the stretch of the places: degrees of latitude, and their width in degrees of a great circle.
func extent(places []Place) (south, north, wide float64) {
	south, north = places[0].Lat, places[0].Lat
	west, east := places[0].Lon, places[0].Lon
	for _, p := range places {
		south, north = min(south, p.Lat), max(north, p.Lat)
		west, east = min(west, p.Lon), max(east, p.Lon)
	}
	return south, north, (east - west) * math.Cos((south+north)/2*math.Pi/180)
}

// towns are names to find one's way: those of the weather stations of the sites, a little below their places, where
// no site of that name stands.
func (b *builder) towns(places []Place, below float64) []Word {
	var out []Word
	for i := range b.w.Climates {
		s, ok := b.cat.Station(b.w.Climates[i].Station)
		named := slices.ContainsFunc(places, func(p Place) bool { return p.Name == s.Name })
		if ok && !named && !slices.ContainsFunc(out, func(w Word) bool { return w.Text == s.Name }) {
			out = append(out, Word{Text: s.Name, Lat: max(s.Lat-below, -90), Lon: s.Lon})
		}
	}
	return out
}

// groupsOf sorts the sites into groups for stacks: by programme, or by region where they have none or all have the
// same one.
func (b *builder) groupsOf() (names []string, of []int) {
	name := func(s *site.Site) string {
		if s.Program == "" {
			return "other sites"
		}
		return b.programme(s.Program)
	}
	for range 2 {
		names, of = nil, make([]int, len(b.w.Sites))
		for i := range b.w.Sites {
			k := slices.Index(names, name(&b.w.Sites[i]))
			if k < 0 {
				k = len(names)
				names = append(names, name(&b.w.Sites[i]))
			}
			of[i] = k
		}
		if len(names) > 1 {
			break
		}
		name = func(s *site.Site) string { return b.shortRegion(b.w.Regions[s.Region].ID) }
	}
	return names, of
}

// programme names a programme for people: "BitRiver 21" of bitriver_21, with the capitals of its operator.
func (b *builder) programme(id string) string {
	first, rest, _ := strings.Cut(plainWord(id), " ")
	for i := range b.w.Sites {
		s := &b.w.Sites[i]
		if operator := strings.Fields(s.Operator); s.Program == id && len(operator) > 0 && strings.EqualFold(operator[0], first) {
			first = operator[0]
		}
	}
	return strings.TrimSpace(sentence(first) + " " + rest)
}

// layerTint spreads few layers over the tints of a colour.
func layerTint(layer, layers int) int {
	if layers <= 3 {
		return 1 + 2*layer
	}
	return 1 + min(layer, Tints-1)
}

// largest is how many groups a stack shows; the others are joined.
const largest = 5

// buildOut draws the megawatts that stand, and what the limits allow of them.
func (b *builder) buildOut() *Chart {
	names, of := b.groupsOf()
	names, of = b.fold(names, of)
	moments := b.moments()
	allowed, held := b.allowed(moments)
	stops := Stops{}
	layers := make([][]float64, len(names))
	total := make([]float64, len(moments))
	for k, t := range moments {
		stops.Dates = append(stops.Dates, b.day(float64(t)))
		for g := range layers {
			layers[g] = append(layers[g], 0)
		}
		for i := range b.w.Sites {
			if b.w.Sites[i].OnlineHour <= t {
				layers[of[i]][k] += b.w.Sites[i].PowerMW
				total[k] += b.w.Sites[i].PowerMW
			}
		}
	}
	c := &Chart{
		ID: "build-out", Span: Wide, Title: b.buildOutTitle(total, stops.Dates),
		Caption: "Power at the meter of the sites that stand, by day. Dates of sites that do not run yet come from the scenario unless the table of sources says otherwise.",
	}
	a := &Areas{X: Axis{Name: b.zone}, Y: Axis{Name: "connected power", Unit: "MW"}, At: stops, Step: true}
	for g, name := range names {
		a.Areas = append(a.Areas, Area{Name: name, Color: Blue.Tint(layerTint(g, len(names))), Y: Of(layers[g])})
		if strings.HasSuffix(name, others) {
			a.Areas[g].Color = Grey.Tint(3)
		}
	}
	if held {
		a.Lines = []Line{{Name: "allowed by limits", Color: Red, Style: Dashed, Step: true, Y: Of(allowed)}}
		c.Caption += " The dashed line is what bans and limits leave; an energy budget counts as its mean power over its period."
	}
	c.Areas = a
	return c
}

func (b *builder) buildOutTitle(total []float64, dates []string) string {
	first, last := total[0], total[len(total)-1]
	for k := range total {
		if total[k] == last {
			if last == 0 {
				return "Nothing stands within the horizon"
			}
			if k == 0 {
				return fmt.Sprintf("%s stand from the first day to the last", amount(last, "MW"))
			}
			if first == 0 {
				return fmt.Sprintf("From nothing to %s by %s", amount(last, "MW"), b.lastOnline(dates[k]))
			}
			return fmt.Sprintf("From %s to %s by %s", amount(first, "MW"), amount(last, "MW"), b.lastOnline(dates[k]))
		}
	}
	return "Connected power"
}

// lastOnline is the month in which the last site comes online, by the clock of its own region.
func (b *builder) lastOnline(day string) string {
	for i := range b.w.Sites {
		if s := &b.w.Sites[i]; s.OnlineHour < b.w.Axis.Hours && s.Online.String() > day {
			day = s.Online.String()
		}
	}
	return monthText(day[:7])
}

const others = "others"

// fold joins all groups but the largest ones into "others". Groups come out with the largest first.
func (b *builder) fold(names []string, of []int) ([]string, []int) {
	mw := make([]float64, len(names))
	for i, g := range of {
		mw[g] += b.w.Sites[i].PowerMW
	}
	order := make([]int, len(names))
	for g := range order {
		order[g] = g
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(mw[y], mw[x]) })
	place := make([]int, len(names))
	var out []string
	for k, g := range order {
		if len(names) > largest+1 && k >= largest {
			place[g] = largest
			continue
		}
		place[g] = k
		out = append(out, names[g])
	}
	if len(names) > largest+1 {
		out = append(out, fmt.Sprintf("%d %s", len(names)-largest, others))
	}
	folded := make([]int, len(of))
	for i, g := range of {
		folded[i] = place[g]
	}
	return out, folded
}
