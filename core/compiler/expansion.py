"""An update rule written out in coordinates, in what a step is given and may ask for.

A vector becomes its two coordinates and a symmetric matrix its three entries, so that
everything is again an expression between numbers. What a rule asks of the loss away
from the iterate becomes a question, an operator of `QUESTIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.compiler.decomposition import Pair, Triple, eigenvalues, eigenvectors
from core.optimizers.language import ASKING, DRAWING, ITERATE
from core.optimizers.rule import Rule
from core.partials import ONE, TWO, apply
from core.schedules import LAST_STEP, STEP
from core.tree import Apply, Node, Number, Symbol

GRADIENT = "g"
RATE = "eta"
POINT = ("x 0", "x 1")
LOSS = "loss"
SLOPE = ("gradient 0", "gradient 1")
RUN = "run number"
"""The symbol of a run's start, counted from 0; like all of these no letter of a rule."""

SEED = ("seed high", "seed low")
NOISE_SCALE, DEGREES, DIFFERENCE = "noise scale", "degrees of freedom", "difference step"

QUESTIONS: dict[str, tuple[str, int]] = {
    "loss at": ("loss", 0),
    "gradient 0 at": ("slope", 1),
    "gradient 1 at": ("slope", 2),
    "hessian 0 at": ("hessian", 0),
    "hessian 1 at": ("hessian", 1),
    "hessian 2 at": ("hessian", 2),
}
"""Operator on a point's coordinates → the function that answers, and which output."""

NOISE_DRAW = 0
"""The number of the draw that the entry's noise takes; the rule's own follow."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an entry's runs see besides the method: which expressions, not which numbers."""

    schedule: Node = ONE
    noise: str = ""
    """A kind of `core.scene.Noise`, or empty."""
    difference: str = ""
    """A kind of `core.scene.NumericalGradient`, or empty."""

    @property
    def letters(self) -> tuple[str, ...]:
        """The names of the numbers that the conditions bring, the same for all runs."""
        return (LAST_STEP, *SEED, NOISE_SCALE, DEGREES, DIFFERENCE)


class Expansion:
    """The values of a rule's names while its lines are read from top to bottom."""

    def __init__(self, rule: Rule, conditions: Conditions, step: Node | None = None) -> None:
        self._conditions = conditions
        self._step = step or Symbol(STEP)
        self._draws = NOISE_DRAW
        self._given: Pair = Symbol(POINT[0]), Symbol(POINT[1])
        self.names: dict[str, Pair] = {
            ITERATE: self._given,
            STEP: _twice(self._step),
        }
        self.names |= {letter: _twice(Symbol(letter)) for letter in rule.letters}
        if RATE in self.names:
            self.names[RATE] = self._scheduled(RATE)
        for name in rule.state:
            first, second = cells_of(name)
            self.names[name] = Symbol(first), Symbol(second)
        self.gradient = self.names[GRADIENT] = self._gradient(self._given)

    def vary(self, letter: str) -> None:
        """Let each run have a value of its own for a letter, remembered as state."""
        cell = cells_of(varied_name(letter))[0]
        self.names[varied_name(letter)] = _twice(Symbol(cell))
        self.names[letter] = self._scheduled(cell) if letter == RATE else _twice(Symbol(cell))

    def _scheduled(self, rate: str) -> Pair:
        schedule = self._conditions.schedule
        given = Symbol(rate)
        return _twice(given if schedule == ONE else apply("multiply", given, schedule))

    def assign(self, name: str, tree: Node) -> Pair:
        """Read one line, and return the coordinates of its value."""
        first, second = self._expand(tree)
        self.names[name] = (first, second)
        return first, second

    def _expand(self, node: Node) -> tuple[Node, ...]:
        match node:
            case Number():
                return _twice(node)
            case Symbol(name):
                return self.names[name]
            case Apply(operator, (place,)) if operator in ASKING:
                x, y = self._expand(place)
                return self._answer(operator, (x, y))
            case Apply(operator, ()) if operator in DRAWING:
                self._draws += 1
                is_normal = operator == "normal"
                return self._normal(self._draws) if is_normal else self._uniform(self._draws)
            case Apply(operator, operands):
                return _combined(operator, [self._expand(operand) for operand in operands])

    def _answer(self, operator: str, point: Pair) -> tuple[Node, ...]:
        """Return what a function of `ASKING` gives at a point."""
        match operator:
            case "grad":
                return self._gradient(point)
            case "loss":
                return _twice(self._loss(point))
        hessian = self._hessian(point)
        match operator:
            case "hess":
                return hessian
            case "eigenvalue1":
                return _twice(eigenvalues(*hessian)[0])
            case "eigenvalue2":
                return _twice(eigenvalues(*hessian)[1])
            case "eigenvector1":
                return eigenvectors(*hessian)[0]
        return eigenvectors(*hessian)[1]

    def _loss(self, point: Pair) -> Node:
        return Symbol(LOSS) if point == self._given else apply("loss at", *point)

    def _hessian(self, point: Pair) -> Triple:
        xx, xy, yy = (apply(f"hessian {entry} at", *point) for entry in range(3))
        return xx, xy, yy

    def _gradient(self, point: Pair) -> Pair:
        """Return the gradient as the entry sees it."""
        if self._conditions.difference:
            gradient = self._quotients(point)
        elif point == self._given:
            gradient = Symbol(SLOPE[0]), Symbol(SLOPE[1])
        else:
            gradient = apply("gradient 0 at", *point), apply("gradient 1 at", *point)
        return self._with_noise(gradient)

    def _quotients(self, point: Pair) -> Pair:
        """Return the difference quotients of the loss, forward or central."""
        step = Symbol(DIFFERENCE)
        is_central = self._conditions.difference == "central"
        width = apply("multiply", TWO, step) if is_central else step

        def quotient(coordinate: int) -> Node:
            ahead = self._loss(_shifted(point, coordinate, "add", step))
            behind = _shifted(point, coordinate, "subtract", step) if is_central else point
            return apply("divide", apply("subtract", ahead, self._loss(behind)), width)

        return quotient(0), quotient(1)

    def _with_noise(self, gradient: Pair) -> Pair:
        kind = self._conditions.noise
        if not kind:
            return gradient
        scale: Node = Symbol(NOISE_SCALE)
        if kind == "proportional":
            scale = apply("multiply", scale, apply("hypot", *gradient))
        noise = self._student(NOISE_DRAW) if kind == "student" else self._normal(NOISE_DRAW)
        first, second = (
            apply("add", slope, apply("multiply", scale, part))
            for slope, part in zip(gradient, noise, strict=True)
        )
        return first, second

    def _uniform(self, draw: int) -> Pair:
        place = (Symbol(SEED[0]), Symbol(SEED[1]), Number(float(draw)), self._step, Symbol(RUN))
        return apply("first_word", *place), apply("second_word", *place)

    def _normal(self, draw: int) -> Pair:
        """Return two standard normal numbers (Box & Muller, 1958)."""
        first, second = self._uniform(draw)
        radius = apply("sqrt", apply("multiply", Number(-2.0), apply("log", first)))
        return _on_circle(radius, second)

    def _student(self, draw: int) -> Pair:
        """Return two numbers of Student's t (Bailey, Mathematics of Computation 62, 1994)."""
        first, second = self._uniform(draw)
        degrees = Symbol(DEGREES)
        raised = apply("power", first, apply("divide", Number(-2.0), degrees))
        square = apply("multiply", degrees, apply("subtract", raised, ONE))
        return _on_circle(apply("sqrt", square), second)


def varied_name(letter: str) -> str:
    """Return the name under which a run remembers its own value of a letter."""
    return f"{letter} of the run"


def cells_of(name: str) -> tuple[str, str]:
    """Return the names of a state's two coordinates."""
    return f"{name} 0", f"{name} 1"


def _combined(operator: str, operands: list[tuple[Node, ...]]) -> tuple[Node, ...]:
    """Apply an operator of vectors, or any other to each coordinate."""
    if operator == "multiply" and len(operands[0]) == 3:
        (xx, xy, yy), vector = operands
        return _dot((xx, xy), vector), _dot((xy, yy), vector)
    if operator == "dot":
        return _twice(_dot(*operands))
    if operator == "norm":
        return _twice(apply("hypot", *operands[0]))
    return tuple(apply(operator, *parts) for parts in zip(*operands, strict=True)) or _twice(
        apply(operator)
    )


def _dot(first: tuple[Node, ...], second: tuple[Node, ...]) -> Node:
    products = [apply("multiply", a, b) for a, b in zip(first, second, strict=True)]
    return apply("add", *products)


def _on_circle(radius: Node, turn: Node) -> Pair:
    angle = apply("multiply", Number(2.0), apply("multiply", apply("pi"), turn))
    return (
        apply("multiply", radius, apply("cos", angle)),
        apply("multiply", radius, apply("sin", angle)),
    )


def _shifted(point: Pair, coordinate: int, operator: str, step: Node) -> Pair:
    moved = apply(operator, point[coordinate], step)
    return (moved, point[1]) if coordinate == 0 else (point[0], moved)


def _twice(node: Node) -> Pair:
    return node, node
