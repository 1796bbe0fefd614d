#!/usr/bin/env python3
"""The baseline of seats_bench: exact D'Hondt with fractions.Fraction, as one would write it in Python.

Allocates the same 1,000 elections as the program and prints: seconds (without the start of the interpreter), digest of the seats.
"""
import time
from fractions import Fraction

LISTS, SEATS, ELECTIONS = 13, 183, 1000


def elections():
    state = 20210110
    for _ in range(ELECTIONS):
        votes = []
        for _ in range(LISTS):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            votes.append((state >> 33) % 2_000_000 + 1)
        yield votes


def dhondt(votes, seats):
    held = [0] * len(votes)
    averages = [Fraction(own) for own in votes]
    for _ in range(seats):
        best = max(range(len(votes)), key=averages.__getitem__)
        held[best] += 1
        averages[best] = Fraction(votes[best], held[best] + 1)
    return held


def main():
    inputs = list(elections())
    start = time.perf_counter()
    results = [dhondt(votes, SEATS) for votes in inputs]
    seconds = time.perf_counter() - start
    digest = 0
    for held in results:
        for seats in held:
            digest = (digest * 1_000_003 + seats) % 2**64
    print(f"{seconds:.9f} {digest}")


main()
