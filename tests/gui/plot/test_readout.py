from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from core.scene import View
from gui.plot.painting import paint_safely
from gui.plot.readout import SHADOW, paint_readout, readout_place
from gui.plot.transform import Transform
from gui.theme import DARK, LIGHT, Theme

PICTURE = Transform(View(), 300, 200)
TEXT = "L(1, 1) = 5.5"
CORNERS = [(0, 0), (300, 0), (0, 200), (300, 200), (150, 100)]


def painted(theme: Theme, at: QPointF, ratio: float = 1.0) -> NDArray[np.uint8]:
    """Return the channels of a picture that holds nothing but the readout."""
    image = QImage(PICTURE.device_size(ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)

    def draw(painter: QPainter) -> None:
        paint_readout(painter, PICTURE, theme, QFont(), TEXT, at)

    paint_safely(image, draw)
    pixels: NDArray[np.uint8] = np.array(image.constBits()).reshape(image.height(), -1, 4)
    return pixels


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("corner", CORNERS)
def test_the_pill_lies_inside_the_picture_and_beside_the_pointer(
    corner: tuple[float, float],
) -> None:
    place = readout_place(PICTURE, QFont(), TEXT, QPointF(*corner))
    assert PICTURE.frame.contains(place)
    assert not place.contains(QPointF(*corner))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_pill_is_painted_where_it_lies(theme: Theme, ratio: float) -> None:
    at = QPointF(20, 30)
    place = readout_place(PICTURE, QFont(), TEXT, at)
    alpha = painted(theme, at, ratio)[:, :, 3]
    rows, columns = np.nonzero(alpha)
    touched = QRectF(
        QPointF(columns.min(), rows.min()) / ratio, QPointF(columns.max(), rows.max()) / ratio
    )
    assert place.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW).contains(touched)
    left, middle = round((place.left() + 4) * ratio), round(place.center().y() * ratio)
    blue, green, red, opacity = painted(theme, at, ratio)[middle, left].tolist()
    assert (red, green, blue, opacity) == QColor(theme.panel).getRgb()


@pytest.mark.usefixtures("qapp")
def test_the_text_is_written() -> None:
    at = QPointF(20, 30)
    place = readout_place(PICTURE, QFont(), TEXT, at).toRect()
    inside = painted(LIGHT, at)[
        place.top() + 4 : place.bottom() - 4, place.left() + 8 : place.right() - 8
    ]
    assert inside[:, :, :3].min() < 128
