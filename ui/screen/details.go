package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// details shows what the registry holds, to be checked, and before the new photo
// is taken why an officer annulled an earlier application.
type details struct {
	body    *fyne.Container
	earlier *widget.Banner
	rows    *widget.Rows
}

func newDetails(Env) Screen {
	d := &details{earlier: widget.NewBanner(theme.Body), rows: widget.NewRows()}
	d.body = widget.Column(20, d.earlier.Container, widget.Fill(0, d.rows.Container))
	return d
}

func (d *details) Body() fyne.CanvasObject { return d.body }

func (d *details) Update(v kiosk.View, t text.Speaker) Frame {
	if p := v.Person; p != nil {
		address := ""
		if p.Residence != nil {
			address = p.Residence.Address.In(v.Language)
		}
		citizenship := p.Citizenship
		if citizenship == "KAZ" {
			citizenship = t.T("details.kazakhstan")
		}
		pairs := []widget.Pair{
			{Name: t.T("details.surname"), Value: p.Surname},
			{Name: t.T("details.given"), Value: p.GivenName},
			{Name: t.T("details.patronymic"), Value: p.Patronymic},
			{Name: t.T("details.latin"), Value: latin(*p)},
			{Name: t.T("details.iin"), Value: p.IIN.Masked()},
			{Name: t.T("details.born"), Value: day(p.BirthDate)},
			{Name: t.T("details.sex"), Value: sexOf(p.Sex, t)},
			{Name: t.T("details.birthplace"), Value: p.BirthPlace.In(v.Language)},
			{Name: t.T("details.nationality"), Value: p.Nationality.In(v.Language)},
			{Name: t.T("details.citizenship"), Value: citizenship},
			{Name: t.T("details.address"), Value: address},
		}
		d.rows.Set(pairs)
	}
	var earlier []string
	for _, a := range v.Earlier {
		earlier = append(earlier, t.T("details.annulled", "Document", t.T(documentKey(a.Kind)), "Coupon", strings.ReplaceAll(a.Coupon, "-", "\u2011"), // a number is read in one piece
			"Date", day(a.Date), "Reason", sentence(a.Reason.In(v.Language))))
	}
	d.earlier.Set(widget.Note, strings.Join(earlier, "\n"))
	f := frame(v, t)
	f.Main = next(v, t.T("button.right"))
	f.Main.Icon = widget.DoneIcon
	f.Others = []Action{{ID: "wrong-data", Label: t.T("button.wrong-data"), Icon: widget.CrossIcon, Event: kiosk.Event{Kind: kiosk.EvWrongData}}}
	return f
}

func latin(p kiosk.Person) string {
	if p.LatinSurname == "" {
		return p.LatinGivenName
	}
	return p.LatinSurname + " " + p.LatinGivenName
}

// sexOf is the registry's word, or a dash for one that is not in the dictionary.
func sexOf(s kiosk.Sex, t text.Speaker) string {
	switch s {
	case kiosk.Male, kiosk.Female:
		return t.T("details." + string(s))
	}
	return "—"
}
