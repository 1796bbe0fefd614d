#!/usr/bin/env python3
"""Fifteen attacks on the log, each shown to verifiers that are not ours: a Go program on Debian's sumdb, plain openssl, npm's
@sigstore/verify (where installed), and to tallyward-verify. Prints the matrix of docs/security.md; fails when a verifier accepts
an attack it can see, or refuses what is honest, or when one of the two published limits is no longer one.
"""
import argparse, base64, hashlib, os, pathlib, shutil, struct, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
REPORTS = 600
ACCEPT, REFUSE, BLIND = "accepts", "refuses", "cannot see"


def run(*words, **more):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, **more)


def build_go(build):
    environment = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOCACHE=str(build / "go-cache"))
    program = build / "go-verify"
    done = run("go", "build", "-o", program, HERE / "go" / "verify.go", env=environment)
    if done.returncode != 0:
        sys.exit("the Go verifier does not build:\n" + done.stderr)
    return program


def read_note(data):
    """Text and signature lines (name, blob with key id) of a signed note."""
    text, lines = data.rsplit(b"\n\n", 1)
    signatures = []
    for line in lines.decode().splitlines():
        dash, name, blob = line.split(" ")
        signatures.append((name, base64.b64decode(blob)))
    return text + b"\n", signatures


def write_note(text, signatures):
    lines = "".join(f"\u2014 {name} {base64.b64encode(blob).decode()}\n" for name, blob in signatures)
    return text + b"\n" + lines.encode()


def policy_keys(folder):
    """Name -> public key (32 bytes) of the log and its witnesses."""
    keys = {}
    for line in (folder / "policy").read_text().splitlines():
        words = line.split()
        vkey = words[1] if words[0] == "log" else words[2] if words[0] == "witness" else None
        if vkey:
            name, _, key = vkey.split("+", 2)
            keys[name] = base64.b64decode(key)[1:]
    return keys


def openssl_verifies(message, signature, public_key):
    with tempfile.TemporaryDirectory() as scratch:
        paths = [pathlib.Path(scratch) / n for n in ("message", "signature", "key.der")]
        paths[0].write_bytes(message)
        paths[1].write_bytes(signature)
        paths[2].write_bytes(bytes.fromhex("302a300506032b6570032100") + public_key)
        done = run("openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[2], "-rawin", "-in",
                   paths[0], "-sigfile", paths[1])
        return done.returncode == 0


def openssl_checkpoint(path, keys):
    """Every signature of a checkpoint by a known key, as one would check it by hand."""
    text, signatures = read_note(path.read_bytes())
    for name, blob in signatures:
        if name not in keys:
            continue
        message, signature = text, blob[4:]
        if len(signature) == 72:
            message = b"cosignature/v1\ntime %d\n" % struct.unpack(">Q", signature[:8]) + text
            signature = signature[8:]
        if not openssl_verifies(message, signature, keys[name]):
            return False
    return True


def flip(path, at=None):
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(data)


def forge_tile(folder):
    """CVE-2026-56865: a full bundle and its full tile forged together under an unchanged, correctly signed checkpoint."""
    bundle = folder / "tile/entries/001"
    data = bundle.read_bytes()
    at = data.index(b"field ") + 10
    forged = data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]
    bundle.write_bytes(forged)
    hashes = b""
    while forged:
        (length,) = struct.unpack(">H", forged[:2])
        hashes += hashlib.sha256(b"\0" + forged[2:2 + length]).digest()
        forged = forged[2 + length:]
    (folder / "tile/0/001").write_bytes(hashes)


def garble_cosignature(folder):
    text, signatures = read_note((folder / "checkpoint").read_bytes())
    name, blob = signatures[2]
    signatures[2] = (name, blob[:-1] + bytes([blob[-1] ^ 1]))
    (folder / "checkpoint").write_bytes(write_note(text, signatures))


def change_checkpoint(folder, line, value):
    lines = (folder / "checkpoint").read_bytes().split(b"\n")
    lines[line] = value
    (folder / "checkpoint").write_bytes(b"\n".join(lines))


class Verifiers:
    def __init__(self, options, logs):
        self.logs, self.keys = logs, policy_keys(logs)
        self.go = build_go(options.build)
        self.ours = options.verify
        self.node_modules = find_sigstore(options.build)

    def go_audit(self, folder, old):
        words = [self.go, "audit", folder, self.logs / "policy"] + ([self.logs / "old-checkpoint"] if old else [])
        return ACCEPT if run(*words).returncode == 0 else REFUSE

    def our_audit(self, folder, old):
        words = [self.ours, folder, "--log", "--key", self.logs / "key", "--policy", self.logs / "policy"]
        done = run(*(words + (["--since", self.logs / "old-checkpoint"] if old else [])))
        if done.returncode not in (0, 1, 2) or "Sanitizer" in done.stderr:
            sys.exit("tallyward-verify failed:\n" + done.stderr)
        return ACCEPT if done.returncode == 0 else REFUSE

    def openssl(self, folder):
        return ACCEPT if openssl_checkpoint(folder / "checkpoint", self.keys) else REFUSE

    def go_proof(self, proof, entry):
        return ACCEPT if run(self.go, "proof", self.logs / "policy", proof, entry).returncode == 0 else REFUSE

    def sigstore(self, proof, entry):
        if self.node_modules is None:
            return "not run"
        done = run("node", HERE / "npm" / "verify.mjs", self.node_modules, self.logs / "policy", proof, entry)
        if done.returncode not in (0, 1):
            sys.exit("the @sigstore/verify script failed:\n" + done.stderr)
        return ACCEPT if done.returncode == 0 else REFUSE


def find_sigstore(build):
    """node_modules with @sigstore/verify, installed once into the build folder; None where the registry is out of reach."""
    target = build / "npm"
    if not (target / "node_modules/@sigstore/verify").is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / "npm" / name, target / name)
        if run("npm", "ci", "--ignore-scripts", "--no-audit", cwd=target, timeout=240).returncode != 0:
            if os.environ.get("CI"):
                sys.exit("@sigstore/verify could not be installed")
            print("skipped: needs npm's registry: @sigstore/verify")
            return None
    return target / "node_modules"


def log_attacks(logs):
    """Name, folder (made here when it is a mutation), what openssl can say about the checkpoint."""
    def mutated(name, change):
        folder = logs / name
        shutil.copytree(logs / "honest", folder)
        change(folder)
        return folder

    stranger = ("log.example/stranger").encode()
    return [
        ("1 a bit flipped in an entry bundle", mutated("bundle", lambda f: flip(f / "tile/entries/000")), BLIND),
        ("2 a bit flipped in a tile of hashes", mutated("tile", lambda f: flip(f / "tile/0/000")), BLIND),
        ("3 an entry bundle missing", mutated("missing", lambda f: (f / "tile/entries/001").unlink()), BLIND),
        ("4 the witnesses' quorum not met", logs / "no-quorum", BLIND),
        ("5 a cosignature garbled", mutated("garbled", garble_cosignature), REFUSE),
        ("6 an old entry rewritten by an insider and all witnesses", logs / "rewritten", BLIND),
        ("7 an old entry removed by an insider and all witnesses", logs / "removed", BLIND),
        ("8 the log rolled back below a size that was seen", logs / "rolled-back", BLIND),
        ("9 a report withheld, later ones of the same key logged", logs / "withheld", BLIND),
        ("10 a tile and its bundle forged together (CVE-2026-56865)", mutated("forged", forge_tile), BLIND),
        ("11 a report signed with a key that was not enrolled", logs / "unenrolled", BLIND),
        ("12 the checkpoint's origin changed", mutated("origin", lambda f: change_checkpoint(f, 0, stranger)), REFUSE),
        ("13 the checkpoint's size changed", mutated("size", lambda f: change_checkpoint(f, 1, b"601")), REFUSE),
    ]


def proof_attacks(logs):
    """Attacks on one receipt: name, receipt, entry."""
    honest = (logs / "entry.tlog-proof").read_text()

    def changed(name, old, new):
        path = logs / name
        path.write_text(honest.replace(old, new, 1))
        return path

    index = honest.split("\n")[1]
    number = int(index.split()[1])
    checkpoint = honest.split("\n\n", 1)[1]
    size = checkpoint.split("\n")[1]
    first_hash = honest.split("\n")[2]
    other_hash = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    entry = logs / "entry"
    return [
        ("14 a receipt with another index", changed("p-index", index, f"index {number + 1}"), entry),
        ("15 a receipt for another entry", logs / "entry.tlog-proof", logs / "other-entry"),
        ("a receipt with a hash replaced", changed("p-hash", first_hash, other_hash), entry),
        ("a receipt whose checkpoint has another origin", changed("p-origin", checkpoint[:11], "log.exemple"), entry),
        ("a receipt whose checkpoint has another size", changed("p-size", f"\n{size}\n", f"\n{int(size) + 1}\n"), entry),
    ]


def check_forged_signatures(verifiers, wrong):
    """openssl alone on an observer's signature: the honest one holds, each forgery does not."""
    name, _, key = (verifiers.logs / "observer-key").read_text().strip().split("+", 2)
    public_key = base64.b64decode(key)[1:]
    text, signatures = read_note((verifiers.logs / "entry").read_bytes())
    signature = signatures[0][1][4:]
    if not openssl_verifies(text, signature, public_key):
        wrong.append("openssl refuses the honest signature of " + name)
    forgeries = {"text changed": (text.replace(b"seq 3", b"seq 4"), signature),
                 "signature changed": (text, bytes([signature[0] ^ 1]) + signature[1:]),
                 "signature of another report": (text, read_note((verifiers.logs / "other-entry").read_bytes())[1][0][1][4:])}
    for what, (message, forged) in forgeries.items():
        if openssl_verifies(message, forged, public_key):
            wrong.append("openssl accepts a forged observer's signature: " + what)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--make-log", "--verify", "--build"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.build.mkdir(parents=True, exist_ok=True)
    wrong, rows = [], []

    def expect(what, verifier, found, wanted):
        if found not in (wanted, "not run", BLIND):
            wrong.append(f"{what}: {verifier} {found}, expected: {wanted}")
        return found

    with tempfile.TemporaryDirectory() as scratch:
        logs = pathlib.Path(scratch)
        made = run(options.make_log, logs, REPORTS, "attacks")
        if made.returncode != 0:
            sys.exit("make_log failed:\n" + made.stderr)
        verifiers = Verifiers(options, logs)
        proof, entry = logs / "entry.tlog-proof", logs / "entry"

        def under_checkpoint(name, folder):
            """An honest receipt whose checkpoint is replaced by the attacked one."""
            receipt = logs / ("cp-" + folder.name)
            checkpoint = (folder / "checkpoint").read_bytes()
            receipt.write_bytes(proof.read_bytes().split(b"\n\n", 1)[0] + b"\n\n" + checkpoint)
            return expect(name, "@sigstore/verify", verifiers.sigstore(receipt, entry), REFUSE)

        def audit_row(name, folder, old, wanted, wanted_openssl):
            openssl = verifiers.openssl(folder)
            expect(name, "openssl", openssl, ACCEPT if wanted_openssl == BLIND else wanted_openssl)
            rows.append((name, expect(name, "tallyward-verify", verifiers.our_audit(folder, old), wanted),
                         expect(name, "Go", verifiers.go_audit(folder, old), wanted),
                         BLIND if wanted_openssl == BLIND and wanted == REFUSE else openssl,
                         under_checkpoint(name, folder) if name[:2].strip() in ("4", "5", "12", "13") else BLIND))

        audit_row("the honest log", logs / "honest", True, ACCEPT, ACCEPT)
        for name, folder, openssl in log_attacks(logs):
            audit_row(name, folder, True, REFUSE, openssl)
        audit_row("limit (a): rewritten before anyone kept a checkpoint", logs / "rewritten", False, ACCEPT, BLIND)
        audit_row("limit (b): the last report of a key never logged", logs / "last-withheld", False, ACCEPT, BLIND)

        rows.append(("an honest receipt", "-", expect("an honest receipt", "Go", verifiers.go_proof(proof, entry), ACCEPT), "-",
                     expect("an honest receipt", "@sigstore/verify", verifiers.sigstore(proof, entry), ACCEPT)))
        for name, attacked, attacked_entry in proof_attacks(logs):
            rows.append((name, "-", expect(name, "Go", verifiers.go_proof(attacked, attacked_entry), REFUSE), "-",
                         expect(name, "@sigstore/verify", verifiers.sigstore(attacked, attacked_entry), REFUSE)))
        check_forged_signatures(verifiers, wrong)

    print(f"| {'attack':<62} | tallyward-verify | Go sumdb | openssl    | @sigstore/verify |")
    for row in rows:
        print("| {:<62} | {:<16} | {:<8} | {:<10} | {:<16} |".format(*row))
    for line in wrong:
        print("WRONG:", line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
