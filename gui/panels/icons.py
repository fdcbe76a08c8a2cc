"""Icons as outlines on a 24 × 24 grid, painted sharp at every size and colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

GRID = 24.0


@dataclass(frozen=True, slots=True)
class Icon:
    """An outline in the letters of SVG, and whether it is filled or stroked.

    The commands are ``M x y``, ``L x y``, ``C`` with three points, ``Z``, and
    ``O x y r`` for a circle.
    """

    outline: str
    is_filled: bool = False


ICONS = {
    "play": Icon("M 8 5.2 L 19.2 12 L 8 18.8 Z", is_filled=True),
    "pause": Icon(
        "M 7 5.5 L 10.4 5.5 L 10.4 18.5 L 7 18.5 Z M 13.6 5.5 L 17 5.5 L 17 18.5 L 13.6 18.5 Z",
        is_filled=True,
    ),
    "rewind": Icon(
        "M 5 6 L 7 6 L 7 18 L 5 18 Z M 13 6.4 L 13 17.6 L 7 12 Z M 19.4 6.4 L 19.4 17.6 L 13 12 Z",
        is_filled=True,
    ),
    "step_back": Icon(
        "M 16.4 6.2 L 16.4 17.8 L 8 12 Z M 6 6.2 L 7.8 6.2 L 7.8 17.8 L 6 17.8 Z", is_filled=True
    ),
    "step_forward": Icon(
        "M 7.6 6.2 L 7.6 17.8 L 16 12 Z M 18 6.2 L 16.2 6.2 L 16.2 17.8 L 18 17.8 Z",
        is_filled=True,
    ),
    "loop": Icon(
        "M 17 2.8 L 20.2 6 L 17 9.2 M 20 6 L 8 6 C 5.5 6 4 7.6 4 10 L 4 11.5 "
        "M 7 21.2 L 3.8 18 L 7 14.8 M 4 18 L 16 18 C 18.5 18 20 16.4 20 14 L 20 12.5"
    ),
    "chevron_right": Icon("M 9.5 6 L 15.5 12 L 9.5 18"),
    "chevron_down": Icon("M 6 9.5 L 12 15.5 L 18 9.5"),
    "eye": Icon(
        "M 2.5 12 C 5 7.4 8.3 5.5 12 5.5 C 15.7 5.5 19 7.4 21.5 12 "
        "C 19 16.6 15.7 18.5 12 18.5 C 8.3 18.5 5 16.6 2.5 12 Z O 12 12 3"
    ),
    "eye_off": Icon(
        "M 2.5 12 C 5 7.4 8.3 5.5 12 5.5 C 15.7 5.5 19 7.4 21.5 12 "
        "C 19 16.6 15.7 18.5 12 18.5 C 8.3 18.5 5 16.6 2.5 12 Z M 4 20 L 20 4"
    ),
    "duplicate": Icon("M 9 9 L 20 9 L 20 20 L 9 20 Z M 5 15 L 4 15 L 4 4 L 15 4 L 15 5"),
    "remove": Icon("M 6 6 L 18 18 M 18 6 L 6 18"),
    "palette": Icon(
        "M 12 3 C 6.8 7.4 5 10.6 5 14 C 5 18 8 21 12 21 C 16 21 19 18 19 14 "
        "C 19 10.6 17.2 7.4 12 3 Z"
    ),
}


@cache
def outline(name: str) -> QPainterPath:
    """Return an icon's path on the grid."""
    path = QPainterPath()
    tokens = iter(ICONS[name].outline.split())

    def point() -> QPointF:
        return QPointF(float(next(tokens)), float(next(tokens)))

    for command in tokens:
        match command:
            case "M":
                path.moveTo(point())
            case "L":
                path.lineTo(point())
            case "C":
                path.cubicTo(point(), point(), point())
            case "O":
                path.addEllipse(point(), radius := float(next(tokens)), radius)
            case "Z":
                path.closeSubpath()
    return path


def paint_icon(painter: QPainter, name: str, place: QRectF, colour: QColor) -> None:
    """Paint an icon into a square."""
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(place.width() / GRID, place.height() / GRID)
    if ICONS[name].is_filled:
        painter.fillPath(outline(name), colour)
    else:
        pen = QPen(colour, 1.9)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(outline(name), pen)
    painter.restore()
