"""Trees → Python text, in the words of one array library."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce

from core.optimizers.language import DRAWING
from core.program import Instruction, Program, linearise
from core.source_code.pieces import (
    ATOM,
    CHOICE,
    NEGATED,
    POWER,
    PRODUCT,
    SUM,
    TRUTH,
    Dialect,
    Kind,
    Text,
    as_float,
    is_word,
    literal_text,
    negated,
    sum_text,
)
from core.source_code.run import SEEN_GRADIENT
from core.tree import BOOLEANS, Node

_LONGEST = 48
"""Signs beyond which a part of an expression gets a name and a line of its own."""

_SHORTEST = 3
"""Signs up to which nothing gets a name, such as -x."""

_COMPARISONS = {
    "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=",
    "equal": "==", "not_equal": "!=",
}  # fmt: skip
_PRODUCTS = {"multiply": "*", "divide": "/"}
_FOLDED = {"min", "max", "and", "or"}
"""Take any number of operands here, but two in the libraries."""
_PLACED = frozenset({*DRAWING, SEEN_GRADIENT})
"""Take Python numbers: which draw, and which step."""


class Writer:
    """Writes expressions in one dialect.

    Parameters
    ----------
    dialect
        The library's words.
    identifiers
        The identifier of every symbol.
    numbers
        Symbols whose values are Python numbers. Python raises an exception, or turns
        to complex numbers, where a double is infinite or undefined; so their quotients
        and powers are left to the library.
    """

    def __init__(
        self, dialect: Dialect, identifiers: Mapping[str, str], numbers: Collection[str] = ()
    ) -> None:
        self._dialect = dialect
        self._identifiers = identifiers
        self._numbers = frozenset(numbers)

    def text(self, tree: Node) -> str:
        """Write one expression, on one line."""
        return self._written(linearise([tree]))[0].text

    def is_number(self, tree: Node) -> bool:
        """Tell whether the value of an expression is a Python number."""
        return self._written(linearise([tree]))[0].kind != Kind.ARRAY

    def scalar(self, tree: Node) -> str:
        """Write an expression whose value is a Python number as a scalar of the library."""
        return self._scalar(self._written(linearise([tree]))[0])

    def block(
        self, outputs: Sequence[Node], fresh: Callable[[], str], share: bool
    ) -> tuple[list[str], list[str]]:
        """Write expressions with names for their parts.

        Parameters
        ----------
        outputs
            The expressions.
        fresh
            Returns an unused identifier.
        share
            Whether what occurs more than once is computed once; long parts get names
            in any case.

        Returns
        -------
        tuple
            The lines that assign the parts, and the texts of the expressions.
        """
        lines: list[str] = []
        program = linearise(outputs)
        uses = _uses(program) if share else [0] * len(program.instructions)

        def shortened(index: int, text: Text) -> Text:
            is_plain = text.is_literal or is_word(text.text) or len(text.text) <= _SHORTEST
            is_shared = uses[index] > 1 and not is_plain
            is_long = len(text.text) > _LONGEST and index not in program.outputs
            if not is_shared and not is_long:
                return text
            name = fresh()
            lines.append(f"{name} = {text.text}")
            return text._replace(text=name, tightness=ATOM)

        return lines, [as_float(text) for text in self._written(program, shortened)]

    def _written(
        self, program: Program, shortened: Callable[[int, Text], Text] = lambda _, text: text
    ) -> list[Text]:
        written: list[Text] = []
        for index, instruction in enumerate(program.instructions):
            written.append(shortened(index, self._instruction(instruction, written)))
        return [written[index] for index in program.outputs]

    def _instruction(self, instruction: Instruction, written: Sequence[Text]) -> Text:
        operator, argument = instruction
        if isinstance(argument, str):
            kind = Kind.NUMBER if argument in self._numbers else Kind.ARRAY
            return Text(self._identifiers[argument], ATOM, kind)
        if not isinstance(argument, tuple):
            return literal_text(argument)
        if operator == "negative_zero":
            return Text("-0.0", NEGATED, Kind.CONSTANT, is_literal=True)
        if operator in self._dialect.constants:
            return Text(self._dialect.constants[operator], ATOM, Kind.CONSTANT)
        operands = [written[index] for index in argument]
        return self._application(operator, operands)._replace(operator=operator)

    def _application(self, operator: str, operands: list[Text]) -> Text:
        kind = max(operand.kind for operand in operands)
        match operator, operands:
            case (("add" | "subtract"), [left, right]):
                return Text(sum_text(operator, left, right), SUM, kind)
            case (("multiply" | "divide"), [left, right]):
                return self._product(operator, left, right, kind)
            case "negate", [operand]:
                return Text(negated(operand), NEGATED, kind)
            case "power", [base, exponent]:
                return self._power(base, exponent, kind)
            case "where", [truth, yes, no]:
                return self._where(truth, yes, no)
        if operator in _COMPARISONS:
            sides = f" {_COMPARISONS[operator]} ".join(side.held(SUM) for side in operands)
            return Text(sides, TRUTH, kind)
        if operator in ("and", "or", "not") and kind != Kind.ARRAY:
            sides = f" {operator} ".join(f"({side.text})" for side in operands)
            return Text(f"not {sides}" if operator == "not" else sides, CHOICE, kind)
        return self._call(operator, operands)

    def _product(self, operator: str, left: Text, right: Text, kind: Kind) -> Text:
        sign = "@" if left.operator == "hess" else _PRODUCTS[operator]
        # (-a) b and -(a b) are the same number to the last bit.
        first = left.held(NEGATED)
        tightness = NEGATED if left.tightness == NEGATED else PRODUCT
        if operator == "divide" and kind == right.kind == Kind.NUMBER:
            first, tightness, kind = self._scalar(left), PRODUCT, Kind.ARRAY
        return Text(f"{first} {sign} {right.held(POWER)}", tightness, kind)

    def _power(self, base: Text, exponent: Text, kind: Kind) -> Text:
        below, above = base.held(ATOM), exponent.held(ATOM)
        if kind == Kind.NUMBER:
            below, kind = self._scalar(base), Kind.ARRAY
        elif kind == Kind.CONSTANT:
            below = as_float(base)  # the libraries refuse long whole numbers
            below = f"({below})" if below[0] == "-" else below
        hugs = is_word(below) and is_word(above)
        return Text(f"{below}**{above}" if hugs else f"{below} ** {above}", POWER, kind)

    def _where(self, truth: Text, yes: Text, no: Text) -> Text:
        function = self._dialect.calls.get("where")
        if function is None or truth.kind != Kind.ARRAY:
            kind = max(yes.kind, no.kind, Kind.NUMBER)
            choice = f"{yes.held(TRUTH)} if {truth.held(TRUTH)} else {no.held(CHOICE)}"
            return Text(choice, CHOICE, kind)
        is_truth = truth.operator in BOOLEANS or self._dialect.takes_numbers
        condition = truth.text if is_truth else f"{truth.held(SUM)} != 0"
        return Text(f"{function}({condition}, {as_float(yes)}, {as_float(no)})", ATOM)

    def _call(self, operator: str, operands: list[Text]) -> Text:
        function = self._dialect.calls[operator]
        texts = [self._argument(operand) for operand in operands]
        if operator in _PLACED:
            texts = [operand.text for operand in operands]
        if operator in _FOLDED:
            return Text(reduce(lambda a, b: f"{function}({a}, {b})", texts), ATOM)
        if "{}" in function:
            return Text(function.format(*texts), ATOM)
        return Text(f"{function}({', '.join(texts)})", ATOM)

    def _argument(self, operand: Text) -> str:
        if operand.kind == Kind.ARRAY:
            return operand.text
        return as_float(operand) if self._dialect.takes_numbers else self._scalar(operand)

    def _scalar(self, number: Text) -> str:
        # Truths and whole numbers would make scalars of another type.
        text = f"float({number.text})" if number.kind == Kind.NUMBER else as_float(number)
        return self._dialect.scalar.format(text)


def _uses(program: Program) -> list[int]:
    """Count how often each instruction's value is used, as an operand or a result."""
    uses = [0] * len(program.instructions)
    for _, argument in program.instructions:
        for index in argument if isinstance(argument, tuple) else ():
            uses[index] += 1
    for index in program.outputs:
        uses[index] += 1
    return uses
