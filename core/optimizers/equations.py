"""The lines of a rule: which name takes which value, before any value is read."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from core.errors import ExpressionError, RuleError, Span
from core.expression.names import (
    FUNCTION_NAMES,
    GREEK_NAMES,
    LONGEST_NAME,
    WORDS,
    UnknownNameError,
    canonical,
)
from core.optimizers.language import GIVEN, ITERATE, RULE_FUNCTIONS
from core.schedules import LAST_STEP
from core.tree import CONSTANTS

MAXIMUM_CHARACTERS = 2000
MAXIMUM_LINES = 40

NAME_PATTERN = rf"[A-Za-z][A-Za-z0-9_]{{0,{LONGEST_NAME - 1}}}"
"""How names in a rule are spelt, those of hyperparameters too."""

_NAME = re.compile(NAME_PATTERN)
_START = re.compile(r"(.*?)\s*\(\s*0\s*\)")
_SIGN = re.compile(r"←|:=|<-|=(?!=)")
"""What stands between a name and its value; the first is how the window prints it."""
_NOT_ASSIGNMENT = frozenset("<>!=")

_ELSEWHERE = {
    "y": "x stands for both coordinates",
    "x_t": "the iterate is x", "theta": "the iterate is x", "w": "the iterate is x",
    "gradient": "the gradient is g", "nabla": "the gradient is g", "g_t": "the gradient is g",
    "L": "write loss(x)", "f": "write loss(x)", "J": "write loss(x)",
    "H": "write hess(x) and a vector behind it",
    "randn": "write normal()", "rand": "write uniform()",
    LAST_STEP: "only a schedule knows the number of steps",
}  # fmt: skip
"""Names of other notations → what they are here."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a rule that is not blank."""

    number: int
    """From 1, blank lines counted."""
    start: int
    """Characters of the rule before `text`."""
    text: str
    """Without indentation."""

    def error(self, message: str, span: Span) -> RuleError:
        """Return the error for a place in this line."""
        return self.named(ExpressionError(message, self.text, span))

    def named(self, error: ExpressionError) -> RuleError:
        """Return an error about this line's text as one of the rule."""
        message, unknown = error.message, ""
        if isinstance(error, UnknownNameError):
            spelling = self.text[slice(*error.span)]
            if hint := _ELSEWHERE.get(spelling, ""):
                message = f"Line {self.number}: “{spelling}” is not a known name; {hint}."
                return RuleError(message, self.text, error.span, line=self.number, start=self.start)
            unknown = error.name if _NAME.fullmatch(error.name) else ""
            is_greek = unknown.rstrip("0123456789") in GREEK_NAMES
            if unknown and (is_greek or not error.is_misspelt):
                message = f"“{spelling}” is not a known name; declare it as a hyperparameter."
        message = f"Line {self.number}: {message}"
        return RuleError(
            message, self.text, error.span, line=self.number, start=self.start, unknown=unknown
        )


@dataclass(frozen=True, slots=True)
class Equation:
    """One line of a rule, cut at its equals sign."""

    line: Line
    name: str
    value_start: int
    is_start: bool
    """Whether it states at what the name starts, as ``s(0) = 1`` does."""

    @property
    def value(self) -> str:
        """The right side, with blanks in place of the left: spans are true to the line."""
        return " " * self.value_start + self.line.text[self.value_start :]


def split(text: str, letters: Collection[str]) -> list[Equation]:
    """Cut a rule into equations.

    Parameters
    ----------
    text
        The rule.
    letters
        Letters of the hyperparameters.

    Raises
    ------
    RuleError
        For a rule that is too long, a line that is no equation, and a name that can't
        be assigned or whose start can't be stated.
    """
    equations: list[Equation] = []
    started: set[str] = set()
    for line in _lines(text):
        equation = _split(line, letters)
        if equation.is_start and equation.name in started:
            message = f"The start of {equation.name} has been stated before."
            left = _SIGN.split(line.text, 1)[0]
            raise line.error(message, (0, len(left.rstrip())))
        started |= {equation.name} if equation.is_start else set()
        equations.append(equation)
    return equations


def why_no_name(name: str) -> str:
    """Return why nothing can be called so, or an empty text.

    The reason ends a sentence such as “exp is a function or constant”.
    """
    if not _NAME.fullmatch(name) or canonical(name) != name:
        return "not a name such as beta or beta1"
    functions = {*FUNCTION_NAMES, *RULE_FUNCTIONS}
    if name.lower() in functions or name in CONSTANTS:
        return "a function or constant"
    if name in WORDS:
        return "a word of the language"
    return "given at each step" if name in GIVEN else ""


def why_no_letter(letter: str) -> str:
    """Return why no hyperparameter can have a letter, as `why_no_name` does."""
    return "the number of steps" if letter == LAST_STEP else why_no_name(letter)


def _lines(text: str) -> list[Line]:
    if len(text) > MAXIMUM_CHARACTERS:
        message = f"A rule may have at most {MAXIMUM_CHARACTERS} characters."
        line_number = text.count("\n", 0, MAXIMUM_CHARACTERS) + 1
        raise RuleError(message, text, (MAXIMUM_CHARACTERS, len(text)), line=line_number, start=0)
    lines: list[Line] = []
    position = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if raw.strip():
            lines.append(Line(number, position + len(raw) - len(raw.lstrip()), raw.strip()))
        position += len(raw) + 1
    if len(lines) > MAXIMUM_LINES:
        line = lines[MAXIMUM_LINES]
        raise line.error(f"A rule may have at most {MAXIMUM_LINES} lines.", (0, len(line.text)))
    return lines


def _split(line: Line, letters: Collection[str]) -> Equation:
    text = line.text
    sign = _SIGN.search(text)
    if sign is None or text[: sign.start()][-1:] in _NOT_ASSIGNMENT:
        raise line.error("Expected an equation, as in x = x - eta g.", (0, len(text)))
    left = text[: sign.start()].rstrip()
    start = _START.fullmatch(left)
    name = canonical(start[1] if start else left)
    if not _NAME.fullmatch(name):
        message = "Expected a single name before the equals sign."
        raise line.error(message, (0, max(len(left), 1)))
    if start and name == ITERATE:
        message = "x begins where its run starts; only the start of other names can be stated."
        raise line.error(message, (0, len(left)))
    reason = "a hyperparameter" if name in letters else why_no_name(name)
    if reason and name != ITERATE:
        message = f"{name} is {reason} and can't be assigned; choose another name."
        raise line.error(message, (0, len(left)))
    return Equation(line, name, sign.end(), start is not None)
