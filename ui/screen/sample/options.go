package sample

import "documenting.kz/terminal/kiosk"

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

var (
	expiredLong = kiosk.Text{KK: "Жеке куәліктің мерзімі өткеніне 10 күннен асты.", RU: "Срок удостоверения личности истёк более 10 дней назад.", EN: "The ID card expired more than 10 days ago."}
	withRuling  = kiosk.Text{KK: "Қаулымен ХҚКО-ға жүгініңіз.", RU: "Обратитесь в ЦОН с постановлением.", EN: "Please go to the public service centre with the ruling."}
	stillValid  = kiosk.Text{KK: "Құжатыңыздың мерзімі бітуіне 30 күннен көп қалды.", RU: "До окончания срока документа больше 30 дней.", EN: "Your document is valid for more than 30 days yet."}
	noCard      = kiosk.Text{KK: "Жарамды жеке куәлігіңіз жоқ.", RU: "У вас нет действующего удостоверения личности.", EN: "You have no valid ID card."}
	openOne     = kiosk.Text{KK: "Бұл құжат бойынша өтінішіңіз қаралып жатыр.", RU: "Заявление на этот документ уже рассматривается.", EN: "An application for this document is being worked on."}
	waitForIt   = kiosk.Text{KK: "Дайын болғанда 1414-тен SMS келеді. Сұрақтар болса, ХҚКО қызметкеріне жүгініңіз.", RU: "Когда он будет готов, с 1414 придёт SMS. По вопросам обратитесь к сотруднику ЦОН.", EN: "An SMS from 1414 says when it is ready. For questions go to a member of staff."}
	stolenWhy   = kiosk.Text{KK: "Ұрланған құжат туралы алдымен полицияға хабарланады.", RU: "О краже документа сначала сообщают в полицию.", EN: "A stolen document is reported to the police first."}
	stolenNext  = kiosk.Text{KK: "Полицияның талон-хабарламасымен ХҚКО-ға жүгініңіз.", RU: "Обратитесь в ЦОН с талоном-уведомлением полиции.", EN: "Please go to the public service centre with the police notification."}
	ruling      = []kiosk.Text{
		{KK: "мерзімі өткен жеке куәлік", RU: "удостоверение личности с истёкшим сроком", EN: "the expired ID card"},
		{KK: "әкімшілік құқық бұзушылық туралы хаттама", RU: "протокол об административном правонарушении", EN: "the protocol of the administrative offence"},
		{KK: "әкімшілік жаза қолдану туралы қаулы", RU: "постановление о наложении административного взыскания", EN: "the ruling on the administrative penalty"},
		{KK: "айыппұл төленгені туралы түбіртек", RU: "квитанция об уплате штрафа", EN: "the receipt of the paid fine"},
	}
)

// answer is a possible sub-reason; with a why it is not possible.
type answer struct {
	id        string
	title     kiosk.Text
	why, next kiosk.Text
}

var (
	damages = []answer{
		{id: "damage", title: kiosk.Text{KK: "құжат бүлінген: жыртылған, сынған, су тиген", RU: "документ испорчен: порван, сломан, залит", EN: "the document is damaged: torn, broken, soaked"}},
		{id: "wear", title: kiosk.Text{KK: "құжат тозған: жазуы немесе суреті көрінбейді", RU: "документ ветхий: надписи или фото не различить", EN: "the document is worn: text or photo cannot be made out"}},
		{id: "defect", title: kiosk.Text{KK: "техникалық ақау: жасау кезіндегі қате, чип оқылмайды", RU: "технический дефект: ошибка изготовления, чип не читается", EN: "technical defect: an error of production, the chip cannot be read"}},
		{id: "no-iin", title: kiosk.Text{KK: "құжатта ЖСН жоқ", RU: "в документе нет ИИН", EN: "the document holds no IIN"}},
	}
	pagesUsed = answer{id: "pages-used", title: kiosk.Text{KK: "паспорттың барлық беттері толған", RU: "использованы все страницы паспорта", EN: "all pages of the passport are used"}}
	losses    = []answer{
		{id: "lost", title: kiosk.Text{KK: "жоғалттым", RU: "утерян", EN: "lost"}},
		{id: "stolen", title: kiosk.Text{KK: "ұрланды", RU: "украден", EN: "stolen"}, why: stolenWhy, next: stolenNext},
	}
)

// offer is one reason for one document as a policy would judge it.
type offer struct {
	code      kiosk.ReasonCode
	title     kiosk.Text
	why, next kiosk.Text
	bring     []kiosk.Text
	answers   []answer
}

func (o offer) verdict(c kiosk.Choice, price int64) kiosk.Verdict {
	v := kiosk.Verdict{Choice: c, Allowed: o.why == (kiosk.Text{}), Title: o.title, Why: o.why, Next: o.next, Bring: o.bring,
		Price: kiosk.Tenge(price), ReadyDate: date("2026-12-15")}
	for _, a := range o.answers {
		c.SubReason = a.id
		v.SubReasons = append(v.SubReasons, kiosk.Verdict{Choice: c, Allowed: a.why == (kiosk.Text{}), Title: a.title, Why: a.why, Next: a.next, Price: v.Price, ReadyDate: v.ReadyDate})
	}
	return v
}

// options judges cards for an ID card and passports for a passport of 36 and of 48 pages.
func options(cards, passports []offer) (all []kiosk.Verdict) {
	for _, o := range cards {
		all = append(all, o.verdict(kiosk.Choice{Document: kiosk.IDCard, Reason: o.code}, 865))
	}
	for _, o := range passports {
		all = append(all, o.verdict(kiosk.Choice{Document: kiosk.Passport, Reason: o.code, Pages: 36}, 34600),
			o.verdict(kiosk.Choice{Document: kiosk.Passport, Reason: o.code, Pages: 48}, 51900))
	}
	return all
}

// mixed are the options of somebody whose documents expire: some possible, some not.
var mixed = options(
	[]offer{
		{code: "18", title: expiry}, {code: "04", title: surname, why: noMarriage, next: goRegistry}, {code: "07", title: unfit, answers: damages},
		{code: "09", title: lostCard, answers: losses}, {code: "14", title: renamed, why: notRenamed, next: otherCode}, {code: "16", title: wish, why: newDesign, next: nothing},
	},
	[]offer{
		{code: "18", title: expiry}, {code: "04", title: surname, why: noMarriage, next: goRegistry}, {code: "07", title: unfit, answers: append(damages[:4:4], pagesUsed)},
		{code: "13", title: lostPassport, answers: losses}, {code: "14", title: renamed, why: notRenamed, next: otherCode},
		{code: "16", title: wish, why: newDesign, next: nothing}, {code: "17", title: first, why: hasOne, next: otherCode},
	})

// everything is possible, but for what contradicts itself.
var everything = options(
	[]offer{{code: "18", title: expiry}, {code: "04", title: surname}, {code: "07", title: unfit, answers: damages}, {code: "09", title: lostCard, answers: losses}, {code: "14", title: renamed}, {code: "16", title: wish}},
	[]offer{{code: "18", title: expiry}, {code: "04", title: surname}, {code: "07", title: unfit, answers: append(damages[:4:4], pagesUsed)}, {code: "13", title: lostPassport, answers: losses}, {code: "14", title: renamed}, {code: "16", title: wish}})

// none are the options of somebody both of whose documents are being made already.
var none = options(
	[]offer{{code: "18", title: expiry, why: openOne, next: waitForIt}, {code: "04", title: surname, why: openOne, next: waitForIt}, {code: "07", title: unfit, why: openOne, next: waitForIt}, {code: "09", title: lostCard, why: openOne, next: waitForIt}},
	[]offer{{code: "18", title: expiry, why: openOne, next: waitForIt}, {code: "13", title: lostPassport, why: openOne, next: waitForIt}, {code: "17", title: first, why: hasOne, next: otherCode}})

// late are the options on the eleventh day after the ID card expired.
var late = options(
	[]offer{
		{code: "18", title: expiry, why: expiredLong, next: withRuling, bring: append(ruling[:1:1], ruling[2])}, {code: "04", title: surname, why: noMarriage, next: goRegistry},
		{code: "07", title: unfit, why: expiredLong, next: withRuling, bring: append(ruling[:1:1], ruling[2])}, {code: "09", title: lostCard, answers: losses}, {code: "16", title: wish, why: newDesign, next: nothing},
	},
	[]offer{{code: "18", title: expiry, why: stillValid, next: nothing}, {code: "07", title: unfit, answers: append(damages[:4:4], pagesUsed)}, {code: "13", title: lostPassport, answers: losses}, {code: "17", title: first, why: noCard, next: otherCode}})

// exempt are the options of a person with a disability: the exemption comes with the centre's answer, so the prices stand.
var exempt = options([]offer{{code: "18", title: expiry}, {code: "07", title: unfit, answers: damages}, {code: "09", title: lostCard, answers: losses}},
	[]offer{{code: "17", title: first}})

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

var refusal = kiosk.Refusal{
	Code: "under-age",
	Why:  kiosk.Text{KK: "Сіз әлі 18 жасқа толған жоқсыз.", RU: "Вам ещё нет 18 лет.", EN: "You are not yet 18."},
	Next: kiosk.Text{KK: "Заңды өкіліңізбен бірге ХҚКО-дағы көші-қон қызметінің қызметкеріне жүгініңіз.", RU: "Обратитесь вместе с законным представителем к сотруднику миграционной службы в ЦОН.", EN: "Go with your legal representative to the migration officer in the public service centre."},
	Bring: []kiosk.Text{
		{KK: "туу туралы куәлік", RU: "свидетельство о рождении", EN: "birth certificate"},
		{KK: "заңды өкілдің жеке куәлігі", RU: "удостоверение личности законного представителя", EN: "ID card of the legal representative"},
	},
}

var place = kiosk.Place{
	Name:    office,
	Address: kiosk.Text{KK: "Алматы қаласы, Достық даңғылы, 91-үй", RU: "город Алматы, проспект Достык, дом 91", EN: "91 Dostyk Avenue, Almaty"},
	Hours:   kiosk.Text{KK: "дүйсенбі–жұма 9:00–18:00, сенбі 9:00–13:00", RU: "понедельник–пятница 9:00–18:00, суббота 9:00–13:00", EN: "Monday to Friday 9:00–18:00, Saturday 9:00–13:00"},
}

var annulled = []kiosk.Annulment{{Kind: kiosk.IDCard, Coupon: "ALM-2026-003871", Date: date("2026-11-09"), Code: "photo-quality", Reason: kiosk.Text{
	KK: "Фотосурет құжатқа жарамайды: анық емес немесе жарығы біркелкі емес.",
	RU: "Фотография не подходит для документа: нечёткая или неровно освещена.",
	EN: "The photo does not suit a document: not sharp or unevenly lit."}}}

var disability = &kiosk.Exemption{Category: "07", Ground: kiosk.Text{KK: "мүгедектігі бар адам", RU: "лицо с инвалидностью", EN: "a person with a disability"}}
