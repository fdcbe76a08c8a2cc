"""Ends without records: bit for bit those that a race would have recorded last."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core import ends as ending
from core.compiler.arrays import FloatArray
from core.ends import FEWEST, Ends, find_ends
from core.errors import Cancelled, RuleError
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS
from core.optimizers.base import Optimizer
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.own import OwnMethod
from core.optimizers.rule import rule_of
from core.outcome import Outcome
from core.race import Race, run_race
from core.scene import Entry, Noise, NumericalGradient, Scene, Start, StoppingRule
from tests.core.rule_texts import LETTERS, rules

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
LOSSES = (HIMMELBLAU, "log(x + 3) + (x^2 + y - 1)^2 + y^4", "sqrt(x) + |x - y| + 1/y")
SURFACES = {text: Surface(parse_loss(text), {}) for text in LOSSES}
STOPPING = (
    StoppingRule(),
    StoppingRule(gradient_norm=1e-2),
    StoppingRule(loss_change=1e-4),
    StoppingRule(gradient_norm=1.0, loss_change=1e-2),
)
RADIUS = (0.1, 0.3)
FIELDS = ("x", "y", "loss", "gradient_x", "gradient_y")


@pytest.fixture(autouse=True, scope="module")
def _share_however_little() -> Iterator[None]:
    """As a rule only much work is shared by threads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ending, "SHARED_STEPS", 0)
        yield


def points(count: int, seed: int = 0) -> FloatArray:
    return np.random.default_rng(seed).uniform(-6, 6, (2, count))


def last_rows(race: Race) -> FloatArray:
    """Return the last recorded row of each run of the only entry, shape ``(fields, runs)``."""
    last = race.last_step[0][:, np.newaxis]
    rows = [np.take_along_axis(getattr(race, field)[0], last, 1)[:, 0] for field in FIELDS]
    return np.stack(rows)


def assert_agree(text: str, scene: Scene, entry: Entry, starts: FloatArray, **how: Any) -> None:
    """Compare ends with the race of the same starts."""
    places = tuple(Start(x, y) for x, y in starts.T.tolist())
    race = run_race(SURFACES[text], replace(scene, entries=(entry,), starts=places))
    ends = find_ends(SURFACES[text], scene, entry, *starts, **how)
    np.testing.assert_array_equal(ends.last_step, race.last_step[0])
    assert tuple(ends.outcomes) == race.outcomes[0]
    assert rows_of(ends).tobytes() == last_rows(race).tobytes()


def rows_of(ends: Ends) -> FloatArray:
    return np.stack([getattr(ends, field) for field in FIELDS])


@pytest.mark.parametrize("text", LOSSES)
@pytest.mark.parametrize("method", METHODS)
def test_every_method_ends_as_in_a_race(method: type[Optimizer], text: str) -> None:
    for stopping in STOPPING:
        scene = Scene(loss=text, steps=100, stopping=stopping, seed=7)
        assert_agree(text, scene, Entry(method()), points(40))


NOISES = st.builds(
    Noise, st.sampled_from(("gaussian", "proportional", "student")), st.floats(1e-3, 2.0)
)
QUOTIENTS = st.builds(
    NumericalGradient, st.sampled_from(("forward", "central")), st.floats(1e-7, 0.1)
)
TOLERANCES = st.none() | st.floats(1e-9, 1e3)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Draw a method, its own or one of the list, with what its runs see."""
    own = st.builds(OwnMethod, st.just("Own"), rules(with_eigen=False), st.just(LETTERS))
    listed = st.sampled_from([method() for method in METHODS])
    optimizer = draw(st.one_of(listed, listed, own))
    try:
        rule_of(optimizer)
    except RuleError as error:
        if "at most" not in error.message:
            raise
        assume(False)
    schedule = draw(st.sampled_from(("", "1/sqrt(t + 1)", "cos(t/T)^2", "10 exp(-0.3 t)")))
    noise, quotient = draw(st.none() | NOISES), draw(st.none() | QUOTIENTS)
    return Entry(optimizer, schedule=schedule, noise=noise, numerical_gradient=quotient)


@settings(max_examples=60)
@given(
    st.sampled_from(LOSSES),
    entries(),
    st.builds(StoppingRule, TOLERANCES, TOLERANCES),
    st.integers(1, 60),
    st.integers(1, 150),
    st.integers(0, 2**63 - 1),
    st.sampled_from((1, 2, 3)),
    st.integers(1, 200),
)
def test_ends_agree_with_a_race_whatever_happens(
    text: str, entry: Entry, stopping: StoppingRule, steps: int, count: int, seed: int,
    threads: int, piece: int,
) -> None:  # fmt: skip
    scene = Scene(loss=text, steps=steps, stopping=stopping, seed=seed)
    starts = points(count, seed % 1000)
    assert_agree(text, scene, entry, starts, threads=threads, piece=piece)


@pytest.mark.parametrize("step", [0, 1, 7])
@pytest.mark.parametrize("nudge", [-1, 0, 1])
def test_a_tolerance_that_a_norm_meets_to_the_last_bit_decides_the_same(
    step: int, nudge: int
) -> None:
    """A tolerance that a recorded norm equals, or misses by the smallest step there is."""
    entry = Entry(GradientDescent())
    starts = points(50)
    places = tuple(Start(x, y) for x, y in starts.T.tolist())
    scene = Scene(loss=HIMMELBLAU, entries=(entry,), starts=places, steps=40)
    race = run_race(SURFACES[HIMMELBLAU], scene)
    for run in range(0, 50, 9):
        norm = np.hypot(race.gradient_x[0, run, step], race.gradient_y[0, run, step])
        if not math.isfinite(norm):
            continue
        tolerance = float(np.nextafter(norm, nudge * math.inf)) if nudge else float(norm)
        stopped = replace(scene, stopping=StoppingRule(gradient_norm=tolerance))
        assert_agree(HIMMELBLAU, stopped, entry, starts)


@pytest.mark.parametrize("tolerance", [5e-324, 1e-310, 1e-160, 1e160, 1.7e308])
def test_tolerances_whose_squares_are_no_numbers_still_hold(tolerance: float) -> None:
    scene = Scene(loss=HIMMELBLAU, steps=300, stopping=StoppingRule(gradient_norm=tolerance))
    starts = np.append(points(30), [[3.0, 1e100], [2.0, -1e99]], axis=1)
    assert_agree(HIMMELBLAU, scene, Entry(GradientDescent()), starts)


def test_runs_that_can_not_begin_keep_their_place() -> None:
    text = LOSSES[2]
    starts = np.array([[-1.0, 2.0, 4.0], [1.0, 0.5, 0.0]])
    assert_agree(text, Scene(loss=text, steps=5), Entry(GradientDescent()), starts)
    ends = find_ends(SURFACES[text], Scene(loss=text, steps=5), Entry(GradientDescent()), *starts)
    assert ends.outcomes[0] is ends.outcomes[2] is Outcome.LEFT_DOMAIN
    assert ends.last_step.tolist() == [0, 5, 0]


def test_without_starts_there_are_no_ends() -> None:
    nothing = np.empty(0)
    ends = find_ends(
        SURFACES[HIMMELBLAU], Scene(loss=""), Entry(GradientDescent()), nothing, nothing
    )
    assert ends.x.size == 0
    assert ends.outcomes == []


def test_a_number_stands_for_a_place_in_the_race() -> None:
    """Noise belongs to a start's number, so that a part of the starts ends as the whole."""
    entry = Entry(Momentum(), noise=Noise("student", 0.3))
    scene = Scene(loss=HIMMELBLAU, steps=50, seed=3)
    starts = points(500)
    whole = find_ends(SURFACES[HIMMELBLAU], scene, entry, *starts)
    chosen = np.random.default_rng(4).permutation(500)[:70]
    part = find_ends(SURFACES[HIMMELBLAU], scene, entry, *starts[:, chosen], numbers=chosen)
    np.testing.assert_array_equal(rows_of(part), rows_of(whole)[:, chosen])


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("piece", [None, 1, 100, 10_000])
def test_threads_and_pieces_change_no_bit(threads: int, piece: int | None) -> None:
    scene = Scene(loss=HIMMELBLAU, steps=200, stopping=StoppingRule(gradient_norm=1e-3))
    entry = Entry(GradientDescent(learning_rate=0.02), noise=Noise("gaussian", 0.01))
    starts = points(1000)
    one = find_ends(SURFACES[HIMMELBLAU], scene, entry, *starts, threads=1, radius=RADIUS)
    other = find_ends(
        SURFACES[HIMMELBLAU], scene, entry, *starts, radius=RADIUS, threads=threads, piece=piece
    )
    assert rows_of(other).tobytes() == rows_of(one).tobytes()
    np.testing.assert_array_equal(other.last_step, one.last_step)
    np.testing.assert_array_equal(other.outcome, one.outcome)
    np.testing.assert_array_equal(other.settled, one.settled)


def slow_settled(x: FloatArray, y: FloatArray, radius: tuple[float, float]) -> int:
    """Return the step since which a recorded run stayed near where it was then."""
    settled = 0
    for step in range(x.size):
        if abs(x[step] - x[settled]) > radius[0] or abs(y[step] - y[settled]) > radius[1]:
            settled = step
    return settled


@pytest.mark.parametrize("stopping", [StoppingRule(), StoppingRule(gradient_norm=1.0)])
@pytest.mark.parametrize("radius", [(0.0, 0.0), RADIUS, (2.0, 0.1), (math.inf, math.inf)])
def test_settled_is_the_step_since_which_a_run_stayed_near(
    radius: tuple[float, float], stopping: StoppingRule
) -> None:
    entry = Entry(Momentum(learning_rate=0.005))
    starts = points(60)
    places = tuple(Start(x, y) for x, y in starts.T.tolist())
    scene = Scene(loss="", entries=(entry,), starts=places, steps=120, stopping=stopping)
    race = run_race(SURFACES[HIMMELBLAU], scene)
    ends = find_ends(SURFACES[HIMMELBLAU], scene, entry, *starts, radius=radius)
    for run in range(60):
        taken = slice(int(race.last_step[0, run]) + 1)
        way = race.x[0, run, taken], race.y[0, run, taken]
        assert ends.settled[run] == slow_settled(*way, radius)


def test_cancelled_ends_unwind() -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(threading.get_ident())
        return len(asked) > 3

    scene = Scene(loss="", steps=1_000_000)
    with pytest.raises(Cancelled):
        find_ends(
            SURFACES[HIMMELBLAU],
            scene,
            Entry(GradientDescent(learning_rate=1e-4)),
            *np.random.default_rng(0).uniform(-2, 2, (2, 50 * FEWEST)),
            cancelled=cancelled,
        )
    assert len(asked) == 4
