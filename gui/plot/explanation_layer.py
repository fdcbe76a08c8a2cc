"""The step that is explained: its run in full, the arrows that add up to it, its scales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
)

from core.explanation import Arrow
from gui.letters import letter
from gui.numbers import format_number
from gui.plot.arrow_places import EDGE, PlacedArrow, last_seen, length_within, place_step
from gui.plot.painting import paint_safely, write_with_halo
from gui.plot.transform import Transform
from gui.theme import LIGHT, Theme

WIDTHS = {"step": 3.6, "velocity": 2.8, "part": 2.8, "gradient": 2.0}
HEAD_LENGTH = 12.0
HALO = 2.0
BOX_REACH = 58.0
"""Pixels from the iterate to the farther side of the box of scales."""
_AROUND = tuple(math.radians(angle) for angle in (0, 50, -50, 100, -100, 150, -150))
"""Where beside an arrow's head its label may stand, the best first."""


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """What is drawn of a step."""

    entry: int
    start: int
    arrows: tuple[Arrow, ...]
    scale: tuple[float, float] | None
    """What an adaptive method multiplies each coordinate by."""


class ExplanationLayer:
    """Paints the arrows of one step over the landscape."""

    def __init__(self) -> None:
        self.step: ExplainedStep | None = None
        self._theme = LIGHT
        self._labels: list[QRectF] = []
        self._picture: QPixmap | None = None
        self._painted: object = None
        """What the picture shows, and how."""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another appearance."""
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        transform: Transform,
        ratio: float,
        font: QFont,
        names: tuple[str, str],
    ) -> None:
        """Paint the step that is explained, if there is one.

        Outlined letters take longer than all trails, so that the picture is kept for as
        long as nothing in it changes.
        """
        step, look = self.step, (transform, ratio, QFont(font), names, self._theme)
        if step is None:
            self._picture = None
            return
        if self._picture is None or (step, look) != self._painted:
            self._picture = QPixmap(transform.device_size(ratio))
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            paint_safely(self._picture, lambda inner: self._draw(inner, transform, font, names))
            self._painted = (step, look)
        painter.drawPixmap(0, 0, self._picture)

    def _draw(
        self, painter: QPainter, transform: Transform, font: QFont, names: tuple[str, str]
    ) -> None:
        if self.step is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_bold(font))
        self._labels = []
        placed = place_step(self.step.arrows, transform)
        if placed.magnification != 1:
            text = QCoreApplication.translate("ExplanationLayer", "Step and its parts ×{0}")
            self._note(painter, transform, text.format(format_number(placed.magnification)))
        half = 0.0
        if placed.arrows and self.step.scale is not None:
            half = self._paint_box(painter, transform, placed.arrows[0].tail, self.step.scale)
        self._paint_closing_lines(painter, placed.closing_lines)
        for arrow in placed.arrows:
            self._paint_arrow(painter, arrow)
        for arrow in reversed(placed.arrows):
            self._label_arrow(painter, transform, arrow, placed.arrows)
        if half and self.step.scale is not None:
            self._label_box(painter, transform, placed.arrows, half, self.step.scale, names)

    def _colour(self, kind: str) -> QColor:
        theme = self._theme
        colours = {"step": theme.mark, "velocity": theme.positive}
        return QColor(colours.get(kind, theme.negative))

    def _paint_arrow(self, painter: QPainter, arrow: PlacedArrow) -> None:
        width, length = WIDTHS[arrow.kind], arrow.length
        along = (arrow.head - arrow.tail) / length
        across = QPointF(-along.y(), along.x())
        size = min(HEAD_LENGTH + width, 0.6 * length)
        neck = arrow.head - along * size
        tip = QPolygonF([arrow.head, neck + across * size * 0.45, neck - across * size * 0.45])
        colour = self._colour(arrow.kind)
        for paint, extra in ((QColor(self._theme.halo), 2 * HALO), (colour, 0.0)):
            painter.setPen(_pen(paint, width + extra))
            painter.drawLine(QLineF(arrow.tail, neck))
            painter.setPen(_pen(paint, extra) if extra else Qt.PenStyle.NoPen)
            painter.setBrush(paint)
            painter.drawPolygon(tip)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_closing_lines(
        self, painter: QPainter, lines: tuple[tuple[QPointF, QPointF], ...]
    ) -> None:
        for paint, width in ((self._theme.halo, 3.4), (self._theme.mark, 1.4)):
            pen = _pen(QColor(paint), width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([7.0 / width, 5.0 / width])
            painter.setPen(pen)
            for tail, head in lines:
                painter.drawLine(QLineF(tail, head))

    def _paint_box(
        self,
        painter: QPainter,
        transform: Transform,
        centre: QPointF,
        scale: tuple[float, float],
    ) -> float:
        """Paint what each axis is multiplied by as a box, and return half its height."""
        sides = (abs(scale[0]) * transform.x_scale, abs(scale[1]) * transform.y_scale)
        longest = max(sides)
        if not (math.isfinite(longest) and longest > 0):
            return 0.0
        half = [max(3.0, BOX_REACH * side / longest) for side in sides]
        box = QRectF(centre.x() - half[0], centre.y() - half[1], 2 * half[0], 2 * half[1])
        fill = QColor(self._theme.accent)
        fill.setAlpha(34)
        painter.fillRect(box, fill)
        painter.setPen(QPen(QColor(self._theme.accent), 1.6))
        painter.drawRect(box)
        return half[1]

    def _label_box(
        self,
        painter: QPainter,
        transform: Transform,
        arrows: Sequence[PlacedArrow],
        half: float,
        scale: tuple[float, float],
        names: tuple[str, str],
    ) -> None:
        """Write both factors above or below the box, away from arrows and other labels."""
        parts = zip(map(letter, names), scale, strict=True)
        text = ", ".join(f"{name} ×{format_number(size, 3)}" for name, size in parts)
        metrics = QFontMetricsF(painter.font())
        size = QRectF(0, 0, metrics.horizontalAdvance(text), metrics.height())
        centre = arrows[0].tail
        falls = sum(arrow.head.y() - centre.y() for arrow in arrows) > 0
        reach = half + metrics.height() * 0.75
        places = []
        for down in (-reach, reach) if falls else (reach, -reach):
            for right in (0.0, -size.width() / 2, size.width() / 2):
                place = QRectF(size)
                place.moveCenter(centre + QPointF(right, down))
                places.append(_inside(place, transform))
        best = min(places, key=lambda place: self._cover(place, arrows))
        self._write(painter, transform, best, text, QColor(self._theme.accent))

    def _label_arrow(
        self,
        painter: QPainter,
        transform: Transform,
        arrow: PlacedArrow,
        arrows: Sequence[PlacedArrow],
    ) -> None:
        metrics = QFontMetricsF(painter.font())
        size = QRectF(0, 0, metrics.horizontalAdvance(arrow.label), metrics.height())
        head = last_seen(arrow, transform)
        if head is None:
            return
        angle = math.atan2(arrow.head.y() - arrow.tail.y(), arrow.head.x() - arrow.tail.x())
        places = []
        for turn in _AROUND:
            direction = QPointF(math.cos(angle + turn), math.sin(angle + turn))
            place = QRectF(size)
            reach_x, reach_y = size.width() / 2 + 9, size.height() / 2 + 7
            place.moveCenter(head + QPointF(direction.x() * reach_x, direction.y() * reach_y))
            places.append(_inside(place, transform))
        best = min(places, key=lambda place: self._cover(place, arrows))
        self._write(painter, transform, best, arrow.label, self._colour(arrow.kind))

    def _cover(self, place: QRectF, arrows: Sequence[PlacedArrow]) -> float:
        """Return the area of labels and arrows that a label at a place would cover."""
        shared = (place.intersected(label) for label in self._labels)
        covered = sum(area.width() * area.height() for area in shared)
        return covered + HEAD_LENGTH * sum(length_within(place, arrow) for arrow in arrows)

    def _note(self, painter: QPainter, transform: Transform, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(text)
        place = QRectF(transform.width - EDGE - width, EDGE, width, metrics.height())
        self._write(painter, transform, place, text, QColor(self._theme.text))

    def _write(
        self, painter: QPainter, transform: Transform, place: QRectF, text: str, colour: QColor
    ) -> None:
        place = _inside(place, transform)
        self._labels.append(place)
        at = QPointF(place.left(), place.top() + QFontMetricsF(painter.font()).ascent())
        halo = _pen(QColor(self._theme.halo), 5.0)
        write_with_halo(painter, at, painter.font(), text, colour, halo)


def _inside(place: QRectF, transform: Transform) -> QRectF:
    """Return a label's place, moved into the picture."""
    left = min(max(place.left(), EDGE), transform.width - EDGE - place.width())
    top = min(max(place.top(), EDGE), transform.height - EDGE - place.height())
    return QRectF(left, top, place.width(), place.height())


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold
