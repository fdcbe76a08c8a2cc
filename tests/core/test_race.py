"""Races: repeatable, with true outcomes."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest

from core import race as racing
from core.errors import Cancelled, SceneError
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers import AnyOptimizer
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.outcome import Outcome
from core.race import MAXIMUM_ROWS, SCALAR_STEPS, Race, run_race
from core.scene import Entry, Noise, Scene, Start, StoppingRule, basic_entries

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
STARTS = (Start(0.9, 4.3), Start(-0.6, -0.9), Start(1.0, 1.0))


def surface(text: str) -> Surface:
    return Surface(parse_loss(text), {})


def entry(name: str, **hyperparameters: float | bool) -> Entry:
    optimizer = msgspec.convert({"name": name, **hyperparameters}, AnyOptimizer)
    return Entry(optimizer)


def race(text: str, *entries: Entry, starts: tuple[Start, ...] = STARTS, **rest: Any) -> Race:
    scene = Scene(loss=text, entries=entries or basic_entries(), starts=starts, **rest)
    return run_race(surface(text), scene)


def arrays(a_race: Race) -> list[np.ndarray[Any, Any]]:
    return [a_race.x, a_race.y, a_race.loss, a_race.gradient_x, a_race.gradient_y]


def test_a_race_repeats_bit_for_bit() -> None:
    first, second = race(HIMMELBLAU), race(HIMMELBLAU)
    for one, other in zip(arrays(first), arrays(second), strict=True):
        assert one.tobytes() == other.tobytes()
    assert first.outcomes == second.outcomes


def test_a_race_has_a_run_for_every_entry_and_start() -> None:
    run = race(HIMMELBLAU, steps=40)
    assert run.steps == 40
    assert run.last_step.tolist() == [[40] * 3] * 5
    assert run.outcomes == ((Outcome.RAN_ALL_STEPS,) * 3,) * 5
    for values in arrays(run):
        assert values.shape == (5, 3, 41)
        assert np.isfinite(values).all()
        assert not values.flags.writeable
    np.testing.assert_array_equal(run.x[:, :, 0], [[0.9, -0.6, 1.0]] * 5)


def test_each_run_is_the_one_it_would_be_alone() -> None:
    grid = tuple(
        Start(float(x), float(y)) for x in np.linspace(-4, 4, 30) for y in (-1.0, 0.0, 2.0)
    )
    grid *= 4  # more than one group
    together = race(HIMMELBLAU, entry("adam"), starts=grid, steps=80)
    for place in (0, 17, 89, 200, 359):
        alone = race(HIMMELBLAU, entry("adam"), starts=(grid[place],), steps=80)
        np.testing.assert_array_equal(alone.x[0, 0], together.x[0, place])
        np.testing.assert_array_equal(alone.gradient_y[0, 0], together.gradient_y[0, place])


def test_a_long_race_of_few_runs_has_the_same_bits() -> None:
    long = race(HIMMELBLAU, entry("rmsprop"), steps=SCALAR_STEPS)
    short = race(HIMMELBLAU, entry("rmsprop"), steps=2000)
    np.testing.assert_array_equal(long.loss[:, :, :2001], short.loss)


def test_the_same_method_may_enter_twice() -> None:
    run = race(HIMMELBLAU, entry("gd", learning_rate=0.001), entry("gd", learning_rate=0.002))
    assert (run.x[0, :, 1] != run.x[1, :, 1]).all()


def test_too_fast_a_descent_diverges_at_its_last_finite_step() -> None:
    run = race(HIMMELBLAU, entry("gd", learning_rate=1.0), steps=50)
    assert run.outcomes == ((Outcome.DIVERGED,) * 3,)
    for start in range(3):
        last = int(run.last_step[0, start])
        assert 0 < last < 50
        for values in arrays(run):
            assert np.isfinite(values[0, start, : last + 1]).all()
            assert np.isnan(values[0, start, last + 1 :]).all()


def test_a_step_out_of_the_domain_ends_the_run() -> None:
    run = race("log x + y^2", entry("gd", learning_rate=0.1), starts=(Start(1.0, 0.5),))
    assert run.outcomes == ((Outcome.LEFT_DOMAIN,),)
    last = int(run.last_step[0, 0])
    assert run.x[0, 0, last] > 0
    assert np.isnan(run.x[0, 0, last + 1])


def test_a_start_outside_the_domain_keeps_its_place() -> None:
    run = race("log x + y^2", entry("adam"), starts=(Start(-1.0, 0.5), Start(5.0, 0.5)), steps=5)
    assert run.outcomes == ((Outcome.LEFT_DOMAIN, Outcome.RAN_ALL_STEPS),)
    assert run.last_step.tolist() == [[0, 5]]
    assert (run.x[0, 0, 0], run.y[0, 0, 0]) == (-1.0, 0.5)
    assert np.isnan(run.loss[0, 0]).all()


def test_the_stopping_rule_shortens_runs_without_changing_them() -> None:
    free = race(HIMMELBLAU, entry("gd"), steps=300)
    stopped = race(HIMMELBLAU, entry("gd"), steps=300, stopping=StoppingRule(gradient_norm=1e-6))
    assert set(stopped.outcomes[0]) == {Outcome.CONVERGED}
    for start in range(3):
        last = int(stopped.last_step[0, start])
        norms = np.hypot(free.gradient_x[0, start], free.gradient_y[0, start])
        assert norms[last] <= 1e-6 < norms[last - 1]
        np.testing.assert_array_equal(stopped.x[0, start, : last + 1], free.x[0, start, : last + 1])


def test_bias_correction_is_a_choice() -> None:
    run = race(HIMMELBLAU, entry("adam"), entry("adam", bias_correction=False), steps=1)
    corrected, plain = np.abs(run.x[:, 0, 1] - 0.9)
    assert corrected == pytest.approx(0.05)
    assert plain == pytest.approx(0.05 * 0.1 / np.sqrt(0.001), rel=1e-6)


def test_a_race_without_entries_or_starts_is_empty() -> None:
    scene = Scene(loss=HIMMELBLAU)
    assert run_race(surface(HIMMELBLAU), scene).x.shape == (0, 0, 501)
    assert race(HIMMELBLAU, starts=()).last_step.shape == (5, 0)
    assert race(HIMMELBLAU, starts=()).outcomes == ((),) * 5


def test_a_cancelled_race_unwinds_at_the_next_chunk() -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    scene = Scene(loss=HIMMELBLAU, entries=basic_entries(), starts=STARTS, steps=200_000)
    with pytest.raises(Cancelled):
        run_race(surface(HIMMELBLAU), scene, cancelled)
    assert len(asked) == 3


@pytest.mark.parametrize("threads", [1, 2, 3, None])
def test_the_number_of_threads_plays_no_part(
    threads: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few iterates a race holds; as a rule only many are shared."""
    grid = tuple(Start(float(x), float(y)) for x in np.linspace(-4, 4, 60) for y in range(-4, 5))
    scene = Scene(
        loss=HIMMELBLAU,
        entries=(*basic_entries(), Entry(Momentum(), noise=Noise("student", 0.1))),
        starts=grid,
        steps=70,
        stopping=StoppingRule(gradient_norm=1e-2),
    )
    expected = run_race(surface(HIMMELBLAU), scene, threads=1)
    monkeypatch.setattr(racing, "SHARED_ROWS", 0)
    monkeypatch.setattr(racing, "GROUP", 100)
    shared = run_race(surface(HIMMELBLAU), scene, threads=threads)
    assert shared.outcomes == expected.outcomes
    assert shared.last_step.tolist() == expected.last_step.tolist()
    for one, other in zip(arrays(shared), arrays(expected), strict=True):
        assert one.tobytes() == other.tobytes()


def test_a_race_too_large_for_memory_is_refused() -> None:
    scene = Scene(loss=HIMMELBLAU, entries=basic_entries(), starts=STARTS * 10, steps=1_000_000)
    with pytest.raises(SceneError, match=f"at most {MAXIMUM_ROWS:,} fit"):
        run_race(surface(HIMMELBLAU), scene)


def test_a_race_that_is_known_in_part_is_the_same_race() -> None:
    """Entries that race again, elsewhere and under another name, are not run again."""
    loss = surface("x^4 + y^2 - x y")
    noisy = Entry(Momentum(learning_rate=0.01), noise=Noise("gaussian", 0.3))
    lost = Entry(GradientDescent(learning_rate=5.0))
    first = Scene(loss="", starts=(Start(1.0, 2.0), Start(-2.0, 0.5)), entries=(noisy, lost))
    changed = msgspec.structs.replace(
        first,
        entries=(
            msgspec.structs.replace(lost, label="Lost"),
            Entry(Momentum(learning_rate=0.02)),
            noisy,
        ),
    )
    known = run_race(loss, first)
    fresh, reused = run_race(loss, changed), run_race(loss, changed, known=known)
    assert reused.entries == changed.entries
    assert reused.outcomes == fresh.outcomes
    assert reused.last_step.tolist() == fresh.last_step.tolist()
    for one, other in zip(arrays(reused), arrays(fresh), strict=True):
        assert one.tobytes() == other.tobytes()
    assert not reused.x.flags.writeable


def test_only_the_entry_that_changed_is_run() -> None:
    loss = surface("x^2 + y^2")
    entries = tuple(Entry(GradientDescent(learning_rate=rate)) for rate in (0.1, 0.2, 0.3))
    first = Scene(loss="", starts=(Start(1.0, 1.0),), entries=entries, steps=10)
    asked: list[int] = []

    def note() -> bool:
        asked.append(1)
        return False

    known = run_race(loss, first, note)
    assert len(asked) == 3
    changed = msgspec.structs.replace(first, entries=(entries[0], Entry(Momentum()), entries[2]))
    run_race(loss, changed, note, known)
    assert len(asked) == 4
