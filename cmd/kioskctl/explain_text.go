package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// print tells an employee of the ЦОН, in Russian, what the rules say.
func (x explanation) print(out io.Writer) {
	fmt.Fprintf(out, "Правила %s, день %s\n\n", x.Policy, x.Day.Human())
	for _, note := range x.Notes {
		fmt.Fprintf(out, "Внимание: %s\n", note)
	}
	if x.Refusal == nil {
		fmt.Fprintln(out, "Гражданин обслуживается на терминале.")
	} else {
		fmt.Fprintln(out, "Гражданин на терминале НЕ обслуживается.")
		x.Refusal.print(out, "  ")
	}
	if len(x.Common) > 0 {
		fmt.Fprintln(out, "\nУсловия, общие для всего, что ниже:")
		printTrials(out, "  ", x.Common)
	}
	document := kiosk.DocumentKind("")
	for i, c := range x.Choices {
		if c.Choice.Document != document {
			document = c.Choice.Document
			fmt.Fprintf(out, "\n%s\n", strings.ToUpper(russian(document)))
		}
		if i > 0 && c.differsInPagesOnly(x.Choices[i-1]) {
			fmt.Fprintf(out, "\n  %s — то же; госпошлина: %s\n", c.name(), c.Duty)
			continue
		}
		c.print(out, "  ", len(x.Common))
	}
	if x.Sum != nil {
		fmt.Fprintf(out, "\nВместе за один визит: %s\n", x.Sum)
	}
}

func russian(d kiosk.DocumentKind) string {
	switch d {
	case kiosk.IDCard:
		return "удостоверение личности"
	case kiosk.Passport:
		return "паспорт"
	default:
		return "неизвестный документ " + string(d)
	}
}

func (c explained) name() string {
	name := "код " + string(c.Choice.Reason)
	if c.Choice.Pages != 0 {
		name += fmt.Sprintf(", %d страниц", c.Choice.Pages)
	}
	if c.Choice.SubReason != "" {
		name += ", " + c.Choice.SubReason
	}
	return name
}

// differsInPagesOnly also when the duty differs, because pages are what is paid for.
func (c explained) differsInPagesOnly(other explained) bool {
	other.Choice.Pages = c.Choice.Pages
	return c.Choice == other.Choice && slices.Equal(c.Tried, other.Tried)
}

// print leaves out the first conditions, which have been said.
func (c explained) print(out io.Writer, indent string, said int) {
	title := c.Title.RU
	if c.Unknown != "" {
		title = c.Unknown
	}
	fmt.Fprintf(out, "\n%s%s — %s\n", indent, c.name(), title)
	indent += "  "
	if c.Refusal == nil {
		fmt.Fprintf(out, "%sМОЖНО\n", indent)
	} else {
		fmt.Fprintf(out, "%sНЕЛЬЗЯ\n", indent)
		c.Refusal.print(out, indent)
	}
	if c.Duty != nil {
		ready := "неизвестна, нет производственного календаря"
		if !c.Ready.IsZero() {
			ready = c.Ready.Human()
		}
		fmt.Fprintf(out, "%sгоспошлина: %s\n%sготовность: %s\n", indent, c.Duty, indent, ready)
	}
	if len(c.Tried) > said {
		fmt.Fprintf(out, "%sусловия:\n", indent)
		printTrials(out, indent+"  ", c.Tried[said:])
	}
	if len(c.SubReasons) > 0 {
		fmt.Fprintf(out, "%sуточняется:\n", indent)
	}
	for _, sub := range c.SubReasons {
		fmt.Fprintf(out, "%s  %s — %s: ", indent, sub.Choice.SubReason, sub.Title.RU)
		switch {
		case sub.Allowed:
			fmt.Fprintln(out, "МОЖНО")
		case c.Refusal != nil && c.Refusal.Code == sub.Refusal.Code:
			fmt.Fprintf(out, "НЕЛЬЗЯ [%s]\n", sub.Refusal.Code)
		default:
			fmt.Fprintln(out, "НЕЛЬЗЯ")
			sub.Refusal.print(out, indent+"    ")
		}
	}
}

func (c charge) String() string {
	switch {
	case c.Tiyn == nil:
		return "неизвестна (" + c.Ground + ")"
	case c.Exempt:
		return fmt.Sprintf("не взимается: %s (%s)", c.Text.RU, c.Ground)
	case c.Unconfirmed:
		return fmt.Sprintf("%s (%s); АИС СИК не ответил, льгота не проверена", c.Tiyn, c.Rate)
	default:
		return fmt.Sprintf("%s (%s)", c.Tiyn, c.Rate)
	}
}

func (r refusal) print(out io.Writer, indent string) {
	fmt.Fprintf(out, "%sпричина [%s]: %s\n%sчто делать: %s\n", indent, r.Code, r.Why.RU, indent, r.Next.RU)
	for i, paper := range r.Bring {
		label := "взять с собой:"
		if i > 0 {
			label = strings.Repeat(" ", len([]rune(label)))
		}
		fmt.Fprintf(out, "%s%s %s\n", indent, label, paper.RU)
	}
	fmt.Fprintf(out, "%sоснование: %s\n", indent, r.Ground)
}

func printTrials(out io.Writer, indent string, trials []kiosk.Trial) {
	for _, t := range trials {
		met := "да "
		if !t.Met {
			met = "НЕТ"
		}
		fmt.Fprintf(out, "%s%s  %s [%s] — %s\n", indent, met, inRussian(t.Condition), t.Rule, t.Ground)
	}
}

// inRussian says a condition of the policy's vocabulary, such as "age-at-least 18 years".
func inRussian(condition string) string {
	name, with, _ := strings.Cut(condition, " ")
	words, known := conditionsInRussian[name]
	if !known {
		return condition
	}
	if with == "" {
		return strings.TrimSuffix(words, ":")
	}
	return words + " " + parameters.Replace(with)
}

var conditionsInRussian = map[string]string{
	"letters-intact":         "буквы в данных не повреждены",
	"person-record-sound":    "данные о лице полны и не противоречат друг другу",
	"life-status-known":      "статус лица есть в справочнике",
	"life-status-not":        "статус лица — не",
	"citizen-of":             "гражданство",
	"age-at-least":           "возраст не меньше",
	"capable":                "дееспособен",
	"permanently-registered": "есть постоянная регистрация",
	"offered":                "услуга оказывается в этот день",
	"never":                  "оформляется не на терминале, а в ЦОН",
	"no-open-application":    "нет открытой заявки на тот же документ",
	"civil-change":           "после выдачи документа в ИС ЗАГС записано новое:",
	"no-civil-change":        "после выдачи документа в ИС ЗАГС не записано ничего нового:",
	"civil-changes-known":    "виды записей ИС ЗАГС есть в справочнике",
	"duty-known":             "размер госпошлины известен",
	"document-on-record":     "документ есть в регистре",
	"document-record-sound":  "даты документа есть и не противоречат друг другу",
	"document-status-known":  "состояние документа есть в справочнике",
	"document-status-not":    "состояние документа — не",
	"document-valid":         "документ действителен и не истёк",
	"other-document-valid":   "действителен другой документ:",
	"no-document-before":     "такой документ раньше не выдавался",
	"expires-within":         "до конца срока документа не больше",
	"not-overdue":            "после конца срока документа прошло не больше",
	"not-overdue-months":     "после конца срока документа прошло не больше",
	"older-design":           "документ старого образца",
}

var parameters = strings.NewReplacer(
	"1 month", "месяца", "months", "месяцев", "1 day", "дня", "days", "дней", "years", "лет", "KAZ", "РК",
	"dead", "«умер»", "missing", "«безвестно отсутствует»", "excluded", "«исключён»",
	"annulled", "«аннулирован»", "lost", "«утрачен»", "invalid", "«недействителен»", "id-card", "удостоверение личности", "passport", "паспорт",
	"marriage-surname", "фамилия при браке", "divorce-surname", "фамилия при разводе", "birth-date", "дата рождения",
	"nationality", "национальность", "name", "имя",
)
