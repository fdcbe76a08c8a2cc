"""Ends and arrivals, start by start, against a race that keeps every iterate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.arrivals import NEVER, Arrivals, find_arrivals, together
from core.budget import Tolerance
from core.compiler.arrays import FloatArray
from core.ends import OUTCOMES
from core.errors import Cancelled
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import METHODS
from core.optimizers.base import Optimizer
from core.optimizers.facts import hyperparameters, values, with_value
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.perturbed_gd import PerturbedGradientDescent
from core.race import Race, run_race
from core.scene import Entry, Noise, NumericalGradient, Scene, Start, StoppingRule

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
LOSSES = (HIMMELBLAU, "log(x + 3) + (x^2 + y - 1)^2 + y^4", "x^2/2 + 5y^2")
SURFACES = {text: Surface(parse_loss(text), {}) for text in LOSSES}


def starts(count: int, seed: int = 0) -> tuple[Start, ...]:
    places = np.random.default_rng(seed).uniform(-4, 4, (count, 2)).tolist()
    return tuple(Start(x, y) for x, y in places)


def expected_arrival(race: Race, place: tuple[int, int], tolerance: Tolerance) -> int:
    """Look through a recorded run for the first iterate that meets a tolerance."""
    count = int(race.last_step[place]) + 1
    values: FloatArray = race.loss[place][:count]
    if tolerance.of == "gradient_norm":
        values = np.hypot(race.gradient_x[place], race.gradient_y[place])[:count]
    met = np.flatnonzero(values <= tolerance.value)
    return int(met[0]) if met.size else NEVER


def assert_agree(found: Arrivals, race: Race, tolerance: Tolerance) -> None:
    last = race.last_step[..., np.newaxis]
    for name in ("x", "y", "loss"):
        ends = np.take_along_axis(getattr(race, name), last, 2)[..., 0]
        assert getattr(found, name).tobytes() == ends.tobytes()
    np.testing.assert_array_equal(found.last_step, race.last_step)
    for place in np.ndindex(found.x.shape):
        entry, start = place
        assert OUTCOMES[found.outcome[place]] is race.outcomes[entry][start]
        assert found.arrival[place] == expected_arrival(race, (entry, start), tolerance)


TOLERANCES = st.builds(Tolerance, st.sampled_from(("gradient_norm", "loss")), st.floats(1e-6, 30.0))


@settings(max_examples=40)
@given(
    st.sampled_from(LOSSES),
    st.lists(st.sampled_from(METHODS), min_size=1, max_size=3),
    st.sampled_from((None, Noise(), Noise("student", 0.5))),
    st.builds(StoppingRule, st.none() | st.floats(1e-6, 10.0), st.none() | st.floats(1e-9, 1.0)),
    TOLERANCES,
    st.integers(1, 600),
    st.integers(1, 12),
    st.integers(0, 10**6),
)
def test_arrivals_agree_with_a_race(
    text: str, methods: list[type[GradientDescent]], noise: Noise | None,
    stopping: StoppingRule, tolerance: Tolerance, steps: int, count: int, seed: int,
) -> None:  # fmt: skip
    entries = tuple(Entry(method(), noise=noise) for method in methods)
    scene = Scene(loss=text, entries=entries, starts=starts(count, seed), steps=steps,
                  stopping=stopping, seed=seed)  # fmt: skip
    found = find_arrivals(SURFACES[text], scene, tolerance)
    assert_agree(found, run_race(SURFACES[text], scene), tolerance)


def test_more_starts_than_one_group_and_more_steps_than_one_chunk() -> None:
    entries = (Entry(GradientDescent(learning_rate=0.002), noise=Noise()),)
    scene = Scene(loss=HIMMELBLAU, starts=starts(300), steps=700, entries=entries)
    tolerance = Tolerance("loss", 0.01)
    found = find_arrivals(SURFACES[HIMMELBLAU], scene, tolerance)
    assert found.arrival.max() > 256
    assert_agree(found, run_race(SURFACES[HIMMELBLAU], scene), tolerance)


@pytest.mark.parametrize("tolerance", [Tolerance(), Tolerance("loss", 0.1)])
def test_a_piece_of_the_starts_sees_the_noise_of_the_whole(tolerance: Tolerance) -> None:
    whole = Scene(loss=HIMMELBLAU, starts=starts(9), steps=50,
                  entries=(Entry(GradientDescent(), noise=Noise()),))  # fmt: skip
    piece = replace(whole, starts=whole.starts[5:])
    all_ends = find_arrivals(SURFACES[HIMMELBLAU], whole, tolerance)
    some_ends = find_arrivals(SURFACES[HIMMELBLAU], piece, tolerance, first_start=5)
    assert some_ends.x.tobytes() == all_ends.x[:, 5:].tobytes()
    np.testing.assert_array_equal(some_ends.arrival, all_ends.arrival[:, 5:])


def test_no_run_reaches_a_gradient_of_less_than_no_length() -> None:
    scene = Scene(loss=LOSSES[2], starts=(Start(0.0, 0.0),), entries=(Entry(GradientDescent()),))
    found = find_arrivals(SURFACES[LOSSES[2]], scene, Tolerance("gradient_norm", -1.0))
    assert found.arrival.tolist() == [[NEVER]]
    assert found.steps_to_tolerance.tolist() == [[np.inf]]


def test_a_loss_below_zero_may_be_asked_for() -> None:
    scene = Scene(loss="x^2 + y^2 - 5", starts=(Start(1.0, 1.0), Start(0.0, 0.0)),
                  entries=(Entry(GradientDescent(learning_rate=0.25)),), steps=40)  # fmt: skip
    surface = Surface(parse_loss(scene.loss), {})
    found = find_arrivals(surface, scene, Tolerance("loss", -4.99))
    assert found.arrival.tolist() == [[4, 0]]


@pytest.mark.parametrize("tolerance", [Tolerance(), Tolerance("loss", 1e-9)])
def test_arrivals_can_be_abandoned(tolerance: Tolerance) -> None:
    scene = Scene(loss=HIMMELBLAU, starts=starts(3), entries=(Entry(GradientDescent()),))
    with pytest.raises(Cancelled):
        find_arrivals(SURFACES[HIMMELBLAU], scene, tolerance, cancelled=lambda: True)


def entries_of(method: type[Optimizer], count: int, **conditions: object) -> tuple[Entry, ...]:
    """Return entries of a method that differ in every hyperparameter."""
    random = np.random.default_rng(7)
    found = []
    for number in range(count):
        optimizer = method()
        for fact in hyperparameters(optimizer):
            share = float(random.uniform(0.3, 1.0))
            value = bool(number % 2) if fact.is_truth else values(optimizer)[fact.name] * share
            optimizer = with_value(optimizer, fact.name, value)
        found.append(replace(Entry(optimizer), **conditions))
    return tuple(found)


CONDITIONS: tuple[dict[str, object], ...] = (
    {},
    {"schedule": "1/sqrt(t)", "noise": Noise("student", 0.5)},
    {"noise": Noise("proportional", 0.5), "numerical_gradient": NumericalGradient()},
)


@pytest.mark.parametrize("conditions", CONDITIONS, ids=("plain", "scheduled", "estimated"))
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name())
def test_entries_that_run_together_agree_with_a_race(
    method: type[Optimizer], conditions: dict[str, object]
) -> None:
    entries = entries_of(method, 19, **conditions)
    scene = Scene(loss=HIMMELBLAU, entries=entries, starts=starts(3), steps=40, seed=5)
    race = run_race(SURFACES[HIMMELBLAU], scene)
    for tolerance in (Tolerance("loss", 5.0), Tolerance("gradient_norm", 1.0)):
        assert_agree(find_arrivals(SURFACES[HIMMELBLAU], scene, tolerance), race, tolerance)


def test_entries_run_together_where_they_are_alike() -> None:
    rates = [Entry(GradientDescent(learning_rate=rate)) for rate in (0.1, 0.2, 0.1)]
    other, noisy = Entry(Momentum()), Entry(GradientDescent(), noise=Noise())
    (rate, *_) = hyperparameters(GradientDescent())
    found = [(place, sorted(part.varied)) for place, part in together((*rates, other, noisy), 2)]
    assert found == [(slice(0, 3), [rate.letter]), (slice(3, 4), []), (slice(4, 5), [])]
    # So many starts fill the machine's vectors by themselves.
    assert [part.count for _, part in together(rates, 1000)] == [1, 1, 1]


def test_what_a_run_starts_from_is_no_hyperparameter_of_its_own() -> None:
    paused = [Entry(PerturbedGradientDescent(pause=pause)) for pause in (5, 9)]
    assert [part.count for _, part in together(paused, 2)] == [1, 1]
