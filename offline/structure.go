package offline

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// checkStructure walks a bbolt file's pages by plain reads before bbolt maps it.
//
// bbolt trusts its file: a wild page number or a file shorter than it says
// makes Open panic, or ends the process by SIGBUS inside the goroutine of
// Tx.Check, where nobody can recover. After this walk every page number is
// within the file, no page is used twice, every element is within its page, and
// every key is where a search looks for it (Tx.Check passes a branch whose key
// was lowered: the keys below it are listed, but no longer found).
//
// Layout as of bbolt 1.5 (version 2, unchanged since boltdb): page header
// id u64, flags u16, count u16, overflow u32; all little endian.
//
// oneMeta reports that only one of the two meta pages is valid: the power went
// in the middle of a commit, or the newest commit was damaged.
func checkStructure(f io.ReaderAt, size, pageSize int64) (oneMeta bool, err error) {
	w := &walker{f: f, size: size, page: pageSize, used: map[uint64]bool{}}
	var newest *boltMeta
	valid := 0
	for id := range int64(2) {
		m, ok := w.meta(id)
		if !ok {
			continue
		}
		valid++
		if newest == nil || m.txid > newest.txid {
			newest = &m
		}
	}
	if newest == nil {
		return false, fmt.Errorf("%w: no valid meta page", ErrDamaged)
	}
	if newest.pages < 3 || newest.pages > uint64(size/pageSize) {
		return false, fmt.Errorf("%w: the file is shorter than it says", ErrDamaged)
	}
	w.pages = newest.pages
	w.used[0], w.used[1] = true, true
	if err := w.tree(newest.root, bounds{}, 0); err != nil {
		return false, err
	}
	return valid == 1, w.freelist(newest.freelist)
}

const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	pageHeader  = 16
	flagBranch  = 0x01
	flagLeaf    = 0x02
	flagMeta    = 0x04
	flagFree    = 0x10
	maxDepth    = 32
	maxRun      = 1 << 16 // pages of one overflow run; ours are short
)

type boltMeta struct{ root, freelist, pages, txid uint64 }

type walker struct {
	f          io.ReaderAt
	size, page int64
	pages      uint64
	used       map[uint64]bool
}

func (w *walker) meta(id int64) (m boltMeta, ok bool) {
	b := make([]byte, pageHeader+64)
	if _, err := w.f.ReadAt(b, id*w.page); err != nil || binary.LittleEndian.Uint16(b[8:]) != flagMeta {
		return m, false
	}
	b = b[pageHeader:]
	le := binary.LittleEndian
	sum := fnv.New64a()
	sum.Write(b[:56])
	if le.Uint32(b) != boltMagic || le.Uint32(b[4:]) != boltVersion || int64(le.Uint32(b[8:])) != w.page || le.Uint64(b[56:]) != sum.Sum64() {
		return m, false
	}
	return boltMeta{root: le.Uint64(b[16:]), freelist: le.Uint64(b[32:]), pages: le.Uint64(b[40:]), txid: le.Uint64(b[48:])}, true
}

func (w *walker) fault(id uint64, what string) error {
	return fmt.Errorf("%w: page %d: %s", ErrDamaged, id, what)
}

// load reads a page with its overflow and marks it used.
func (w *walker) load(id uint64) (b []byte, err error) {
	if id < 2 || id >= w.pages {
		return nil, w.fault(id, "out of the file")
	}
	head := make([]byte, pageHeader)
	if _, err := w.f.ReadAt(head, int64(id)*w.page); err != nil {
		return nil, w.fault(id, "unreadable")
	}
	if binary.LittleEndian.Uint64(head) != id {
		return nil, w.fault(id, "another page's number")
	}
	run := uint64(binary.LittleEndian.Uint32(head[12:])) + 1
	if run > maxRun || run > w.pages-id {
		return nil, w.fault(id, "overflow out of the file")
	}
	for i := id; i < id+run; i++ {
		if w.used[i] {
			return nil, w.fault(i, "used twice")
		}
		w.used[i] = true
	}
	b = make([]byte, int64(run)*w.page)
	if _, err := w.f.ReadAt(b, int64(id)*w.page); err != nil {
		return nil, w.fault(id, "unreadable")
	}
	return b, nil
}

// bounds of the keys under a page: from lo, below hi; nil hi is no bound.
type bounds struct{ lo, hi []byte }

// holds checks a key of a page against the bounds and the key before it.
func (b bounds) holds(key, before []byte, first bool) bool {
	return (first || bytes.Compare(before, key) < 0) && bytes.Compare(key, b.lo) >= 0 && (b.hi == nil || bytes.Compare(key, b.hi) < 0)
}

func (w *walker) tree(id uint64, in bounds, depth int) error {
	if depth > maxDepth {
		return w.fault(id, "too deep")
	}
	b, err := w.load(id)
	if err != nil {
		return err
	}
	switch binary.LittleEndian.Uint16(b[8:]) {
	case flagBranch:
		count := int(binary.LittleEndian.Uint16(b[10:]))
		if count == 0 {
			return w.fault(id, "empty branch")
		}
		keys, children := make([][]byte, count), make([]uint64, count)
		for i := range count {
			e, ok := element(b, i)
			if !ok || !within(b, e.at, e.le(0), e.le(4)) {
				return w.fault(id, "element out of its page")
			}
			at := uint64(e.at) + e.le(0)
			keys[i], children[i] = b[at:at+e.le(4)], binary.LittleEndian.Uint64(e.b[8:])
			if !in.holds(keys[i], keys[max(i-1, 0)], i == 0) {
				return w.fault(id, "keys out of order")
			}
		}
		for i, child := range children {
			under := in
			if i > 0 {
				under.lo = keys[i]
			}
			if i+1 < count {
				under.hi = keys[i+1]
			}
			if err := w.tree(child, under, depth+1); err != nil {
				return err
			}
		}
		return nil
	case flagLeaf:
		return w.leaf(id, b, in, depth)
	}
	return w.fault(id, "neither branch nor leaf")
}

// leaf checks the elements and follows buckets, which may lie inline.
func (w *walker) leaf(id uint64, b []byte, in bounds, depth int) error {
	var before []byte
	for i := range int(binary.LittleEndian.Uint16(b[10:])) {
		e, ok := element(b, i)
		if !ok || !within(b, e.at, e.le(4), e.le(8)+e.le(12)) {
			return w.fault(id, "element out of its page")
		}
		start := uint64(e.at) + e.le(4)
		key, value := b[start:start+e.le(8)], b[start+e.le(8):start+e.le(8)+e.le(12)]
		if !in.holds(key, before, i == 0) {
			return w.fault(id, "keys out of order")
		}
		before = key
		if e.le(0)&1 == 0 {
			continue
		}
		if len(value) < 16 {
			return w.fault(id, "bucket too short")
		}
		if root := binary.LittleEndian.Uint64(value); root != 0 {
			if err := w.tree(root, bounds{}, depth+1); err != nil {
				return err
			}
			continue
		}
		inline := value[16:]
		if depth > maxDepth || len(inline) < pageHeader || binary.LittleEndian.Uint16(inline[8:]) != flagLeaf {
			return w.fault(id, "inline bucket without a leaf")
		}
		if err := w.leaf(id, inline, bounds{}, depth+1); err != nil {
			return err
		}
	}
	return nil
}

type pageElement struct {
	at int // offset in the page
	b  []byte
}

func (e pageElement) le(at int) uint64 { return uint64(binary.LittleEndian.Uint32(e.b[at:])) }

func element(page []byte, i int) (pageElement, bool) {
	at := pageHeader + 16*i
	if at+16 > len(page) {
		return pageElement{}, false
	}
	return pageElement{at, page[at : at+16]}, true
}

// within says whether length bytes at pos, counted from the element itself, lie in the page.
func within(page []byte, at int, pos, length uint64) bool {
	return uint64(at)+pos+length <= uint64(len(page))
}

// freelist wants every free page to be a page, free once and used nowhere: a
// wrong list would let the next commit overwrite live pages.
func (w *walker) freelist(id uint64) error {
	b, err := w.load(id)
	if err != nil {
		return err
	}
	if binary.LittleEndian.Uint16(b[8:]) != flagFree {
		return w.fault(id, "not a freelist")
	}
	count, at := uint64(binary.LittleEndian.Uint16(b[10:])), uint64(pageHeader)
	if count == 0xFFFF {
		count, at = binary.LittleEndian.Uint64(b[at:]), at+8
	}
	if count > (uint64(len(b))-at)/8 {
		return w.fault(id, "freelist out of its page")
	}
	for i := range count {
		free := binary.LittleEndian.Uint64(b[at+8*i:])
		if free < 2 || free >= w.pages || w.used[free] {
			return w.fault(free, "free and used, or out of the file")
		}
		w.used[free] = true
	}
	return nil
}
