// Command central is the reference central service of the documenting terminals: the
// intake of РП ДРН with the registers, the payment service and the operators' pages
// around it, in one process with nothing to configure.
//
//	terminals ── /v1 ──▶ api ──▶ identify   consent, phone, codes, face, person
//	                      ├────▶ intake     applications, coupons, changes
//	                      └────▶ payment    invoices ◀── /pay ── payers
//	operators ── /operator ──▶ pages
//	                 everything ──▶ store   SQLite and blob files
//
// Behind identify and intake stand registry (people as data), digitalid (1:1 face
// comparison), publish (the rules in force, for the centre and for every terminal),
// setting (what operators may change while it runs) and sms (the wording of messages).
//
// It listens on the loopback by default. On standard output it prints two lines,
// central=http://… and ready, when it can be used.
package main
