"""What is said of critical points: in a cell, in a tooltip, below the list."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from core.critical_points import CriticalCurve, CriticalPoint, Status, Survey
from core.curvature import Kind
from gui.numbers import exact_number, format_number, format_point
from gui.translation import QT_TRANSLATE_NOOP

Finding = CriticalPoint | CriticalCurve

MARKS = {Kind.MINIMUM: "▽", Kind.MAXIMUM: "△", Kind.SADDLE: "✕", Kind.DEGENERATE: "◇"}
CURVE_MARK = "∿"

STATUS_MARKS = {Status.CERTIFIED: "✓", Status.NUMERICAL: "≈", Status.UNDECIDED: "?"}

PLAIN_CURVE = "curve of critical points"
"""The name of a curve that is no valley or ridge all along."""

NEGLIGIBLE = 1e-9
"""Coordinates smaller than this are shown as zero; the tooltip has every digit."""

_STATUS_SENTENCES = {
    Status.CERTIFIED: QT_TRANSLATE_NOOP(
        "CriticalPoints", "Certified: interval arithmetic proves that there is exactly one here."
    ),
    Status.NUMERICAL: QT_TRANSLATE_NOOP(
        "CriticalPoints", "Numerical: found by iteration and judged by samples, not proved."
    ),
    Status.UNDECIDED: QT_TRANSLATE_NOOP(
        "CriticalPoints", "Undecided: neither proved to be there nor proved to be absent."
    ),
}


def kind_text(found: Finding) -> str:
    """Name a finding in a few letters; its tooltip has the full name."""
    return _tr("curve") if found.name == PLAIN_CURVE else found.name


def place_text(found: Finding) -> str:
    """Write where a point lies, or whether a curve is closed."""
    if isinstance(found, CriticalPoint):
        return format_point(_rounded(found.x), _rounded(found.y))
    return _tr("closed") if found.is_closed else _tr("not closed")


def details(found: Finding) -> str:
    """Return all that is known of a point or a curve, for its tooltip."""
    lines = [_headline(found), _tr(_STATUS_SENTENCES[found.status])]
    if isinstance(found, CriticalPoint):
        lines += _facts(found)
    return "\n".join([*lines, *filter(None, [found.remark])])


def summary(survey: Survey) -> str:
    """Count the kinds as ``9 = 4 ▽ + 1 △ + 4 ✕``."""
    kinds = [point.kind for point in survey.points]
    counts = [f"{kinds.count(kind)} {MARKS[kind]}" for kind in MARKS if kind in kinds]
    if survey.curves:
        counts.append(f"{len(survey.curves)} {CURVE_MARK}")
    return f"{len(kinds) + len(survey.curves)} = {' + '.join(counts)}" if counts else ""


def conclusions(survey: Survey) -> list[str]:
    """Return what a finished survey adds to its list, what is left open first."""
    sentences = []
    if survey.unexplored_share > 0:
        sentence = _tr("{0} of the view is not explored: the budget was spent.")
        sentences.append(sentence.format(percent(survey.unexplored_share)))
    if survey.flat_share > 0:
        sentence = _tr("Flat to within rounding in {0} of the view: no critical points there.")
        sentences.append(sentence.format(percent(survey.flat_share)))
    if survey.receipt is not None:
        sentences.append(survey.receipt.sentence)
    if survey.convexity is not None:
        sentences.append(survey.convexity.sentence)
    return sentences


def searching(explored: float) -> str:
    """Say that a search goes on, and how far it has come."""
    if explored <= 0:
        return _tr("Searching…")
    return _tr("Searching… {0} of the view is explored.").format(percent(min(explored, 0.99)))


def percent(share: float) -> str:
    """Write a part of the view, ``< 1 %`` where it is small and never 100 % unless it is all."""
    if share < 0.01:
        return "< 1 %"
    return f"{100 if share >= 1 else min(99, round(100 * share))} %"


def _headline(found: Finding) -> str:
    loss = f"L = {exact_number(found.loss)}"
    if isinstance(found, CriticalPoint):
        place = f"({exact_number(found.x)}, {exact_number(found.y)})"
        return f"{_capitalised(found.name)}: {place}, {loss}"
    return f"{_capitalised(found.name)}: {place_text(found)}, {loss}"


def _facts(point: CriticalPoint) -> Sequence[str]:
    facts = []
    if point.box is not None:
        x_min, x_max, y_min, y_max = point.box
        sizes = format_number(x_max - x_min, 2), format_number(y_max - y_min, 2)
        facts.append(_tr("Its box is {0} wide and {1} high.").format(*sizes))
    if all(map(math.isfinite, point.eigenvalues)):
        values = map(format_number, point.eigenvalues)
        facts.append(_tr("Eigenvalues λ = {0} and {1}.").format(*values))
    if point.index is not None:
        sentence = _tr("Index {0}: how often the gradient turns on a small circle about it.")
        facts.append(sentence.format(format_number(point.index)))
    return facts


def _rounded(coordinate: float) -> float:
    """Return zero for what the search for a point leaves of it."""
    return 0.0 if abs(coordinate) < NEGLIGIBLE else coordinate


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tr(text: str) -> str:
    return QCoreApplication.translate("CriticalPoints", text)
