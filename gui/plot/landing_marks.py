"""Which landing places of steps are marked where they crowd."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QPointF

from core.landings import Landing

LEAST_GAP = 26.0
"""Pixels between the marks of two steps, or of a step and the point."""


def marked_landings(
    landings: Sequence[Landing],
    chosen: float | None,
    origin: QPointF,
    place: Callable[[Landing], QPointF | None],
    distance: Callable[[QPointF, QPointF], float],
) -> Iterator[tuple[Landing, QPointF]]:
    """Yield the chosen step, and the larger ones that can be told apart from others.

    Parameters
    ----------
    landings
        The steps from one point.
    chosen
        The size of the one that is marked in any case.
    origin
        Where the point is.
    place
        Where a step lands; None where that is not seen.
    distance
        Between two marks.
    """
    taken = [origin]
    for landing in sorted(landings, key=lambda one: (one.size != chosen, -one.size)):
        at = place(landing)
        if at is None:
            continue
        is_free = all(distance(at, other) >= LEAST_GAP for other in taken)
        if is_free or landing.size == chosen:
            taken.append(at)
            yield landing, at
