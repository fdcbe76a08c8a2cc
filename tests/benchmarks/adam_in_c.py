"""The loops of `adam_loops.c`, compiled where there is a compiler."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache

import numpy as np

from core.compiler.arrays import FloatArray
from core.threads import Question, share
from tests.benchmarks.c_code import compile_c

FLAGS = ("-fno-math-errno", "-fno-trapping-math", "-fno-builtin-exp", "-fno-builtin-sin",
         "-fno-builtin-cos", "-lmvec")  # fmt: skip
"""A sine and a cosine of the same number, found by the built-in rules, would be joined into
a call that has no vectors."""

NAMES = {
    "bowl": "bowl",
    "Rosenbrock": "rosenbrock",
    "Himmelblau": "himmelblau",
    "Beale": "beale",
    "Ackley": "ackley",
    "Rastrigin": "rastrigin",
    "12 Gaussians": "gaussians",
}

PIECE = 2048
"""Runs that a thread takes at a time, as many as in `core.ends`."""

KINDS = ("vector", "scalar")


def compiled() -> ctypes.CDLL | None:
    """Compile the loops; return None where that can't be done."""
    return compile_c("adam_loops.c", *FLAGS)


library = cache(compiled)
"""The same, compiled once."""


def adam_in_c(
    loss: str, kind: str, x: FloatArray, y: FloatArray, steps: int, threads: int | None = None
) -> FloatArray:
    """Return x, y and loss of runs of Adam after some steps.

    Parameters
    ----------
    loss
        A name of `NAMES`.
    kind
        Of the loop, one of `KINDS`.
    x, y
        The starts.
    steps
        How many to take.
    threads
        At most so many; without a number, as many as there are processors.
    """
    loop = _loop(loss, kind)
    ends = np.stack([x, y, np.empty(x.size)])

    def run(first: int, _is_unwanted: Question) -> None:
        columns = [row[first : first + PIECE] for row in ends]
        loop(columns[0].size, steps, *(column.ctypes.data for column in columns))

    share(run, range(0, x.size, PIECE), threads)
    return ends


@cache
def _loop(loss: str, kind: str) -> Callable[..., None]:
    found = library()
    assert found is not None
    loop: Callable[..., None] = found[f"{NAMES[loss]}_{kind}"]
    loop.argtypes = [ctypes.c_size_t] * 2 + [ctypes.c_void_p] * 3  # type: ignore[attr-defined]
    loop.restype = None  # type: ignore[attr-defined]
    return loop
