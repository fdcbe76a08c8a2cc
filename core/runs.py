"""The runs of an entry, made ready: its method, its conditions, and the loss it races on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from core.compiler.arrays import FloatArray
from core.compiler.emit import WIDTH
from core.compiler.expansion import Conditions, varied_name
from core.compiler.loops import Runs
from core.compiler.oracle import Oracle
from core.compiler.stages import Stage
from core.compiler.update import Update, prepare, prepare_start, prepare_varied
from core.landscape import Surface
from core.optimizers.facts import values
from core.optimizers.rule import Rule, rule_of
from core.program import linearise
from core.scene import Entry, Noise, NumericalGradient, Scene
from core.schedules import parse_schedule

Preparation = Callable[[Rule, Conditions], Update]

Varied = Mapping[str, FloatArray]
"""The values of the letters that differ between runs, one for each run."""

ALIKE: Varied = MappingProxyType({})
"""All runs have the same hyperparameters."""

_LOW_WORD = 2**32


def begin_runs(
    surface: Surface,
    scene: Scene,
    entry: Entry,
    x: FloatArray,
    y: FloatArray,
    *,
    first_run: int = 0,
    numbers: FloatArray | None = None,
    width: int = WIDTH,
    preparation: Preparation = prepare,
    varied: Varied = ALIKE,
) -> Runs:
    """Set runs of an entry at their starts.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        Gives the number of steps and the seed.
    entry
        The method and its conditions.
    x, y
        The starts, each of shape ``(runs,)``.
    first_run
        The index of the first of them among the scene's starts, whom the others follow.
    numbers
        The index of each, where they do not.
    width
        Lanes of a vector; the bits are the same for each.
    preparation
        How the rule is made ready where runs are alike: `prepare`, or `prepare_traced`.
    varied
        Hyperparameters of which each run has its own; those that `can_vary`.
    """
    rule = rule_of(entry.optimizer)
    conditions = conditions_of(entry)
    update, start = _prepared(preparation, rule, conditions)
    if varied:
        update = _prepared_varied(rule, conditions, tuple(varied))
    oracle = _oracle(surface, (*update.stages, *start.stages), width)
    if numbers is None:
        numbers = np.arange(first_run, first_run + x.size, dtype=np.float64)
    runs = Runs(update, letter_values(scene, entry), oracle, x, y, numbers)
    if rule.initial:
        runs.begin(start)
    for letter, own in varied.items():
        runs.remember(varied_name(letter), own)
    return runs


def can_vary(rule: Rule, letter: str) -> bool:
    """Tell whether runs together may differ in a letter: none of them starts from it."""
    initial = linearise([tree for _, tree in rule.initial])
    return all(name != letter for _, name in initial.instructions)


def conditions_of(entry: Entry) -> Conditions:
    """Return what an entry's runs see besides its method, without the numbers."""
    # Noise of scale zero is none, even where Student's t overflows.
    return Conditions(
        parse_schedule(entry.schedule),
        entry.noise.kind if entry.noise and entry.noise.scale else "",
        entry.numerical_gradient.kind if entry.numerical_gradient else "",
    )


def letter_values(scene: Scene, entry: Entry) -> list[float]:
    """Return the values of an update's letters: hyperparameters first, then conditions."""
    noise = entry.noise or Noise()
    difference = entry.numerical_gradient or NumericalGradient()
    seed_high, seed_low = divmod(scene.seed, _LOW_WORD)
    conditions = (scene.steps, seed_high, seed_low, noise.scale, noise.degrees_of_freedom,
                  difference.step)  # fmt: skip
    return [float(value) for value in (*values(entry.optimizer).values(), *conditions)]


def _oracle(surface: Surface, stages: Iterable[Stage], width: int) -> Oracle:
    """Compile what the stages ask of the loss, and the slope, which every run records."""
    asked = {question.function for stage in stages for question in stage.questions}
    return Oracle(
        surface.slope_function(width),
        surface.parameter_values,
        surface.loss_function(width) if "loss" in asked else None,
        surface.bend_function(width) if "hessian" in asked else None,
    )


@lru_cache
def _prepared(
    preparation: Preparation, rule: Rule, conditions: Conditions
) -> tuple[Update, Update]:
    return preparation(rule, conditions), prepare_start(rule, conditions)


_prepared_varied = lru_cache(prepare_varied)
