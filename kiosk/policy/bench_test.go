package policy_test

import (
	"testing"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/kiosk/policy"
)

// written is a citizen with all names and places in three languages, as the registries write them.
func written(p *kiosk.Person) {
	p.Surname, p.GivenName, p.Patronymic, p.LatinSurname, p.LatinGivenName = "Әбдіғаппаров", "Нұрмұхаммед", "Жүсіпбекұлы", "ABDIGAPPAROV", "NURMUKHAMMED"
	p.BirthPlace = kiosk.Text{KK: "Түркістан облысы, Кентау қаласы", RU: "Туркестанская область, город Кентау", EN: "Kentau, Turkistan region"}
	p.Nationality = kiosk.Text{KK: "қазақ", RU: "казах", EN: "Kazakh"}
	p.Residence.Address = kiosk.Text{KK: "Алматы қаласы, Абай даңғылы, 11-үй", RU: "город Алматы, проспект Абая, дом 11", EN: "Almaty, Abai Avenue 11"}
	for i := range p.Documents {
		p.Documents[i].Number = "099000037"
		p.Documents[i].Authority = kiosk.Text{KK: "ҚР Ішкі істер министрлігі", RU: "МВД Республики Казахстан", EN: "Ministry of Internal Affairs"}
	}
}

// One choice with every trial: at most 100 µs.
func BenchmarkEvaluate(b *testing.B) {
	s, p, c := load(b), citizen(written, expires(kiosk.IDCard, today)), choose(kiosk.IDCard, "18")
	b.ReportAllocs()
	for b.Loop() {
		s.Evaluate(p, c, today)
	}
}

// A choice that asks for one of five sub-reasons.
func BenchmarkEvaluate_SubReasons(b *testing.B) {
	s, p, c := load(b), citizen(written), choose(kiosk.Passport, "07")
	b.ReportAllocs()
	for b.Loop() {
		s.Evaluate(p, c, today)
	}
}

// All verdicts of a person are wanted well within a frame of the window.
func BenchmarkVerdicts(b *testing.B) {
	s, p := load(b), citizen(written)
	b.ReportAllocs()
	for b.Loop() {
		s.Verdicts(p, today)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := policy.Load(shipped); err != nil {
			b.Fatal(err)
		}
	}
}
