"""Loops in C beside a benchmark, compiled where there is a compiler."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

FLAGS = ("-O3", "-march=native", "-mprefer-vector-width=512", "-fopenmp-simd", "-shared", "-fPIC")
"""The most that a careful person asks of gcc: never -ffast-math, which changes results."""


def compile_c(name: str, *more: str) -> ctypes.CDLL | None:
    """Compile a source and load it; return None where that can't be done.

    Parameters
    ----------
    name
        Of a source file beside this one.
    *more
        Flags and libraries that it needs besides.
    """
    compiler = shutil.which("gcc")
    if compiler is None:
        return None
    source = Path(__file__).with_name(name)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        target = Path(folder) / "loops.so"
        command = [compiler, *FLAGS, str(source), "-o", str(target), *more, "-lm"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
        return ctypes.CDLL(str(target))
