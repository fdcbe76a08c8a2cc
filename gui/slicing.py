"""The page of slices: through which point, along what, how far, and when again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from core.curvature import Curvature
from core.eigen import Vector
from core.landings import landings
from core.scene import entry_labels
from core.slices import Aim, Along, Ground, cut
from gui.appearance import Appearance
from gui.controller import Controller
from gui.inspector import Follow, Inspector, first_place
from gui.panels.slice_panel import LARGEST_REACH, SMALLEST_REACH, SlicePanel
from gui.plot.landscape_canvas import LandscapeCanvas
from gui.plot.slice_overlay import SliceOverlay
from gui.resolved import Resolved
from gui.side_pages import SidePages
from gui.theme import Theme

PAGE = "slice"

USUAL_SHARE = 0.2
"""How far a line reaches in the beginning, as a share of the view's diagonal."""

BEYOND = 1.25
"""How far a line to another point reaches, as a multiple of their distance."""

BEHIND = 0.2
"""How far it reaches backwards, as a share of that."""


class Slicing(QObject):
    """Cuts the loss through the inspected point while its page is open.

    A cut takes a fraction of a millisecond, so that it happens on the GUI thread; but
    never before the derivatives are compiled.
    """

    def __init__(
        self,
        panel: SlicePanel,
        pages: SidePages,
        controller: Controller,
        inspector: Inspector,
        landscape: LandscapeCanvas,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._pages = pages
        self._controller = controller
        self._inspector = inspector
        self._landscape = landscape
        self._overlay = SliceOverlay()
        self._inspected: Vector | None = None
        self._point: Vector | None = None
        self._aim = Aim()
        self._reach: float | None = None
        """What was asked for; None is as long as suits the view."""
        landscape.add_overlay(self._overlay)
        self._connect()
        self._dress(appearance.theme)
        appearance.changed.connect(self._dress)

    def _connect(self) -> None:
        panel, choices = self._panel, self._panel.choices
        self._inspector.curvature_changed.connect(self._follow)
        self._controller.resolved_changed.connect(self._cut_again)
        self._pages.page_changed.connect(self._turn_page)
        choices.point_typed.connect(self._pin)
        choices.follow_chosen.connect(self._inspector.follow_key)
        choices.along_chosen.connect(self._aim_along)
        choices.other_typed.connect(self._aim_at)
        choices.next_point_wanted.connect(self._aim_at_next)
        choices.another_wanted.connect(self._aim_elsewhere)
        panel.reach_typed.connect(self._reach_out)
        panel.fit_wanted.connect(lambda: self._reach_out(None))
        panel.chart.zoomed.connect(self._zoom)
        panel.chart.pointed_at.connect(self._point_at)
        panel.table.chosen.connect(self._choose)

    def open(self) -> None:
        """Open the page at the inspected point, or else at the first start."""
        self._point = self._inspected or first_place(self._controller.scene)
        self._pages.open(PAGE)
        self._cut()

    def _pin(self, x: float, y: float) -> None:
        # Cut at once: without derivatives to read there is nothing that the inspector says.
        self._point = (x, y)
        self._inspector.pin(x, y)
        self._cut()

    def _follow(self, curvature: Curvature | None) -> None:
        """Go along with a pinned point or a racer; the pointer is on its way to the page."""
        if curvature is None:
            return
        self._inspected = (curvature.x, curvature.y)
        if self._pages.current != PAGE:
            return
        if self._inspector.follow is Follow.POINTER:
            self._show_what_is_followed()
        else:
            self._point = self._inspected
            self._cut()

    def _cut_again(self, _resolved: Resolved) -> None:
        if self._pages.current == PAGE:
            self._cut()

    def _cut(self) -> None:
        resolved, point = self._controller.resolved, self._point
        ground = _ground_of(resolved) if resolved is not None else None
        if resolved is None or ground is None or point is None:
            return
        line = cut(ground, point, self._aim, *self._extent(point))
        steps = landings(ground, line)
        self._show_what_is_followed()
        self._panel.set_reach(float(line.positions[-1]))
        self._panel.set_slice(line, steps, resolved.formula.variables)
        self._overlay.line, self._overlay.landings = line, steps
        self._landscape.update()

    def _extent(self, point: Vector) -> tuple[float, float]:
        """Return the positions at which the line begins and ends."""
        view, reach = self._landscape.view, self._reach
        usual = USUAL_SHARE * math.hypot(view.x_max - view.x_min, view.y_max - view.y_min)
        if self._aim.along is not Along.POINT:
            reach = usual if reach is None else reach
            return -reach, reach
        if reach is None:
            reach = BEYOND * math.dist(point, self._aim.other)
            reach = reach if 0 < reach <= LARGEST_REACH else usual
        return -BEHIND * reach, reach

    def _aim_along(self, key: str) -> None:
        self._aim = replace(self._aim, along=Along(key))
        if self._aim.along is Along.POINT:
            self._aim_at_next()
        else:
            self._cut()

    def _aim_at(self, x: float, y: float) -> None:
        self._aim = replace(self._aim, other=(x, y))
        self._cut()

    def _aim_at_next(self) -> None:
        """Lead to the critical point that is next in distance, or else to the middle."""
        resolved, point = self._controller.resolved, self._point
        if resolved is None or point is None:
            return
        places = [(one.x, one.y) for one in (resolved.survey.points if resolved.survey else ())]
        places = sorted((place for place in places if place != point), key=_distance_from(point))
        if not places:
            places = [self._landscape.view.centre]
        now = places.index(self._aim.other) if self._aim.other in places else -1
        self._aim_at(*places[(now + 1) % len(places)])

    def _aim_elsewhere(self) -> None:
        self._aim = replace(self._aim, number=self._aim.number + 1)
        self._cut()

    def _reach_out(self, reach: float | None) -> None:
        self._reach = reach
        self._cut()

    def _zoom(self, factor: float) -> None:
        line = self._overlay.line
        if line is not None:
            reach = float(line.positions[-1]) * factor
            self._reach_out(min(max(reach, SMALLEST_REACH), LARGEST_REACH))

    def _point_at(self, position: float) -> None:
        self._overlay.pointed = position
        self._landscape.update()

    def _choose(self, size: float | None) -> None:
        self._overlay.chosen = size
        self._landscape.update()

    def _turn_page(self, page: str) -> None:
        if page != PAGE:
            self._overlay.line = None
            self._landscape.update()

    def _show_what_is_followed(self) -> None:
        self._panel.choices.set_choices(self._what_to_follow(), self._followed())

    def _what_to_follow(self) -> list[tuple[str, str]]:
        labels = entry_labels(self._controller.scene.entries)
        choices = [("pinned", self.tr("Stays here"))]
        for place, label in enumerate(labels):
            choices.append((f"racer {place}", self.tr("Follows {0}").format(label)))
        return choices

    def _followed(self) -> str:
        if self._inspector.follow is Follow.RACER:
            return f"racer {self._inspector.racer}"
        return "pinned"

    def _dress(self, theme: Theme) -> None:
        self._panel.set_theme(theme)
        self._overlay.theme = theme
        self._landscape.update()


def _ground_of(resolved: Resolved) -> Ground | None:
    """Return the loss with compiled derivatives; what SymPy can't derive has ours."""
    if resolved.landscape is None and resolved.derivation_error:
        return resolved.surface
    return resolved.landscape


def _distance_from(point: Vector) -> Callable[[Vector], float]:
    return lambda other: math.dist(point, other)
