package sim_test

// The shape of the program: which package may import which, which names are for one place only, and where each
// package says what it is for. Go forbids import cycles; it does not forbid that the kernel reads a clock or that a
// tariff opens a file. The two tables below do, and each line says why, because a rule without a reason is the
// first to be bent.
//
// Do not change these tables to mend a build. A step that turns out to be wrong is a decision about the design:
// move the line, give the new reason, and let the change be seen.

// order has one step a line: the packages of the step, then what the step stands for. A package imports packages of
// earlier lines only, so those of one line do not import each other. Names are paths inside the module. A package that
// exists and is not in this table fails the test: put it where it belongs before it grows. Lines may wait for a package
// that is yet to come.
const order = `
sim/unit                                      | quantities: they know nothing but numbers and units
sim/calendar sim/conf                         | hours and words: neither needs the other
sim/series sim/sample                         | rows of numbers, from a file or from chance
seeds scenarios sim/network sim/finance       | facts, examples and pure mathematics, each good by itself
sim/claim                                     | what others say of mining, held against the facts and the chain's rules: it needs no scenario and no price to come
sim/market sim/spot                           | prices to come, which start from facts
sim/fit                                       | what a series says about the processes, by maximum likelihood
sim/grid                                      | the region around the sites
sim/rig sim/tariff sim/limit                  | what a site has, pays and may draw: three concepts that do not know each other
sim/dispatch                                  | which energy runs: margins and budgets, without names
sim/kernel                                    | the hours: arrays in, arrays out
sim/site                                      | facts become arrays here, so it sees the concepts below and the kernel's problem
sim/scenario                                  | words become facts here, so it sees every concept that has words
sim/ledger                                    | hours become money: it reads traces and never steers them
sim/metric                                    | numbers about a ledger
sim                                           | the arrows in order: one run
sim/backtest                                  | one run and its parts against the record of the world
sim/study                                     | many runs
sim/simtest                                   | sites with known answers: they may use all of the above, and only tests use them
reports                                       | the page as data: it reads results, nothing reads it but its renderers
reports/browsertest reports/reporttest        | a browser and a page to test renderers with
reports/html reports/text reports/svg reports/table | renderers of the same page, which do not know each other
reports/files                                 | what each output file of a run holds, by means of the renderers
cmd/cli                                       | the verbs: the only place with files, clock and terminal
cmd/hashwatt                                  | main
`

// bans has one ban a line: where it holds, what is banned, why. Where is "all", "below STEP" (the lines before that
// package's), "all but" packages, or packages. What is import paths ("os/..." means os and what is below it) or names
// (path.Name; a * at the end stands for any ending). Tests are free.
const bans = `
all but sim/conf                    | go.yaml.in/yaml/v4/...                      | kinds declare fields and sim/conf fills them: one place is strict, keeps positions and finds every mistake
all but cmd/cli cmd/hashwatt        | github.com/spf13/cobra/... github.com/cheggaaa/pb/v3/... golang.org/x/term/... flag | only the command line knows that there is a command line
all but cmd/cli cmd/hashwatt        | os/... path/filepath net/... syscall | only cmd/cli touches the machine: below it an fs.FS or an io.Reader is handed down, whose paths have slashes
all but cmd/cli cmd/hashwatt        | fmt.Print* log/...                          | only cmd/cli prints: below it a warning travels in the result, to where the reader sees it
all but cmd/cli cmd/hashwatt        | time.Now time.Since time.Until time.Sleep time.After* time.Tick time.NewTimer time.NewTicker | only cmd/cli reads a clock: the same file and seed give the same bytes
below reports                       | github.com/go-echarts/go-echarts/v2/...     | a result is not a chart: the page decides how it is drawn
sim/kernel sim/dispatch             | time/... math/rand/... crypto/rand          | the same arrays in, the same arrays out: civil time and chance arrive as numbers
sim/kernel sim/dispatch             | sim/calendar sim/series sim/conf            | arrays only: who made them does not matter to an hour
all                                 | github.com/chromedp/chromedp/... github.com/google/go-cmp/... github.com/rogpeppe/go-internal/... pgregory.net/rapid/... testing/... | for _test files: the program carries no test tools
all                                 | math/rand                                   | its functions share one hidden generator: take a *rand.Rand of math/rand/v2
all                                 | math/rand/v2.Float* math/rand/v2.Int* math/rand/v2.Uint* math/rand/v2.N math/rand/v2.NormFloat64 math/rand/v2.ExpFloat64 math/rand/v2.Perm math/rand/v2.Shuffle | the global generator is seeded anew in every process: take a *rand.Rand
all but sim/sample                  | math/rand/v2.New*                           | a stream is keyed by seed, draw, name and entity (sample.Stream), so that one more stream disturbs no other
`
