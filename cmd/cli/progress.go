package cli

import (
	"fmt"
	"sync"
	"time"

	"github.com/cheggaaa/pb/v3"
)

// progress tells how far a run is: a bar with the time left on a terminal, a plain line now and then elsewhere.
type progress struct {
	env   *Env
	name  string // of the run
	draws int
	bar   *pb.ProgressBar

	mu   sync.Mutex
	next time.Time // when a line is due
	done int
}

// between is the time from one line to the next.
const between = 2 * time.Second

// newProgress begins to tell of a run; one line or bar appears at once.
func (e *Env) newProgress(name string, draws int) *progress {
	p := &progress{env: e, name: name, draws: draws, next: e.Now().Add(between)}
	switch {
	case draws == 0:
		fmt.Fprintf(e.Err, "%s: central case\n", name)
	case e.Terminal:
		p.bar = pb.New(draws).SetWriter(e.Err).SetTemplateString(`{{string . "name"}} {{counters .}} draws {{bar . "[" "=" ">" " " "]"}} {{percent .}} {{rtime . "%s left" "%s" "?"}}`)
		p.bar.Set("name", name).Start()
	default:
		fmt.Fprintf(e.Err, "%s: draw 0 of %d\n", name, draws)
	}
	return p
}

// tell says that a number of draws are done. It may be called from any goroutine, in any order.
func (p *progress) tell(done int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = max(p.done, done)
	if p.bar != nil {
		p.bar.SetCurrent(int64(p.done))
		return
	}
	if now := p.env.Now(); !now.Before(p.next) || p.done == p.draws {
		p.next = now.Add(between)
		fmt.Fprintf(p.env.Err, "%s: draw %d of %d\n", p.name, p.done, p.draws)
	}
}

// end stops telling.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
