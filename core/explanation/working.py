"""A step worked out: every part of every line of its rule, with its value.

A rule is rewritten so that each operation has a line of its own, and that rule runs. So
the parts are computed by the machine code that computes the race.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from core.compiler.expansion import Conditions
from core.compiler.step_loop import FIELDS
from core.compiler.update import Update, line_name, prepare_traced
from core.landscape import Surface
from core.optimizers.language import Kind, kind_of
from core.optimizers.rule import Rule, rule_of
from core.scene import Scene
from core.trace import Trace, Value, runs_before
from core.tree import BOOLEANS, Apply, Node, Number, Symbol


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """A part of a line with its value in one step; equal to nothing but itself.

    Definitions are shared, so that following each of them wherever it is named can take
    for ever.
    """

    node: Node
    value: Value
    """Both coordinates; a number stands in both, a truth is 1 or 0, a matrix has none."""
    operands: tuple[Worked, ...]
    is_vector: bool
    definition: Worked | None = None
    """For a name that an earlier line of the same step assigned, that line."""

    @property
    def number(self) -> float:
        """The value of what is no vector."""
        return self.value[0]

    @property
    def operator(self) -> str:
        """The operator that was applied, or an empty text."""
        return self.node.operator if isinstance(self.node, Apply) else ""

    @property
    def counted(self) -> tuple[Worked, ...]:
        """The operands that counted: of a choice the condition and the branch taken."""
        if self.operator != "where" or len(set(self.operands[0].value)) > 1:
            return self.operands
        condition, yes, no = self.operands
        return condition, yes if condition.number else no


def worked_lines(
    surface: Surface,
    scene: Scene,
    entry: int,
    start: int,
    trace: Trace,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Worked, ...]:
    """Work out the step that a trace tells of, a part for each line of the rule."""
    rule = rule_of(scene.entries[entry].optimizer)
    runs = runs_before(surface, scene, entry, start, trace.step, _prepare_parts, cancelled)
    runs.advance(np.empty((len(FIELDS), 1, 1)))
    count = len(_in_parts(rule).assignments)
    states = (runs.state(line_name(number))[:, 0].tolist() for number in range(count))
    values = ((first, second) for first, second in states)
    return tuple(_read(rule, trace.before, values))


def _prepare_parts(rule: Rule, conditions: Conditions) -> Update:
    return prepare_traced(_in_parts(rule), conditions)


def _in_parts(rule: Rule) -> Rule:
    """Give every operation a line of its own, in the order in which they are computed."""
    lines: list[tuple[str, Node]] = []
    for name, value in rule.assignments:
        lines.append((name, _apart(value, lines)))
    return Rule(tuple(lines), rule.state, rule.letters, rule.initial)


def _apart(node: Node, lines: list[tuple[str, Node]]) -> Node:
    """Append the lines for a part, and return what stands for it."""
    if not isinstance(node, Apply):
        return node
    node = Apply(node.operator, tuple(_apart(operand, lines) for operand in node.operands))
    # A matrix has no value of its own, and a truth can't be assigned.
    if node.operator == "hess":
        return node
    name = f"part {len(lines)}"
    if node.operator in BOOLEANS:
        lines.append((name, Apply("where", (node, Number(1.0), Number(0.0)))))
        return node
    lines.append((name, node))
    return Symbol(name)


def _read(rule: Rule, before: Mapping[str, Value], values: Iterator[Value]) -> Iterator[Worked]:
    """Put the values of the parts, in their order, to the parts."""
    vectors = rule.vectors
    defined: dict[str, Worked] = {}

    def part(node: Node) -> Worked:
        is_vector = kind_of(node, vectors) is Kind.VECTOR
        match node:
            case Number(number):
                return Worked(node, (number, number), (), is_vector)
            case Symbol(name):
                line = defined.get(name)
                return Worked(node, line.value if line else before[name], (), is_vector, line)
            case Apply(operator, operands):
                inside = tuple(map(part, operands))
                value = (np.nan, np.nan) if operator == "hess" else next(values)
                return Worked(node, value, inside, is_vector)

    for name, value in rule.assignments:
        worked = part(value)
        next(values)
        defined[name] = worked
        yield worked
