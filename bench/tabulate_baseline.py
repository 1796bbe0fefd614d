# Reading, five control relations and the roll-up of the Russian protocols of 2018 with pandas.
# Prints seconds of reading, of the five checks, of the roll-up; then its answers: the protocols that fail each
# relation, the sums of squares of all figures of the territorial commissions and of the regions, the country's lines.
import sys, time
import pandas

start = time.perf_counter()
table = pandas.read_csv(sys.argv[1])
read = time.perf_counter() - start

line = lambda n: table[f"line_{n}"]
start = time.perf_counter()
votes = table.iloc[:, 15:].sum(axis=1)
failed = [
    (line(1) < line(3) + line(4) + line(5)).sum(),
    (line(2) != line(3) + line(4) + line(5) + line(6) + line(11) - line(12)).sum(),
    (line(7) + line(8) != line(9) + line(10)).sum(),
    (line(10) != votes).sum(),
    (line(7) + line(8) > line(3) + line(4) + line(5)).sum(),
]
checks = time.perf_counter() - start

start = time.perf_counter()
tik = table.iloc[:, [0, 1] + list(range(3, table.shape[1]))].groupby(["region", "tik"], sort=False).sum()
region = tik.groupby("region", sort=False).sum()
country = region.sum()
roll_up = time.perf_counter() - start
squares = [int((level ** 2).to_numpy().sum()) for level in (tik, region)]
print(read, checks, roll_up, *failed, *squares, *country)
