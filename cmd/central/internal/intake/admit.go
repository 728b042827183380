package intake

import (
	"encoding/json"
	"errors"
	"fmt"

	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
	"documenting.kz/terminal/pipeline/seal"
)

// incidentGap names the incident of a terminal whose chain has holes at the centre.
const incidentGap = "chain-gap"

// extendChain checks the manifest's place: nobody else has it, and the neighbours that
// are here name each other. A hole below is an incident until it is filled; a session
// that was discarded before it was delivered leaves such a hole for good.
func (o *Office) extendChain(tx *store.Tx, m seal.Manifest, digest string) error {
	for _, place := range []struct {
		seq  int64
		fits func(store.Application) bool
	}{
		{m.Seq, func(store.Application) bool { return false }},
		{m.Seq - 1, func(before store.Application) bool { return before.Digest == m.Prev }},
		{m.Seq + 1, func(after store.Application) bool { return after.Prev == digest }},
	} {
		there, err := tx.ApplicationAt(m.Kiosk, place.seq)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return err
		case !place.fits(there):
			return ErrFork
		}
	}
	highest, err := tx.HighestSeq(m.Kiosk)
	if err != nil || m.Seq <= highest+1 {
		return err
	}
	missing := fmt.Sprintf("нет заявлений с %d по %d", highest+1, m.Seq-1)
	return tx.AddIncident(store.Incident{Kiosk: m.Kiosk, Application: string(m.ID), Kind: incidentGap, Detail: missing, At: o.Now()})
}

// admit decides and stores.
func (o *Office) admit(tx *store.Tx, m seal.Manifest, f kiosk.Form, jws []byte, digest string, social policy.Social, deferred bool) (store.Application, error) {
	now := o.Now()
	number, err := tx.Next("application")
	if err != nil {
		return store.Application{}, err
	}
	receipt, err := seal.SignReceipt(o.Keys.Receipt, seal.Receipt{ID: m.ID, Digest: digest, Seq: number, ReceivedAt: now})
	if err != nil {
		return store.Application{}, err
	}
	app := store.Application{
		ID: string(m.ID), Kiosk: m.Kiosk, Office: m.Office, Seq: m.Seq, Prev: m.Prev, Digest: digest, Manifest: jws,
		Captured: m.CapturedAt, Received: now, CentralSeq: number, Receipt: receipt, IIN: string(f.Person.IIN), Phone: string(f.Phone),
		Language: f.Consent.Language, Document: m.Document, Pages: m.Pages, Reason: string(m.Reason), SubReason: f.Choice.SubReason, Policy: f.PolicyVersion, Deferred: deferred,
	}
	j, err := o.judge(tx, f, app, social)
	if err != nil {
		return store.Application{}, err
	}
	if err := j.settle(&app); err != nil {
		return store.Application{}, err
	}
	if err := tx.AddApplication(app); err != nil {
		return store.Application{}, err
	}
	if err := o.noteDifferences(tx, app, j.differs); err != nil {
		return store.Application{}, err
	}
	if err := o.noteUnidentified(tx, app, f.Consent.Token); err != nil {
		return store.Application{}, err
	}
	return app, o.afterAdmission(tx, app)
}

// admission is how the history begins.
var admission = map[kiosk.RegistrationState]string{
	kiosk.AwaitingPayment: "зарегистрировано, ждёт оплаты", kiosk.Exempt: "зарегистрировано, пошлина не взимается", kiosk.Refused: "принято терминалом, отказано",
}

// afterAdmission records what follows from the state.
func (o *Office) afterAdmission(tx *store.Tx, app store.Application) error {
	now := o.Now()
	if err := tx.AddEvent(app.ID, admission[app.State], now); err != nil {
		return err
	}
	if contiguous, err := tx.ContiguousSeq(app.Kiosk); err != nil {
		return err
	} else if highest, err := tx.HighestSeq(app.Kiosk); err != nil {
		return err
	} else if contiguous == highest {
		if err := tx.ResolveIncidents(app.Kiosk, incidentGap, now); err != nil {
			return err
		}
	}
	switch app.State {
	case kiosk.Refused:
		return tx.AddChange(app.Kiosk, store.Change{Application: app.ID, Event: "refused", At: now})
	case kiosk.AwaitingPayment:
		if app.Deferred {
			return o.sendLink(tx, app)
		}
	}
	return nil
}

var yesNo = map[bool]string{true: "да", false: "нет"}

// noteUnidentified tells the officer when the centre itself saw no identification or no
// confirmation for the application: the terminal says there was one.
func (o *Office) noteUnidentified(tx *store.Tx, app store.Application, token string) error {
	visit, err := visitOf(tx, app, token)
	if err != nil {
		return err
	}
	_, matched, err := tx.Face(visit, string(kiosk.FaceIdentify))
	if err != nil {
		return err
	}
	confirmed, err := tx.CodeRight(visit, string(kiosk.CodeConfirm))
	if err != nil || matched && confirmed {
		return err
	}
	detail := fmt.Sprintf("лицо сличено: %s, код подтверждения: %s", yesNo[matched], yesNo[confirmed])
	return tx.AddIncident(store.Incident{Kiosk: app.Kiosk, Application: app.ID, Kind: "not-identified", Detail: detail, At: o.Now()})
}

// visitOf is the id under which the registers were asked: that of the first application
// of the visit, which the consent was given for.
func visitOf(tx *store.Tx, app store.Application, token string) (string, error) {
	c, err := tx.Consent(token)
	if errors.Is(err, store.ErrNotFound) || err == nil && (c.IIN != app.IIN || c.Kiosk != app.Kiosk) {
		return app.ID, nil
	}
	return c.Application, err
}

func marshal(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
