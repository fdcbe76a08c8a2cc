"""An update rule made ready to compile: what to compute, how often, and in which order."""

from __future__ import annotations

import enum
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace

from core.compiler.decomposition import Pair
from core.compiler.expansion import (
    QUESTIONS,
    RATE,
    Conditions,
    Expansion,
    varied_name,
)
from core.compiler.stages import Stage, arrange, as_number, operands_of
from core.optimizers.language import ITERATE
from core.optimizers.rule import Rule
from core.partials import ONE
from core.program import Instruction, Program, linearise
from core.schedules import STEP
from core.tree import Apply, Node, Number, Symbol

PLAIN = Conditions()


class _Reach(enum.IntEnum):
    """Over what the value of an expression may differ."""

    NOWHERE = 0
    UNIFORM = 1
    RUN = 2


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """What one step computes, apart by how often it must be computed; equal to itself alone.

    What depends on nothing but the step and the hyperparameters is *uniform*: it is
    the same for all runs and both coordinates, so it is computed once a step.
    """

    letters: tuple[str, ...]
    """The numbers that are the same for all runs and steps."""
    state: tuple[str, ...]
    """What a run remembers, each in two cells, one a coordinate."""
    uniform: tuple[Node, ...]
    """Values in the step and the letters."""
    names: tuple[str, ...]
    """The symbols that stand for the uniform values in the stages."""
    varying: tuple[int, ...]
    """Places of the uniform values that differ from step to step."""
    stages: tuple[Stage, ...]
    """The step, in the iterate, the state, `names` and what the loss answers."""
    cells: int
    """How many numbers a run needs room for."""

    @property
    def steady(self) -> tuple[int, ...]:
        """Places of the uniform values that are the same at each step."""
        return tuple(place for place in range(len(self.names)) if place not in self.varying)

    @property
    def code(self) -> tuple[Hashable, ...]:
        """What a loop with the stages inside depends on."""
        return self.stages, self.state, self.names, self.varying


def prepare(rule: Rule, conditions: Conditions = PLAIN) -> Update:
    """Make a step of a rule ready to compile."""
    expansion = Expansion(rule, conditions)
    for name, tree in rule.assignments:
        expansion.assign(name, tree)
    return _update(rule, conditions, expansion, rule.state)


def prepare_start(rule: Rule, conditions: Conditions = PLAIN) -> Update:
    """Make the stated initial values ready, as a step 0 that leaves the iterate alone."""
    # The schedule begins with the first step and may have no value before it.
    conditions = replace(conditions, schedule=ONE)
    expansion = Expansion(rule, conditions, step=Number(0.0))
    for name in rule.state:
        expansion.names[name] = Number(0.0), Number(0.0)
    for name, tree in rule.initial:
        expansion.assign(name, tree)
    return _update(rule, conditions, expansion, rule.state)


def prepare_traced(rule: Rule, conditions: Conditions = PLAIN) -> Update:
    """Make a step ready that also remembers what it was given and each line's value."""
    expansion = Expansion(rule, conditions)
    seen: dict[str, Pair] = {GRADIENT_SEEN: expansion.gradient}
    if RATE in rule.letters:
        seen[RATE_SEEN] = expansion.names[RATE]
    for number, (name, tree) in enumerate(rule.assignments):
        seen[line_name(number)] = expansion.assign(name, tree)
    expansion.names |= seen
    return _update(rule, conditions, expansion, (*rule.state, *seen))


def prepare_varied(rule: Rule, conditions: Conditions, varied: tuple[str, ...]) -> Update:
    """Make a step ready in which each run has values of its own for some letters."""
    expansion = Expansion(rule, conditions)
    for letter in varied:
        expansion.vary(letter)
    for name, tree in rule.assignments:
        expansion.assign(name, tree)
    return _update(rule, conditions, expansion, (*rule.state, *map(varied_name, varied)))


GRADIENT_SEEN = "gradient seen"
RATE_SEEN = "rate seen"
"""What a traced step remembers of the gradient and of the scheduled learning rate."""


def line_name(number: int) -> str:
    """Return the name under which a traced step remembers a line's value."""
    return f"line {number}"


def _update(
    rule: Rule, conditions: Conditions, expansion: Expansion, state: tuple[str, ...]
) -> Update:
    letters = (*rule.letters, *conditions.letters)
    wanted = (ITERATE, *state)
    outputs = [node for name in wanted for node in expansion.names[name]]
    per_run, uniform = _separate(outputs, {STEP, *letters})
    stages, cells = arrange(per_run, 2 * len(state))
    values = tuple(uniform.values())
    varying = tuple(place for place, value in enumerate(values) if _reads_step(value))
    return Update(letters, state, values, tuple(uniform), varying, stages, cells)


def _reads_step(node: Node) -> bool:
    return ("symbol", STEP) in linearise([node]).instructions


def _separate(
    outputs: Sequence[Node], given: Collection[str]
) -> tuple[list[Node], dict[str, Node]]:
    """Replace the largest uniform subexpressions by symbols of their own.

    Parameters
    ----------
    outputs
        Expressions in what is given and in what differs from run to run.
    given
        Names whose values are uniform.

    Returns
    -------
    tuple
        The outputs with the symbols in them, and each symbol's expression.
    """
    program = linearise(outputs)
    reaches = _reaches(program, given)
    uniform: dict[str, Node] = {}
    nodes: list[Node] = []

    def seen_from_a_run(index: int) -> Node:
        if reaches[index] is not _Reach.UNIFORM:
            return nodes[index]
        symbol = Symbol(f"uniform {index}")
        uniform[symbol.name] = as_number(nodes[index])
        return symbol

    def of_a_run(index: int, instruction: Instruction) -> Node:
        if divided := _divided_where(index, program, reaches):
            truth, dividend, divisor = divided
            symbol = Symbol(f"uniform {divisor} where {truth}")
            uniform[symbol.name] = Apply("where", (nodes[truth], as_number(nodes[divisor]), ONE))
            return Apply("divide", (nodes[dividend], symbol))
        operands = tuple(seen_from_a_run(operand) for operand in operands_of(instruction))
        return Apply(instruction[0], operands)

    for index, (instruction, reach) in enumerate(zip(program.instructions, reaches, strict=True)):
        is_of_a_run = reach is _Reach.RUN and isinstance(instruction[1], tuple)
        nodes.append(of_a_run(index, instruction) if is_of_a_run else _node(instruction, nodes))
    per_run = [seen_from_a_run(index) for index in program.outputs]
    read = {argument for _, argument in linearise(per_run).instructions}
    return per_run, {name: node for name, node in uniform.items() if name in read}


def _divided_where(
    index: int, program: Program, reaches: Sequence[_Reach]
) -> tuple[int, int, int] | None:
    """Return c, a and u of where(c, a / u, a) with uniform c and u: it is a / where(c, u, 1).

    So runs need not choose, and need not divide where the divisor is 1 either.
    """
    operator, operands = program.instructions[index]
    if operator != "where" or not isinstance(operands, tuple):
        return None
    truth, quotient, plain = operands
    divides, terms = program.instructions[quotient]
    if divides != "divide" or not isinstance(terms, tuple) or terms[0] != plain:
        return None
    is_chosen_for_all = {reaches[truth], reaches[terms[1]]} == {_Reach.UNIFORM}
    is_of_a_run = is_chosen_for_all and reaches[plain] is _Reach.RUN
    return (truth, plain, terms[1]) if is_of_a_run else None


def _reaches(program: Program, given: Collection[str]) -> list[_Reach]:
    """Say of each instruction over what its value may differ."""
    reaches: list[_Reach] = []
    for instruction in program.instructions:
        name = instruction[1]
        if isinstance(name, str):
            reaches.append(_Reach.UNIFORM if name in given else _Reach.RUN)
        elif instruction[0] in QUESTIONS:
            reaches.append(_Reach.RUN)
        else:
            below = (reaches[index] for index in operands_of(instruction))
            reaches.append(max(below, default=_Reach.NOWHERE))
    return reaches


def _node(instruction: Instruction, nodes: Sequence[Node]) -> Node:
    operator, argument = instruction
    if isinstance(argument, str):
        return Symbol(argument)
    if isinstance(argument, tuple):
        return Apply(operator, tuple(nodes[index] for index in argument))
    return Number(argument)
