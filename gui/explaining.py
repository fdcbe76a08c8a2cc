"""A step explained and typeset, away from the GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.errors import DerivationError
from core.explanation import StepExplanation, explain_step
from core.race import Race
from gui.resolve import Symbolics
from gui.resolved import Resolved
from gui.tasks import CancelCheck


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """A step to explain, and the colours and size of its formulas."""

    resolved: Resolved
    race: Race
    entry: int
    start: int
    step: int
    inks: tuple[str, str]
    """Of the rule, and of its numbers."""
    size: float

    def matches(self, other: Request | None) -> bool:
        """Tell whether another request would be answered alike."""
        return other is not None and (self.race, self.entry, self.start, self.step, self.inks,
            self.size) == (other.race, other.entry, other.start, other.step, other.inks,
            other.size)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A step explained, and then typeset as well."""

    request: Request
    explanation: StepExplanation
    equations: tuple[bytes, ...] = ()
    numbers: tuple[bytes, ...] = ()
    problem: str = ""
    """Why there are no pictures."""


@dataclass(slots=True)
class Explaining:
    """Explains steps on a background thread; a rule's equations are typeset once."""

    symbolics: Symbolics
    _known: dict[tuple[object, ...], tuple[bytes, ...]] = field(default_factory=dict)

    def answers(self, request: Request, cancelled: CancelCheck) -> Iterator[Answer]:
        """Yield the answer to a request, the second time with its pictures."""
        resolved = request.resolved
        explanation = explain_step(
            resolved.surface,
            resolved.scene,
            request.entry,
            request.start,
            request.step,
            cancelled,
        )
        yield Answer(request, explanation)
        try:
            equations, numbers = self._pictures(request, explanation)
            yield Answer(request, explanation, equations, numbers)
        except DerivationError as error:
            yield Answer(request, explanation, problem=str(error))

    def _pictures(
        self, request: Request, explanation: StepExplanation
    ) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        ink, number_ink = request.inks
        key = (explanation.equations, ink, request.size)
        if key not in self._known:
            self._known = {key: self._typeset(explanation.equations, ink, request.size)}
        return self._known[key], self._typeset(explanation.numbers, number_ink, request.size)

    def _typeset(self, mathml: tuple[str, ...], ink: str, size: float) -> tuple[bytes, ...]:
        return tuple(self.symbolics.typeset(mathml, ink, size))
