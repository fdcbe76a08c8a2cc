from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from core.expression import parse_loss
from core.notation import to_mathml
from core.notation.typeset import svg


def rendered(text: str, colour: str = "#12212a", size: float = 24.0) -> QImage:
    """Paint a formula with Qt, as the window does."""
    renderer = QSvgRenderer(QByteArray(svg(to_mathml(parse_loss(text).tree), colour, size)))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_ARGB32)
    image.fill(QColor("transparent"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def ink(image: QImage) -> set[tuple[int, int, int]]:
    """Return the colours of the pixels that are fully covered."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {(p.red(), p.green(), p.blue()) for p in pixels if p.alpha() == 255}


@pytest.mark.parametrize(
    "text",
    [
        "100(y − x²)² + (1 − x)²",
        "x/(1 + √(x² + y²))",
        "x if x < 0 else |y|",
        "theta_0 sin(2pi theta_1) + e^-x",
    ],
)
def test_qt_paints_the_formula_in_the_colour_asked_for(text: str) -> None:
    assert (0xEE, 0x22, 0x11) in ink(rendered(text, "#ee2211"))


def test_colours_do_not_leak_from_one_formula_to_the_next() -> None:
    rendered("x", "#ee2211")
    assert ink(rendered("x + y", "#1122ee")) == {(0x11, 0x22, 0xEE)}


def test_letters_grow_with_the_size() -> None:
    small, large = rendered("x + y", size=16.0), rendered("x + y", size=32.0)
    assert large.width() == pytest.approx(2 * small.width(), rel=0.1)


def test_deep_nesting_is_drawn_at_once() -> None:
    text = "x"
    for _ in range(12):
        text = f"(1 + 1/(2 + {text}))"
    begin = time.monotonic()
    rendered(text)
    assert time.monotonic() - begin < 8.0  # each level once doubled the time: minutes
