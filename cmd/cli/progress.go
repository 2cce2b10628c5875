package cli

import (
	"fmt"
	"sync"
	"time"

	"github.com/cheggaaa/pb/v3"
)

// progress tells how far a run is: a bar on a terminal, a plain line now and then elsewhere.
type progress struct {
	env   *Env
	name  string // of the run
	draws int
	bar   *pb.ProgressBar // of the draws or, without them, of what is played

	mu   sync.Mutex
	next time.Time // when a line is due
	done int
	over bool // what still computes after an interrupt tells nothing more
}

// between is the time from one line to the next, and to the first that tells more than the name of the run.
const between = 2 * time.Second

// newProgress begins to tell of a run; one line or bar appears at once.
func (e *Env) newProgress(name string, draws int) *progress {
	p := &progress{env: e, name: name, draws: draws, next: e.Now().Add(between)}
	switch {
	case draws == 0:
		fmt.Fprintf(e.Err, "%s: central case\n", name)
	case e.Terminal:
		p.bar = e.newBar(draws, `{{counters .}} draws {{bar . "[" "=" ">" " " "]"}} {{percent .}} {{rtime . "%s left" "%s" "?"}}`)
		p.bar.Set("name", name).Start()
	default:
		fmt.Fprintf(e.Err, "%s: draw 0 of %d\n", name, draws)
	}
	return p
}

// newBar makes a bar with a name before it.
func (e *Env) newBar(of int, form string) *pb.ProgressBar {
	return pb.New(of).SetWriter(e.Err).SetTemplateString(`{{string . "name"}} ` + form)
}

// tell says that a number of draws are done. It may be called from any goroutine, in any order.
func (p *progress) tell(done int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	p.done = max(p.done, done)
	if p.bar != nil {
		p.bar.Set("name", p.name)
		p.bar.SetCurrent(int64(p.done))
		return
	}
	if p.due() || p.done == p.draws {
		fmt.Fprintf(p.env.Err, "%s: draw %d of %d\n", p.name, p.done, p.draws)
	}
}

// playing says what is played beside the draws, and which part of it is over, 0 to 1. Runs of a moment stay without a
// word.
func (p *progress) playing(what string, part float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	what = plainText(what)
	percent := int64(100 * part)
	switch {
	case p.over:
	case p.bar != nil && p.draws > 0:
		p.bar.Set("name", fmt.Sprintf("%s, %s %d %%,", p.name, what, percent))
	case p.bar != nil:
		p.bar.Set("name", p.name+": "+what).SetCurrent(percent)
	case !p.due():
	case p.env.Terminal:
		p.bar = p.env.newBar(100, `{{bar . "[" "=" ">" " " "]"}} {{percent .}}`).Set(pb.CleanOnFinish, true)
		p.bar.Set("name", p.name+": "+what).SetCurrent(percent)
		p.bar.Start()
	default:
		fmt.Fprintf(p.env.Err, "%s: %s, %d %%\n", p.name, what, percent)
	}
}

// due says whether it is time for a line, and counts from now on to the next.
func (p *progress) due() bool {
	now := p.env.Now()
	if now.Before(p.next) {
		return false
	}
	p.next = now.Add(between)
	return true
}

// end stops telling.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over = true; p.bar != nil {
		p.bar.Finish()
	}
}
