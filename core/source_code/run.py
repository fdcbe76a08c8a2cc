"""What one run of a race is made of, gathered for a program that repeats it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.expression import Formula, parse_loss
from core.landscape import DEFAULT_PARAMETER
from core.optimizers.base import LEARNING_RATE
from core.optimizers.facts import hyperparameters, values
from core.optimizers.language import DRAWING
from core.optimizers.rule import Rule, rule_of
from core.scene import Entry, Scene, Start, entry_labels
from core.schedules import STEP, parse_schedule
from core.tree import Apply, Node, Number, Symbol

SEEN_GRADIENT = "seen gradient"
"""Operator on a point and the step: the gradient with the noise of that step."""

NO_SCHEDULE = Number(1.0)


@dataclass(frozen=True)
class Letter:
    """A hyperparameter as a rule knows it."""

    name: str
    value: float | bool
    description: str


@dataclass(frozen=True)
class Run:
    """One entry of a scene from one of its starts."""

    scene: Scene
    entry: Entry
    label: str
    start: Start
    start_index: int
    formula: Formula
    parameters: Mapping[str, float]
    rule: Rule
    """Its random draws have their number and the step as operands, and a gradient with
    noise is `SEEN_GRADIENT`."""
    letters: tuple[Letter, ...]
    schedule: Node

    @property
    def is_scheduled(self) -> bool:
        """Whether a learning rate changes from step to step."""
        has_rate = any(letter.name == LEARNING_RATE for letter in self.letters)
        return has_rate and self.schedule != NO_SCHEDULE


def describe(scene: Scene, entry: int, start: int) -> Run:
    """Gather what a run is made of.

    Raises
    ------
    ExpressionError
        If the loss, the rule or the schedule can't be read.
    """
    formula = parse_loss(scene.loss)
    known = {name: parameter.value for name, parameter in scene.parameters.items()}
    contestant = scene.entries[entry]
    by_name = values(contestant.optimizer)
    letters = tuple(
        Letter(fact.letter, by_name[fact.name], fact.description)
        for fact in hyperparameters(contestant.optimizer)
    )
    return Run(
        scene=scene,
        entry=contestant,
        label=entry_labels(scene.entries)[entry],
        start=scene.starts[start],
        start_index=start,
        formula=formula,
        parameters={name: known.get(name, DEFAULT_PARAMETER) for name in formula.parameters},
        rule=_placed(
            rule_of(contestant.optimizer),
            flags={letter.name for letter in letters if isinstance(letter.value, bool)},
            has_noise=contestant.noise is not None,
        ),
        letters=letters,
        schedule=parse_schedule(contestant.schedule),
    )


def _placed(rule: Rule, flags: set[str], has_noise: bool) -> Rule:
    """Return a rule whose draws and noise say of which step they are."""
    start = _Placing(Number(0.0), flags, has_noise)
    steps = _Placing(Symbol(STEP), flags, has_noise)
    return Rule(
        assignments=tuple((name, steps.placed(tree)) for name, tree in rule.assignments),
        state=rule.state,
        letters=rule.letters,
        initial=tuple((name, start.placed(tree)) for name, tree in rule.initial),
    )


class _Placing:
    """Numbers the draws of a step in the order of the text, from 1."""

    def __init__(self, step: Node, flags: set[str], has_noise: bool) -> None:
        self._step = step
        self._flags = flags
        self._has_noise = has_noise
        self._draws = 0

    def placed(self, node: Node) -> Node:
        match node:
            case Apply("not_equal", (Symbol(name) as flag, Number(0.0))) if name in self._flags:
                return flag  # a truth in Python as well
            case Apply(operator, ()) if operator in DRAWING:
                self._draws += 1
                return Apply(operator, (Number(float(self._draws)), self._step))
            case Apply(operator, operands):
                placed = tuple(map(self.placed, operands))
                if operator == "grad" and self._has_noise:
                    return Apply(SEEN_GRADIENT, (*placed, self._step))
                return Apply(operator, placed)
        return node


def names_used(tree: Node) -> Iterator[str]:
    """Yield the names in a tree from left to right."""
    if isinstance(tree, Symbol):
        yield tree.name
    elif isinstance(tree, Apply):
        for operand in tree.operands:
            yield from names_used(operand)
