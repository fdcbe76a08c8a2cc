"""Basins: each pixel ends where a race from it would, and is told so by the right name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core import ends as ending
from core.basins import Basins, Fate, basins, samples, sampling, told, told_again
from core.basins.colouring import REST
from core.basins.sampling import RADIUS
from core.critical_points.findings import Status, Survey
from core.critical_points.survey import survey
from core.errors import Cancelled
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.race import run_race
from core.scene import Entry, Noise, Scene, Start, StoppingRule, View

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
HIMMELBLAU_VIEW = View(-6.0, 6.0, -5.0, 5.0)
SURFACE = Surface(parse_loss(HIMMELBLAU), {})
SCENE = Scene(loss=HIMMELBLAU, view=HIMMELBLAU_VIEW, steps=300)
MINIMA = ((3.0, 2.0), (3.584428, -1.848127), (-3.779310, -3.283186), (-2.805118, 3.131313))


@pytest.fixture(autouse=True, scope="module")
def _share_however_little() -> Iterator[None]:
    """As a rule only much work is shared by threads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ending, "SHARED_STEPS", 0)
        yield


def survey_of(surface: Surface, view: View) -> Survey:
    *_, last = survey(surface, view)
    return last


@pytest.fixture(scope="module")
def known() -> Survey:
    return survey_of(SURFACE, HIMMELBLAU_VIEW)


def last_of(text: str, scene: Scene, entry: Entry, columns: int, rows: int) -> Basins:
    surface = Surface(parse_loss(text), {})
    *_, found = basins(surface, scene, entry, columns, rows, survey_of(surface, scene.view))
    return found


def starts_of(found: Basins) -> tuple[Start, ...]:
    x, y = np.meshgrid(found.grid.x, found.grid.y)
    return tuple(map(Start, x.ravel().tolist(), y.ravel().tolist()))


def nearest_minimum(x: float, y: float) -> int:
    return int(np.argmin([np.hypot(x - a, y - b) for a, b in MINIMA]))


ENTRIES = (
    Entry(GradientDescent(learning_rate=0.01)),
    Entry(Momentum(learning_rate=0.01)),
    Entry(Adam(learning_rate=0.3), noise=Noise("gaussian", 0.5), schedule="1/sqrt(t)"),
)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_thousand_pixels_end_as_in_a_race_of_all(entry: Entry, known: Survey) -> None:
    """Every run of the race starts from the pixel of its number."""
    *_, found = basins(SURFACE, SCENE, entry, 40, 26, known)
    race = run_race(SURFACE, replace(SCENE, entries=(entry,), starts=starts_of(found)))
    assert found.fates.shape == (26, 40)
    last = race.last_step[0][:, np.newaxis]
    for name in ("x", "y", "loss", "gradient_x", "gradient_y"):
        expected = np.take_along_axis(getattr(race, name)[0], last, 1)[:, 0]
        assert getattr(found.ends, name).tobytes() == expected.tobytes()
    assert tuple(found.ends.outcomes) == race.outcomes[0]


def test_each_pixel_has_the_minimum_it_ends_at_and_its_steps(known: Survey) -> None:
    entry = ENTRIES[0]
    *_, found = basins(SURFACE, SCENE, entry, 30, 20, known)
    race = run_race(SURFACE, replace(SCENE, entries=(entry,), starts=starts_of(found)))
    assert (found.fates >= 0).all()
    for run, (fate, steps) in enumerate(zip(found.fates.flat, found.steps.flat, strict=True)):
        goal = found.destinations[fate]
        assert goal.name == "minimum"
        assert goal.status is Status.CERTIFIED
        x, y = race.x[0, run], race.y[0, run]
        assert nearest_minimum(goal.x, goal.y) == nearest_minimum(x[-1], y[-1])
        near = (np.abs(x - x[steps]) <= 12 * RADIUS) & (np.abs(y - y[steps]) <= 10 * RADIUS)
        assert near[steps:].all()


@settings(max_examples=20)
@given(
    st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 2, 4, 8, 16]),
    st.sampled_from([1, 2, 3]),
)  # fmt: skip
def test_neither_coarseness_nor_threads_change_the_last_picture(
    columns: int, rows: int, coarsest: int, threads: int
) -> None:
    entry, known = ENTRIES[2], survey_of(SURFACE, HIMMELBLAU_VIEW)
    scene = replace(SCENE, steps=40)
    *_, plain = basins(SURFACE, scene, entry, columns, rows, known, coarsest=1, threads=1)
    *_, found = basins(
        SURFACE, scene, entry, columns, rows, known, coarsest=coarsest, threads=threads
    )
    assert found.grid == plain.grid
    np.testing.assert_array_equal(found.fates, plain.fates)
    np.testing.assert_array_equal(found.steps, plain.steps)
    assert found.ends.x.tobytes() == plain.ends.x.tobytes()


def test_each_picture_holds_every_other_pixel_of_the_next(known: Survey) -> None:
    pictures = list(basins(SURFACE, SCENE, ENTRIES[1], 37, 22, known))
    assert [picture.grid.stride for picture in pictures] == [8, 4, 2, 1]
    for coarse, fine in pairwise(pictures):
        np.testing.assert_array_equal(coarse.fates, fine.fates[::2, ::2])
        np.testing.assert_array_equal(coarse.grid.x, fine.grid.x[::2])
        np.testing.assert_array_equal(coarse.grid.y, fine.grid.y[::2])


def test_what_is_done_of_a_picture_is_true_and_the_rest_is_as_beside_it(
    known: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "REPORT_STEPS", 100 * SCENE.steps)
    whole: Basins | None = None
    *_, expected = basins(SURFACE, SCENE, ENTRIES[2], 37, 22, known)
    shares = []
    for newest in samples(SURFACE, SCENE, ENTRIES[2], 37, 22):
        found, stride = told(SURFACE, SCENE, newest, known), newest.grid.stride
        shares.append(newest.share)
        fates = expected.fates[::stride, ::stride]
        np.testing.assert_array_equal(found.fates[found.known], fates[found.known])
        beside = found.fates[::2, ::2].repeat(2, 0).repeat(2, 1)[: fates.shape[0], : fates.shape[1]]
        np.testing.assert_array_equal(found.fates[~found.known], beside[~found.known])
        complete = found.whole
        assert complete.grid.stride == (stride if newest.is_complete else 2 * stride)
        assert complete.ends.x.size == complete.fates.size == complete.grid.numbers.size
        whole = complete
    assert shares == sorted(set(shares))
    assert shares[-1] == 1.0
    assert len(shares) == 11
    assert whole is not None
    np.testing.assert_array_equal(whole.fates, expected.fates)


def test_pixels_are_told_by_their_centres() -> None:
    found = last_of("x^2 + y^2", Scene(loss="", view=View(0.0, 4.0, -1.0, 1.0)), ENTRIES[0], 4, 2)
    assert found.grid.x.tolist() == [0.5, 1.5, 2.5, 3.5]
    assert found.grid.y.tolist() == [-0.5, 0.5]


def test_without_a_survey_minima_are_proved_where_runs_rest(known: Survey) -> None:
    *_, blind = basins(SURFACE, SCENE, ENTRIES[0], 30, 30)
    *_, told = basins(SURFACE, SCENE, ENTRIES[0], 30, 30, known)
    assert len(blind.destinations) == 4
    assert {goal.status for goal in blind.destinations} == {Status.CERTIFIED}
    np.testing.assert_array_equal(blind.fates, told.fates)
    again = told_again(SURFACE, SCENE, blind, known)
    np.testing.assert_array_equal(again.fates, told.fates)
    assert again.destinations[4].name == "saddle"


def test_runs_that_grow_have_diverged() -> None:
    found = last_of(HIMMELBLAU, SCENE, Entry(GradientDescent(learning_rate=1.0)), 9, 9)
    assert (found.fates == Fate.DIVERGED).all()
    assert (found.steps == found.ends.last_step.reshape(9, 9)).all()


def test_runs_leave_the_domain() -> None:
    scene = Scene(loss="", view=View(-1.0, 1.0, -1.0, 1.0))
    found = last_of("log(x) + y^2", scene, Entry(GradientDescent(learning_rate=0.1)), 4, 4)
    assert (found.fates == Fate.LEFT_DOMAIN).all()


def test_runs_leave_the_view() -> None:
    """Down a slope that ends nowhere, to either side of a maximum along x."""
    scene = Scene(loss="", view=View(-1.0, 1.0, -1.0, 1.0), steps=200)
    found = last_of("y^2 - x^2", scene, Entry(GradientDescent(learning_rate=0.1)), 4, 4)
    assert (found.fates == Fate.LEFT_VIEW).all()


def test_runs_that_swing_are_still_moving() -> None:
    """At twice the curvature's reciprocal gradient descent leaps to and fro for ever."""
    scene = Scene(loss="", view=View(-1.0, 1.0, -1.0, 1.0), steps=100)
    found = last_of("x^2 + y^2", scene, Entry(GradientDescent(learning_rate=1.0)), 4, 4)
    assert (found.fates == Fate.MOVING).all()


def test_runs_that_hardly_move_on_a_slope_are_at_no_critical_point() -> None:
    scene = Scene(loss="", view=View(1.0, 3.0, 1.0, 3.0), steps=100)
    found = last_of("x^2 + y^2", scene, Entry(GradientDescent(learning_rate=1e-9)), 4, 4)
    assert (found.fates == Fate.CREEPING).all()
    assert found.destinations == ()


def test_runs_on_the_ridge_end_at_the_saddle() -> None:
    """The middle column of pixels has x = 0, which gradient descent never leaves."""
    scene = Scene(loss="", view=View(-1.5, 1.5, -1.0, 1.0), steps=2000)
    found = last_of("x^4 - x^2 + y^2", scene, Entry(GradientDescent(learning_rate=0.05)), 5, 4)
    names = [[found.destinations[fate].name for fate in row] for row in found.fates]
    assert names == [["minimum", "minimum", "saddle", "minimum", "minimum"]] * 4
    assert (found.fates[:, 0] != found.fates[:, 4]).all()


def test_runs_end_all_along_a_valley() -> None:
    scene = Scene(loss="", view=View(-2.0, 2.0, -2.0, 2.0), steps=500)
    found = last_of("(x^2 + y^2 - 1)^2", scene, Entry(GradientDescent(learning_rate=0.02)), 12, 12)
    assert {found.destinations[fate].name for fate in found.fates.flat} == {"valley"}


def test_runs_that_a_stopping_rule_ends_have_settled() -> None:
    """Stopped after a few steps, they have not stayed for a tenth of all."""
    scene = Scene(
        loss="", view=View(-1.0, 1.0, -1.0, 1.0), steps=10_000,
        stopping=StoppingRule(gradient_norm=1e-3),
    )  # fmt: skip
    found = last_of("x^2 + y^2", scene, Entry(GradientDescent(learning_rate=0.1)), 4, 4)
    assert (found.fates == 0).all()
    assert (found.ends.last_step < REST * 10_000).all()


def test_cancelled_basins_unwind(known: Survey) -> None:
    pictures = basins(SURFACE, SCENE, ENTRIES[0], 30, 30, known, cancelled=lambda: True)
    with pytest.raises(Cancelled):
        next(pictures)
