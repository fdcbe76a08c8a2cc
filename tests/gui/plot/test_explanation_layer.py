"""The arrows of a step are painted once, and again only when something in them changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from core.explanation import Arrow
from core.scene import View
from gui.plot.explanation_layer import ExplainedStep, ExplanationLayer
from gui.plot.transform import Transform
from gui.theme import DARK

ARROWS = (
    Arrow("step", "step", (0.0, 0.0), (1.0, 1.0)),
    Arrow("−η g", "part", (0.0, 0.0), (1.0, 0.0)),
)
STEP = ExplainedStep(0, 0, ARROWS, (0.5, 2.0))
TRANSFORM = Transform(View(-2, 2, -2, 2), 300, 200)


@pytest.fixture
def layer(qtbot: QtBot) -> ExplanationLayer:
    """Show a step."""
    layer = ExplanationLayer()
    layer.step = STEP
    return layer


def painted(layer: ExplanationLayer, transform: Transform = TRANSFORM, points: int = 10) -> QImage:
    image = QImage(300, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    layer.paint(painter, transform, 1.0, QFont("", points), ("x", "y"))
    painter.end()
    return image


def drawn_times(layer: ExplanationLayer, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note each time that the step is drawn anew."""
    times: list[int] = []
    draw = layer._draw

    def note(*arguments: object) -> None:
        times.append(1)
        draw(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(layer, "_draw", note)
    return times


def test_what_stays_the_same_is_drawn_once(
    layer: ExplanationLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = drawn_times(layer, monkeypatch)
    first = painted(layer)
    assert painted(layer) == first
    layer.step = replace(STEP)
    assert painted(layer) == first
    assert len(times) == 1


def test_what_changes_is_drawn_anew(layer: ExplanationLayer) -> None:
    pictures = [painted(layer)]
    pictures.append(painted(layer, Transform(View(-3, 3, -2, 2), 300, 200)))
    pictures.append(painted(layer, points=20))
    layer.set_theme(DARK)
    pictures.append(painted(layer))
    layer.step = replace(STEP, arrows=ARROWS[:1])
    pictures.append(painted(layer))
    layer.step = None
    pictures.append(painted(layer))
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[:n])
    blank = pictures[-1].copy()
    blank.fill(Qt.GlobalColor.transparent)
    assert pictures[-1] == blank
