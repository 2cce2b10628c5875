// Package svg renders one picture of a page: its title, its answer, six figures and a chart, for a README, a slide or a
// message. It is an SVG that needs nothing else: no font, no script, no network.
//
// What always holds. Texts are escaped and are text. The same page gives the same bytes. The picture is light: it has a
// ground of its own, so it can stand on a dark page.
//
// Why. The page's charts are drawn by a script in a browser; a picture that is made without one can be made
// anywhere, also while the program is built. It draws the kinds of chart that tell something at a glance (bars,
// areas, lines, fans, heat maps) in a simple way and no other. Widths of text are estimated, since there is no font
// to ask: lines are broken early rather than late.
package svg
