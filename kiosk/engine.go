package kiosk

import (
	"context"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"documenting.kz/terminal/devices"
)

// Deps is all an engine needs of the world.
type Deps struct {
	Book       Book
	Registries Registries
	Safe       Safe
	Intake     Intake
	Sealer     Sealer
	Camera     devices.Camera
	Pad        devices.SignaturePad
	Studio     Studio
	Scribe     Scribe
	Printer    ReceiptPrinter
	Desk       Desk
	House      House
	Journal    Journal
	Live       *Live
	Office     string
	Kiosk      string
	Show       func(View) // must not block
}

// Engine runs the Table. One goroutine (Run) owns the session; Send is the only way in.
type Engine struct {
	Deps
	Law    // in force for the present visit
	events chan Event

	session  Session
	state    State
	overlay  Overlay
	help     bool      // the help is open, perhaps below a warning
	entered  time.Time // when the state was entered
	patience time.Time // when the dwell ends; zero: never
	wiped    time.Time // when the last visit's data were dropped
	swept    int       // sweeps done since

	run    uint64 // the present run of an effect
	cancel context.CancelFunc
	effect sync.WaitGroup

	papers  sync.WaitGroup // what is being printed, even for a state that was left
	printer chan struct{}  // holds a token while the printer has a paper under way
}

// NewEngine wires an engine; Run starts it.
func NewEngine(d Deps) *Engine {
	return &Engine{Deps: d, events: make(chan Event, 64), printer: make(chan struct{}, 1)}
}

// Send delivers what a citizen did. It never blocks for long: the engine only
// waits on its channel.
func (e *Engine) Send(ctx context.Context, ev Event) {
	ev.run, ev.learned = 0, nil
	select {
	case e.events <- ev:
	case <-ctx.Done():
	}
}

// Run serves citizens until ctx is done, then ends the running effect and wipes.
func (e *Engine) Run(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	e.enter(ctx, Attract)
	e.publish()
	for {
		select {
		case ev := <-e.events:
			e.handle(ctx, ev)
			e.publish()
		case now := <-tick.C:
			if e.state == Attract && !e.help {
				e.Law = e.Book.Turn()
				e.sweep(now)
				continue // an idle terminal draws nothing
			}
			e.watchPatience(ctx, now)
			if e.overlay == OverlayIdle || Table[e.state].counts() {
				e.publish()
			}
		case <-ctx.Done():
			e.leave()
			e.papers.Wait()
			e.wipe()
			return
		}
	}
}

// MayCancel reports whether there is something to cancel; where the journey is over there is "finish" instead.
func (r Row) MayCancel() bool {
	_, over := r.On[EvFinish]
	return r.Leave != "" && !over
}

// counts reports whether the screen shows seconds that run.
func (r Row) counts() bool {
	return r.Screen == ScreenCode || r.Screen == ScreenPay || r.Screen == ScreenWait
}

func (e *Engine) enter(ctx context.Context, next State) {
	e.leave()
	if next == Attract {
		e.wipe()
	}
	if next == Attract || next == Admit {
		e.Law = e.Book.Turn()
	}
	e.help = e.help && Table[next].MayHelp()
	if e.state != next && !(e.overlay == OverlayCancel && Table[next].MayCancel()) {
		e.overlay = e.cover() // but a question about ending stays while the machine goes on below it
	}
	e.prepare(e.state, next)
	e.state, e.entered = next, time.Now()
	row := Table[next]
	e.touch()
	e.Journal.Record("state."+string(next), e.session.ID, "")
	if row.Effect == NoEffect || e.help && row.captures() {
		return
	}
	e.run++
	effectCtx, cancel := context.WithCancel(ctx)
	e.cancel = cancel
	run := &act{Deps: e.Deps, Law: e.Law, s: e.session, state: next, run: e.run, ctx: effectCtx, events: e.events,
		program: ctx, papers: &e.papers, printer: e.printer}
	run.s.Filings = slices.Clone(e.session.Filings)
	e.effect.Go(func() { effects[row.Effect](run) })
}

// leave ends the running effect and waits for it, so that two effects never
// share a camera, a pad or an application. Every effect obeys its context.
func (e *Engine) leave() {
	if e.cancel != nil {
		e.cancel()
		e.cancel = nil
	}
	e.effect.Wait()
	e.run++ // what it said and nobody has heard is stale
}

// prepare clears what a state must not find from an earlier visit to it.
func (e *Engine) prepare(from, next State) {
	s := &e.session
	switch next {
	case Admit:
		s.ID, s.Started = NewApplicationID(), time.Now()
	case AskIIN:
		if s.Consent.AcceptedAt.IsZero() {
			s.Consent.AcceptedAt = time.Now()
		}
	case AskCode, AskConfirm:
		s.codeDigits = ""
	case Identify, TakePortrait:
		s.Camera = CameraView{}
		if next == TakePortrait {
			s.Shots, s.Picked = nil, 0
			s.Camera.Wanted = e.Limits.Shots
		}
	case RefusedHere, WhyNot:
		if Table[from].Effect == PrintSlip {
			break
		}
		s.Slip = SlipNone
		if s.Refusal != nil {
			e.Journal.Record("refused", s.ID, s.Refusal.Code)
		}
	case SealAndHold:
		for i := range s.Filings {
			s.Filings[i].ID = s.ID
			if i > 0 {
				s.Filings[i].ID = NewApplicationID()
			}
		}
	case Pay:
		s.Invoice, s.Payment = Invoice{}, Payment{}
	case Sign:
		e.Live.Wipe()
		s.Ink, s.InkProblem, s.Sign = nil, Problem{}, SignView{}
	}
}

func (e *Engine) touch() {
	e.patience = time.Time{}
	d := Table[e.state].Dwell
	if e.help && (e.state == Attract || d == DwellFarewell) {
		d = DwellRead
	}
	if d != NoDwell {
		e.patience = time.Now().Add(e.Limits.Dwell[d].Duration())
	}
}

// watchPatience warns a silent citizen, then leaves for them.
func (e *Engine) watchPatience(ctx context.Context, now time.Time) {
	if e.patience.IsZero() {
		return
	}
	left := e.patience.Sub(now)
	switch {
	case left <= 0:
		e.handle(ctx, Event{Kind: EvTimeout})
		e.publish()
	case left <= e.Limits.Warning.Duration() && (e.help || Table[e.state].Dwell != DwellFarewell):
		e.overlay = OverlayIdle // at a farewell there is nothing left to lose
	}
}

// handle is the whole engine: drop what is stale, let the session learn, move by the Table.
func (e *Engine) handle(ctx context.Context, ev Event) {
	person := ev.run == 0 && ev.Kind != EvTimeout
	switch {
	case ev.run != 0 && ev.run != e.run:
		return // an effect that was left behind
	case person && ev.On != "" && ev.On != e.state:
		return // a finger meant for the screen before
	}
	if person {
		e.touch()
		if e.overlay == OverlayIdle {
			e.overlay = e.cover()
		}
	}
	if ev.learned != nil {
		ev.learned(&e.session)
	}
	row := Table[e.state]
	switch ev.Kind {
	case EvTouch:
	case EvDismiss:
		e.dismiss(ctx)
	case EvHelp:
		e.openHelp()
	case EvLanguage:
		e.session.Language = ev.Language
	case EvStaff:
		e.callStaff(ctx, row.Screen)
	case EvCancel:
		if row.MayCancel() {
			e.overlay = OverlayCancel
		}
	case EvCancelYes, EvTimeout:
		if ev.Kind == EvTimeout && e.state == Attract { // nobody reads the help any more
			e.enter(ctx, Attract)
		}
		if row.Leave != "" && (ev.Kind == EvTimeout || row.MayCancel()) {
			e.enter(ctx, row.Leave)
		}
	case EvService, EvAdvice, EvInk, EvInvoice, EvPayment:
		if ev.N > 0 { // the effect saw somebody
			e.touch()
		}
	case EvDigit, EvErase, EvClear, EvChoose, EvPick, EvRate:
		e.edit(ctx, ev)
	default:
		next, ok := row.On[ev.Kind]
		if !ok {
			e.Journal.Record("event.dropped", e.session.ID, string(e.state)+" "+string(ev.Kind))
			return
		}
		if person && !e.permits(ev) {
			return
		}
		if person {
			e.session.Problem = nil
			if e.help {
				e.overlay, e.help = OverlayNone, false
			}
		}
		switch ev.Kind {
		case EvCannotSign:
			e.session.Ink, e.session.Sign.CannotSign = nil, true
		case EvWrongData:
			refusal := refusalData
			e.session.Refusal, e.session.Denied, e.session.Also = &refusal, nil, nil
		}
		e.enter(ctx, next)
	}
}

func (e *Engine) callStaff(ctx context.Context, screen Screen) {
	e.overlay = OverlayStaff
	e.Journal.Record("staff.called", e.session.ID, string(screen))
	limit := e.Limits.Query.Duration() // the law may be turned meanwhile
	go func() {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		if err := e.Desk.CallStaff(ctx, screen); err != nil {
			e.Journal.Record("staff.call-failed", "", err.Error())
		}
	}()
}

// wipe ends the visit: nothing of this citizen stays for the next.
func (e *Engine) wipe() {
	used, service := e.session.ID != "", e.session.Service
	e.session.wipe()
	e.session.Language, e.session.Service = Kazakh, service
	e.overlay, e.help = OverlayNone, false
	e.Live.Wipe()
	if used {
		e.Journal.Record("session.wiped", "", "")
		e.wiped, e.swept = time.Now(), 0
		e.House.Forget()
		go debug.FreeOSMemory()
	}
}

// sweeps are when, after a visit, the screen is drawn and memory collected again:
// Fyne's caches let go of what they drew after ten seconds, but only when
// something is drawn, and an idle program collects nothing by itself for minutes.
var sweeps = [...]time.Duration{12 * time.Second, 25 * time.Second, 50 * time.Second}

func (e *Engine) sweep(now time.Time) {
	if !e.wiped.IsZero() && e.swept < len(sweeps) && now.Sub(e.wiped) >= sweeps[e.swept] {
		e.swept++
		e.House.Forget()
		e.publish()
		go debug.FreeOSMemory()
	}
}

func (e *Engine) publish() { e.Show(e.view()) }
