#!/usr/bin/env python3
"""Makes the trimmed election data in this folder from the full public data sets, and prints the known answers
of what is left, computed here with plain dictionaries and independently of the program.

    python3 testdata/trim.py FULL_DATA_FOLDER

FULL_DATA_FOLDER holds bolivia-2019, bulgaria-2021-07, georgia and kz2021 as their README files describe."""
import csv
import json
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def write(path, heading, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


def number(cell):
    return int(cell) if cell not in ("", "-", "*") else 0


def bolivia(full):
    names = {"final": "computo_final.csv", "trep_2": "trep_20191021_1829.csv", "trep_1": "trep_20191020_1940.csv"}
    tables = {key: read(full / name) for key, name in names.items()}
    parties = ["CC", "FPV", "MTS", "UCS", "MAS-IPSP", "21F", "PDC", "MNR", "PAN-BOL"]
    figures = ["registered"] + parties + ["blank", "null"]

    def cells(key):
        heading, rows = tables[key]
        at = [heading.index(name) for name in figures]
        return {row[0]: [number(row[i]) for i in at] for row in rows}

    final = cells("final")
    keep = set()
    answers = {}
    for key in ("trep_1", "trep_2"):
        changed = {m: c for m, c in cells(key).items() if m in final and c != final[m]}
        keep |= set(changed)
        differing = sum(a != b for m, c in changed.items() for a, b in zip(c, final[m]))
        answers[key + "_against_final"] = {
            "mesas_changed": len(changed), "cells_changed": differing,
            "mesas_changed_in_a_party_cell": sum(c[1:10] != final[m][1:10] for m, c in changed.items()),
            "net_cc": sum(final[m][1] - c[1] for m, c in changed.items()),
            "net_mas": sum(final[m][5] - c[5] for m, c in changed.items())}
    heading, rows = tables["final"]
    whole = {"Alemania", "Austria", "Bélgica", "Colombia", "Corea del Sur", "Cuba", "Dinamarca", "Ecuador", "Egipto"}
    keep |= {row[0] for row in rows if row[heading.index("country")] in whole}
    for key, name in names.items():
        heading, rows = tables[key]
        rows = [row for row in rows if row[0] in keep]
        write(HERE / "bolivia-2019" / name, heading, rows)
        answers[key] = {"rows": len(rows)} | {
            name: sum(number(row[heading.index(name)]) for row in rows) for name in figures}
    return answers


def bulgaria(full):
    heading, protocols = read(full / "41_protocols.csv")
    protocol = {r[0]: dict(zip(heading[1:], map(int, r[1:]))) for r in protocols}
    votes = {}
    for name in ("paper", "machine", "machine_from_machine_data"):
        votes[name] = {}
        for section, party, count in read(full / f"50_votes_{name}.csv")[1]:
            votes[name].setdefault(section, {})[party] = int(count)
    parties = lambda table, section: sum(v for p, v in table.get(section, {}).items() if p != "99")
    failing = {
        "voted = paper + machine ballots":
            [s for s, p in protocol.items() if p["voted_voters"] != p["urn_paper_ballots"] + p["urn_machine_ballots"]],
        "voted <= registered + on-site":
            [s for s, p in protocol.items() if p["voted_voters"] > p["registered_voters"] + p["onsite_listed_voters"]],
        "distributed = unused + destroyed + urn":
            [s for s, p in protocol.items() if p["distributed_ballots"] != p["unused_paper_ballots"]
             + p["destroyed_paper_ballots"] + p["urn_paper_ballots"]],
        "paper party votes = valid": [s for s, p in protocol.items() if s in votes["paper"]
                                      and parties(votes["paper"], s) != p["valid_paper_votes_for_parties"]],
        "machine party votes = valid": [s for s, p in protocol.items() if s in votes["machine"]
                                        and parties(votes["machine"], s) != p["valid_machine_votes_for_parties"]],
    }
    printed, flash = votes["machine"], votes["machine_from_machine_data"]
    differing = [s for s in printed if s in flash and any(
        printed[s].get(p, 0) != flash[s].get(p, 0) for p in set(printed[s]) | set(flash[s]))]
    absolute = sum(abs(printed[s].get(p, 0) - flash[s].get(p, 0))
                   for s in differing for p in set(printed[s]) | set(flash[s]))
    without = [s for s in printed if s not in flash]
    keep = set(differing) | set(without)
    for sections in failing.values():
        keep |= set(sections)
    section_heading, sections = read(full / "31_sections.csv")
    by_municipality = {}
    for row in sections:
        by_municipality.setdefault(row[3], []).append(row[0])
    small = sorted((len(s), m) for m, s in by_municipality.items() if keep & set(s) and 10 < len(s) < 40)[:3]
    for _, municipality in small:
        keep |= set(by_municipality[municipality])
    folder = HERE / "bulgaria-2021-07"
    rows = 0
    for name in ("31_sections", "40_elections_lists", "41_protocols", "50_votes_paper", "50_votes_machine",
                 "50_votes_machine_from_machine_data"):
        heading, table = read(full / f"{name}.csv")
        table = [row for row in table if row[0] in keep]
        write(folder / f"{name}.csv", heading, table)
        rows += len(table)
    shutil.copyfile(full / "21_participants.csv", folder / "21_participants.csv")
    return {"sections": len(keep), "rows": rows, "whole_municipalities": [m for _, m in small],
            "failing": {rule: sorted(s) if len(s) < 10 else len(s) for rule, s in failing.items()},
            "machine_sections_differ": sorted(differing), "machine_votes_differ_absolute": absolute,
            "sections_without_flash": len(without),
            "machine_votes_without_flash": sum(parties(printed, s) for s in without)}


def georgia(full):
    answers = {}
    whole_districts = {"1", "2", "30"}
    for name in ("2012_official_adj_sc_party_list", "2013_official_pres", "2016_official_parl_major_runoff"):
        heading, rows = read(full / f"{name}.csv")
        adjara = "adj_sc" in name
        at = {"signed": 9, "invalid": 11, "received": 6 if adjara else 10}
        first = 12 if adjara else 19
        fails = lambda r: number(r[at["signed"]]) != number(r[at["invalid"]]) + sum(map(number, r[first:]))
        series = lambda r: not adjara and not number(r[7]) <= number(r[8]) <= number(r[9])
        if name == "2013_official_pres":
            rows = [r for r in rows if fails(r) or series(r) or r[1] in whole_districts]
        write(HERE / "georgia" / f"{name}.csv", heading, rows)
        answers[name] = {"rows": len(rows), "signatures = invalid + votes fails": sum(map(fails, rows)),
                         "signed": sum(number(r[at["signed"]]) for r in rows),
                         "invalid": sum(number(r[at["invalid"]]) for r in rows),
                         "votes": sum(sum(map(number, r[first:])) for r in rows)}
        if not adjara:
            answers[name]["voted by 12 <= by 17 <= signatures fails"] = sum(map(series, rows))
    return answers


def main():
    full = pathlib.Path(sys.argv[1])
    answers = {"bolivia-2019": bolivia(full / "bolivia-2019"), "bulgaria-2021-07": bulgaria(full / "bulgaria-2021-07"),
               "georgia": georgia(full / "georgia")}
    (HERE / "kz2021").mkdir(exist_ok=True)
    for file in sorted((full / "kz2021").iterdir()):
        shutil.copyfile(file, HERE / "kz2021" / file.name)
    for name, answer in answers.items():
        text = json.dumps(answer, indent=2, ensure_ascii=False)
        (HERE / name / "known_answers.json").write_text(text + "\n", encoding="utf-8")
        print(name, text)


main()
