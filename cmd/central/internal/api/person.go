package api

import (
	"documenting.kz/terminal/kiosk"
	wire "documenting.kz/terminal/offline/central"

	openapi "github.com/oapi-codegen/runtime/types"
)

func textOf(t kiosk.Text) wire.Text { return wire.Text{Kk: t.KK, Ru: t.RU, En: t.EN} }

// dayOf is an optional date: nil when not known.
func dayOf(d kiosk.Date) *openapi.Date {
	if d.IsZero() {
		return nil
	}
	return &openapi.Date{Time: d.Time()}
}

func personOf(p kiosk.Person) wire.Person {
	w := wire.Person{
		Iin: string(p.IIN), Surname: p.Surname, GivenName: p.GivenName, Patronymic: ptr(p.Patronymic), LatinSurname: ptr(p.LatinSurname),
		LatinGivenName: ptr(p.LatinGivenName), BirthDate: dayOf(p.BirthDate), Sex: string(p.Sex), Citizenship: p.Citizenship,
		Status: string(p.Status), Capable: p.Capable, BirthPlace: textOf(p.BirthPlace), Nationality: textOf(p.Nationality),
		Documents: []wire.Document{}, Losses: []wire.Loss{}, CivilChanges: []wire.CivilChange{}, OpenApplications: []wire.OpenApplication{},
	}
	if p.Residence != nil {
		w.Residence = &wire.Residence{Permanent: p.Residence.Permanent, Address: textOf(p.Residence.Address)}
	}
	for _, d := range p.Documents {
		design := "current"
		if d.Older {
			design = "older"
		}
		w.Documents = append(w.Documents, wire.Document{
			Kind: string(d.Kind), Number: d.Number, Issued: dayOf(d.Issued), Expires: dayOf(d.Expires), Authority: textOf(d.Authority), Status: string(d.Status), Design: design,
		})
	}
	for _, l := range p.Losses {
		w.Losses = append(w.Losses, wire.Loss{Kind: string(l.Kind), Date: dayOf(l.Date)})
	}
	for _, c := range p.CivilChanges {
		w.CivilChanges = append(w.CivilChanges, wire.CivilChange{Kind: c.Kind, Date: dayOf(c.Date)})
	}
	for _, o := range p.OpenApplications {
		w.OpenApplications = append(w.OpenApplications, wire.OpenApplication{Kind: string(o.Kind), Coupon: o.Coupon, Since: dayOf(o.Since)})
	}
	var annulled []wire.Annulment
	for _, a := range p.Annulled {
		annulled = append(annulled, wire.Annulment{Kind: string(a.Kind), Coupon: a.Coupon, Date: dayOf(a.Date), Code: a.Code, Reason: textOf(a.Reason)})
	}
	if annulled != nil {
		w.Annulled = &annulled
	}
	return w
}
