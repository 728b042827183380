package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"documenting.kz/terminal/kiosk"
)

// Line is one event as it is written. Its own sum is added when it is sealed.
type Line struct {
	N      int64               `json:"n"` // gapless
	At     time.Time           `json:"at"`
	Code   string              `json:"code"`
	Level  Level               `json:"level"`
	App    kiosk.ApplicationID `json:"app,omitempty"`
	Detail string              `json:"detail,omitempty"`
	Prev   string              `json:"prev"` // sum of the line before, empty in the very first
}

const (
	sumField = `,"sum":"`
	sumEnd   = `"}`
	sumLen   = 2 * sha256.Size
	maxLine  = 8 << 10 // bytes
)

// seal writes the line with its sum, without a line break.
func (l Line) seal() (line []byte, sum string, err error) {
	body, err := json.Marshal(l)
	if err != nil {
		return nil, "", err
	}
	body = body[:len(body)-1]
	hash := sha256.Sum256(body)
	sum = hex.EncodeToString(hash[:])
	return append(append(append(body, sumField...), sum...), sumEnd...), sum, nil
}

// What can be wrong with a line.
var (
	errForm = errors.New("not a line of a journal")
	errSum  = errors.New("changed: the sum does not fit")
)

// parse checks a line by itself: its form and its sum.
func parse(line []byte) (l Line, sum string, err error) {
	split := len(line) - len(sumField) - sumLen - len(sumEnd)
	if split < 1 || len(line) > maxLine || !bytes.HasPrefix(line[split:], []byte(sumField)) || !bytes.HasSuffix(line, []byte(sumEnd)) {
		return Line{}, "", errForm
	}
	sum = string(line[split+len(sumField) : len(line)-len(sumEnd)])
	hash := sha256.Sum256(line[:split])
	if hex.EncodeToString(hash[:]) != sum {
		return Line{}, "", errSum
	}
	dec := json.NewDecoder(bytes.NewReader(append(bytes.Clone(line[:split]), '}')))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&l); err != nil {
		return Line{}, "", fmt.Errorf("%w: %w", errForm, err)
	}
	return l, sum, nil
}
