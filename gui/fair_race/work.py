"""The fair race for the window, computed away from the GUI thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from msgspec.structs import replace

from core.budget import DEFAULT_RATES, DEFAULT_TOLERANCE, Rates, Tolerance
from core.comparison import Comparison, Contestant, compare
from core.critical_points import Survey, survey
from core.evaluations import is_random
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.base import LEARNING_RATE
from core.optimizers.facts import hyperparameters, learning_rate, with_value
from core.scene import Entry, Scene, Start, entry_labels, without_looks
from core.scores import Score
from core.start_samples import grid_starts, random_starts
from gui.plot.box_rows import Spread, spread
from gui.tasks import CancelCheck

CHEAP = 20_000_000
"""Steps of all runs up to which a comparison is made without being asked for."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person chooses about a fair race, the same for every entry."""

    sample: str = "grid"
    """``grid``, ``random`` or ``scene``: where the runs start."""
    side: int = 10
    """Columns of the grid, and rows."""
    count: int = 100
    """Random starts."""
    draw: int = 0
    """Seed of the random starts."""
    seeds: int = 5
    """Of noise and random rules, counted up from the scene's."""
    tolerance: Tolerance = DEFAULT_TOLERANCE
    rates: Rates = DEFAULT_RATES

    def starts(self, scene: Scene) -> tuple[Start, ...]:
        """Return where the runs start."""
        if self.sample == "grid":
            return grid_starts(scene.view, self.side, self.side)
        if self.sample == "random":
            return random_starts(scene.view, self.count, self.draw)
        return scene.starts

    def number_of_starts(self, scene: Scene) -> int:
        """Return how many there are, without making them."""
        return {"grid": self.side**2, "random": self.count}.get(self.sample, len(scene.starts))


@dataclass(frozen=True)
class Request:
    """Which scene's entries race each other, and on what terms."""

    scene: Scene
    terms: Terms
    threads: int | None = None
    """At most so many; None is as many as there are processors."""

    def asks_the_same(self, other: Request) -> bool:
        """Tell whether another request is about the same runs."""
        return self._key() == other._key()

    def _key(self) -> tuple[object, ...]:
        scene, terms = self.scene, self.terms
        starts = scene.starts if terms.sample == "scene" else ()
        entries = without_looks(scene.entries)
        conditions = scene.loss, scene.parameters, scene.view, scene.steps, scene.stopping
        return *conditions, scene.seed, starts, entries, terms

    @cached_property
    def cost(self) -> int:
        """How many steps all runs have together at most."""
        scene, terms = self.scene, self.terms
        runs = 0
        for entry in scene.entries:
            rates = 1 if learning_rate(entry.optimizer) is None else 1 + terms.rates.count
            runs += rates * (terms.seeds if is_random(entry) else 1)
        return runs * terms.number_of_starts(scene) * scene.steps


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What an entry came to with one learning rate, ready to be drawn."""

    score: Score
    steps: Spread
    gradients: Spread | None
    """None for a method that never asks for one."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A comparison as far as it is done, with what is drawn of it."""

    request: Request
    comparison: Comparison
    given: tuple[Result, ...]
    """Of each contestant, as it is entered."""
    best: tuple[Result, ...]
    """With the best learning rate of the budget."""

    @property
    def places(self) -> list[int]:
        """The place in the race of each contestant: those done first may not stand first."""
        labels = entry_labels(self.request.scene.entries)
        return [labels.index(one.label) for one in self.comparison.contestants]

    @property
    def is_complete(self) -> bool:
        """Whether every entry is done."""
        return len(self.comparison.contestants) == len(self.request.scene.entries)


@dataclass(slots=True)
class Comparing:
    """Makes comparisons on a background thread, and remembers the minima of the last loss."""

    _known: tuple[object, Survey] | None = None

    def answers(self, request: Request, cancelled: CancelCheck) -> Iterator[Answer]:
        """Yield what is known, with more entries from one answer to the next."""
        scene, terms = request.scene, request.terms
        racing = replace(scene, starts=terms.starts(scene))
        comparisons = compare(
            racing,
            self._survey(scene, cancelled),
            range(scene.seed, scene.seed + terms.seeds),
            terms.tolerance,
            terms.rates,
            threads=request.threads,
            cancelled=cancelled,
        )
        told: dict[str, _Told] = {}
        for comparison in comparisons:
            for one in comparison.contestants:
                if one.label not in told:
                    told[one.label] = _tell(one)
            done = [told[one.label] for one in comparison.contestants]
            light = dataclasses.replace(comparison, contestants=tuple(one[0] for one in done))
            yield Answer(request, light, tuple(one[1] for one in done),
                         tuple(one[2] for one in done))  # fmt: skip

    def _survey(self, scene: Scene, cancelled: CancelCheck) -> Survey:
        """Find the minima in the scene's own view, which no size of the window changes."""
        key = scene.loss, scene.parameters, scene.view
        if self._known is None or self._known[0] != key:
            *_, found = survey(_surface(scene), scene.view, cancelled=cancelled)
            self._known = key, found
        return self._known[1]


def with_learning_rate(entry: Entry, rate: float) -> Entry:
    """Return an entry with another learning rate."""
    optimizer = entry.optimizer
    for fact in hyperparameters(optimizer):
        if fact.letter == LEARNING_RATE:
            optimizer = with_value(optimizer, fact.name, rate)
    return replace(entry, optimizer=optimizer)


_Told = tuple[Contestant, Result, Result]


def _tell(contestant: Contestant) -> _Told:
    """Sum up what is drawn of a contestant, and let go of the numbers of every single run."""
    given, best = (_result(contestant, score) for score in (contestant.as_given, contestant.best))
    light = dataclasses.replace(
        contestant,
        as_given=_without_runs(contestant.as_given),
        trials=tuple(map(_without_runs, contestant.trials)),
    )
    return light, given, best


def _without_runs(score: Score) -> Score:
    """Return a score without what takes eight bytes for each of up to millions of runs."""
    return dataclasses.replace(score, steps_of_runs=np.empty(0))


def _result(contestant: Contestant, score: Score) -> Result:
    steps = spread(score.steps_of_runs)
    asked = contestant.per_step.gradient, contestant.at_start.gradient
    return Result(_without_runs(score), steps, steps.scaled(*asked) if any(asked) else None)


def _surface(scene: Scene) -> Surface:
    return Surface(
        parse_loss(scene.loss), {name: item.value for name, item in scene.parameters.items()}
    )
