"""The loops of `adam_loops.c`, compiled where there is a compiler."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from core.compiler.arrays import FloatArray
from core.threads import Question, share

SOURCE = Path(__file__).with_name("adam_loops.c")
FLAGS = (
    "-O3", "-march=native", "-mprefer-vector-width=512", "-fopenmp-simd", "-fno-math-errno",
    "-fno-trapping-math", "-fno-builtin-exp", "-fno-builtin-sin", "-fno-builtin-cos",
    "-shared", "-fPIC",
)  # fmt: skip
"""Everything but -ffast-math. A sine and a cosine of the same number, found by the built-in
rules, would be joined into a call that has no vectors."""

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
    compiler = shutil.which("gcc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        target = Path(folder) / "adam_loops.so"
        command = [compiler, *FLAGS, str(SOURCE), "-o", str(target), "-lmvec", "-lm"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
        return ctypes.CDLL(str(target))


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


library = cache(compiled)


@cache
def _loop(loss: str, kind: str) -> Callable[..., None]:
    found = library()
    assert found is not None
    loop: Callable[..., None] = found[f"{NAMES[loss]}_{kind}"]
    loop.argtypes = [ctypes.c_size_t] * 2 + [ctypes.c_void_p] * 3  # type: ignore[attr-defined]
    loop.restype = None  # type: ignore[attr-defined]
    return loop
