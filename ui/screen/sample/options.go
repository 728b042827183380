package sample

import (
	"io/fs"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

var today = date("2026-11-21")

// law is the shipped policy: what the samples say of a choice, the product says.
var law = func() *policy.Set {
	files, err := fs.Sub(assets.Policy, "policy")
	if err != nil {
		panic(err)
	}
	set, err := policy.Load(files)
	if err != nil {
		panic(err) // the shipped policy is tested by itself
	}
	return set
}()

// citizen is the sample person with documents that end on the given days; "" means never had.
func citizen(card, passport string, change func(*kiosk.Person)) kiosk.Person {
	p := person
	add := func(kind kiosk.DocumentKind, expires string) {
		if expires != "" {
			p.Documents = append(p.Documents, kiosk.Document{Kind: kind, Number: string(kind), Status: kiosk.DocumentValid,
				Issued: kiosk.DateOf(date(expires).Time().AddDate(-10, 0, 0)), Expires: date(expires)})
		}
	}
	add(kiosk.IDCard, card)
	add(kiosk.Passport, passport)
	if change != nil {
		change(&p)
	}
	return p
}

func options(p kiosk.Person) []kiosk.Verdict { return law.Verdicts(p, today) }

var (
	// mixed are the options of somebody whose documents expire: some possible, some not.
	mixed = options(citizen("2026-12-10", "2026-12-12", nil))
	// everything is possible but a surname's change: the law allows nothing else beside one.
	everything = options(citizen("2026-12-10", "2026-12-12", func(p *kiosk.Person) {
		for i := range p.Documents {
			p.Documents[i].Older = true
		}
	}))
	// none are the options of somebody both of whose documents are being made already.
	none = options(citizen("2026-12-10", "2026-12-12", func(p *kiosk.Person) {
		p.OpenApplications = []kiosk.OpenApplication{{Kind: kiosk.IDCard, Since: date("2026-11-12")}, {Kind: kiosk.Passport, Since: date("2026-11-12")}}
	}))
	// late are the options on the eleventh day after the ID card expired.
	late = options(citizen("2026-11-10", "2031-05-05", nil))
	// overdue are those more than a month after it.
	overdue = options(citizen("2026-09-10", "2031-05-05", nil))
	// exempt are the options of a person with a disability: the exemption comes with the centre's answer, so the prices stand.
	exempt = options(citizen("2026-12-10", "", nil))
)

// refusal is that of a person who cannot be served at a terminal at all.
var refusal = *law.Refusal(citizen("", "", func(p *kiosk.Person) { p.IIN, p.BirthDate = "", date("2010-03-04") }), today)

// byTheCentre is an option that the terminal allowed and the centre did not.
func byTheCentre(allowed, word kiosk.Verdict) *kiosk.Verdict {
	allowed.Allowed, allowed.SubReasons = false, nil
	allowed.Code, allowed.Why, allowed.Next, allowed.Bring, allowed.Ground = word.Code, word.Why, word.Next, word.Bring, word.Ground
	return &allowed
}

// pick finds a choice among options; pages 0 is an ID card.
func pick(options []kiosk.Verdict, code kiosk.ReasonCode, pages int, sub string) kiosk.Choice {
	c := find(options, code, pages).Choice
	c.SubReason = sub
	return c
}

func find(options []kiosk.Verdict, code kiosk.ReasonCode, pages int) *kiosk.Verdict {
	for i, o := range options {
		if o.Choice.Reason == code && o.Choice.Pages == pages {
			return &options[i]
		}
	}
	panic("no sample option " + code) // the samples are constants
}

var place = kiosk.Place{
	Name:    office,
	Address: kiosk.Text{KK: "Алматы қаласы, Достық даңғылы, 91-үй", RU: "город Алматы, проспект Достык, дом 91", EN: "91 Dostyk Avenue, Almaty"},
	Hours:   kiosk.Text{KK: "дүйсенбі–жұма 9:00–18:00, сенбі 9:00–13:00", RU: "понедельник–пятница 9:00–18:00, суббота 9:00–13:00", EN: "Monday to Friday 9:00–18:00, Saturday 9:00–13:00"},
}

var annulled = []kiosk.Annulment{{Kind: kiosk.IDCard, Coupon: "ALM-2026-003871", Date: date("2026-11-09"), Code: "photo-quality", Reason: decided("photo-quality")}}

func decided(code string) kiosk.Text {
	d, found := law.Decision(code, today)
	if !found {
		panic("no decision " + code + " in the shipped policy")
	}
	return d.Text
}

var disability = &kiosk.Exemption{Category: "07", Ground: kiosk.Text{KK: "мүгедектігі бар адам", RU: "лицо с инвалидностью", EN: "a person with a disability"}}
