package kiosk

import (
	"context"
	"errors"
	"time"
)

const (
	iinLen   = 12
	phoneLen = 10
	codeLen  = 6
)

// edit changes what the present state shows.
func (e *Engine) edit(ctx context.Context, ev Event) {
	s := &e.session
	switch ev.Kind {
	case EvDigit, EvErase, EvClear:
		if digits, limit := e.field(); digits != nil {
			s.Problem = nil
			*digits = typed(*digits, limit, ev)
			e.judgeTyping()
		}
	case EvChoose:
		if e.state == Choose {
			s.toggle(ev.Choice)
		}
	case EvPick:
		if e.state == PickPortrait && ev.N >= 0 && ev.N < len(s.Shots) {
			s.Picked = ev.N
		}
	case EvRate:
		if e.state == Done && s.Stars == 0 && ev.N >= 1 && ev.N <= 5 {
			s.Stars = ev.N
			limit := e.Limits.Query.Duration() // the law may be turned meanwhile
			go func() {
				ctx, cancel := context.WithTimeout(ctx, limit)
				defer cancel()
				if err := e.Desk.Rate(ctx, ev.N); err != nil {
					e.Journal.Record("rating.failed", "", err.Error())
				}
			}()
		}
	}
}

// field is what the keypad writes into in the present state.
func (e *Engine) field() (digits *string, limit int) {
	s := &e.session
	switch e.state {
	case AskIIN:
		return &s.iinDigits, iinLen
	case AskPhone:
		return &s.phoneDigits, phoneLen
	case AskCode, AskConfirm:
		if s.blocked {
			return nil, 0
		}
		return &s.codeDigits, codeLen
	}
	return nil, 0
}

func typed(digits string, limit int, ev Event) string {
	switch {
	case ev.Kind == EvClear:
		return ""
	case ev.Kind == EvErase && digits != "":
		return digits[:len(digits)-1]
	case ev.Kind == EvDigit && len(ev.Text) == 1 && ev.Text >= "0" && ev.Text <= "9" && len(digits) < limit:
		return digits + ev.Text
	}
	return digits
}

// judgeTyping says at once what is wrong with a number that is complete, and
// with an IIN as early as it can be known.
func (e *Engine) judgeTyping() {
	s := &e.session
	switch e.state {
	case AskIIN:
		s.IIN = ""
		iin, err := ParseIIN(s.iinDigits, time.Now().In(Almaty))
		switch {
		case err == nil:
			s.IIN = iin
		case len(s.iinDigits) == iinLen:
			s.Problem = &Problem{Key: iinProblem(err)}
		case len(s.iinDigits) >= 5 && s.iinDigits[4] >= '4' && s.iinDigits[4] <= '6':
			s.Problem = &Problem{Key: ProblemIINBIN}
		}
	case AskPhone:
		s.Phone = ""
		phone, err := ParsePhone(s.phoneDigits)
		switch {
		case err == nil:
			s.Phone = phone
		case len(s.phoneDigits) > 0 && s.phoneDigits[0] != '7':
			s.Problem = &Problem{Key: ProblemPhoneFormat}
		}
	}
}

func iinProblem(err error) string {
	for _, known := range []struct {
		err error
		key string
	}{
		{ErrIINLength, ProblemIINLength}, {ErrIINIsBIN, ProblemIINBIN}, {ErrIINDate, ProblemIINDate},
		{ErrIINCentury, ProblemIINCentury}, {ErrIINImpossible, ProblemIINImpossible},
	} {
		if errors.Is(err, known.err) {
			return known.key
		}
	}
	return ProblemIINControl
}

// mayGoOn reports whether the screen's main button does something.
func (e *Engine) mayGoOn() bool {
	s := &e.session
	switch e.state {
	case AskIIN:
		return s.IIN != ""
	case AskPhone:
		return s.Phone != ""
	case AskCode, AskConfirm:
		return !s.blocked && len(s.codeDigits) == codeLen
	case Choose:
		return len(s.Filings) > 0
	case PickPortrait:
		return s.Picked < len(s.Shots)
	case Sign:
		return len(s.Ink) > 0 && s.InkProblem.Key == ""
	}
	_, ok := Table[e.state].On[EvNext]
	return ok
}

// Almaty is Kazakhstan's single time zone, UTC+5 since March 2024.
var Almaty = time.FixedZone("UTC+5", 5*60*60)
