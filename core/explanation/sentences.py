"""Why a step was as long as it was, and why there, in a few sentences with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from core.compiler.expansion import RATE
from core.explanation.arrows import MOST_PARTS, kind_of_part
from core.explanation.facts import Facts, degrees_between, length
from core.explanation.labels import label_of
from core.explanation.observations import (
    bias_corrections,
    deciding_condition,
    limits,
    names_in,
    points_elsewhere,
)
from core.explanation.parts import Part, starts_from_iterate
from core.notation.labels import formula_label, name_label, power_of_ten
from core.optimizers.language import ITERATE

MOST_SENTENCES = 4

RATE_DIGITS = 6
"""Of what a schedule makes of a rate, as in the equations: 0.99985 is not 1."""

_OPPOSED = 120.0
"""Degrees between two parts from which they undo much of each other."""


class Sentence(NamedTuple):
    """A sentence that a reader sees: a template, which may be translated, and its values."""

    template: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.template.format(*self.values)


KEPT = "The step is zero: the point stays where it is."
DOWNHILL = "The step is {0} long and points straight down the slope; the gradient is {1} long."
TURNED = (
    "The step is {0} long and points {1}° away from the steepest descent; the gradient is {2} long."
)
FLAT = "The step is {0} long, though the gradient here is zero."
DRAWN = "It leads to a point that does not start from this one."
ONE_PART = "It is {0}: {1} is {2} long and is multiplied by {3}."
KEPT_AND_NEW = "What is kept from before, {0}, contributes {1}; what is new, {2}, contributes {3}."
TWO_PARTS = "Two parts add up: {0} contributes {1}, {2} contributes {3}."
OPPOSED_PARTS = "Two parts pull against each other: {0} contributes {1}, {2} contributes {3}."
THREE_PARTS = "Three parts add up: {0} contributes {1}, {2} contributes {3}, {4} contributes {5}."
SCALED = "Along {0}, {1} is multiplied by {2}, along {3} by {4}: that turns it by {5}°."
SCALED_STRAIGHT = "Along {0}, {1} is multiplied by {2}, along {3} by {4}, which does not turn it."
BY_SIGN = "Only the signs of {0} count: they move {1} by {2} and {3} by {4}, however steep it is."
CORRECTED = "The correction for the start at zero multiplies {0} by {1}, since t is only {2}."
CORRECTED_TWICE = (
    "The correction for the start at zero multiplies {0} by {1} and {2} by {3}, "
    "since t is only {4}."
)
SCHEDULED = "The schedule makes the learning rate {0}: {1} of {2}."
SCHEDULED_NEW = (
    "The schedule makes the learning rate {0}: {1} of {2}. "
    "It scales what is new; what is kept has the rates of earlier steps."
)
SCHEDULED_ALL = (
    "The schedule makes the learning rate {0}: {1} of {2}. "
    "It scales what is kept from earlier steps as well."
)
NOISY = "The noise in the gradient is {0} long, the gradient itself {1}."
MOSTLY_NOISE = "The noise in the gradient, {0} long, is larger than the gradient itself, {1}."
QUOTIENT = "The difference quotient misses the gradient by {0}."
NOISY_QUOTIENT = (
    "Noise and difference quotient together change the gradient by {0}; it is {1} long itself."
)
LIMITED = "The limit acts: {0} is {1}."
UNLIMITED = "The limit {0} does not act here."
HOLDS = "The condition {0} holds."
FAILS = "The condition {0} does not hold."
ELSEWHERE = "The gradient is taken at ({0}, {1}), {2} away from where the step begins."
ELSEWHERE_OFTEN = (
    "The gradient is taken at {0} other points as well, up to {1} away from where the step begins."
)
FALLS = "The loss falls from {0} to {1}."
RISES = "The loss rises from {0} to {1}."
FALLS_LITTLE = "The loss falls by {0} and stays near {1}."
RISES_LITTLE = "The loss rises by {0} and stays near {1}."


def sentences_of(facts: Facts) -> tuple[Sentence, ...]:
    """Say why a step was as long as it was, and why there, the most telling first."""
    return tuple(islice(_sentences(facts), MOST_SENTENCES))


def shown(value: float, digits: int = 3) -> str:
    """Write a number with a few significant digits and a true minus sign."""
    rounded = float(f"{value:.{digits}g}")
    is_plain = rounded == 0 or 1e-4 <= abs(rounded) < 1e6
    mantissa, _, exponent = f"{rounded:.{9 if is_plain else digits}g}".partition("e")
    power = f"·{power_of_ten(int(exponent))}" if exponent else ""
    return mantissa.replace("-", "−") + power


def _sentences(facts: Facts) -> Iterator[Sentence]:
    yield _length(facts)
    is_mostly_error = length(facts.gradient_error) > length(facts.trace.gradient)
    if is_mostly_error:
        yield from _error(facts)
    yield from _conditions(facts)
    yield from _composition(facts)
    yield from _scaling(facts)
    yield from _limits(facts)
    yield from _corrections(facts)
    if facts.entry.schedule and (rate := facts.rate):
        values = (rate.now, rate.factor, rate.base)
        told = tuple(shown(value, RATE_DIGITS) for value in values)
        yield Sentence(_schedule_template(facts), told)
    yield from _elsewhere(facts)
    if not is_mostly_error:
        yield from _error(facts)
    yield from _change(facts.trace.loss_before, facts.trace.loss_after)


def _length(facts: Facts) -> Sentence:
    step, gradient = facts.displacement, facts.trace.gradient
    if not length(step):
        return Sentence(KEPT)
    if not length(gradient):
        return Sentence(FLAT, (shown(length(step)),))
    angle = f"{degrees_between(step, (-gradient[0], -gradient[1])):.0f}"
    ends = shown(length(step)), shown(length(gradient))
    return Sentence(DOWNHILL, ends) if angle == "0" else Sentence(TURNED, (ends[0], angle, ends[1]))


def _error(facts: Facts) -> Iterator[Sentence]:
    """Tell how far the gradient that the method saw is from the analytic one."""
    entry, error, gradient = facts.entry, length(facts.gradient_error), length(facts.trace.gradient)
    sizes = shown(error), shown(gradient)
    if entry.noise and entry.numerical_gradient:
        yield Sentence(NOISY_QUOTIENT, sizes)
    elif entry.noise:
        yield Sentence(MOSTLY_NOISE if error > gradient else NOISY, sizes)
    elif entry.numerical_gradient:
        yield Sentence(QUOTIENT, sizes[:1])


def _conditions(facts: Facts) -> Iterator[Sentence]:
    if condition := deciding_condition(facts.lines):
        yield Sentence(HOLDS if condition.holds else FAILS, (condition.text,))


def _composition(facts: Facts) -> Iterator[Sentence]:
    parts = facts.parts
    if not length(facts.displacement):
        return
    if not starts_from_iterate(facts.final):
        yield Sentence(DRAWN)
    elif len(parts) == 1 and not facts.scaling:
        yield _single(parts[0])
    elif 2 <= len(parts) <= MOST_PARTS:
        told = [text for part in parts for text in (label_of(part), shown(length(part.value)))]
        yield Sentence(_template(facts, parts), tuple(told))


def _single(part: Part) -> Sentence:
    vector, size = formula_label(part.vector.node), shown(length(part.vector.value))
    return Sentence(ONE_PART, (label_of(part), vector, size, shown(part.coefficient)))


def _template(facts: Facts, parts: tuple[Part, ...]) -> str:
    if len(parts) == MOST_PARTS:
        return THREE_PARTS
    if degrees_between(parts[0].value, parts[1].value) > _OPPOSED:
        return OPPOSED_PARTS
    kinds = [kind_of_part(facts.rule, part) for part in parts]
    # A velocity that this step has renewed is no longer what it was before.
    is_kept = kinds == ["velocity", "part"] and parts[0].vector.definition is None
    return KEPT_AND_NEW if is_kept else TWO_PARTS


def _scaling(facts: Facts) -> Iterator[Sentence]:
    scaling = facts.scaling
    if scaling is None:
        return
    first, second = map(name_label, facts.variables)
    direction = formula_label(scaling.direction.node)
    along, across = scaling.direction.value
    scaled = along * scaling.scale[0], across * scaling.scale[1]
    if scaling.is_sign:
        moves = [shown(abs(part)) for part in scaled]
        yield Sentence(BY_SIGN, (direction, first, moves[0], second, moves[1]))
    elif length(scaled):
        turn = f"{degrees_between((along, across), scaled):.0f}"
        scales = [shown(size) for size in scaling.scale]
        told = (first, direction, scales[0], second, scales[1])
        yield Sentence(SCALED_STRAIGHT, told) if turn == "0" else Sentence(SCALED, (*told, turn))


def _limits(facts: Facts) -> Iterator[Sentence]:
    for text, acts, value in limits(facts.lines)[:1]:
        yield Sentence(LIMITED, (text, shown(value))) if acts else Sentence(UNLIMITED, (text,))


def _corrections(facts: Facts) -> Iterator[Sentence]:
    zeros = {name for name in facts.rule.state if name not in dict(facts.rule.initial)}
    found = bias_corrections(facts.lines, zeros)[:2]
    if found:
        told = [text for name, factor in found for text in (name, shown(factor))]
        template = CORRECTED if len(found) == 1 else CORRECTED_TWICE
        yield Sentence(template, (*told, str(facts.trace.step)))


def _schedule_template(facts: Facts) -> str:
    """Tell whether the scheduled rate multiplies what a method remembers, if it does so."""
    kept = [part for part in facts.parts if kind_of_part(facts.rule, part) == "velocity"]
    if len(facts.parts) < 2 or not kept:
        return SCHEDULED
    is_scaled = any(RATE in names_in(factor.node) for part in kept for factor in part.above)
    return SCHEDULED_ALL if is_scaled else SCHEDULED_NEW


def _elsewhere(facts: Facts) -> Iterator[Sentence]:
    x, y = facts.trace.before[ITERATE]
    points = points_elsewhere((x, y), facts.lines)
    if not points:
        return
    away = [length((point[0] - x, point[1] - y)) for point in points]
    if len(points) == 1:
        yield Sentence(ELSEWHERE, (*map(shown, points[0]), shown(away[0])))
    else:
        yield Sentence(ELSEWHERE_OFTEN, (str(len(points)), shown(max(away))))


def _change(before: float, after: float) -> Iterator[Sentence]:
    if before == after:
        return
    falls = after < before
    if shown(before) != shown(after):
        yield Sentence(FALLS if falls else RISES, (shown(before), shown(after)))
    else:
        change = shown(abs(after - before))
        yield Sentence(FALLS_LITTLE if falls else RISES_LITTLE, (change, shown(after)))
