module hashwatt

go 1.26.0

require (
	github.com/cheggaaa/pb/v3 v3.2.1 // progress bar, on a terminal only
	github.com/chromedp/cdproto v0.0.0-20260714215040-dc233986426f // tests: the browser's protocol, as chromedp has it
	github.com/chromedp/chromedp v0.16.0 // tests: a real browser opens the reports
	github.com/go-echarts/go-echarts/v2 v2.6.7 // charts: builds their options; the page and its scripts are ours
	github.com/google/go-cmp v0.7.0 // tests: differences of structures
	github.com/jedib0t/go-pretty/v6 v6.8.3 // tables on a terminal
	github.com/parquet-go/parquet-go v0.32.0 // hourly rows and draws for data tools
	github.com/rogpeppe/go-internal v1.16.0 // tests: command scripts
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // tests: what editors will say of a scenario
	github.com/spf13/cobra v1.10.2 // the command line
	github.com/spf13/pflag v1.0.9 // its flags
	go.yaml.in/yaml/v4 v4.0.0 // scenario files, with positions and limits
	golang.org/x/term v0.47.0 // whether a terminal is there
	gonum.org/v1/gonum v0.17.0 // distributions; linear programs: the check of the dispatch in tests
	pgregory.net/rapid v1.3.0 // tests: properties, with shrinking
)

require (
	github.com/VividCortex/ewma v1.2.0 // indirect
	github.com/andybalholm/brotli v1.1.1 // indirect
	github.com/chromedp/sysutil v1.1.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.2.0 // indirect
	github.com/fatih/color v1.19.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260623181947-01eb4420fa68 // indirect
	github.com/gobwas/httphead v0.1.0 // indirect
	github.com/gobwas/pool v0.2.1 // indirect
	github.com/gobwas/ws v1.4.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/klauspost/compress v1.17.9 // indirect
	github.com/mattn/go-colorable v0.1.15 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mattn/go-runewidth v0.0.27 // indirect
	github.com/parquet-go/bitpack v1.0.0 // indirect
	github.com/parquet-go/jsonlite v1.0.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.21 // indirect
	github.com/twpayne/go-geom v1.6.1 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.23.0 // indirect
	golang.org/x/tools v0.30.0 // indirect
	google.golang.org/protobuf v1.34.2 // indirect
)
