"""What is exported reads back bit for bit, and no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from core.export import CSV_HEADER, csv_pieces, json_text, save_csv, summaries
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.own import OwnMethod
from core.race import Race, run_race
from core.scene import Entry, Scene, Start

SCENE = Scene(
    loss="x^4 + y^2",
    starts=(Start(0.1, -3.0), Start(2.0, 1 / 3)),
    entries=(
        Entry(Adam(learning_rate=0.1)),
        Entry(GradientDescent(learning_rate=1.0), label='Fast, "too fast" ü'),
        Entry(Adam(learning_rate=1e-5)),
    ),
    steps=30,
)


def race_of(scene: Scene) -> Race:
    return run_race(Surface(parse_loss(scene.loss), {}), scene)


@pytest.fixture(scope="module")
def race() -> Race:
    return race_of(SCENE)


def rows_of(race: Race) -> list[dict[str, str]]:
    text = b"".join(csv_pieces(race)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_iterate_reads_back_bit_for_bit(race: Race) -> None:
    rows = iter(rows_of(race))
    for entry in range(3):
        for start in range(2):
            for step in range(int(race.last_step[entry, start]) + 1):
                row = next(rows)
                assert (int(row["start"]), int(row["step"])) == (start, step)
                for name in ("x", "y", "loss", "gradient_x", "gradient_y"):
                    assert float(row[name]) == getattr(race, name)[entry, start, step]
    assert next(rows, None) is None


def test_labels_and_settings_stand_in_each_row(race: Race) -> None:
    found = {(row["label"], row["optimizer"], row["learning_rate"]) for row in rows_of(race)}
    assert found == {
        ("Adam", "adam", "0.1"),
        ('Fast, "too fast" ü', "gd", "1.0"),
        ("Adam 2", "adam", "1e-05"),
    }


def test_the_learning_rate_of_a_row_leads_to_the_next() -> None:
    entry = Entry(GradientDescent(learning_rate=0.3), schedule="(1 + cos(pi (t - 1)/T))/2")
    rows = rows_of(race_of(replace(SCENE, entries=(entry,))))[: SCENE.steps + 1]
    for row, following in pairwise(rows):
        for axis in ("x", "y"):
            step = float(row["learning_rate"]) * float(row[f"gradient_{axis}"])
            assert float(following[axis]) == float(row[axis]) - step
    rates = [float(row["learning_rate"]) for row in rows]
    assert rates[0] == 0.3
    assert rates[-1] == rates[-2] == pytest.approx(0.15 * (1 + math.cos(math.pi * 29 / 30)))


def test_a_method_of_ones_own_is_exported_by_its_title() -> None:
    method = OwnMethod(title="Signs, halved", rule="x = x - k sign(g)", hyperparameters={"k": 0.5})
    race = race_of(replace(SCENE, entries=(Entry(method), Entry(method)), steps=3))
    found = [(row["label"], row["optimizer"], row["learning_rate"]) for row in rows_of(race)]
    assert set(found) == {("Signs, halved", "own", ""), ("Signs, halved 2", "own", "")}
    assert {summary["optimizer"] for summary in summaries(race)} == {"own"}


def test_a_diverged_run_has_rows_up_to_its_last_finite_iterate(race: Race) -> None:
    rows = [row for row in rows_of(race) if row["optimizer"] == "gd" and row["start"] == "1"]
    assert len(rows) == race.last_step[1, 1] + 1 < SCENE.steps
    assert all(math.isfinite(float(row["loss"])) for row in rows)


def test_lines_end_as_rfc_4180_says(race: Race) -> None:
    data = b"".join(csv_pieces(race))
    assert data.startswith(f"{CSV_HEADER}\r\n".encode())
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == race.last_step.sum() + 6 + 1


def test_numbers_are_the_shortest_that_read_back(race: Race) -> None:
    texts = [row["x"] for row in rows_of(race)]
    assert texts[0] == "0.1"
    assert all(re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", text) for text in texts)
    assert all(repr(float(text)) == text for text in texts)


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@x", "\t=1", " -- =1"])
def test_no_cell_begins_like_a_formula(label: str) -> None:
    scene = replace(SCENE, entries=(Entry(Adam(), label=label),), steps=1)
    assert rows_of(race_of(scene))[0]["label"] in {"1+1", "1", "x"}


def test_an_undefined_start_is_one_row() -> None:
    scene = replace(SCENE, loss="log(x) + y^2", starts=(Start(-1.0, 0.0),))
    rows = rows_of(race_of(scene))
    assert [(row["step"], row["loss"]) for row in rows] == [("0", "nan")] * 3


def test_a_file_is_written_whole(race: Race, tmp_path: Path) -> None:
    save_csv(race, tmp_path / "race.csv")
    assert (tmp_path / "race.csv").read_bytes() == b"".join(csv_pieces(race))


def test_summaries_tell_how_each_run_ended(race: Race) -> None:
    last = summaries(race)[3]
    steps = int(race.last_step[1, 1])
    assert last["label"] == 'Fast, "too fast" ü'
    assert (last["start"], last["outcome"], last["steps"]) == ((2.0, 1 / 3), "diverged", steps)
    assert last["final"]["x"] == race.x[1, 1, steps]
    gradient = (race.gradient_x[1, 1, steps], race.gradient_y[1, 1, steps])
    assert last["final"]["gradient_norm"] == math.hypot(*gradient)


def test_json_has_null_where_a_number_is_not_finite() -> None:
    document = {"a": [math.nan, (math.inf, 1)], "b": np.float64(0.1), "c": True, "d": "NaN"}
    expected = {"a": [None, [None, 1]], "b": 0.1, "c": True, "d": "NaN"}
    assert json.loads(json_text(document), parse_constant=pytest.fail) == expected
