"""Largest errors of the elementary functions against mpmath, as a table.

Run ``python -m tests.benchmarks.accuracy [POINTS] [SEED]``; it writes the table of
``docs/accuracy.md`` to standard output.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from tests.core.compiler.harness import Compiled, Floats, compiled
from tests.core.compiler.reference import REFERENCES, errors, points

CHUNK = 20_000
REPEATS = 300
TIMED = 4096


def largest_error(
    name: str, function: Compiled, count: int, seed: int
) -> tuple[float, list[float]]:
    """Return the largest error in units in the last place, and the operands it was found at."""
    worst, place = 0.0, [0.0]
    for part in range(0, count, CHUNK):
        operands = points(name, seed + part, min(CHUNK, count - part))
        found = errors(name, function(*operands), operands)
        peak = int(np.argmax(found))
        if found[peak] > worst:
            worst, place = float(found[peak]), [float(column[peak]) for column in operands]
    return worst, place


def nanoseconds(function: Compiled, operands: tuple[Floats, ...]) -> float:
    """Return the shortest time seen for one element."""
    shortest = min(timed(function, operands) for _ in range(REPEATS))
    return shortest / TIMED * 1e9


def timed(function: Compiled, operands: tuple[Floats, ...]) -> float:
    start = time.perf_counter()
    function(*operands)
    return time.perf_counter() - start


def moderate(operands: int) -> tuple[Floats, ...]:
    random = np.random.default_rng(1)
    return tuple(random.uniform(0.05, 0.95, TIMED) for _ in range(operands))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    print(f"| function | largest error, ulp, of {count:,} points | found at | bound tested | ns |")
    print("|---|---|---|---|---|")
    for name, reference in REFERENCES.items():
        function = compiled(name)
        worst, place = largest_error(name, function, count, seed)
        speed = nanoseconds(function, moderate(len(place)))
        where = ", ".join(f"{value!r}" for value in place)
        print(f"| {name} | {worst:.3f} | {where} | {reference.bound} | {speed:.1f} |", flush=True)


if __name__ == "__main__":
    main()
