-- The officer's decision, one invoice for several applications, refunds of a share.
CREATE TABLE application_2 (
  id TEXT PRIMARY KEY, kiosk TEXT NOT NULL, office TEXT NOT NULL, seq INTEGER NOT NULL, prev TEXT NOT NULL, digest TEXT NOT NULL,
  manifest BLOB NOT NULL, captured INTEGER NOT NULL, received INTEGER NOT NULL, central_seq INTEGER NOT NULL UNIQUE, receipt TEXT NOT NULL,
  iin TEXT NOT NULL, phone TEXT NOT NULL, language TEXT NOT NULL, document TEXT NOT NULL, pages INTEGER NOT NULL, reason TEXT NOT NULL,
  sub_reason TEXT NOT NULL DEFAULT '', policy TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('awaiting-payment', 'exempt', 'paid', 'confirmed', 'refused', 'closed', 'annulled')),
  amount INTEGER NOT NULL, exemption TEXT NOT NULL, exemption_unknown INTEGER NOT NULL DEFAULT 0, refusal TEXT NOT NULL,
  deferred INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  coupon TEXT UNIQUE, ready TEXT NOT NULL DEFAULT '', confirmed INTEGER, processed INTEGER,
  UNIQUE (kiosk, seq)
) STRICT;
INSERT INTO application_2 (id, kiosk, office, seq, prev, digest, manifest, captured, received, central_seq, receipt, iin, phone, language,
  document, pages, reason, state, amount, exemption, refusal, deferred, seen, coupon, ready, confirmed, processed)
 SELECT id, kiosk, office, seq, prev, digest, manifest, captured, received, central_seq, receipt, iin, phone, language,
  document, pages, reason, state, amount, exemption, refusal, deferred, seen, coupon, ready, confirmed, processed FROM application;
DROP TABLE application;
ALTER TABLE application_2 RENAME TO application;
CREATE INDEX application_person ON application (iin, document);

CREATE TABLE decision (
  application TEXT PRIMARY KEY, outcome TEXT NOT NULL CHECK (outcome IN ('approve', 'annul', 'needs-visit')), code TEXT NOT NULL,
  reason TEXT NOT NULL, officer TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;

-- What an invoice asks for each application, and what its money became.
CREATE TABLE share (
  invoice TEXT NOT NULL, application TEXT NOT NULL, amount INTEGER NOT NULL, paid INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (invoice, application)
) STRICT;
CREATE INDEX share_application ON share (application);
INSERT INTO share (invoice, application, amount, paid) SELECT id, application, amount, state = 'paid' FROM invoice;
DROP INDEX invoice_application;
ALTER TABLE invoice DROP COLUMN application;

CREATE TABLE refund_2 (
  id TEXT PRIMARY KEY, reference TEXT NOT NULL, application TEXT NOT NULL, invoice TEXT NOT NULL, amount INTEGER NOT NULL, at INTEGER NOT NULL,
  reason TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('requested', 'returned')), returned INTEGER
) STRICT;
INSERT INTO refund_2 (id, reference, application, invoice, amount, at, reason, state)
 SELECT printf('RET-%09d', ROW_NUMBER() OVER (ORDER BY at, reference)), reference, application, invoice, amount, at, reason, 'requested' FROM refund;
INSERT INTO counter (name, value) SELECT 'refund', COUNT(*) FROM refund;
DROP TABLE refund;
ALTER TABLE refund_2 RENAME TO refund;
CREATE INDEX refund_application ON refund (application);

CREATE INDEX IF NOT EXISTS incident_open ON incident (kiosk, kind) WHERE resolved IS NULL;
