"""Explaining one step of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.explanation.arrows import Arrow, arrows_of
from core.explanation.facts import Facts, Rate, facts_of
from core.explanation.numbers import numbers_mathml
from core.explanation.sentences import Sentence, sentences_of
from core.explanation.working import worked_lines
from core.landscape import Surface
from core.notation.labels import name_label
from core.notation.rules import rule_mathml
from core.optimizers.facts import hyperparameters
from core.optimizers.language import ITERATE
from core.optimizers.rule import Rule
from core.scene import Scene
from core.schedules import STEP
from core.trace import Trace, Value, trace_step


@dataclass(frozen=True, slots=True)
class ExactValue:
    """A name and its value to the last digit."""

    name: str
    """As a person reads it, in plain text: ``β₁``, ``m̂``."""
    value: Value | float
    """A pair for a vector; a truth for a hyperparameter that is one."""
    is_result: bool
    """Whether the step computed it, rather than began with it."""


@dataclass(frozen=True, slots=True)
class StepExplanation:
    """One step of one run, with its numbers."""

    rule: Rule
    trace: Trace
    equations: tuple[str, ...]
    """MathML: the lines of the rule in order, then initial values and random draws."""
    numbers: tuple[str, ...]
    """MathML: each line of the rule with this step's numbers, in the same order."""
    values: tuple[ExactValue, ...]
    arrows: tuple[Arrow, ...]
    scale: Value | None
    """What an adaptive method multiplies each coordinate by, or None."""
    rate: Rate | None
    sentences: tuple[Sentence, ...]


def explain_step(
    surface: Surface,
    scene: Scene,
    entry: int,
    start: int,
    step: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> StepExplanation:
    """Explain the step that led to iterate `step` of one run.

    Parameters
    ----------
    surface
        The scene's loss.
    scene
        What races.
    entry, start
        Which of its entries, and from which of its starts.
    step
        The step's number, from 1, within the run.
    cancelled
        Asked every few thousand steps.

    Returns
    -------
    StepExplanation
        Its numbers are those of the race, to the last bit.

    Raises
    ------
    Cancelled
        As soon as `cancelled` says so.
    """
    trace = trace_step(surface, scene, entry, start, step, cancelled)
    lines = worked_lines(surface, scene, entry, start, trace, cancelled)
    facts = facts_of(scene.entries[entry], surface.formula.variables, trace, lines)
    return StepExplanation(
        rule=facts.rule,
        trace=trace,
        equations=tuple(rule_mathml(facts.rule)),
        numbers=numbers_mathml(facts.rule, lines),
        values=tuple(_values(facts)),
        arrows=arrows_of(facts.rule, trace, facts.parts, facts.scaling),
        scale=facts.scaling.scale if facts.scaling else None,
        rate=facts.rate,
        sentences=sentences_of(facts),
    )


def _values(facts: Facts) -> Iterator[ExactValue]:
    """List what a step began with and what it computed, in the order of reading."""
    rule, trace, vectors = facts.rule, facts.trace, facts.rule.vectors

    def named(name: str, value: Value, is_result: bool) -> ExactValue:
        return ExactValue(name_label(name), value if name in vectors else value[0], is_result)

    yield named(ITERATE, trace.before[ITERATE], is_result=False)
    yield ExactValue("L(x)", trace.loss_before, is_result=False)
    yield ExactValue("∇L(x)", trace.gradient, is_result=False)
    yield named("g", trace.before["g"], is_result=False)
    yield ExactValue(name_label(STEP), trace.step, is_result=False)
    for fact in hyperparameters(facts.entry.optimizer):
        now = trace.before[fact.letter][0]
        shown = bool(now) if fact.is_truth else now
        yield ExactValue(name_label(fact.letter), shown, is_result=False)
    for name in rule.state:
        yield named(name, trace.before[name], is_result=False)
    for (name, _), value in zip(rule.assignments, trace.lines, strict=True):
        yield named(name, value, is_result=True)
    yield ExactValue("L(x)", trace.loss_after, is_result=True)
