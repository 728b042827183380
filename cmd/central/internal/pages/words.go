package pages

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
	"time"

	"documenting.kz/terminal/cmd/central/internal/registry"
	"documenting.kz/terminal/kiosk"
)

var words = map[string]string{
	"awaiting-payment": "ждёт оплаты", "exempt": "без пошлины", "paid": "оплачено", "confirmed": "подтверждено", "refused": "отказано",
	"closed": "закрыто", "processed": "обработано", "created": "выставлен", "scanned": "открыт плательщиком", "expired": "срок истёк",
	"cancelled": "отменён", "failed": "отказ банка", "refund": "к возврату", "paid-twice": "оплачено дважды", "up": "работает", "down": "отвечает отказом",
	"silent": "молчит", "chain-gap": "пропуск в цепи", "chain-fork": "развилка цепи", "not-identified": "центр не видел идентификации",
	"refund-paid-twice": "оплачено дважды", "refund-closed": "оплата закрытого заявления",
	"annulled": "аннулировано", "slow": "отвечает медленно", "lost": "утрачен", "invalid": "недействителен", "requested": "к возврату",
	"returned": "возвращено", "approve": "одобрено", "annul": "аннулировано", "needs-visit": "нужен визит",
	"stolen": "похищен", "damage": "порча", "wear": "ветхость", "defect": "технический дефект", "no-iin": "нет ИИН", "pages-used": "страницы использованы",
	"policy-difference": "терминал и центр решили по-разному", "policy-version": "терминал с другими правилами",
}

// advice is what a payer can do about a card gateway's code.
var advice = map[string]string{
	"51": "не хватает денег", "54": "неверный срок карты", "57": "банк запретил платежи в интернете", "61": "превышен лимит",
}

var address = regexp.MustCompile(`https?://\S+`)

// ago is how long something is past, in the largest unit that fits.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d с назад", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d мин назад", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d ч назад", int(d.Hours()))
	}
	return fmt.Sprintf("%d дн назад", int(d.Hours()/24))
}

func (s *Site) words() template.FuncMap {
	return template.FuncMap{
		"word": func(v any) string {
			if w, ok := words[fmt.Sprint(v)]; ok {
				return w
			}
			return fmt.Sprint(v)
		},
		"when": func(t time.Time) string {
			if t.IsZero() {
				return "—"
			}
			return t.In(registry.Almaty).Format("02.01.2006 15:04:05")
		},
		"ago":         func(t time.Time) string { return ago(s.Now().Sub(t)) },
		"short":       func(id string) string { return kiosk.ApplicationID(id).Short() },
		"masked":      func(iin string) string { return kiosk.IIN(iin).Masked() },
		"maskedPhone": func(p string) string { return kiosk.Phone(p).Masked() },
		"advice": func(code string) string {
			if a, ok := advice[code]; ok {
				return a
			}
			return "спросите по номеру 1414"
		},
		"document": func(k kiosk.DocumentKind, pages int) string {
			switch {
			case k == kiosk.IDCard:
				return "удостоверение личности"
			case pages > 0:
				return fmt.Sprintf("паспорт, %d страниц", pages)
			}
			return "паспорт"
		},
		"linked": func(text string) template.HTML {
			escaped := html.EscapeString(text)
			return template.HTML(address.ReplaceAllStringFunc(escaped, func(a string) string {
				return `<a href="` + strings.ReplaceAll(a, `"`, "") + `">` + a + `</a>`
			}))
		},
	}
}
