package sample

import (
	"image"
	"image/color"
	"math"

	"documenting.kz/terminal/kiosk"
)

var office = kiosk.Text{
	KK: "Алматы қаласы, Медеу ауданының № 2 ХҚКО",
	RU: "ЦОН № 2 Медеуского района города Алматы",
	EN: "Public service centre No. 2, Medeu district, Almaty",
}

func date(s string) kiosk.Date {
	d, err := kiosk.ParseDate(s)
	if err != nil {
		panic(err) // the dates of this file are constants
	}
	return d
}

var person = kiosk.Person{
	IIN: "850615390005", Surname: "Құрманғазыұлынов-Әбілқайырханов", GivenName: "Мұхаммедғали-Әлішер", Patronymic: "Нұрсұлтанәбішұлы",
	LatinSurname: "QURMANGAZYULYNOV-ABILQAIYRKHANOV", LatinGivenName: "MUKHAMMEDGALI-ALISHER",
	BirthDate: date("1985-06-15"), Sex: kiosk.Male, Citizenship: "KAZ", Status: kiosk.Alive, Capable: true,
	BirthPlace:  kiosk.Text{KK: "Шығыс Қазақстан облысы, Күршім ауданы, Қалғұты ауылы", RU: "Восточно-Казахстанская область, Куршимский район, село Калгуты", EN: "Kalguty, Kurshim district, East Kazakhstan Region"},
	Nationality: kiosk.Text{KK: "қазақ", RU: "казах", EN: "Kazakh"},
	Residence: &kiosk.Residence{Permanent: true, Address: kiosk.Text{
		KK: "Алматы қаласы, Бостандық ауданы, Әл-Фараби даңғылы, 77/8-үй, 1204-пәтер",
		RU: "город Алматы, Бостандыкский район, проспект Аль-Фараби, дом 77/8, квартира 1204",
		EN: "77/8 Al-Farabi Avenue, flat 1204, Bostandyk district, Almaty"}},
}

var (
	unfit = kiosk.Text{
		KK: "құжаттың одан әрі пайдалануға жарамсыздығы (бүлінуі, тозуы, техникалық ақаулары, паспорт беттерінің толық пайдаланылуы, құжатта ЖСН болмауы)",
		RU: "непригодность документа для дальнейшего использования (порча, ветхость, технические дефекты, использование всех страниц паспорта, отсутствие ИИН в документе)",
		EN: "document unfit for further use (damage, wear, technical defects, all passport pages used, no IIN in the document)"}
	surname = kiosk.Text{KK: "неке қиюға (бұзуға) байланысты тегін ауыстыру", RU: "перемена фамилии при заключении брака (расторжении брака)", EN: "change of surname on marriage (divorce)"}
	expiry  = kiosk.Text{
		KK: "жеке куәліктің (күнтізбелік 10 күннен аспайтын) және (немесе) паспорттың қолданылу мерзімінің өтуі",
		RU: "истечение срока действия удостоверения личности (не более 10 календарных дней) и (или) паспорта",
		EN: "expiry of the ID card (not more than 10 calendar days) and (or) the passport"}
	wish = kiosk.Text{
		KK: "құжаттардың түрі өзгеруіне байланысты иесінің қалауы бойынша (түрлі-түсті фотосуреті, чипі бар құжатқа ауыстыру)",
		RU: "по желанию владельца, в связи с видоизменением документов (на цветное фото, с чипом)",
		EN: "at the owner's wish, because documents changed (colour photo, chip)"}
	renamed = kiosk.Text{
		KK: "қолданыстағы әкімшілік-аумақтық бөлініске байланысты жер-су атауларының өзгеруі",
		RU: "переименование местностей в связи с действующим административно-территориальным делением",
		EN: "places renamed under the present administrative division"}
	lostCard     = kiosk.Text{KK: "жеке куәлікті жоғалту", RU: "утрата удостоверения личности", EN: "loss of the ID card"}
	lostPassport = kiosk.Text{KK: "Қазақстан Республикасы азаматының паспортты жоғалтуы", RU: "утрата паспорта гражданином РК", EN: "loss of the passport by a citizen"}
	first        = kiosk.Text{KK: "жеке куәлік бойынша паспортты алғаш рет алу", RU: "впервые на паспорт по удостоверению личности", EN: "first passport, by ID card"}

	noMarriage = kiosk.Text{KK: "АХАЖ-да құжат берілгеннен кейінгі тегін ауыстыру жоқ.", RU: "В ЗАГС нет перемены фамилии после выдачи документа.", EN: "The civil registry holds no surname change after the document was issued."}
	goRegistry = kiosk.Text{KK: "Неке туралы куәлікпен ХҚКО қызметкеріне жүгініңіз.", RU: "Обратитесь к сотруднику ЦОН со свидетельством о браке.", EN: "Go to a member of staff with the marriage certificate."}
	newDesign  = kiosk.Text{KK: "Құжатыңыз қазіргі үлгіде.", RU: "Ваш документ нового образца.", EN: "Your document is already of the present design."}
	nothing    = kiosk.Text{KK: "Ештеңе істеудің қажеті жоқ.", RU: "Ничего делать не нужно.", EN: "You need not do anything."}
	notRenamed = kiosk.Text{KK: "Мекенжайыңыздағы атаулар өзгермеген.", RU: "Названия в вашем адресе не менялись.", EN: "No names in your address have changed."}
	hasOne     = kiosk.Text{KK: "Сізде паспорт болған.", RU: "У вас уже был паспорт.", EN: "You have had a passport before."}
	otherCode  = kiosk.Text{KK: "Басқа себепті таңдаңыз.", RU: "Выберите другую причину.", EN: "Choose another reason."}
)

var options = func() []kiosk.Verdict {
	card := func(code kiosk.ReasonCode, title kiosk.Text, why, next kiosk.Text) kiosk.Verdict {
		return kiosk.Verdict{Choice: kiosk.Choice{Document: kiosk.IDCard, Reason: code}, Allowed: why == (kiosk.Text{}), Title: title, Why: why, Next: next, Price: kiosk.Tenge(865), ReadyDate: date("2026-12-15")}
	}
	all := []kiosk.Verdict{
		card("04", surname, noMarriage, goRegistry),
		card("07", unfit, kiosk.Text{}, kiosk.Text{}),
		card("09", lostCard, kiosk.Text{}, kiosk.Text{}),
		card("14", renamed, notRenamed, otherCode),
		card("16", wish, newDesign, nothing),
		card("18", expiry, kiosk.Text{}, kiosk.Text{}),
	}
	passport := func(code kiosk.ReasonCode, title kiosk.Text, why, next kiosk.Text) {
		for _, kind := range []struct {
			pages int
			price int64
		}{{36, 34600}, {48, 51900}} {
			all = append(all, kiosk.Verdict{Choice: kiosk.Choice{Document: kiosk.Passport, Reason: code, Pages: kind.pages}, Allowed: why == (kiosk.Text{}), Title: title, Why: why, Next: next, Price: kiosk.Tenge(kind.price), ReadyDate: date("2026-12-15")})
		}
	}
	passport("07", unfit, kiosk.Text{}, kiosk.Text{})
	passport("18", expiry, kiosk.Text{}, kiosk.Text{})
	passport("13", lostPassport, kiosk.Text{}, kiosk.Text{})
	passport("04", surname, noMarriage, goRegistry)
	passport("14", renamed, notRenamed, otherCode)
	passport("16", wish, newDesign, nothing)
	passport("17", first, hasOne, otherCode)
	return all
}()

var refusal = kiosk.Refusal{
	Code: "id-expired-long",
	Why:  kiosk.Text{KK: "Жеке куәліктің мерзімі 10 күнтізбелік күннен астам бұрын өткен.", RU: "Срок удостоверения личности истёк более 10 календарных дней назад.", EN: "The ID card expired more than 10 calendar days ago."},
	Next: kiosk.Text{KK: "Құжаттарыңызбен ХҚКО-дағы көші-қон қызметінің қызметкеріне жүгініңіз.", RU: "Обратитесь с документами к сотруднику миграционной службы в ЦОН.", EN: "Take your documents to the migration officer in the public service centre."},
}

// Signature is a flourish on a pad of 96 by 60 mm.
var Signature = func() []kiosk.Stroke {
	var stroke kiosk.Stroke
	for i := range 160 {
		a := float64(i) / 160
		stroke = append(stroke, kiosk.Point{X: 14 + 66*a + 5*math.Sin(23*a), Y: 30 + 14*math.Sin(17*a)*(1-a*0.6), Pressure: 0.3 + 0.5*math.Abs(math.Sin(9*a)), T: float64(i) * 8})
	}
	return []kiosk.Stroke{stroke, {{X: 20, Y: 46, Pressure: 0.5}, {X: 84, Y: 42, Pressure: 0.3}}}
}()

// Portrait draws a figure that is nobody, 413 by 531 pixels; n moves it a little.
func Portrait(n int) *image.RGBA { return figure(413, 531, 206+6*float64(n-1), 235, 96, 128) }

// Frame draws what a camera of 1280 by 720 sees of the same figure.
func Frame() *image.RGBA { return figure(1280, 720, 660, 330, 120, 160) }

func figure(w, h int, cx, cy, rx, ry float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := float64(x), float64(y)
			c := color.RGBA{R: 0xd9 - uint8(y*20/h), G: 0xe2 - uint8(y*16/h), B: 0xe6 - uint8(y*12/h), A: 0xff}
			inside := func(cx, cy, rx, ry float64) bool { return math.Hypot((fx-cx)/rx, (fy-cy)/ry) < 1 }
			if inside(cx, cy+ry*2.1, rx*2.1, ry*1.15) {
				c = color.RGBA{R: 0x35, G: 0x4f, B: 0x63, A: 0xff}
			}
			if inside(cx, cy-ry*0.12, rx*1.12, ry*1.06) {
				c = color.RGBA{R: 0x2c, G: 0x24, B: 0x22, A: 0xff}
			}
			if inside(cx, cy+ry*0.95, rx*0.45, ry*0.4) || inside(cx, cy, rx, ry) && fy > cy-ry*0.6 {
				c = color.RGBA{R: 0xd8, G: 0xb0, B: 0x94, A: 0xff}
			}
			if inside(cx-rx*0.4, cy-ry*0.08, rx*0.13, ry*0.06) || inside(cx+rx*0.4, cy-ry*0.08, rx*0.13, ry*0.06) {
				c = color.RGBA{R: 0x30, G: 0x22, B: 0x1c, A: 0xff}
			}
			if inside(cx, cy+ry*0.52, rx*0.3, ry*0.05) {
				c = color.RGBA{R: 0x9c, G: 0x5a, B: 0x50, A: 0xff}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}
