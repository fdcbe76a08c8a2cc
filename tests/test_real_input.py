"""Every loss of the lists races all methods from three starts and is exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import main
from core.export import CSV_HEADER
from core.scene_file import load_scene
from resources import SCENES, scene_path

DATA = Path(__file__).parent / "data"
METHODS = 5
STARTS = ((0.5, 0.6), (-1.2, 1.0), (2.0, -0.3))
STEPS = 500


def typed_losses() -> list[str]:
    lines = (DATA / "typed_expressions.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [typed for typed, meaning in pairs if meaning != "ERROR"]


def surface_losses() -> list[str]:
    return [surface["loss"] for surface in json.loads((DATA / "surfaces.json").read_bytes())]


def race(out: Path, *arguments: str) -> list[list[str]]:
    """Race for 500 steps from three starts and return the exported rows."""
    starts = [f"--start={x},{y}" for x, y in STARTS]
    command = ["race", *arguments, *starts, "--steps", str(STEPS), "--csv", str(out)]
    assert main.main(command) == 0
    header, *rows = out.read_text("utf-8").splitlines()
    assert header == CSV_HEADER
    return [row.split(",") for row in rows]


@pytest.mark.parametrize("loss", [*typed_losses(), *surface_losses()])
def test_a_listed_loss_races_and_exports(loss: str, tmp_path: Path) -> None:
    rows = race(tmp_path / "out.csv", f"--loss={loss}")
    begun = [(row[1], tuple(map(float, row[4:6]))) for row in rows if row[3] == "0"]
    assert [start for _, start in begun] == [*STARTS] * METHODS
    assert len({method for method, _ in begun}) == METHODS
    assert len(rows) <= METHODS * len(STARTS) * (STEPS + 1)
    assert len(rows) > len(begun)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_races_and_exports(name: str, tmp_path: Path) -> None:
    rows = race(tmp_path / "out.csv", str(scene_path(name)))
    entries = load_scene(scene_path(name)).entries
    assert {row[1] for row in rows} == {entry.optimizer.name() for entry in entries}
    assert sum(row[3] == "0" for row in rows) == len(entries) * len(STARTS)
