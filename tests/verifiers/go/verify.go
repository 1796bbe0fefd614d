// An independent verifier of Tallyward's log: Debian's golang-go and golang-golang-x-mod-dev, nothing of ours.
//
//	verify audit DIR POLICY [OLD-CHECKPOINT]   recomputes the root from every entry (never through a TileHashReader: CVE-2026-56865)
//	verify proof POLICY PROOF ENTRY            checks one receipt without a network
//
// Exit status 0 accepted, 1 refused.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type witness struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

type policy struct {
	log       note.Verifier
	witnesses map[string]witness
	needed    int
	members   []string
}

func parsePolicy(path string) (*policy, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &policy{witnesses: map[string]witness{}}
	for _, line := range strings.Split(string(text), "\n") {
		w := strings.Fields(line)
		switch {
		case len(w) == 0 || strings.HasPrefix(w[0], "#"):
		case w[0] == "log":
			if p.log, err = note.NewVerifier(w[1]); err != nil {
				return nil, err
			}
		case w[0] == "witness":
			parts := strings.SplitN(w[2], "+", 3)
			raw, err := base64.StdEncoding.DecodeString(parts[2])
			if err != nil || len(raw) != 33 || raw[0] != 4 {
				return nil, errors.New("witness key")
			}
			h := sha256.Sum256(append([]byte(parts[0]+"\n"), raw...))
			p.witnesses[w[1]] = witness{parts[0], binary.BigEndian.Uint32(h[:4]), ed25519.PublicKey(raw[1:])}
		case w[0] == "group":
			if p.needed, err = strconv.Atoi(w[2]); err != nil {
				return nil, err
			}
			p.members = w[3:]
		}
	}
	if p.log == nil {
		return nil, errors.New("the policy names no log")
	}
	return p, nil
}

// openCheckpoint checks the log's signature, every known cosignature and the quorum; parses the three lines itself.
func (p *policy) openCheckpoint(signed []byte) (origin string, size int64, root tlog.Hash, err error) {
	n, err := note.Open(signed, note.VerifierList(p.log))
	if err != nil {
		return "", 0, root, fmt.Errorf("checkpoint: %v", err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 {
		return "", 0, root, errors.New("checkpoint has too few lines")
	}
	if lines[0] != p.log.Name() {
		return "", 0, root, errors.New("checkpoint of another origin")
	}
	if size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || size < 0 {
		return "", 0, root, errors.New("checkpoint size")
	}
	raw, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(raw) != tlog.HashSize {
		return "", 0, root, errors.New("checkpoint root")
	}
	copy(root[:], raw)
	good := map[string]bool{}
	for _, s := range n.UnverifiedSigs {
		blob, err := base64.StdEncoding.DecodeString(s.Base64)
		if err != nil {
			return "", 0, root, err
		}
		for short, w := range p.witnesses {
			if s.Name != w.name || s.Hash != w.id {
				continue
			}
			if len(blob) != 4+8+64 {
				return "", 0, root, errors.New("cosignature length")
			}
			t := binary.BigEndian.Uint64(blob[4:12])
			msg := fmt.Sprintf("cosignature/v1\ntime %d\n%s", t, n.Text)
			if !ed25519.Verify(w.key, []byte(msg), blob[12:]) {
				return "", 0, root, fmt.Errorf("cosignature of %s does not hold", w.name)
			}
			good[short] = true
		}
	}
	count := 0
	for _, m := range p.members {
		if good[m] {
			count++
		}
	}
	if count < p.needed {
		return "", 0, root, fmt.Errorf("quorum not met: %d of %d", count, p.needed)
	}
	return lines[0], size, root, nil
}

func tilePath(n int64) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	return s
}

// readEntries reads all bundles of a log of this size.
func readEntries(dir string, size int64) ([][]byte, error) {
	var entries [][]byte
	for n := int64(0); n*256 < size; n++ {
		path, want := "tile/entries/"+tilePath(n), size-n*256
		if want < 256 {
			path += fmt.Sprintf(".p/%d", want)
		} else {
			want = 256
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return nil, err
		}
		count := int64(0)
		for len(data) > 0 {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return nil, errors.New(path + ": cut off")
			}
			length := int(binary.BigEndian.Uint16(data))
			entries = append(entries, data[2:2+length])
			data = data[2+length:]
			count++
		}
		if count != want {
			return nil, errors.New(path + ": wrong number of entries")
		}
	}
	return entries, nil
}

// rootOf is RFC 6962's tree hash over the leaf hashes, with a stack of complete subtrees.
func rootOf(leaves []tlog.Hash) tlog.Hash {
	var stack []tlog.Hash
	for i, h := range leaves {
		for n := i + 1; n%2 == 0; n /= 2 {
			h = tlog.NodeHash(stack[len(stack)-1], h)
			stack = stack[:len(stack)-1]
		}
		stack = append(stack, h)
	}
	if len(stack) == 0 {
		return tlog.Hash(sha256.Sum256(nil))
	}
	h := stack[len(stack)-1]
	for i := len(stack) - 2; i >= 0; i-- {
		h = tlog.NodeHash(stack[i], h)
	}
	return h
}

// checkTiles compares the published tiles of hashes with the recomputed ones, level by level.
func checkTiles(dir string, leaves []tlog.Hash) error {
	level := leaves
	for l := 0; len(level) > 0; l++ {
		var above []tlog.Hash
		for n := 0; n*256 < len(level); n++ {
			end, path := n*256+256, fmt.Sprintf("tile/%d/%s", l, tilePath(int64(n)))
			if end > len(level) {
				end = len(level)
				path += fmt.Sprintf(".p/%d", end-n*256)
			}
			data, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil {
				return err
			}
			var want []byte
			for _, h := range level[n*256 : end] {
				want = append(want, h[:]...)
			}
			if !bytes.Equal(data, want) {
				return errors.New(path + ": not the hashes of the entries")
			}
			if end == n*256+256 {
				above = append(above, rootOf(level[n*256:end]))
			}
		}
		level = above
	}
	return nil
}

type report struct{ signer, seq, prev, leaf string }

// checkRecords verifies each record with an enrolled key and follows each key's chain.
func checkRecords(p *policy, entries [][]byte, leaves []tlog.Hash) error {
	keys := map[string]note.Verifier{p.log.Name(): p.log}
	for _, e := range entries {
		text := string(e)
		if strings.HasPrefix(text, "tallyward/enrolment/v1\n") {
			if _, err := note.Open(e, note.VerifierList(p.log)); err != nil {
				return fmt.Errorf("enrolment: %v", err)
			}
			for _, line := range strings.Split(text, "\n") {
				if strings.HasPrefix(line, "key ") {
					v, err := note.NewVerifier(line[4:])
					if err != nil {
						return err
					}
					keys[v.Name()] = v
				}
			}
		}
	}
	chains := map[string]map[string]report{}
	for i, e := range entries {
		mark := bytes.LastIndex(e, []byte("\n\n\u2014 "))
		if mark < 0 {
			return fmt.Errorf("entry %d is not a note", i)
		}
		name := strings.SplitN(string(e[mark+6:]), " ", 2)[0]
		v, ok := keys[name]
		if !ok {
			return fmt.Errorf("entry %d: key %s not enrolled", i, name)
		}
		if _, err := note.Open(e, note.VerifierList(v)); err != nil {
			return fmt.Errorf("entry %d: %v", i, err)
		}
		if !bytes.HasPrefix(e, []byte("tallyward/report/v1\n")) {
			continue
		}
		r := report{signer: name, leaf: base64.StdEncoding.EncodeToString(leaves[i][:])}
		for _, line := range strings.Split(string(e[:mark]), "\n") {
			if strings.HasPrefix(line, "seq ") {
				r.seq = line[4:]
			} else if strings.HasPrefix(line, "prev ") {
				r.prev = line[5:]
			}
		}
		if chains[name] == nil {
			chains[name] = map[string]report{}
		}
		chains[name][r.seq] = r
	}
	for name, chain := range chains {
		before := "-"
		for i := 0; i < len(chain); i++ {
			r, ok := chain[strconv.Itoa(i)]
			if !ok {
				return fmt.Errorf("%s: report %d is missing", name, i)
			}
			if r.prev != before {
				return fmt.Errorf("%s: report %d does not link", name, i)
			}
			before = r.leaf
		}
	}
	return nil
}

func audit(dir, policyPath, oldPath string) error {
	p, err := parsePolicy(policyPath)
	if err != nil {
		return err
	}
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	_, size, root, err := p.openCheckpoint(signed)
	if err != nil {
		return err
	}
	entries, err := readEntries(dir, size)
	if err != nil {
		return err
	}
	leaves := make([]tlog.Hash, len(entries))
	for i, e := range entries {
		leaves[i] = tlog.RecordHash(e)
	}
	if rootOf(leaves) != root {
		return errors.New("the root recomputed from the entries is not the signed one")
	}
	if err := checkTiles(dir, leaves); err != nil {
		return err
	}
	if oldPath != "" {
		old, err := os.ReadFile(oldPath)
		if err != nil {
			return err
		}
		_, oldSize, oldRoot, err := p.openCheckpoint(old)
		if err != nil {
			return fmt.Errorf("old %v", err)
		}
		if oldSize > size {
			return errors.New("the log was rolled back below a size already seen")
		}
		if rootOf(leaves[:oldSize]) != oldRoot {
			return errors.New("the log is not a continuation of the old checkpoint")
		}
	}
	if err := checkRecords(p, entries, leaves); err != nil {
		return err
	}
	fmt.Printf("accepted: %d entries\n", size)
	return nil
}

func proof(policyPath, proofPath, entryPath string) error {
	p, err := parsePolicy(policyPath)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(proofPath)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryPath)
	if err != nil {
		return err
	}
	gap := bytes.Index(data, []byte("\n\n"))
	if gap < 0 {
		return errors.New("not a proof")
	}
	lines := strings.Split(string(data[:gap]), "\n")
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("not a proof")
	}
	index, err := strconv.ParseInt(lines[1][6:], 10, 64)
	if err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, h)
	}
	_, size, root, err := p.openCheckpoint(data[gap+2:])
	if err != nil {
		return err
	}
	if index < 0 || index >= size {
		return errors.New("index outside the log")
	}
	return tlog.CheckRecord(path, size, root, index, tlog.RecordHash(entry))
}

func main() {
	var err error
	switch {
	case len(os.Args) == 4 && os.Args[1] == "audit":
		err = audit(os.Args[2], os.Args[3], "")
	case len(os.Args) == 5 && os.Args[1] == "audit":
		err = audit(os.Args[2], os.Args[3], os.Args[4])
	case len(os.Args) == 5 && os.Args[1] == "proof":
		err = proof(os.Args[2], os.Args[3], os.Args[4])
	default:
		err = errors.New("usage: verify audit DIR POLICY [OLD] | verify proof POLICY PROOF ENTRY")
	}
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}
