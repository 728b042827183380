// Package seal closes an application so that nobody on the terminal can read it
// any more and the centre can prove who made it.
//
// # The data's way
//
// [Sealer.Seal] splits a kiosk.Application into blobs: the form (JSON), the
// portrait (JPEG), the signature (JSON strokes, [Strokes]) and its picture
// (PNG). Each blob is encrypted by HPKE (RFC 9180) to the centre's public key;
// the terminal holds no key that opens it. The ciphertext's SHA-256 is its
// address. The [Manifest] lists the addresses, takes its place in the
// terminal's gapless chain (seq, prev) and is signed by the terminal's key as
// a compact JWS (RFC 7515, ES256). Digest, chain and receipt are all computed
// over exactly those signed bytes; nothing is ever canonicalised.
//
// The centre goes the other way: [ParseManifest], then [OpenBlob] for each
// blob, and [SignReceipt]; the terminal checks the receipt by [VerifyReceipt].
//
// # Layout of a sealed blob
//
//	offset  length  content
//	0       1       version, 1
//	1       16      key id: first 16 bytes of SHA-256 of the centre's public key
//	17      2       length n of enc, big endian
//	19      n       enc, the encapsulated key
//	19+n            HPKE ciphertext with its 16-byte tag
//
// HPKE base mode, MLKEM768-X25519, HKDF-SHA256, AES-256-GCM; info is
// "documenting-terminal/v1"; the associated data is kiosk, application, seq
// (decimal) and kind, joined by NUL, so that a blob cannot be moved to another
// application, place or kind.
//
// # Why
//
// One encapsulation for each blob and not one for all: a blob can then be
// opened, moved and purged alone, and a sealed blob needs nothing but the
// manifest. It costs about 1.1 KB and a fraction of a millisecond a blob.
//
// The key id is computed from the key and not given a name, so that a terminal
// cannot label a blob with a key it was not sealed to.
//
// The public-key hybrid and not X25519 alone: a queue that is copied today must
// not be readable in fifteen years, and identity data keeps its worth that long.
//
// # Limits
//
// The terminal's key lies in a file ([LoadOrCreateKey], mode 0600); whoever is
// root on the terminal can copy it. A key inside a TPM fits the same
// Opts.SigningKey once that field is a crypto.Signer. What Seal writes in plain
// is zeroed before it returns; copies the Go runtime or encoding/json's scratch
// pool may keep are overwritten as far as a program can without
// runtime/secret, which is still an experiment in Go 1.26.
package seal
