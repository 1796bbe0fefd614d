#!/usr/bin/env python3
"""Holds the documents against the tree: glossary and public types, dependencies and packages, folders, links.

Usage: documents.py ROOT, or documents.py --self-test, which breaks each rule once and expects to be refused.
"""
import pathlib
import re
import sys
import tempfile

DOMAIN = ["election", "mission", "seats", "results", "observation", "quickcount", "forensics", "findings"]
TYPE = re.compile(r"^(?:template\s*<[^>]*>\s*)?(?:struct|class|enum class|enum struct|using)\s+(?:\[\[\w+\]\]\s+)?(\w+)\s*(?::(?!:)|[{=]|final)", re.M)
SKIPPED_FOLDERS = {"build", "node_modules", "demo-output", ".git"}


def public_types(root):
    """Types at the margin of a header of a domain floor: what stands indented is a member."""
    found = set()
    for floor in DOMAIN:
        for header in (root / "src" / floor).glob("*.h"):
            text = header.read_text()
            # What a header keeps to itself stands in a namespace `internal`.
            text = re.sub(r"^namespace internal \{.*?^\}  // namespace internal", "", text, flags=re.M | re.S)
            found |= {f"{floor}::{name}" for name in TYPE.findall(text)}
    return found


def glossary_problems(root):
    text = (root / "GLOSSARY.md").read_text()
    named = set(re.findall(r"`(\w+::\w+)`", text))
    types = public_types(root)
    return ([f"GLOSSARY.md has no line for `{name}`" for name in sorted(types - named)]
            + [f"GLOSSARY.md names `{name}`, which no header of a domain floor declares" for name in sorted(named - types)])


def dependency_problems(root):
    packages = {line.split()[1] for line in (root / "tools/packages.txt").read_text().splitlines()
                if line.strip() and not line.startswith("#")}
    named = set(re.findall(r"^- `([^`]+)`:", (root / "docs/dependencies.md").read_text(), re.M))
    return ([f"docs/dependencies.md has no line for {name}" for name in sorted(packages - named)]
            + [f"docs/dependencies.md names {name}, which tools/packages.txt does not" for name in sorted(named - packages)])


def folder_problems(root):
    text = (root / "ARCHITECTURE.md").read_text()
    rows = set(re.findall(r"^\| `([\w-]+)` \|", text, re.M))
    floors = {line.split(":")[0] for line in (root / "src/layers.txt").read_text().splitlines()
              if re.match(r"^\w+:", line)}
    folders = {path.name for path in root.iterdir()
               if path.is_dir() and not path.name.startswith(".") and path.name not in SKIPPED_FOLDERS | {"src"}}
    return [f"ARCHITECTURE.md has no row for {name}" for name in sorted((floors | folders) - rows)]


def link_problems(root):
    found = []
    for path in sorted(root.rglob("*.md")):
        if SKIPPED_FOLDERS & set(path.relative_to(root).parts):
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
            if not re.match(r"^[a-z]+:", target) and not (path.parent / target).exists():
                found.append(f"{path.relative_to(root)}: link to {target}, which is not there")
    return found


def problems(root):
    return glossary_problems(root) + dependency_problems(root) + folder_problems(root) + link_problems(root)


GOOD = {
    "src/election/a.h": "/// Papers.\nstruct Ballots {\n  struct Inner {};\n};\nclass Later;\n",
    "src/layers.txt": "election:\n",
    "GLOSSARY.md": "- `election::Ballots`: papers.\n",
    "ARCHITECTURE.md": "| `election` | a |\n| `docs` | a |\n| `tools` | a |\n",
    "tools/packages.txt": "# comment\nbuild cmake\n",
    "docs/dependencies.md": "- `cmake`: the build. [a](../GLOSSARY.md)\n",
}
BROKEN = {
    "nothing wrong": ({}, None),
    "type without a line": ({"src/election/b.h": "enum class Kind { a };\n"}, "no line for `election::Kind`"),
    "line without a type": ({"GLOSSARY.md": "`election::Ballots` `election::Gone`"}, "names `election::Gone`"),
    "alias without a line": ({"src/election/b.h": "using Name = int;\n"}, "no line for `election::Name`"),
    "package without a line": ({"tools/packages.txt": "build cmake\nbuild other\n"}, "no line for other"),
    "line without a package": ({"docs/dependencies.md": "- `cmake`: a\n- `gone`: b\n"}, "names gone"),
    "folder without a row": ({"extra/a": ""}, "no row for extra"),
    "dead link": ({"docs/a.md": "[a](nowhere.md)"}, "link to nowhere.md"),
}


def self_test():
    for name, (changes, expected) in BROKEN.items():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for file, text in {**GOOD, **changes}.items():
                (root / file).parent.mkdir(parents=True, exist_ok=True)
                (root / file).write_text(text)
            found = problems(root)
            if (found if expected is None else not any(expected in line for line in found)):
                raise SystemExit(f"self-test '{name}' expected {expected}, got {found}")
    print(f"{len(BROKEN)} trees judged as they should be")


if sys.argv[1:] == ["--self-test"]:
    self_test()
else:
    refused = problems(pathlib.Path(sys.argv[1]).resolve())
    print("\n".join(refused) or "the documents fit the tree")
    sys.exit(1 if refused else 0)
