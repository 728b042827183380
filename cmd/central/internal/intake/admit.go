package intake

import (
	"encoding/json"
	"errors"
	"fmt"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/cmd/central/internal/store"
	"documenting.kz/terminal/kiosk"
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
func (o *Office) admit(tx *store.Tx, m seal.Manifest, f kiosk.Form, jws []byte, digest string, deferred bool) (store.Application, error) {
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
		Language: f.Consent.Language, Document: m.Document, Pages: m.Pages, Reason: string(m.Reason), Deferred: deferred,
	}
	if err := o.decide(tx, &app, f.Choice); err != nil {
		return store.Application{}, err
	}
	if err := tx.AddApplication(app); err != nil {
		return store.Application{}, err
	}
	if err := o.afterAdmission(tx, app); err != nil {
		return store.Application{}, err
	}
	return app, nil
}

// decide sets state, amount and grounds.
func (o *Office) decide(tx *store.Tx, app *store.Application, c kiosk.Choice) error {
	today := registry.Today(o.Now())
	person, err := o.People.Find(kiosk.IIN(app.IIN))
	if err != nil && !errors.Is(err, registry.ErrUnknown) {
		return err
	}
	known := err == nil
	open, err := tx.OpenApplications(app.IIN)
	if err != nil {
		return err
	}
	if refusal := refuse(known, person, open, c.Document); refusal != nil {
		app.State = kiosk.Refused
		app.Refusal, err = marshal(refusal)
		return err
	}
	if x := person.Exemption; x != nil && (x.Until.IsZero() || x.Until.DaysUntil(today) <= 0) {
		app.State = kiosk.Exempt
		app.Exemption, err = marshal(x)
		return err
	}
	if app.Amount, err = o.Tariff.Duty(person.Person, c, today); err != nil {
		return err
	}
	app.State = kiosk.AwaitingPayment
	if app.Amount == 0 {
		app.State = kiosk.Exempt
		app.Exemption, err = marshal(firstCardFree)
	}
	return err
}

var firstCardFree = Exemption{Category: "first-id-card", Ground: kiosk.Text{
	KK: "алғашқы жеке куәлік тегін", RU: "первое удостоверение личности бесплатно", EN: "the first ID card is free",
}}

// refuse repeats the conditions that the centre alone can know or that may have changed
// since the citizen stood at the terminal. Nil: taken.
func refuse(known bool, e registry.Entry, open []store.Application, document kiosk.DocumentKind) *Refusal {
	switch {
	case !known:
		return &refusalUnknown
	case e.Person.Status != kiosk.Alive:
		return &refusalStatus
	case e.Person.Citizenship != "KAZ":
		return &refusalCitizenship
	}
	for _, a := range e.Person.OpenApplications {
		if a.Kind == document {
			return &refusalOpen
		}
	}
	for _, a := range open {
		if a.Document == document {
			return &refusalOpen
		}
	}
	return nil
}

var (
	refusalUnknown = Refusal{"unknown-person", kiosk.Text{
		KK: "Жеке тұлғалар дерекқорында бұл ЖСН табылмады. ХҚКО-ға жүгініңіз.",
		RU: "ИИН не найден в ГБД ФЛ. Обратитесь в ЦОН.",
		EN: "The IIN was not found in the state register of persons. Please go to the service centre.",
	}}
	refusalStatus = Refusal{"not-alive", kiosk.Text{
		KK: "Тіркелімдегі мәртебе өтінішті қабылдауға мүмкіндік бермейді. ХҚКО-ға жүгініңіз.",
		RU: "Статус в регистре не позволяет принять заявление. Обратитесь в ЦОН.",
		EN: "The status in the register does not allow this application. Please go to the service centre.",
	}}
	refusalCitizenship = Refusal{"not-citizen", kiosk.Text{
		KK: "Құжат тек Қазақстан Республикасының азаматтарына беріледі. ХҚКО-ға жүгініңіз.",
		RU: "Документ выдаётся только гражданам Республики Казахстан. Обратитесь в ЦОН.",
		EN: "The document is issued only to citizens of Kazakhstan. Please go to the service centre.",
	}}
	refusalOpen = Refusal{"open-application", kiosk.Text{
		KK: "Осы құжатқа өтініш бұрын тіркелген және әлі қаралуда. Мәселе бойынша ХҚКО-ға жүгініңіз.",
		RU: "Заявление на этот документ уже зарегистрировано и ещё рассматривается. По вопросам обратитесь в ЦОН.",
		EN: "An application for this document is already registered and still under way. Please ask at the service centre.",
	}}
)

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
	if err := o.noteUnidentified(tx, app); err != nil {
		return err
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
func (o *Office) noteUnidentified(tx *store.Tx, app store.Application) error {
	_, matched, err := tx.Face(app.ID, string(kiosk.FaceIdentify))
	if err != nil {
		return err
	}
	confirmed, err := tx.CodeRight(app.ID, string(kiosk.CodeConfirm))
	if err != nil || matched && confirmed {
		return err
	}
	detail := fmt.Sprintf("лицо сличено: %s, код подтверждения: %s", yesNo[matched], yesNo[confirmed])
	return tx.AddIncident(store.Incident{Kiosk: app.Kiosk, Application: app.ID, Kind: "not-identified", Detail: detail, At: o.Now()})
}

func marshal(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
