#!/usr/bin/env python3
"""The commands on logs, and a witness as a process of its own, spoken to over HTTP: it cosigns growth, keeps its head over a kill,
and refuses a fork and a roll-back."""
import argparse, base64, http.client, json, pathlib, subprocess, sys, tempfile


def run(*words):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True)


def check(what, good, detail=""):
    if not good:
        sys.exit(f"FAILED: {what} {detail}")


def check_commands(tallyward, logs):
    policy, key = logs / "policy", logs / "key"
    shown = run(tallyward, "log", "checkpoint", logs / "honest", "--policy", policy, "--json")
    check("log checkpoint", shown.returncode == 0 and json.loads(shown.stdout)["quorum"], shown.stderr)
    waiting = run(tallyward, "log", "checkpoint", logs / "no-quorum", "--policy", policy)
    check("a quorum that is not met", waiting.returncode == 1 and "awaiting witnesses" in waiting.stdout)
    index = (logs / "entry.tlog-proof").read_text().split("\n")[1].split()[1]
    proved = run(tallyward, "log", "prove", logs / "honest", index)
    check("log prove gives the log's own receipt", proved.stdout == (logs / "entry.tlog-proof").read_text(), proved.stderr)
    good = run(tallyward, "log", "verify", logs / "entry.tlog-proof", logs / "entry", "--key", key)
    check("log verify", good.returncode == 0 and "not that what it says is true" in good.stdout, good.stderr)
    bad = run(tallyward, "log", "verify", logs / "entry.tlog-proof", logs / "other-entry", "--key", key)
    check("log verify refuses another entry", bad.returncode == 1)
    check("a missing file", run(tallyward, "log", "verify", "nothing", "nothing", "--key", key).returncode == 2)


class Witness:
    def __init__(self, tallyward, folder, vkey):
        words = [str(w) for w in (tallyward, "witness", "serve", folder, "--name", "witness.example/test", "--log", vkey, "--port",
                                  "0", "--json")]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.said = json.loads(self.process.stdout.readline())

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.said["port"], timeout=20)
        connection.request(method, path, body=body)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def kill(self):
        self.process.kill()
        self.process.wait()


def check_witness(tallyward, logs, folder):
    vkey = (logs / "key").read_text().strip()
    old, new = (logs / "old-checkpoint").read_bytes(), (logs / "honest/checkpoint").read_bytes()
    proof = (logs / "old-to-new").read_text()
    old_size = int(old.split(b"\n")[1])
    witness = Witness(tallyward, folder, vkey)
    try:
        status, lines = witness.ask("POST", "/add-checkpoint", b"old 0\n\n" + old)
        check("the first checkpoint is cosigned", status == 200 and len(base64.b64decode(lines.split()[2])) == 76, lines)
        first_key = witness.said["vkey"]
        witness.kill()  # it must have persisted before it answered
        witness = Witness(tallyward, folder, vkey)
        check("the key is kept", witness.said["vkey"] == first_key)
        status, size = witness.ask("POST", "/add-checkpoint", b"old 0\n\n" + new)
        check("a wrong old size is answered with its own", (status, size) == (409, f"{old_size}\n"), f"{status} {size}")
        request = f"old {old_size}\n{proof}\n".encode()
        fork = (logs / "rewritten/checkpoint").read_bytes()
        check("a fork is refused", witness.ask("POST", "/add-checkpoint", request + fork)[0] == 422)
        check("growth is cosigned", witness.ask("POST", "/add-checkpoint", request + new)[0] == 200)
        rolled = (logs / "rolled-back/checkpoint").read_bytes()
        check("a roll-back is refused", witness.ask("POST", "/add-checkpoint", b"old 0\n\n" + rolled)[0] == 409)
        check("nonsense is refused", witness.ask("POST", "/add-checkpoint", b"\xff\x00")[0] == 400)
        check("another page", witness.ask("GET", "/")[0] == 404)
        origin = vkey.split("+")[0].encode()
        import hashlib
        status, head = witness.ask("GET", f"/{hashlib.sha256(origin).hexdigest()}/checkpoint")
        check("its last head is public", status == 200 and head.encode() == new)
    finally:
        witness.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--make-log", "--tallyward"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        logs = pathlib.Path(scratch) / "logs"
        made = run(options.make_log, logs, 100, "attacks")
        check("make_log", made.returncode == 0, made.stderr)
        check_commands(options.tallyward, logs)
        check_witness(options.tallyward, logs, pathlib.Path(scratch) / "witness")
    print("commands and witness: good")


if __name__ == "__main__":
    main()
