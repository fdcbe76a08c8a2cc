"""The critical points on the plot and in their list, and which of them is chosen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.critical_points import CriticalCurve, CriticalPoint, Survey
from core.curvature import Curvature
from gui.appearance import Appearance
from gui.controller import Controller
from gui.inspector import Follow, Inspector
from gui.panels.critical_points_panel import CriticalPointsPanel
from gui.plot.landscape_view import LandscapeView
from gui.plot.survey_overlay import SurveyOverlay
from gui.resolved import Resolved
from gui.theme import Theme

PATIENCE_MILLISECONDS = 250
"""A search that takes less is not announced: what flashes by is only unrest."""

NEWS_MILLISECONDS = 12_000
"""How long it is said that points have met and vanished, or appeared."""

Place = tuple[float, float]


class CriticalPoints(QObject):
    """Hands each survey to the plot and the list, and keeps the choice of a point.

    What is chosen is remembered by its identity, so that it stays chosen while a
    parameter moves it, and the pinned curvature goes along.
    """

    centred = Signal(float, float)
    """A point that should be in the middle of the plot."""

    def __init__(
        self,
        panel: CriticalPointsPanel,
        landscape: LandscapeView,
        controller: Controller,
        inspector: Inspector,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._landscape = landscape
        self._inspector = inspector
        self._overlay = SurveyOverlay(appearance.theme)
        landscape.add_overlay(self._overlay, is_below_trails=True)
        self._resolved: Resolved | None = None
        self._survey: Survey | None = None
        self._chosen: int | None = None
        self._chosen_place: Place | None = None
        self._inspected: Place | None = None
        self._told = ""
        self._patience = _timer(self, PATIENCE_MILLISECONDS, self._announce_search)
        self._news = _timer(self, NEWS_MILLISECONDS, self._forget_news)
        controller.resolved_changed.connect(self._show)
        controller.rested.connect(self._rest)
        inspector.curvature_changed.connect(self._remember_inspected)
        panel.chosen.connect(self.centre)
        landscape.critical_point_clicked.connect(self.choose)
        appearance.changed.connect(self._dress)
        self._dress(appearance.theme)

    def choose(self, identity: int, x: float, y: float) -> None:
        """Mark a point or a curve in the list and on the plot, and pin the curvature there.

        Parameters
        ----------
        identity
            Of the point or curve.
        x, y
            Where it was pointed at, as the nearest place of a curve is pinned.
        """
        found = self._found(identity)
        if found is not None:
            self._mark(identity, _nearest_place(found, x, y))
            self._pin()

    def centre(self, identity: int) -> None:
        """Choose a point or the middle of a curve, and bring it to the middle of the plot."""
        found = self._found(identity)
        if found is not None:
            self._mark(identity, _middle(found))
            self._pin()
            self.centred.emit(*_middle(found))

    def _show(self, resolved: Resolved) -> None:
        is_other_loss = (
            self._resolved is None or self._resolved.formula.tree != resolved.formula.tree
        )
        self._resolved = resolved
        survey = resolved.survey
        if is_other_loss:
            self._begin_anew(resolved)
        if survey is not None and survey is not self._survey:
            self._show_survey(survey)
        if survey is not None and self._is_whole(resolved):
            self._patience.stop()
            self._panel.set_finished(survey)
        elif not self._patience.isActive():
            self._patience.start()

    def _rest(self) -> None:
        """Say so where nothing is computed any more, but the search was given up."""
        self._patience.stop()
        if self._resolved is not None and not self._is_whole(self._resolved):
            self._panel.set_stopped()

    @staticmethod
    def _is_whole(resolved: Resolved) -> bool:
        survey = resolved.survey
        return survey is not None and survey.is_finished and survey.view == resolved.view

    def _begin_anew(self, resolved: Resolved) -> None:
        """Take away the points of another loss, which would be wrong here."""
        self._forget_news()
        self._told = ""
        self._mark(None, None)
        self._show_survey(Survey(resolved.view))
        self._panel.set_searching(0.0)

    def _show_survey(self, survey: Survey) -> None:
        self._survey = survey
        self._landscape.set_critical_points(survey.points, survey.curves)
        self._overlay.set_survey(survey)
        self._panel.set_survey(survey)
        if survey.news not in ("", self._told):
            self._told = survey.news
            self._panel.set_news(survey.news)
            self._news.start()
        self._follow_chosen()

    def _announce_search(self) -> None:
        if self._survey is not None:
            self._panel.set_searching(1.0 - self._survey.unexplored_share)

    def _forget_news(self) -> None:
        self._news.stop()
        self._panel.set_news("")

    def _follow_chosen(self) -> None:
        """Keep hold of what is chosen, wherever it has moved; let go of what is no more."""
        if self._chosen is None or self._chosen_place is None:
            return
        found = self._found(self._chosen)
        if found is None:
            if self._survey is not None and self._survey.is_finished:
                self._mark(None, None)
            return
        before, self._chosen_place = self._chosen_place, _nearest_place(found, *self._chosen_place)
        is_pinned = self._inspector.follow is Follow.PINNED and self._inspected == before
        if is_pinned and self._chosen_place != before:
            self._pin()

    def _mark(self, identity: int | None, place: Place | None) -> None:
        self._chosen, self._chosen_place = identity, place
        self._overlay.set_selected(identity)
        self._landscape.set_selected_point(identity)
        self._panel.set_selected(identity)

    def _pin(self) -> None:
        if self._chosen_place is not None:
            self._inspected = self._chosen_place
            self._inspector.pin(*self._chosen_place)

    def _remember_inspected(self, curvature: Curvature | None) -> None:
        # Without derivatives there is no curvature yet, but the pin is where it was put.
        if curvature is not None:
            self._inspected = (curvature.x, curvature.y)

    def _found(self, identity: int) -> CriticalPoint | CriticalCurve | None:
        survey = self._survey
        if survey is None:
            return None
        everything: tuple[CriticalPoint | CriticalCurve, ...] = (*survey.points, *survey.curves)
        return next((one for one in everything if one.identity == identity), None)

    def _dress(self, theme: Theme) -> None:
        self._panel.set_theme(theme)
        self._overlay.set_theme(theme)
        self._landscape.update()


def _timer(parent: QObject, milliseconds: int, ring: Callable[[], None]) -> QTimer:
    timer = QTimer(parent, singleShot=True, interval=milliseconds)
    timer.timeout.connect(ring)
    return timer


def _nearest_place(found: CriticalPoint | CriticalCurve, x: float, y: float) -> Place:
    if isinstance(found, CriticalPoint):
        return found.x, found.y
    nearest = np.hypot(found.points[0] - x, found.points[1] - y).argmin()
    return float(found.points[0, nearest]), float(found.points[1, nearest])


def _middle(found: CriticalPoint | CriticalCurve) -> Place:
    if isinstance(found, CriticalPoint):
        return found.x, found.y
    place = found.points.shape[1] // 2
    return float(found.points[0, place]), float(found.points[1, place])
