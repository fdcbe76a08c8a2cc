"""A step in stages: what can be computed before the loss is asked, and what after.

A rule may ask for the loss, its gradient or its Hessian at points that it computes.
The functions that answer take many points at once, so a step computes such points for
all runs of a block, has the questions answered, and goes on with the answers. What a
later stage needs is kept in cells, one number for each run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.compiler.expansion import QUESTIONS
from core.program import Instruction, Program, linearise
from core.tree import BOOLEANS, Apply, Node, Number, Symbol

ANSWERS = {"loss": 1, "slope": 3, "hessian": 3}
"""How many numbers each function of the loss answers with."""


@dataclass(frozen=True, slots=True)
class Question:
    """A function of the loss to be called for all runs of a block."""

    function: str
    """One of `ANSWERS`."""
    point: tuple[int, int]
    """The cells that hold the point's coordinates."""
    answer: int
    """The first of the cells that receive the answer."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a step: expressions, where their values go, and what is asked then."""

    program: Program
    """In what is given, the state, the uniform values, and earlier cells by `cell_name`."""
    targets: tuple[int, ...]
    """For each output of the program a cell, or `NEXT_POINT` plus a coordinate."""
    questions: tuple[Question, ...]


_CELL = "cell "

NEXT_POINT = -2
"""Target of the next iterate's first coordinate; the second is one more."""


def cell_name(cell: int) -> str:
    """Return the symbol of a cell that a stage filled."""
    return f"{_CELL}{cell}"


def cell_of_name(name: str) -> int:
    """Return the cell that a symbol made by `cell_name` stands for."""
    return int(name.removeprefix(_CELL))


def arrange(outputs: Sequence[Node], state_cells: int) -> tuple[tuple[Stage, ...], int]:
    """Divide a step into stages.

    Parameters
    ----------
    outputs
        The next iterate's two coordinates, then the next value of each state cell.
    state_cells
        How many cells hold state; they come first, and are written in the last stage.

    Returns
    -------
    tuple
        The stages, at least one, and the number of cells.
    """
    arrangement = _Arrangement(linearise(outputs), state_cells)
    return arrangement.stages(), arrangement.cells


class _Arrangement:
    """Which instruction belongs to which stage, and what lies in which cell."""

    def __init__(self, program: Program, state_cells: int) -> None:
        self._instructions = program.instructions
        self._outputs = program.outputs
        self._stage_of: list[int] = []
        for instruction in program.instructions:
            below = max((self._stage_of[i] for i in operands_of(instruction)), default=0)
            self._stage_of.append(below + (instruction[0] in QUESTIONS))
        self._last = max(self._stage_of, default=0)
        self.cells = state_cells
        self._targets = (NEXT_POINT, NEXT_POINT + 1, *range(state_cells))
        self._questions: dict[int, list[Question]] = {}
        self._cell_of: dict[int, int] = {}
        self._ask()
        self._keep()

    def stages(self) -> tuple[Stage, ...]:
        """Return the stages in order."""
        return tuple(self._stage(number) for number in range(self._last + 1))

    def _ask(self) -> None:
        """Give each point that is asked about its cells, and room for the answer."""
        asked: dict[tuple[int, tuple[int, ...]], list[int]] = {}
        for index, instruction in enumerate(self._instructions):
            if instruction[0] in QUESTIONS:
                place = (self._stage_of[index], operands_of(instruction))
                asked.setdefault(place, []).append(index)
        for (stage, operands), indices in asked.items():
            self._ask_at(stage - 1, operands, indices)

    def _ask_at(self, stage: int, operands: tuple[int, ...], indices: list[int]) -> None:
        x, y = (self._cell(operand) for operand in operands)
        wanted = {QUESTIONS[self._instructions[index][0]][0] for index in indices}
        # The slope comes with the loss.
        functions = wanted - {"loss"} if "slope" in wanted else wanted
        for function in sorted(functions):
            question = Question(function, (x, y), self.cells)
            self.cells += ANSWERS[function]
            self._questions.setdefault(stage, []).append(question)
            for index in indices:
                answered, place = QUESTIONS[self._instructions[index][0]]
                if answered == function or (answered == "loss" and function == "slope"):
                    self._cell_of[index] = question.answer + place

    def _keep(self) -> None:
        """Give a cell to everything that a later stage needs and can't read again."""
        needed = [(operand, self._stage_of[index])
                  for index, instruction in enumerate(self._instructions)
                  if instruction[0] not in QUESTIONS
                  for operand in operands_of(instruction)]  # fmt: skip
        needed += [(output, self._last) for output in self._outputs]
        for index, stage in needed:
            is_computed = isinstance(self._instructions[index][1], tuple)
            if is_computed and self._stage_of[index] < stage:
                self._cell(index)

    def _cell(self, index: int) -> int:
        if index not in self._cell_of:
            self._cell_of[index] = self.cells
            self.cells += 1
        return self._cell_of[index]

    def _stage(self, number: int) -> Stage:
        nodes: dict[int, Node] = {}
        for index, instruction in enumerate(self._instructions):
            if self._stage_of[index] <= number:
                nodes[index] = self._node(index, instruction, number, nodes)
        kept = [
            (cell, as_number(nodes[index]))
            for index, cell in self._cell_of.items()
            if self._is_stored(index, number)
        ]
        if number == self._last:
            kept += zip(self._targets, (nodes[output] for output in self._outputs), strict=True)
        program = linearise([node for _, node in kept])
        targets = tuple(target for target, _ in kept)
        return Stage(program, targets, tuple(self._questions.get(number, ())))

    def _is_stored(self, index: int, number: int) -> bool:
        is_answer = self._instructions[index][0] in QUESTIONS
        return not is_answer and self._stage_of[index] == number

    def _node(
        self, index: int, instruction: Instruction, number: int, nodes: Mapping[int, Node]
    ) -> Node:
        operator, argument = instruction
        if isinstance(argument, str):
            return Symbol(argument)
        if not isinstance(argument, tuple):
            return Number(argument)
        is_from_before = operator in QUESTIONS or self._stage_of[index] < number
        if is_from_before and index in self._cell_of:
            return Symbol(cell_name(self._cell_of[index]))
        return Apply(operator, tuple(nodes[operand] for operand in argument))


def as_number(node: Node) -> Node:
    """Write a truth as 1 or 0, which `where` reads as a truth again."""
    if isinstance(node, Apply) and node.operator in BOOLEANS:
        return Apply("where", (node, Number(1.0), Number(0.0)))
    return node


def operands_of(instruction: Instruction) -> tuple[int, ...]:
    """Return the indices of what an instruction works on."""
    return instruction[1] if isinstance(instruction[1], tuple) else ()
