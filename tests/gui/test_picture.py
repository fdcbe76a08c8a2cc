"""Pictures without a screen: exact in size, quiet, or refused with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]


def picture(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Render the first scene in a process that has no display and a stray platform."""
    kept = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    return subprocess.run(
        [sys.executable, "main.py", "picture", "--out", str(out), "--steps", "20", *options],
        cwd=ROOT,
        env=kept | {"QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("options", [("--size", "1000x500"), ("--size", "613x417", "--plot-only")])
def test_a_picture_has_the_size_asked_for_and_nothing_is_said(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    done = picture(tmp_path / "a.png", *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    size = QImage(str(tmp_path / "a.png")).size()
    assert f"{size.width()}x{size.height()}" == options[1]


@pytest.mark.parametrize("options", [("--size", "1x1"), ("--size", "3000x1", "--plot-only")])
def test_too_small_a_picture_is_refused(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = picture(tmp_path / "a.png", *options)
    assert done.returncode == 2
    assert done.stderr.startswith(f"A picture of {options[1]} pixels is too small for what it")
    assert done.stderr.count("\n") == 1
    assert not any(tmp_path.iterdir())


def test_a_folder_that_is_missing_gets_a_sentence(tmp_path: Path) -> None:
    done = picture(tmp_path / "missing" / "a.png", "--size", "1000x500")
    assert done.returncode == 2
    assert done.stderr.endswith("a.png can't be written: No such file or directory.\n")
