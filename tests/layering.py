#!/usr/bin/env python3
"""Holds src/ against src/layers.txt: refuses an upward include, an undeclared one, and a circle between files.

Usage: layering.py ROOT, or layering.py --self-test, which breaks each rule once and expects to be refused.
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s+"([a-z_]+)/([^"]+)"', re.M)


def read_layers(root):
    rows, order = {}, []
    for line in (root / "src/layers.txt").read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        floor, below = line.split(":")
        names = list(order) if below.strip() == "*" else below.split()
        for name in names:
            if name not in order:
                raise SystemExit(f"layers.txt: {floor} stands on {name}, which is not below it")
        rows[floor] = set(names)
        order.append(floor)
    return rows


def problems(root):
    rows, found, graph = read_layers(root), [], {}
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in (".h", ".cpp") or path.parent == root / "src":
            continue
        floor = path.relative_to(root / "src").parts[0]
        name = path.relative_to(root / "src").as_posix()
        if floor not in rows:
            found.append(f"{name}: folder {floor} has no row in layers.txt")
            continue
        graph[name] = []
        for folder, file in INCLUDE.findall(path.read_text()):
            if folder == "embedded":
                continue
            graph[name].append(f"{folder}/{file}")
            if folder != floor and folder not in rows[floor]:
                why = "is not declared in" if folder in rows else "is no floor of"
                found.append(f"{name}: includes {folder}/{file}, which {why} the row of {floor} in layers.txt")
    state = {}

    def visit(name, trail):
        state[name] = 1
        for other in graph.get(name, []):
            if state.get(other) == 1:
                found.append("circle: " + " -> ".join(trail[trail.index(other):] + [other] if other in trail else [name, other]))
            elif other in graph and state.get(other) is None:
                visit(other, trail + [other])
        state[name] = 2

    for name in graph:
        if state.get(name) is None:
            visit(name, [name])
    return found


def self_test():
    cases = {
        "upward": ({"base/a.h": '#include "upper/b.h"\n', "upper/b.h": ""}, "not declared"),
        "undeclared": ({"side/a.h": '#include "upper/b.h"\n', "upper/b.h": ""}, "not declared"),
        "unknown": ({"base/a.h": '#include "nowhere/b.h"\n'}, "no floor"),
        "no row": ({"other/a.h": ""}, "no row"),
        "circle": ({"base/a.h": '#include "base/b.h"\n', "base/b.h": '#include "base/a.h"\n'}, "circle"),
        "allowed": ({"upper/a.h": '#include "base/b.h"\n', "base/b.h": ""}, None),
    }
    for name, (files, expected) in cases.items():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for file, text in {"layers.txt": "base:\nside: base\nupper: base\n", **files}.items():
                path = root / "src" / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            found = problems(root)
            good = not found if expected is None else any(expected in line for line in found)
            if not good:
                raise SystemExit(f"self-test '{name}' expected {expected}, got {found}")
    print(f"{len(cases)} broken trees judged as they should be")


if sys.argv[1:] == ["--self-test"]:
    self_test()
else:
    refused = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(refused) or "the floors hold")
    sys.exit(1 if refused else 0)
