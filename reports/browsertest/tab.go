package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Tab is a page in a browser of its own.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	requests []string
	errors   []string
}

// Find returns the path of Chromium, or an empty text where there is none.
func Find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Open writes the page into a file and opens it at the given width, with an empty profile and without a network.
// The fragment stands behind the address, with its #. Everything ends with the test. Without a Chromium the test is
// skipped; it fails where HASHWATT_BROWSER=required, as on a build machine.
func Open(t testing.TB, html []byte, width int, fragment string) *Tab {
	t.Helper()
	if testing.Short() {
		t.Skip("pages are not opened in the fast tests")
	}
	chromium := Find()
	if chromium == "" {
		if os.Getenv("HASHWATT_BROWSER") == "required" {
			t.Fatal("no Chromium is installed, and HASHWATT_BROWSER=required asks for one (Debian: apt-get install chromium)")
		}
		t.Skip("no Chromium is installed; pages are not opened (Debian: apt-get install chromium)")
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, html, 0o600); err != nil {
		t.Fatal(err)
	}
	options := append([]chromedp.ExecAllocatorOption{
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(width, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	}, chromedp.DefaultExecAllocatorOptions[:]...)
	ctx, stop := context.WithTimeout(context.Background(), 180*time.Second)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, options...) // with a fresh profile, which it removes when the browser has ended
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	browser := ctx
	t.Cleanup(func() { _ = chromedp.Cancel(browser) }) // waits for its end; the test has said what it had to say
	tab := &Tab{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, tab.hear)
	tab.Do(network.Enable(), log.Enable(),
		network.OverrideNetworkState(true, 0, 0, 0),
		emulation.SetDeviceMetricsOverride(int64(width), 900, 1, width < 600),
		chromedp.Navigate("file://"+file+fragment))
	return tab
}

func (tab *Tab) hear(event any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		tab.requests = append(tab.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		tab.errors = append(tab.errors, "exception: "+e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			text := "console: "
			for _, a := range e.Args {
				text += string(a.Value) + a.Description + " "
			}
			tab.errors = append(tab.errors, text)
		}
	case *log.EventEntryAdded:
		tab.errors = append(tab.errors, "log: "+e.Entry.Text)
	}
}

// Do runs actions and ends the test where one fails.
func (tab *Tab) Do(actions ...chromedp.Action) {
	tab.t.Helper()
	if err := chromedp.Run(tab.ctx, actions...); err != nil {
		tab.t.Fatalf("browser: %v; page said %q", err, tab.Errors())
	}
}

// Eval evaluates an expression of JavaScript into out. A promise is waited for.
func (tab *Tab) Eval(expression string, out any) {
	tab.t.Helper()
	tab.Do(chromedp.Evaluate(expression, out, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
}

// Wait waits until an expression is true.
func (tab *Tab) Wait(expression string) {
	tab.t.Helper()
	tab.Do(chromedp.Poll(expression, nil, chromedp.WithPollingTimeout(120*time.Second)))
}

// DrawAll draws every chart and waits until each has said that it is finished.
func (tab *Tab) DrawAll() {
	tab.t.Helper()
	tab.Do(chromedp.Evaluate(`hashwatt.drawAll()`, nil))
	tab.Wait(`(([done, all]) => done === all)(document.documentElement.dataset.charts.split("/"))`)
}

// Requests lists the addresses that were asked for.
func (tab *Tab) Requests() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.requests...)
}

// Errors lists exceptions, errors and warnings of the console, and refusals of the content security policy.
func (tab *Tab) Errors() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.errors...)
}

// Picture is the whole page as PNG.
func (tab *Tab) Picture() []byte {
	tab.t.Helper()
	var png []byte
	tab.Do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		_, _, content, _, _, size, err := page.GetLayoutMetrics().Do(ctx)
		if size == nil {
			size = content
		}
		if err != nil {
			return err
		}
		png, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).
			WithClip(&page.Viewport{Width: size.Width, Height: size.Height, Scale: 1}).Do(ctx)
		return err
	}))
	return png
}

// PictureOf is one element of the page as PNG.
func (tab *Tab) PictureOf(selector string) []byte {
	tab.t.Helper()
	var png []byte
	tab.Do(chromedp.Screenshot(selector, &png, chromedp.ByQuery))
	return png
}

// Print is the page as a PDF on A4.
func (tab *Tab) Print() []byte {
	tab.t.Helper()
	var pdf []byte
	tab.Do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(true).Do(ctx)
		return err
	}))
	return pdf
}
