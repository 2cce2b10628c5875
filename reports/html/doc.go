// Package html renders a page as one HTML file that opens without a network, now and in ten years.
//
// Words. A drawing is what the page's script gets for one chart: an ECharts option made with go-echarts, and what
// an option cannot say. A formatter is a function that an option names as "fn:…"; all of them stand in one table of
// the script. A colour is named as "@blue", and the script puts the present theme's colour there.
//
// What always holds. Options travel as JSON data blocks that the script reads with JSON.parse, so that no text of a
// scenario is ever parsed as script or markup; the content security policy lets the two scripts of the file run, by
// their hashes, and nothing be loaded. Tooltips are built from elements with text. A link is made only of an
// address of the web. The same page gives the same bytes.
//
// Why. go-echarts builds options and nothing else here: its own renderer writes options unescaped into a script,
// turns texts of a certain form into code, loads its script from a network and names charts at random. Values are
// drawn with six significant digits and kept in full in the table behind the chart, which shrinks the file by half.
// Axis titles and legends are text of the page rather than of the chart, so that they wrap, print and can be read
// aloud. The map is projected and clipped here, not in the browser, so that the file carries the land that is seen
// and no more.
//
// It computes nothing that a reader could take for a result, and it does not know where its files are put.
package html
