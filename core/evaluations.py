"""How often a step of an entry asks for the loss, its gradient and its Hessian."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.compiler.expansion import LOSS, RUN, SLOPE
from core.compiler.update import Update, prepare, prepare_start
from core.optimizers.rule import rule_of
from core.runs import conditions_of
from core.scene import Entry


@dataclass(frozen=True, slots=True)
class Evaluations:
    """How often each function of a point is asked for.

    Parameters
    ----------
    loss
        The loss alone, where its gradient is not asked for at the same point.
    gradient, hessian
        The gradient, with or without the loss, and the Hessian.
    """

    loss: int
    gradient: int
    hessian: int


def evaluations_per_step(entry: Entry) -> Evaluations:
    """Count what one step of an entry asks, each point once.

    What a step knows from the one before, such as the loss where a random search stands,
    is counted as if it were asked again. A difference quotient asks for the loss alone.
    """
    return _count(prepare(rule_of(entry.optimizer), conditions_of(entry)))


def evaluations_at_start(entry: Entry) -> Evaluations:
    """Count what an entry asks before its first step, to set up its state."""
    rule = rule_of(entry.optimizer)
    if not rule.initial:
        return Evaluations(0, 0, 0)
    return _count(prepare_start(rule, conditions_of(entry)))


def is_random(entry: Entry) -> bool:
    """Tell whether an entry's runs depend on the seed, by its noise or by its rule."""
    rule, conditions = rule_of(entry.optimizer), conditions_of(entry)
    updates = (prepare(rule, conditions), prepare_start(rule, conditions))
    return any(RUN in _symbols(update) for update in updates)


def _count(update: Update) -> Evaluations:
    asked = Counter(q.function for stage in update.stages for q in stage.questions)
    used = _symbols(update)
    if used & set(SLOPE):
        asked["slope"] += 1
    elif LOSS in used:
        asked["loss"] += 1
    return Evaluations(asked["loss"], asked["slope"], asked["hessian"])


def _symbols(update: Update) -> set[str]:
    """Return the names whose values differ from run to run and that a step uses."""
    return {
        argument
        for stage in update.stages
        for _, argument in stage.program.instructions
        if isinstance(argument, str)
    }
