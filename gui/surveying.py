"""What is known of a loss's critical points, from one scene to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.critical_points import CriticalCurve, CriticalPoint, Status, Survey, survey, track
from core.critical_points.curve_identity import identified_curves
from core.critical_points.description import place_in_list
from core.curvature import Kind
from core.landscape import Surface
from core.scene import View
from gui.tasks import CancelCheck


@dataclass(slots=True)
class Surveyor:
    """Surveys one scene after another and hands on what was proved and named before.

    Points that are proved are found again in milliseconds. All else takes a search to its
    end, and waits for that: in its place while the view moves, and as undecided while a
    parameter does. Used from one thread at a time.
    """

    _surface: Surface | None = None
    _newest: Survey | None = None
    """The last that was published."""
    _finished: Survey | None = None
    """The last of the same surface that came to its end, with every point found since."""
    _curves: tuple[CriticalCurve, ...] = ()
    """The last that were found, by which those that are found next are named."""

    def known(self, surface: Surface) -> Survey | None:
        """Return what is true of a loss without a search, in a few milliseconds.

        After a change of a parameter the points are followed to where they are now. After
        a change of the view it is still the former view that is surveyed.
        """
        if self._surface is not None and surface.formula.tree != self._surface.formula.tree:
            self._surface = self._newest = self._finished = None
            self._curves = ()
        if self._newest is not None and surface is not self._surface:
            self._newest, self._finished = _tracked(surface, self._newest), None
            self._surface = surface
        return self._newest

    def search(self, surface: Surface, view: View, cancelled: CancelCheck) -> Iterator[Survey]:
        """Yield what is found in a view, nothing where all of it is known already."""
        known = self.known(surface)
        if known is not None and known.is_finished and known.view == view:
            return
        self._surface = surface
        before = self._finished or known
        for unnamed in survey(surface, view, before, cancelled):
            found = self._with_named_curves(unnamed)
            if before is not None and not found.is_finished:
                # What is not judged yet has not vanished either.
                found = replace(_with_what_waits(found, before), news=before.news)
            self._newest, self._finished = found, self._remembered(found)
            yield found

    def _with_named_curves(self, found: Survey) -> Survey:
        if not found.curves:
            return found
        self._curves = identified_curves(found.curves, self._curves, found.view)
        return replace(found, curves=self._curves)

    def _remembered(self, found: Survey) -> Survey | None:
        """Return what the next search need not prove, nor name, again."""
        before = self._finished
        if found.is_finished or before is None:
            return found if found.is_finished else None
        points = {point.identity: point for point in (*before.points, *found.points)}
        return replace(before, points=tuple(points.values()))


def _tracked(surface: Surface, before: Survey) -> Survey:
    """Follow what is proved; what is not stays where it was, as undecided."""
    # What only waits is no extremum and no saddle here, or it would be said to have vanished.
    points = [
        point if _is_proved(point) else replace(point, kind=Kind.DEGENERATE)
        for point in before.points
    ]
    found = track(surface, replace(before, points=tuple(points)))
    undecided = replace(
        before,
        points=tuple(replace(point, status=Status.UNDECIDED) for point in _waiting(before)),
        curves=tuple(replace(curve, status=Status.UNDECIDED) for curve in before.curves),
    )
    waiting = _with_what_waits(found, undecided)
    order = {point.identity: place for place, point in enumerate(before.points)}
    # Rows keep their places under a hand, whatever the losses do meanwhile.
    in_order = sorted(waiting.points, key=lambda point: order.get(point.identity, len(order)))
    view = before.view
    unexplored = np.array([[view.x_min], [view.x_max], [view.y_min], [view.y_max]])
    return replace(waiting, points=tuple(in_order), unexplored=unexplored)


def _with_what_waits(found: Survey, before: Survey) -> Survey:
    """Keep what is not proved until a search gets to it."""
    present = {point.identity for point in found.points}
    waiting = [
        point
        for point in _waiting(before)
        if point.identity not in present and found.view.contains(point.x, point.y)
    ]
    points = sorted((*found.points, *waiting), key=place_in_list)
    return replace(found, points=tuple(points), curves=found.curves or before.curves)


def _waiting(survey: Survey) -> list[CriticalPoint]:
    return [point for point in survey.points if not _is_proved(point)]


def _is_proved(point: CriticalPoint) -> bool:
    return point.status is Status.CERTIFIED
