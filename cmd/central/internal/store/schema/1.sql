-- Times are Unix milliseconds, amounts tiyn, absent values NULL or ''.
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS kiosk (
  id TEXT PRIMARY KEY, public_key TEXT NOT NULL, office TEXT NOT NULL, enrolled INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  heartbeat TEXT NOT NULL DEFAULT '', heartbeat_at INTEGER, change_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE IF NOT EXISTS consent (
  token TEXT PRIMARY KEY, application TEXT NOT NULL, iin TEXT NOT NULL, kiosk TEXT NOT NULL, language TEXT NOT NULL,
  text_version TEXT NOT NULL, accepted INTEGER NOT NULL, granted INTEGER NOT NULL, expires INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS code (
  ticket TEXT PRIMARY KEY, application TEXT NOT NULL, purpose TEXT NOT NULL, phone TEXT NOT NULL, code TEXT NOT NULL,
  created INTEGER NOT NULL, expires INTEGER NOT NULL, tries_left INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'right', 'ended'))
) STRICT;
CREATE INDEX IF NOT EXISTS code_application ON code (application, purpose);

CREATE TABLE IF NOT EXISTS face (
  application TEXT NOT NULL, purpose TEXT NOT NULL, attempts INTEGER NOT NULL, matched INTEGER NOT NULL,
  PRIMARY KEY (application, purpose)
) STRICT;

CREATE TABLE IF NOT EXISTS application (
  id TEXT PRIMARY KEY, kiosk TEXT NOT NULL, office TEXT NOT NULL, seq INTEGER NOT NULL, prev TEXT NOT NULL, digest TEXT NOT NULL,
  manifest BLOB NOT NULL, captured INTEGER NOT NULL, received INTEGER NOT NULL, central_seq INTEGER NOT NULL UNIQUE, receipt TEXT NOT NULL,
  iin TEXT NOT NULL, phone TEXT NOT NULL, language TEXT NOT NULL, document TEXT NOT NULL, pages INTEGER NOT NULL, reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('awaiting-payment', 'exempt', 'paid', 'confirmed', 'refused', 'closed')),
  amount INTEGER NOT NULL, exemption TEXT NOT NULL, refusal TEXT NOT NULL, deferred INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  coupon TEXT UNIQUE, ready TEXT NOT NULL DEFAULT '', confirmed INTEGER, processed INTEGER,
  UNIQUE (kiosk, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS application_person ON application (iin, document);

CREATE TABLE IF NOT EXISTS event (
  id INTEGER PRIMARY KEY, application TEXT NOT NULL, at INTEGER NOT NULL, what TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS event_application ON event (application);

CREATE TABLE IF NOT EXISTS invoice (
  id TEXT PRIMARY KEY, application TEXT NOT NULL, token TEXT NOT NULL UNIQUE, amount INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('created', 'scanned', 'paid', 'cancelled', 'failed', 'closed', 'refund')),
  created INTEGER NOT NULL, scan_by INTEGER NOT NULL, confirm_by INTEGER, confirm_wait INTEGER NOT NULL,
  reference TEXT UNIQUE, paid INTEGER, late INTEGER NOT NULL DEFAULT 0, failure TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS invoice_application ON invoice (application);

CREATE TABLE IF NOT EXISTS refund (
  reference TEXT PRIMARY KEY, application TEXT NOT NULL, invoice TEXT NOT NULL, amount INTEGER NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS change (
  kiosk TEXT NOT NULL, seq INTEGER NOT NULL, application TEXT NOT NULL, event TEXT NOT NULL, at INTEGER NOT NULL,
  coupon TEXT NOT NULL DEFAULT '', PRIMARY KEY (kiosk, seq)
) STRICT;

CREATE TABLE IF NOT EXISTS sms (
  id INTEGER PRIMARY KEY, phone TEXT NOT NULL, text TEXT NOT NULL, code TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL,
  application TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sms_phone ON sms (phone);

CREATE TABLE IF NOT EXISTS incident (
  id INTEGER PRIMARY KEY, kiosk TEXT NOT NULL, application TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL,
  at INTEGER NOT NULL, resolved INTEGER
) STRICT;

CREATE TABLE IF NOT EXISTS help (
  id INTEGER PRIMARY KEY, kiosk TEXT NOT NULL, screen TEXT NOT NULL, at INTEGER NOT NULL, answered INTEGER
) STRICT;

CREATE TABLE IF NOT EXISTS rating (
  id INTEGER PRIMARY KEY, kiosk TEXT NOT NULL, stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5), at INTEGER NOT NULL
) STRICT;
