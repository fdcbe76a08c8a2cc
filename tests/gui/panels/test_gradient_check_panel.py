"""The gradient check as it is read, and the chart of its errors."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.expression import parse_loss
from core.gradient_check import check_gradient
from core.landscape import Surface
from gui.panels.gradient_check_panel import GradientCheckPanel
from gui.plot.error_chart import ErrorChart
from gui.theme import DARK, LIGHT, OKABE_ITO
from tests.gui.panels.support import child, retype, shown
from tests.gui.plot.sample import count_of, pixels


@pytest.fixture
def panel(qtbot: QtBot) -> GradientCheckPanel:
    return shown(qtbot, GradientCheckPanel(), 360, 640)


def show(panel: GradientCheckPanel, loss: str, x: float, y: float) -> list[str]:
    """Show a check and return every text that is seen."""
    formula = parse_loss(loss)
    panel.set_check(check_gradient(Surface(formula, {}), x, y), formula.variables)
    QApplication.processEvents()
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_three_gradients_are_compared_and_the_slopes_named(panel: GradientCheckPanel) -> None:
    texts = show(panel, "sin u cos v", 1.0, 2.0)
    assert {"∂L/∂u", "∂L/∂v"} <= set(texts)
    values = [text for text in texts if text.startswith("−0.2248450")]
    assert len(values) == 3
    assert "−0.224845095366" in values
    sentence = child(panel, QLabel, "checkSentence").text()
    assert sentence.startswith("Forward differences are best near h = √ε = 1.5e−8: here at 1e−8,")
    assert "a slope of 1.00. Central differences are best near h = ∛ε = 6.1e−6:" in sentence
    assert sentence.endswith("and a slope of 2.00.")


def test_rounding_alone_is_said_where_there_is_no_truncation(panel: GradientCheckPanel) -> None:
    show(panel, "x^2 + 10y^2", 1.3, 0.7)
    sentence = child(panel, QLabel, "checkSentence").text()
    assert "Central differences err by rounding alone: at h = " in sentence


def test_an_undefined_point_shows_dashes_and_says_so(panel: GradientCheckPanel) -> None:
    texts = show(panel, "ln x + y", -1.0, 0.5)
    assert texts.count("–") >= 4
    sentence = child(panel, QLabel, "checkSentence").text()
    assert sentence == "The loss or its gradient is undefined at this point."


def test_another_point_is_typed(qtbot: QtBot, panel: GradientCheckPanel) -> None:
    show(panel, "x^2 + y^2", 1.0, 2.0)
    with qtbot.waitSignal(panel.point_typed) as heard:
        retype(child(panel, QLineEdit, "checkYField"), "-0.125")
    assert heard.args == [1.0, -0.125]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_chart_draws_both_curves_in_their_colours(
    panel: GradientCheckPanel, theme: object
) -> None:
    chosen = DARK if theme is DARK else LIGHT
    panel.set_theme(chosen)
    show(panel, "sin x cos y", 1.0, 2.0)
    found = pixels(child(panel, ErrorChart, "errorChart"))
    for pair in OKABE_ITO[:2]:
        assert count_of(found, QColor(pair[chosen.is_dark])) > 150


def test_the_chart_leaves_a_gap_where_the_loss_is_undefined(panel: GradientCheckPanel) -> None:
    chart = child(panel, ErrorChart, "errorChart")
    show(panel, "ln x + y^3", 0.5, 1.0)
    whole = count_of(pixels(chart), QColor(OKABE_ITO[1][0]))
    show(panel, "ln x + y^3", 1e-7, 1.0)
    assert count_of(pixels(chart), QColor(OKABE_ITO[1][0])) < 0.9 * whole


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (1e12, -1e12), (3.0, 4.0)])
def test_the_chart_draws_every_check(panel: GradientCheckPanel, x: float, y: float) -> None:
    show(panel, "x^2 + y^2", x, y)
    chart = child(panel, ErrorChart, "errorChart")
    empty = ErrorChart().grab().toImage()
    assert chart.grab().toImage() != empty
    assert np.ptp(pixels(chart)) > 0
