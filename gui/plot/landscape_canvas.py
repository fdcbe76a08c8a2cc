"""The landscape and everything painted on it; it shows and never computes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.critical_points import CriticalCurve, CriticalPoint
from core.curvature import Curvature
from core.race import Race
from core.scene import Start, View
from gui.frame_log import FrameLog
from gui.plot.curvature_cross import paint_curvature_cross
from gui.plot.end_layer import EndLayer
from gui.plot.explanation_layer import ExplainedStep, ExplanationLayer
from gui.plot.frame import paint_axis_names, paint_axis_numbers, paint_corners
from gui.plot.head_layer import HeadLayer
from gui.plot.marker_layer import MarkerLayer
from gui.plot.overlay import Overlay
from gui.plot.painting import paint_safely
from gui.plot.picture import LandscapePicture
from gui.plot.readout import paint_readout
from gui.plot.surface_layer import SurfaceLayer
from gui.plot.trail_layer import FRAME_BUDGET, TrailLayer
from gui.plot.trails import Trails, one_run, same_look, trails_of
from gui.plot.transform import Transform
from gui.theme import LIGHT, Theme, TrailStyle

FADED = 0.4
"""How much is left of the other trails while a step is explained."""

LOOK_MILLISECONDS = 4
"""Between two looks at whether trails have been painted in the background."""


class LandscapeCanvas(QWidget):
    """Paints the loss, the trails and the marks from what its setters are given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.frame_log = FrameLog(self)
        self._theme = LIGHT
        self._view = View()
        self._names = ("x", "y")
        self._step = 0.0
        self._trails: Trails | None = None
        self._curvature: Curvature | None = None
        self._readout = ""
        self._pointer = QPointF()
        self._surface = SurfaceLayer(LIGHT)
        self._trail_layer = TrailLayer()
        self._heads = HeadLayer()
        self._ends = EndLayer()
        self._markers = MarkerLayer()
        self._explanation = ExplanationLayer()
        self._explained_trail = TrailLayer()
        self._waiting = QTimer(self, interval=LOOK_MILLISECONDS)
        self._waiting.timeout.connect(self._look_for_trails)
        self._below_trails: list[Overlay] = []
        self._above_trails: list[Overlay] = []
        self._backdrop: QPixmap | None = None
        self._backdrop_ratio = 1.0
        self.set_theme(LIGHT)

    @property
    def view(self) -> View:
        """The rectangle of the plane that is shown."""
        return self._view

    @property
    def shown_race(self) -> Race | None:
        """The race whose trails are on the screen; a newer one may still be painted."""
        trails = self._trail_layer.shown
        return trails.race if trails is not None else None

    @property
    def step(self) -> float:
        """Where the playhead stands."""
        return self._step

    @property
    def readout(self) -> str:
        """What is said beside the pointer; empty is nothing."""
        return self._readout

    @property
    def explained_step(self) -> ExplainedStep | None:
        """The step whose arrows are shown."""
        return self._explanation.step

    def add_overlay(self, overlay: Overlay, *, is_below_trails: bool = False) -> None:
        """Let something else be painted in every frame, after what was added before it."""
        (self._below_trails if is_below_trails else self._above_trails).append(overlay)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme
        self._surface.theme = theme
        self._heads.set_theme(theme)
        self._ends.set_theme(theme)
        self._markers.set_theme(theme)
        self._explanation.set_theme(theme)
        for trails in (self._trail_layer, self._explained_trail):
            trails.set_halo(QColor(theme.halo))
        self._refresh_backdrop()

    def set_view(self, view: View) -> None:
        """Show another rectangle; what is painted already is stretched meanwhile."""
        if view != self._view:
            self._view = view
            self._refresh_backdrop()

    def set_picture(self, picture: LandscapePicture | None) -> None:
        """Show an image of the loss, or an empty plane."""
        self._surface.shown = picture
        self._refresh_backdrop()

    def set_names(self, variables: tuple[str, str]) -> None:
        """Name the axes."""
        if variables != self._names:
            self._names = variables
            self._refresh_backdrop()

    def set_trails(
        self, race: Race | None, styles: Sequence[TrailStyle], visible: Sequence[bool]
    ) -> None:
        """Show the trails of a race, one style and one visibility for each entry."""
        trails = trails_of(race, styles, visible)
        if not same_look(trails, self._trails):
            self._trails = trails
            self._trail_layer.set_trails(trails)
            self._heads.set_trails(trails)
            self._ends.set_trails(trails)
            self._separate_explained_run()
            self.update()

    def set_step(self, step: float) -> None:
        """Move the playhead; between two steps the heads glide."""
        if step != self._step:
            self._step = max(0.0, float(step))
            self.update()

    def set_starts(self, starts: Sequence[Start]) -> None:
        """Show these starting points."""
        self._markers.starts = tuple(starts)
        self.update()

    def set_critical_points(
        self, points: Sequence[CriticalPoint], curves: Sequence[CriticalCurve] = ()
    ) -> None:
        """Show these critical points, and let these curves of them be pointed at."""
        self._markers.set_critical_points(points, curves)
        self.update()

    def set_selected_point(self, identity: int | None) -> None:
        """Let the critical point of an identity stand out, or none."""
        self._markers.selected = identity
        self.update()

    def set_curvature_cross(self, curvature: Curvature | None) -> None:
        """Show the principal curvatures at a point, or nowhere."""
        self._curvature = curvature
        self.update()

    def set_explained_step(self, step: ExplainedStep | None) -> None:
        """Show the arrows of a step, every trail but its own faded, or none."""
        before, self._explanation.step = self._explanation.step, step
        if _run_of(before) != _run_of(step):
            self._separate_explained_run()
        self.update()

    def _separate_explained_run(self) -> None:
        run = _run_of(self._explanation.step)
        trails = self._trails
        self._explained_trail.set_trails(one_run(trails, *run) if trails and run else None)

    def set_readout(self, text: str) -> None:
        """Show a line of text beside the pointer; empty hides it."""
        if text != self._readout:
            self._readout = text
            self.update()

    def finish_painting(self) -> None:
        """Bring what is painted over several frames to its end at once."""
        for trails in (self._trail_layer, self._explained_trail):
            trails.prepare(self._transform(), self._ratio(), self._step, math.inf)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Return the size that suits a lecture hall's projector."""
        return QSize(1170, 600)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size below which nothing can be read."""
        return QSize(240, 160)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint a frame, and ask for another while anything is unfinished."""
        paint_safely(self, self._draw)
        self.frame_log.note()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Paint nothing in the background for a picture that nobody sees."""
        self._waiting.stop()
        for trails in (self._trail_layer, self._explained_trail):
            trails.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Paint everything anew for the new size."""
        self._refresh_backdrop()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow a change of the font."""
        if event.type() == QEvent.Type.FontChange:
            self._refresh_backdrop()
        super().changeEvent(event)

    def _transform(self) -> Transform:
        return Transform(self._view, max(1, self.width()), max(1, self.height()))

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _refresh_backdrop(self) -> None:
        self._backdrop = None
        self.update()

    def _draw(self, painter: QPainter) -> None:
        transform, ratio, theme = self._transform(), self._ratio(), self._theme
        painter.drawPixmap(0, 0, self._painted_backdrop(transform, ratio))
        self._draw_overlays(self._below_trails, painter, transform, ratio)
        self._draw_trails(painter, transform, ratio)
        self._draw_overlays(self._above_trails, painter, transform, ratio)
        if self._curvature is not None:
            paint_curvature_cross(painter, transform, self._curvature, theme, self.font())
        self._heads.paint(painter, transform, ratio, self._step)
        self._markers.paint_critical_points(painter, transform, ratio)
        self._ends.paint(painter, transform, ratio, self._step)
        self._markers.paint_starts(painter, transform, ratio)
        self._explanation.paint(painter, transform, ratio, self.font(), self._names)
        paint_corners(painter, transform, theme)
        if self._readout:
            paint_readout(painter, transform, theme, self.font(), self._readout, self._pointer)

    @staticmethod
    def _draw_overlays(
        overlays: Sequence[Overlay], painter: QPainter, transform: Transform, ratio: float
    ) -> None:
        for overlay in overlays:
            painter.save()
            overlay.paint(painter, transform, ratio)
            painter.restore()

    def _draw_trails(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        done = self._trail_layer.prepare(transform, ratio, self._step, FRAME_BUDGET)
        if self._explanation.step is not None:
            done &= self._explained_trail.prepare(transform, ratio, self._step, FRAME_BUDGET)
            painter.setOpacity(FADED)
        self._trail_layer.paint(painter, transform)
        painter.setOpacity(1.0)
        self._explained_trail.paint(painter, transform)
        if not done:
            self._waiting.start()

    def _look_for_trails(self) -> None:
        """Show trails that have been painted meanwhile."""
        if not (self._trail_layer.is_busy or self._explained_trail.is_busy):
            self._waiting.stop()
            self.update()

    def _painted_backdrop(self, transform: Transform, ratio: float) -> QPixmap:
        """Return the surface with its axis numbers, painted once for each view."""
        if self._backdrop is None or self._backdrop_ratio != ratio:
            backdrop = QPixmap(transform.device_size(ratio))
            backdrop.setDevicePixelRatio(ratio)
            paint_safely(backdrop, lambda painter: self._draw_backdrop(painter, transform, ratio))
            self._backdrop, self._backdrop_ratio = backdrop, ratio
        return self._backdrop

    def _draw_backdrop(self, painter: QPainter, transform: Transform, ratio: float) -> None:
        self._surface.paint(painter, transform, ratio)
        paint_axis_numbers(painter, transform, self._theme, self.font())
        paint_axis_names(painter, transform, self._theme, self.font(), self._names)


def _run_of(step: ExplainedStep | None) -> tuple[int, int] | None:
    return (step.entry, step.start) if step is not None else None
