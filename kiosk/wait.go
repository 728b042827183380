package kiosk

import "time"

// wait says what the present state waits for and how much of its time is left.
// The budget is the one the effect itself keeps.
func (e *Engine) wait() WaitView {
	what, budget := e.waitsFor()
	gone := time.Since(e.entered)
	return WaitView{For: what, Seconds: max(0, seconds(budget-gone)), Slow: gone > budget/3}
}

func (e *Engine) waitsFor() (WaitFor, time.Duration) {
	s, once, register := &e.session, e.Limits.Query.Duration(), e.Limits.Register.Duration()
	each := func(stage Stage) time.Duration { return time.Duration(max(1, len(at(s.Filings, stage)))) }
	switch e.state {
	case SendCode:
		if s.Consent.Token == "" || s.Consent.iin != s.IIN {
			return WaitConsent, 2 * once // the consent, then the code
		}
		return WaitConsent, once
	case SendConfirm:
		return WaitConsent, once
	case CheckCode, CheckConfirm:
		return WaitCode, once
	case LoadPerson:
		return WaitPerson, once
	case MatchPortrait:
		return WaitFace, once
	case Register:
		return WaitRegister, each(StageHeld) * register
	case Abandon:
		return WaitClose, each(StageOwed) * once
	case Release, FetchCoupon:
		return WaitCoupon, each(StageReleased) * register
	}
	return WaitSeal, once // the disk, which has no limit of its own
}
