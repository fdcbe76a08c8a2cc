"""The CSV of basins, read back."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from core.basins import Basins, Fate, basins, samples, sampling, told
from core.basins.table import CSV_HEADER, csv_pieces
from core.critical_points.survey import survey
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.gd import GradientDescent
from core.scene import Entry, Scene, View

SURFACE = Surface(parse_loss("x^4 - x^2 + 1/(y + 1)"), {})
SCENE = Scene(loss="", view=View(-2.0, 2.0, -2.0, 6.0), steps=30)


def test_every_pixel_reads_back() -> None:
    *_, known = survey(SURFACE, SCENE.view)
    for found in basins(SURFACE, SCENE, Entry(GradientDescent(learning_rate=0.3)), 11, 7, known):
        text = b"".join(csv_pieces(found)).decode()
        assert text.startswith(f"{CSV_HEADER}\r\n")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(rows) == found.fates.size
        stride = found.grid.stride
        for place, row in enumerate(rows):
            line, column = divmod(place, found.fates.shape[1])
            assert (int(row["column"]), int(row["row"])) == (column * stride, line * stride)
            assert (float(row["x"]), float(row["y"])) == (found.grid.x[column], found.grid.y[line])
            fate = int(found.fates[line, column])
            if fate < 0:
                assert Fate[row["fate"].upper()] == fate
                assert row["destination"] == row["settling_steps"] == ""
            else:
                assert int(row["destination"]) == fate
                assert int(row["settling_steps"]) == found.steps[line, column]
            assert int(row["steps"]) == found.ends.last_step[place]
            assert row["outcome"].upper() == found.ends.outcomes[place].name
            last = found.ends.loss[place]
            assert float(row["last_loss"] or "nan") == last or not np.isfinite(last)


def test_only_what_has_been_computed_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "REPORT_STEPS", 20 * SCENE.steps)
    entry = Entry(GradientDescent(learning_rate=0.3))
    *_, last = basins(SURFACE, SCENE, entry, 11, 7)
    every = set(lines(last))
    for newest in samples(SURFACE, SCENE, entry, 11, 7):
        found = lines(told(SURFACE, SCENE, newest, None))
        assert len(found) == 1 + newest.known.sum()
        assert set(found) <= every


def lines(found: Basins) -> list[bytes]:
    return b"".join(csv_pieces(found)).splitlines()
