"""The indices of the critical points found, held against the turns of the gradient."""

from __future__ import annotations

from collections import Counter

from core.critical_points.findings import CriticalPoint, Receipt, Status, Survey
from core.critical_points.turning import Obstacle, turning_number
from core.critical_points.words import in_words, place_in_words
from core.curvature import Kind
from core.landscape import Surface
from core.scene import View

_INDICES = {Kind.MINIMUM: 1, Kind.MAXIMUM: 1, Kind.SADDLE: -1}

_WORDS = {
    Kind.MINIMUM: ("minimum", "minima"),
    Kind.MAXIMUM: ("maximum", "maxima"),
    Kind.SADDLE: ("saddle", "saddles"),
    Kind.DEGENERATE: ("degenerate point", "degenerate points"),
}
"""Singular and plural, in the order in which a sum names them."""

_NEAR = 1e-6
"""A point is at an obstacle when it is this close, as a part of the view's size."""

_ROUNDING = 1e-12
"""So close to an edge a proved point may have been rounded to the other side of it."""


def receipt(surface: Surface, survey: Survey) -> Receipt:
    """Hold the critical points found in a view against the turns of the gradient round it.

    Parameters
    ----------
    surface
        The loss.
    survey
        What was found; finished but for the receipt. Where the loss is not proved smooth
        all over the view no turns are counted: round a kink or a pole the gradient may
        turn as it does round a critical point.

    References
    ----------
    J. Milnor, "Topology from the Differentiable Viewpoint", 1965, section 6 (the theorem
    of Poincaré and Hopf).
    """
    found, counted = _count(survey)
    if not survey.is_smooth:
        reason = "the loss is not proved smooth all over the view, so no turns are counted"
        return Receipt(None, found, f"{counted}; {reason}.")
    view = survey.view
    turns = turning_number(surface, (view.x_min, view.x_max, view.y_min, view.y_max))
    if isinstance(turns, Obstacle):
        return Receipt(None, found, f"{counted}; {_reason(turns, survey)}.")
    on_edge = next((point for point in survey.points if _is_on_edge(point, view)), None)
    if on_edge:
        where = place_in_words(on_edge.x, on_edge.y, view)
        reason = f"a critical point lies at {where}, on the view's edge or next to it"
        return Receipt(None, found, f"{counted}; {reason}, so no turns are counted.")
    compared = _compared(turns, found, is_partial=survey.unexplored.size > 0)
    return Receipt(turns, found, f"{counted}{compared}.")


def _count(survey: Survey) -> tuple[int | None, str]:
    """Return the sum of the indices and how it comes about, or None and why there is none."""
    if survey.curves:
        return None, "A curve of critical points has no index to add up"
    if any(point.is_kink for point in survey.points):
        return None, "A critical point at a kink has no index to add up"
    indices = [index_of(point) for point in survey.points]
    known = [index for index in indices if index is not None]
    if len(known) < len(indices):
        return None, "The index of a degenerate point is not known"
    if not known:
        return 0, "No critical points were found"
    numbers = Counter(zip((point.kind for point in survey.points), known, strict=True))
    return sum(known), f"{_sum_in_words(numbers)} = {in_words(sum(known))}"


def index_of(point: CriticalPoint) -> int | None:
    """Return how often the gradient turns round about a point; None where not known."""
    return point.index if point.is_kink else _INDICES.get(point.kind, point.index)


def _sum_in_words(numbers: Counter[tuple[Kind, int]]) -> str:
    """Write ``4 minima + 1 maximum − 4 saddles``; a degenerate point's index is named."""
    words = ""
    order = list(_WORDS)
    for kind, index in sorted(numbers, key=lambda term: (order.index(term[0]), -term[1])):
        number = numbers[kind, index]
        if words:
            words += " − " if kind is Kind.SADDLE else " + "
        elif kind is Kind.SADDLE:
            words += "−"
        words += f"{number} {_WORDS[kind][number > 1]}"
        if kind is Kind.DEGENERATE:
            words += f" of index {in_words(index)}" + (" each" if number > 1 else "")
    return words


def _compared(turns: int, found: int | None, is_partial: bool) -> str:
    """Say how often the gradient turns, and what follows if that isn't the sum."""
    turning = f"the gradient {_often(turns)} round the view's edge"
    if found is None:
        return f"; {turning}"
    if found == turns:
        return f", and {turning}"
    if is_partial:
        return f", but {turning}: the rest may lie where the view is not explored"
    return f", but {turning}: something is missing or wrongly counted"


def _often(turns: int) -> str:
    if turns == 0:
        return "makes no turn"
    often = {1: "once", 2: "twice"}.get(abs(turns), f"{abs(turns)} times")
    return f"turns {often}" if turns > 0 else f"turns {often} backwards"


def _reason(obstacle: Obstacle, survey: Survey) -> str:
    """Say what keeps the turns from being counted, and where on the edge it is."""
    where = place_in_words(obstacle.x, obstacle.y, survey.view)
    place = f"at {where} on the view's edge"
    if not obstacle.is_smooth:
        return f"the loss is not proved smooth {place}, so no turns are counted"
    if _is_flat(obstacle, survey):
        return f"the loss is flat {place}, so there are no turns to count"
    if _is_critical(obstacle, survey):
        return f"a critical point lies {place}, so there are no turns to count"
    return f"the gradient can't be told from zero {place}, so no turns are counted"


def _is_on_edge(point: CriticalPoint, view: View) -> bool:
    """Tell whether a point may lie on either side of the view's edge, as far as it is known."""
    doubt = _ROUNDING if point.status is Status.CERTIFIED else _NEAR
    width, height = view.x_max - view.x_min, view.y_max - view.y_min
    away = min(abs(point.x - edge) / width for edge in (view.x_min, view.x_max))
    up = min(abs(point.y - edge) / height for edge in (view.y_min, view.y_max))
    return min(away, up) <= doubt


def _is_flat(obstacle: Obstacle, survey: Survey) -> bool:
    x_min, x_max, y_min, y_max = survey.flat
    is_between = (x_min <= obstacle.x) & (obstacle.x <= x_max)
    return bool((is_between & (y_min <= obstacle.y) & (obstacle.y <= y_max)).any())


def _is_critical(obstacle: Obstacle, survey: Survey) -> bool:
    view = survey.view
    width, height = view.x_max - view.x_min, view.y_max - view.y_min
    return any(
        abs(point.x - obstacle.x) <= _NEAR * width and abs(point.y - obstacle.y) <= _NEAR * height
        for point in survey.points
    )
