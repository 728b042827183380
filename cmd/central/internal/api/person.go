package api

import (
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"

	openapi "github.com/oapi-codegen/runtime/types"
)

func textOf(t kiosk.Text) wire.Text { return wire.Text{Kk: t.KK, Ru: t.RU, En: t.EN} }

func dateOf(d kiosk.Date) openapi.Date { return openapi.Date{Time: d.Time()} }

// dayOf is an optional date: nil when not known.
func dayOf(d kiosk.Date) *openapi.Date {
	if d.IsZero() {
		return nil
	}
	day := dateOf(d)
	return &day
}

func personOf(p kiosk.Person) wire.Person {
	w := wire.Person{
		Iin: string(p.IIN), Surname: p.Surname, GivenName: p.GivenName, Patronymic: ptr(p.Patronymic), LatinSurname: ptr(p.LatinSurname),
		LatinGivenName: ptr(p.LatinGivenName), BirthDate: dateOf(p.BirthDate), Sex: wire.PersonSex(p.Sex), Citizenship: p.Citizenship,
		Status: string(p.Status), Capable: p.Capable, BirthPlace: textOf(p.BirthPlace), Nationality: textOf(p.Nationality),
		Documents: []wire.Document{}, Losses: []wire.Loss{}, CivilChanges: []wire.CivilChange{}, OpenApplications: []wire.OpenApplication{},
	}
	if p.Residence != nil {
		w.Residence = &wire.Residence{Permanent: p.Residence.Permanent, Address: textOf(p.Residence.Address)}
	}
	for _, d := range p.Documents {
		design := wire.Current
		if d.Older {
			design = wire.Older
		}
		w.Documents = append(w.Documents, wire.Document{
			Kind: wire.DocumentKind(d.Kind), Number: d.Number, Issued: dateOf(d.Issued), Expires: dayOf(d.Expires), Authority: textOf(d.Authority), Status: string(d.Status), Design: design,
		})
	}
	for _, l := range p.Losses {
		w.Losses = append(w.Losses, wire.Loss{Kind: wire.DocumentKind(l.Kind), Date: dateOf(l.Date)})
	}
	for _, c := range p.CivilChanges {
		w.CivilChanges = append(w.CivilChanges, wire.CivilChange{Kind: c.Kind, Date: dateOf(c.Date)})
	}
	for _, o := range p.OpenApplications {
		w.OpenApplications = append(w.OpenApplications, wire.OpenApplication{Kind: wire.DocumentKind(o.Kind), Coupon: o.Coupon, Since: dateOf(o.Since)})
	}
	var annulled []wire.Annulment
	for _, a := range p.Annulled {
		annulled = append(annulled, wire.Annulment{Kind: wire.DocumentKind(a.Kind), Coupon: a.Coupon, Date: dateOf(a.Date), Code: a.Code, Reason: textOf(a.Reason)})
	}
	if annulled != nil {
		w.Annulled = &annulled
	}
	return w
}
