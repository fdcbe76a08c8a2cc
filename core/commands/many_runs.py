"""What the verbs of many runs have in common: the words, and where results go."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from core.budget import Tolerance
from core.errors import SceneError
from core.files import write_atomically
from core.scene import Entry, Scene


def tolerance_text(tolerance: Tolerance) -> str:
    """Say what a run is to reach."""
    what = "loss" if tolerance.of == "loss" else "gradient norm"
    return f"{what} ≤ {tolerance.value:g}"


def chosen_entry(scene: Scene, number: int) -> Entry:
    """Return the entry of a number from 1, or raise a `SceneError`."""
    entries = scene.entries
    if not entries:
        raise SceneError("There is no optimizer; give one, such as --optimizer momentum.")
    if not 0 < number <= len(entries):
        raise SceneError(f"--entry: there is no entry {number}; the scene has {len(entries)}.")
    return entries[number - 1]


def refuse_csv(csv: str | None, as_json: bool) -> None:
    """Raise a `SceneError` if a table can't go where it is to go."""
    if csv == "":
        raise SceneError("--csv: expected the name of a file, or - for standard output.")
    if csv == "-" and as_json:
        raise SceneError("--csv - and --json can't both have standard output; choose one.")
    if csv and csv != "-":
        refuse_target(Path(csv))


def refuse_target(path: Path) -> None:
    """Raise a `SceneError` if a file can't be written, before long work is lost to that."""
    folder = path.resolve().parent
    if path.is_dir():
        reason = errno.EISDIR
    elif path.exists() and not path.is_file():
        return  # A pipe or a terminal is written to directly.
    elif not folder.is_dir():
        reason = errno.ENOENT
    elif not os.access(folder, os.W_OK):
        reason = errno.EACCES
    else:
        return
    raise SceneError(f"{path} can't be written: {os.strerror(reason)}.")


def write_csv(pieces: Iterator[bytes], csv: str) -> None:
    """Write a table to a file, whole or not at all, or to standard output."""
    if csv == "-":
        sys.stdout.buffer.writelines(pieces)
        return
    try:
        write_atomically(Path(csv), pieces)
    except OSError as error:
        raise SceneError(f"{csv} can't be written: {error.strerror}.") from None
