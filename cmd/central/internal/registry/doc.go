// Package registry stands for the state registers behind the centre: ГБД ФЛ (persons
// and documents), БМГ (phones), РП ДРН (losses, open applications), ИС ЗАГС (civil
// status) and АИС СИК (exemptions). The people are synthetic: their IINs have serials
// from 9000 on, which are not given out, and their phones do not exist.
//
// # Why
//
// People are data, one for each rule, so that whoever tries a terminal can see the
// rule work. Dates that a rule looks at are relative to today ("today-3d"), so that
// the same file works on any day.
package registry
