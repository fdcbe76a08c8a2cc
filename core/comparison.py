"""The fair race: entries from the same starts, with the same seeds and the same budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from core.arrivals import Arrivals, no_arrivals
from core.budget import (
    DEFAULT_RATES,
    DEFAULT_TOLERANCE,
    HIGHEST_RATE,
    MOST_RATES,
    MOST_STEPS,
    Rates,
    Tolerance,
)
from core.critical_points.findings import Survey
from core.errors import SceneError
from core.evaluations import Evaluations, evaluations_at_start, evaluations_per_step, is_random
from core.optimizers.base import LEARNING_RATE
from core.optimizers.facts import hyperparameters, learning_rate, with_value
from core.pieces import Piece, divided, put, work
from core.scene import Entry, Scene, entry_labels
from core.scores import Goal, Score, goals_of, nearness, score
from core.threads import Question, nobody_cancels

MOST_RUNS = 20_000_000
"""Runs of one entry, whose ends are held in memory at some 60 bytes each."""

REPORTS = 100
"""A comparison is published at least about so often until it is complete."""


@dataclass(frozen=True, eq=False, slots=True)
class Conditions:
    """What is the same for all entries."""

    scene: Scene
    """Its starts are those of the comparison."""
    seeds: tuple[int, ...]
    tolerance: Tolerance
    rates: Rates
    goals: tuple[Goal, ...]
    """The minima whose shares are counted."""
    radius: float
    """How near to a minimum a run has to end to have reached it."""


@dataclass(frozen=True, eq=False, slots=True)
class Contestant:
    """An entry and what its runs come to."""

    label: str
    entry: Entry
    seeds: tuple[int, ...]
    """Of its runs: the first alone where chance plays no part."""
    per_step: Evaluations
    at_start: Evaluations
    as_given: Score
    """With its own learning rate."""
    trials: tuple[Score, ...]
    """With each learning rate of the budget; none where the method has no learning rate."""

    @property
    def best(self) -> Score:
        """The best of the trials, or what it does as it is."""
        return min(self.trials, key=lambda trial: trial.order) if self.trials else self.as_given

    @property
    def is_best_at_end(self) -> bool:
        """Whether the best rate is the lowest or highest tried, so that one beyond may win."""
        return bool(self.trials) and self.best in (self.trials[0], self.trials[-1])


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """What is known so far of entries that race each other."""

    conditions: Conditions
    contestants: tuple[Contestant, ...]
    """Those whose runs are all done, in the order of the entries."""
    done: float
    """The share of the work, from 0 to 1."""


def compare(
    scene: Scene,
    survey: Survey,
    seeds: Sequence[int],
    tolerance: Tolerance = DEFAULT_TOLERANCE,
    rates: Rates = DEFAULT_RATES,
    *,
    threads: int | None = None,
    executor: Executor | None = None,
    cancelled: Question = nobody_cancels,
) -> Iterator[Comparison]:
    """Race the entries of a scene from its starts with several seeds and learning rates.

    Parameters
    ----------
    scene
        Its own seed is replaced by each of the `seeds`.
    survey
        Its minima are those whose shares are counted.
    seeds
        Each decides noise and random rules anew; an entry that chance has no part in runs
        with the first alone.
    tolerance
        What the runs are to reach.
    rates
        The budget: each entry tries all of them, as far as it has a learning rate, from
        the same starts and seeds. Best is the rate with which most runs reach the
        tolerance and end at a minimum; among equals the one whose median run takes fewest
        steps to the tolerance, then the one with the least median of the last losses.
    threads, executor, cancelled
        As for `core.pieces.work`.

    Yields
    ------
    Comparison
        With more contestants from one to the next; the last one has all.

    Raises
    ------
    SceneError
        If nothing can be compared under these conditions.
    Cancelled
        If `cancelled` says so.
    """
    _refuse(scene, seeds, rates)
    goals = goals_of(survey)
    radius = nearness(survey.view, goals)
    conditions = Conditions(scene, tuple(seeds), tolerance, rates, goals, radius)
    labels = entry_labels(scene.entries)
    ledgers = [_Ledger(conditions, entry, label)
               for entry, label in zip(scene.entries, labels, strict=True)]  # fmt: skip
    jobs = [(ledger, seed, piece) for ledger in ledgers for seed, piece in ledger.pieces()]
    finished: dict[int, Contestant] = {}
    pieces = [piece for _, _, piece in jobs]
    for done, (number, part) in enumerate(work(pieces, threads, executor, cancelled), 1):
        ledger, seed, piece = jobs[number]
        is_finished = ledger.enter(seed, piece, part)
        if is_finished:
            finished[ledgers.index(ledger)] = ledger.contestant()
        if is_finished or done % max(1, len(pieces) // REPORTS) == 0:
            contestants = tuple(finished[place] for place in sorted(finished))
            yield Comparison(conditions, contestants, done / len(pieces))


def _refuse(scene: Scene, seeds: Sequence[int], rates: Rates) -> None:
    if not scene.entries:
        raise SceneError("The comparison needs an optimizer.")
    if not scene.starts:
        raise SceneError("The comparison needs a starting point.")
    if not seeds:
        raise SceneError("The comparison needs a seed.")
    runs = len(scene.starts) * len(seeds) * (rates.count + 1)
    if runs > MOST_RUNS or runs * len(scene.entries) * scene.steps > MOST_STEPS:
        raise SceneError(
            f"{runs:,} runs of each of {len(scene.entries)} methods over {scene.steps:,} steps are "
            f"too many; at most {MOST_RUNS:,} runs of each and {MOST_STEPS:,} steps fit."
        )
    if not 0 <= rates.count <= MOST_RATES:
        raise SceneError(f"The number of learning rates must be from 0 to {MOST_RATES}.")
    if not 0 < rates.low <= rates.high <= HIGHEST_RATE:
        raise SceneError(f"Learning rates must go up from above 0 to at most {HIGHEST_RATE:g}.")


class _Ledger:
    """The runs of one entry, as they come in."""

    def __init__(self, conditions: Conditions, entry: Entry, label: str) -> None:
        self._conditions = conditions
        self._entry = entry
        self._label = label
        self._seeds = conditions.seeds if is_random(entry) else conditions.seeds[:1]
        self._variants = (entry, *_with_rates(entry, conditions.rates))
        self._left = 0
        self._found: list[Arrivals] = []

    def pieces(self) -> Iterator[tuple[int, Piece]]:
        """Yield what there is to do, with the place of its seed."""
        for place, seed in enumerate(self._seeds):
            scene = replace(self._conditions.scene, entries=self._variants, seed=seed)
            for piece in divided(scene, self._conditions.tolerance):
                self._left += 1
                yield place, piece

    def enter(self, seed: int, piece: Piece, part: Arrivals) -> bool:
        """Write down what a piece came to, and tell whether it was the last."""
        if not self._found:
            shape = (len(self._variants), len(self._conditions.scene.starts))
            self._found = [no_arrivals(*shape) for _ in self._seeds]
        put(self._found[seed], piece, part)
        self._left -= 1
        return not self._left

    def contestant(self) -> Contestant:
        """Sum up, and forget the runs."""
        per_step, at_start = evaluations_per_step(self._entry), evaluations_at_start(self._entry)
        scores = [self._score(place, variant, per_step, at_start)
                  for place, variant in enumerate(self._variants)]  # fmt: skip
        self._found = []
        given, *trials = scores
        return Contestant(self._label, self._entry, self._seeds, per_step, at_start,
                          given, tuple(trials))  # fmt: skip

    def _score(
        self, place: int, variant: Entry, per_step: Evaluations, at_start: Evaluations
    ) -> Score:
        conditions = self._conditions
        runs = of_entry(self._found, place)
        rate = learning_rate(variant.optimizer)
        return score(runs, rate, conditions.goals, conditions.radius, per_step, at_start)


def of_entry(found: Sequence[Arrivals], place: int) -> Arrivals:
    """Return the runs of one entry with every seed, indexed ``[seed, start]``."""
    rows = ([getattr(one, name)[place] for one in found] for name in Arrivals.__slots__)
    return Arrivals(*map(np.array, rows))


def _with_rates(entry: Entry, rates: Rates) -> list[Entry]:
    names = [fact.name for fact in hyperparameters(entry.optimizer)
             if fact.letter == LEARNING_RATE]  # fmt: skip
    return [
        replace(entry, optimizer=with_value(entry.optimizer, name, rate))
        for name in names
        for rate in rates.values
    ]
