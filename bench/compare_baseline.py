# The Bolivian three-way diff with plain dictionaries. Reads the three files, then times the diff alone.
# Prints: seconds, then for each pair the protocols and cells that differ.
import csv, sys, time

LINES = ["registered", "CC", "FPV", "MTS", "UCS", "MAS-IPSP", "21F", "PDC", "MNR", "PAN-BOL", "blank", "null"]


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return {row["mesa"]: {line: int(row[line]) if row[line] else None for line in LINES} for row in csv.DictReader(file)}


def diff(left, right):
    protocols, cells, alone = 0, [], 0
    for mesa, figures in left.items():
        other = right.get(mesa)
        if other is None:
            alone += 1
            continue
        before = len(cells)
        for line in LINES:
            if figures[line] != other[line]:
                cells.append((mesa, line, figures[line], other[line]))
        protocols += len(cells) > before
    for mesa in right:
        if mesa not in left:
            alone += 1
    return protocols, len(cells), alone


folder = sys.argv[1]
first, second, final = (read(f"{folder}/{name}.csv") for name in ("trep_20191020_1940", "trep_20191021_1829", "computo_final"))
start = time.perf_counter()
answers = [diff(second, final), diff(first, final), diff(first, second)]
seconds = time.perf_counter() - start
print(seconds, *(number for answer in answers for number in answer))
