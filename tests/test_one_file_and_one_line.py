"""Adding a method to the source costs one file and one line; everything else follows."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

THE_FILE = '''"""Averaged signs: a step along the sign of a running mean of the gradient."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from core.optimizers.base import LearningRate, Optimizer


class AveragedSigns(Optimizer, frozen=True, tag="averaged_signs"):
    """A step of the same length at every step."""

    title: ClassVar[str] = "Averaged signs"
    family: ClassVar[str] = "First order"
    rule: ClassVar[str] = """
        m = beta m + (1 - beta) g
        x = x - eta sign(m)
    """

    learning_rate: LearningRate = 0.25
    memory: Annotated[
        float,
        Meta(ge=0, lt=1, title="beta", description="How much of the mean is kept."),
    ] = 0.5
'''
IMPORT = "from core.optimizers.averaged_signs import AveragedSigns\n"
THE_LINE = "    AveragedSigns,\n"

PANEL = """
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from gui.panels.optimizer_panel import OptimizerPanel

application = QApplication([])
panel = OptimizerPanel()
added = []
panel.entry_added.connect(added.append)
action = panel.findChild(QAction, "add-averaged_signs")
action.trigger()
print(action.text(), action.toolTip(), *added, sep="|")
"""

EXPLANATION = """
from core.commands.headless import surface_of
from core.explanation import explain_step
from core.optimizers.averaged_signs import AveragedSigns
from core.scene import Entry, Scene, Start

scene = Scene(loss="x^2 + y^2", starts=(Start(1.0, -2.0),), entries=(Entry(AveragedSigns()),))
explained = explain_step(surface_of(scene), scene, 0, 0, 3)
print(*explained.trace.before["x"], *explained.trace.after)
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the source, with one more file and one more line (and its import)."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("core", "gui", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "main.py", copy)
    methods = copy / "core" / "optimizers" / "__init__.py"
    methods.with_name("averaged_signs.py").write_text(THE_FILE, "utf-8")
    head, tuple_and_rest = methods.read_text("utf-8").split("METHODS: ", 1)
    tuple_of_methods, rest = tuple_and_rest.split("\n)\n", 1)
    head = head.replace("from core.optimizers.base", f"{IMPORT}from core.optimizers.base", 1)
    methods.write_text(f"{head}METHODS: {tuple_of_methods}\n{THE_LINE})\n{rest}", "utf-8")
    return copy


def run(source: Path, *arguments: str) -> str:
    """Run Python on the copied source and return what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=source,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_stands_in_the_panels_menu(source: Path) -> None:
    text, tip, method = run(source, "-c", PANEL).strip().split("|")
    assert (text, tip) == ("Averaged signs", "A step of the same length at every step.")
    assert method == "AveragedSigns(learning_rate=0.25, memory=0.5)"


def test_it_races_from_the_command_line_and_is_exported(source: Path) -> None:
    option = "averaged_signs:learning_rate=0.5,memory=0"
    printed = run(
        source, "main.py", "race", "--loss", "x^2 + y^2", "--start", "1,-2", "--steps", "4",
        "--optimizer", option, "--csv", "out.csv", "--json",
    )  # fmt: skip
    (summary,) = json.loads(printed)
    assert (summary["label"], summary["optimizer"]) == ("Averaged signs", "averaged_signs")
    with (source / "out.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["learning_rate"] for row in rows} == {"0.5"}
    assert [(float(row["x"]), float(row["y"])) for row in rows] == [
        (1.0, -2.0),
        (0.5, -1.5),
        (0.0, -1.0),
        (0.0, -0.5),
        (0.0, 0.0),
    ]


def test_it_is_drawn_in_the_window(source: Path) -> None:
    run(source, "main.py", "picture", "--optimizer", "averaged_signs", "--out", "out.png")
    assert (source / "out.png").read_bytes().startswith(b"\x89PNG")


def test_its_steps_are_explained(source: Path) -> None:
    numbers = map(float, run(source, "-c", EXPLANATION).split())
    assert list(numbers) == [0.5, -1.5, 0.25, -1.25]


def test_it_is_kept_in_a_scene_file(source: Path) -> None:
    scene = {"loss": "x^2 + y^2", "starts": [{"x": 1, "y": 1}], "steps": 1}
    entry = {"optimizer": {"name": "averaged_signs"}}
    (source / "scene.json").write_text(json.dumps(scene | {"entries": [entry]}), "utf-8")
    (summary,) = json.loads(run(source, "main.py", "race", "scene.json", "--json"))
    assert summary["final"]["x"] == 0.75
