package central

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"documenting.kz/terminal/kiosk"

	openapi_types "github.com/oapi-codegen/runtime/types"
	"golang.org/x/text/unicode/norm"
)

// reader collects the first fault of an answer while it is converted.
type reader struct {
	system string
	err    error
}

func (r *reader) fault(field string) {
	if r.err == nil {
		r.err = &MalformedError{r.system, field}
	}
}

func (r *reader) want(ok bool, field string) {
	if !ok {
		r.fault(field)
	}
}

// text normalises to NFC and refuses letters lost in a change of encoding: a
// hop through windows-1251 turns Ұ, Қ, І … into '?', another turns them into U+FFFD.
func (r *reader) text(s, field string) string {
	r.want(utf8.ValidString(s) && !strings.ContainsAny(s, "?\uFFFD\x00"), field)
	return strings.TrimSpace(norm.NFC.String(s))
}

func (r *reader) texts(t Text, field string) kiosk.Text {
	return kiosk.Text{KK: r.text(t.Kk, field+".kk"), RU: r.text(t.Ru, field+".ru"), EN: r.text(t.En, field+".en")}
}

// said takes a registry's words about the person as they are, in NFC: whether
// letters were lost on the way is a rule of the policy, which tells the citizen.
func said(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

func saidAll(t Text) kiosk.Text {
	return kiosk.Text{KK: said(t.Kk), RU: said(t.Ru), EN: said(t.En)}
}

// day takes a day as it is; a missing one is not known, which is the policy's business too.
func (r *reader) day(d openapi_types.Date, field string) kiosk.Date {
	if d.IsZero() {
		return kiosk.Date{}
	}
	return r.date(d, field)
}

// date wants a real day; a missing one arrives as the zero time.
func (r *reader) date(d openapi_types.Date, field string) kiosk.Date {
	r.want(d.Year() >= 1850 && d.Year() <= 2200, field)
	return kiosk.DateOf(d.Time)
}

func (r *reader) kind(k DocumentKind, field string) kiosk.DocumentKind {
	r.want(k == DocumentKind(kiosk.IDCard) || k == DocumentKind(kiosk.Passport), field)
	return kiosk.DocumentKind(k)
}

// personOf wants the answer to be about asked and of the contract's shape. What
// contradicts itself, is not known or cannot be read is passed on: the rules send
// such a person to a human and say why.
func personOf(w *Person, asked kiosk.IIN) (kiosk.Person, error) {
	r := &reader{system: systemPerson}
	r.want(w.Iin == string(asked), "iin")
	p := kiosk.Person{
		IIN:       asked,
		Surname:   said(w.Surname),
		GivenName: said(w.GivenName), Patronymic: said(value(w.Patronymic)),
		LatinSurname: said(value(w.LatinSurname)), LatinGivenName: said(value(w.LatinGivenName)),
		BirthDate: r.day(w.BirthDate, "birthDate"), Sex: kiosk.Sex(w.Sex), Citizenship: w.Citizenship,
		Status: kiosk.LifeStatus(w.Status), Capable: w.Capable,
		BirthPlace: saidAll(w.BirthPlace), Nationality: saidAll(w.Nationality),
		Documents: []kiosk.Document{}, Losses: []kiosk.Loss{}, CivilChanges: []kiosk.CivilChange{}, OpenApplications: []kiosk.OpenApplication{},
	}
	r.want(p.Surname+p.GivenName != "", "surname")
	r.want(w.Sex.Valid(), "sex")
	r.want(w.Status != "", "status")
	r.want(len(w.Citizenship) == 3 && strings.Trim(w.Citizenship, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "", "citizenship")
	if w.Residence != nil {
		p.Residence = &kiosk.Residence{Permanent: w.Residence.Permanent, Address: saidAll(w.Residence.Address)}
	}
	r.lists(w, &p)
	if r.err != nil {
		return kiosk.Person{}, r.err
	}
	return p, nil
}

func (r *reader) lists(w *Person, p *kiosk.Person) {
	r.want(w.Documents != nil, "documents") // absent is not "none": policy would grant a first document
	r.want(w.Losses != nil, "losses")
	r.want(w.CivilChanges != nil, "civilChanges")
	r.want(w.OpenApplications != nil, "openApplications")
	for i, d := range w.Documents {
		at := fmt.Sprintf("documents[%d].", i)
		doc := kiosk.Document{
			Kind: r.kind(d.Kind, at+"kind"), Number: r.text(d.Number, at+"number"), Issued: r.day(d.Issued, at+"issued"),
			Authority: saidAll(d.Authority), Status: kiosk.DocumentStatus(r.text(d.Status, at+"status")), Older: d.Design == Older,
		}
		r.want(doc.Number != "", at+"number")
		r.want(d.Design.Valid(), at+"design")
		if d.Expires != nil {
			doc.Expires = r.date(*d.Expires, at+"expires")
		}
		p.Documents = append(p.Documents, doc)
	}
	for i, l := range w.Losses {
		at := fmt.Sprintf("losses[%d].", i)
		p.Losses = append(p.Losses, kiosk.Loss{Kind: r.kind(l.Kind, at+"kind"), Date: r.date(l.Date, at+"date")})
	}
	for i, c := range w.CivilChanges {
		at := fmt.Sprintf("civilChanges[%d].", i)
		r.want(c.Kind != "", at+"kind")
		p.CivilChanges = append(p.CivilChanges, kiosk.CivilChange{Kind: c.Kind, Date: r.date(c.Date, at+"date")})
	}
	for i, o := range w.OpenApplications {
		at := fmt.Sprintf("openApplications[%d].", i)
		p.OpenApplications = append(p.OpenApplications, kiosk.OpenApplication{
			Kind: r.kind(o.Kind, at+"kind"), Coupon: r.text(o.Coupon, at+"coupon"), Since: r.date(o.Since, at+"since"),
		})
	}
	for i, a := range value(w.Annulled) {
		at := fmt.Sprintf("annulled[%d].", i)
		p.Annulled = append(p.Annulled, kiosk.Annulment{
			Kind: r.kind(a.Kind, at+"kind"), Coupon: r.text(a.Coupon, at+"coupon"), Date: r.date(a.Date, at+"date"),
			Code: a.Code, Reason: texts(a.Reason),
		})
	}
}
