package central

import (
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
func day(d *openapi_types.Date) kiosk.Date {
	if d == nil || d.IsZero() {
		return kiosk.Date{}
	}
	return kiosk.DateOf(d.Time)
}

// olderDesign is a Document's design when it is not today's.
const olderDesign = "older"

// personOf wants the answer to be about asked, with a name and all of its lists. What
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
		BirthDate: day(w.BirthDate), Sex: kiosk.Sex(said(w.Sex)), Citizenship: said(w.Citizenship),
		Status: kiosk.LifeStatus(said(w.Status)), Capable: w.Capable,
		BirthPlace: saidAll(w.BirthPlace), Nationality: saidAll(w.Nationality),
		Documents: []kiosk.Document{}, Losses: []kiosk.Loss{}, CivilChanges: []kiosk.CivilChange{}, OpenApplications: []kiosk.OpenApplication{},
	}
	r.want(p.Surname+p.GivenName != "", "surname")
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
	for _, d := range w.Documents {
		p.Documents = append(p.Documents, kiosk.Document{
			Kind: kiosk.DocumentKind(d.Kind), Number: said(d.Number), Issued: day(d.Issued), Expires: day(d.Expires),
			Authority: saidAll(d.Authority), Status: kiosk.DocumentStatus(said(d.Status)), Older: d.Design == olderDesign,
		})
	}
	for _, l := range w.Losses {
		p.Losses = append(p.Losses, kiosk.Loss{Kind: kiosk.DocumentKind(l.Kind), Date: day(l.Date)})
	}
	for _, c := range w.CivilChanges {
		p.CivilChanges = append(p.CivilChanges, kiosk.CivilChange{Kind: c.Kind, Date: day(c.Date)})
	}
	for _, o := range w.OpenApplications {
		p.OpenApplications = append(p.OpenApplications, kiosk.OpenApplication{
			Kind: kiosk.DocumentKind(o.Kind), Coupon: said(o.Coupon), Since: day(o.Since),
		})
	}
	for _, a := range value(w.Annulled) {
		p.Annulled = append(p.Annulled, kiosk.Annulment{
			Kind: kiosk.DocumentKind(a.Kind), Coupon: said(a.Coupon), Date: day(a.Date), Code: a.Code, Reason: texts(a.Reason),
		})
	}
}
