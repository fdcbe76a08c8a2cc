from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.curvature import Curvature
from gui.panels.curvature_panel import CurvaturePanel
from gui.panels.eigenvalue_bars import EigenvalueBar, bar_share
from gui.panels.icon_button import IconButton
from gui.panels.number_label import NumberLabel
from gui.theme import DARK, LIGHT, Theme
from tests.gui.panels.support import child, click, shown

SADDLE = Curvature(
    x=0.0869,
    y=2.8843,
    loss=67.7189,
    gradient=(-1.2, 3.4e-5),
    hessian=(-30.4, 11.8, 74.2),
    eigenvalues=(-31.7, 75.5),
    eigenvectors=((0.99, -0.11), (0.11, 0.99)),
    condition_number=2.3817,
    signs=(-1, 1),
    is_critical=True,
    sentence="Saddle. Falls along (0.99, −0.11) where a < b & rises elsewhere.",
)
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="500" height="40" viewBox="0 0 500 40"/>'


@pytest.fixture
def panel(qtbot: QtBot) -> CurvaturePanel:
    return shown(qtbot, CurvaturePanel(), 350, 400)


def test_the_curvature_is_shown_in_numbers_and_words(panel: CurvaturePanel) -> None:
    panel.set_curvature(SADDLE, "pinned")
    assert child(panel, QLabel, "curvatureHeading").text() == "Curvature at (0.087, 2.884)"
    assert [label.text() for label in panel.values] == ["−31.7", "75.5"]
    assert child(panel, NumberLabel, "conditionNumber").text() == "2.382"
    assert child(panel, NumberLabel, "gradientValue").text() == "(−1.2, 3.4e−5)"
    assert panel.mode.text() == "pinned"
    assert panel.bars[0].share() < 0 < panel.bars[1].share()


def test_the_sentence_is_text_and_never_markup(panel: CurvaturePanel) -> None:
    panel.set_curvature(SADDLE, "pinned")
    text = child(panel, QLabel, "curvatureSentence").text()
    assert text.startswith("<b>Saddle.</b> Falls")
    assert "a &lt; b &amp; rises" in text


def test_nothing_is_claimed_without_a_point(panel: CurvaturePanel) -> None:
    panel.set_curvature(SADDLE, "pinned")
    panel.set_curvature(None, "")
    assert [label.text() for label in panel.values] == ["–", "–"]
    assert [bar.share() for bar in panel.bars] == [0, 0]
    assert child(panel, NumberLabel, "conditionNumber").text() == "–"


def test_no_number_is_claimed_where_the_loss_is_undefined(panel: CurvaturePanel) -> None:
    # The second derivative of ln x has a value at −1, where ln x has none.
    panel.set_curvature(replace(SADDLE, loss=math.nan), "pinned")
    assert child(panel, QLabel, "curvatureHeading").text() == "Curvature at (0.087, 2.884)"
    assert [label.text() for label in panel.values] == ["–", "–"]
    assert child(panel, NumberLabel, "conditionNumber").text() == "–"
    assert child(panel, NumberLabel, "gradientValue").text() == "–"


def test_numbers_that_are_not_finite_paint(panel: CurvaturePanel) -> None:
    for eigenvalues in ((math.nan, math.nan), (-math.inf, math.inf), (0.0, 0.0), (5e-324, 1e308)):
        panel.bars[0].set_share(bar_share(eigenvalues[0], max(map(abs, eigenvalues))))
        panel.grab()


def test_what_is_below_does_not_jump_with_the_sentence(panel: CurvaturePanel) -> None:
    panel.set_curvature(None, "")
    QApplication.processEvents()
    top = panel.derivatives.y()
    panel.set_curvature(SADDLE, "")
    QApplication.processEvents()
    assert panel.derivatives.y() == top


def test_what_to_follow_is_chosen_from_a_menu(qtbot: QtBot, panel: CurvaturePanel) -> None:
    panel.set_choices([("pointer", "Follow the pointer"), ("racer 1", "Follow Adam")])
    panel.set_curvature(SADDLE, "pinned")
    QApplication.processEvents()
    button = child(panel, QPushButton, "followButton")
    QTest.keyClick(button, Qt.Key.Key_Space)
    menu = button.menu()
    qtbot.waitUntil(menu.isVisible)
    adam = menu.actions()[1]
    with qtbot.waitSignal(panel.follow_changed) as heard:
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(adam).center())
    assert heard.args == ["racer 1"]


def test_derivatives_open_and_fit_the_width(panel: CurvaturePanel) -> None:
    panel.set_derivatives([PICTURE, PICTURE], "")
    assert not panel.derivatives.is_open()
    click(child(panel, IconButton, "derivativesButton"))
    QApplication.processEvents()
    views = panel.derivatives.formulas
    assert [view.isVisible() for view in views] == [True, True]
    for view in views:
        assert 0 < view.place().width() <= view.width() <= panel.width()
    panel.set_derivatives([], "The derivatives took longer than 2 seconds.")
    QApplication.processEvents()
    assert not any(view.isVisible() for view in views)
    panel.set_derivatives([PICTURE], "")
    assert [view.isHidden() for view in views] == [False, True]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_bar_has_the_colour_and_side_of_its_sign(qtbot: QtBot, theme: Theme, sign: int) -> None:
    bar = shown(qtbot, EigenvalueBar(), 200, 20)
    bar.set_theme(theme)
    bar.set_share(sign * 0.8)
    colour = bar.grab().toImage().pixelColor(100 + sign * 40, 10).name()
    assert colour == (theme.negative if sign < 0 else theme.positive)
    other = bar.grab().toImage().pixelColor(100 - sign * 40, 10).name()
    assert other not in (theme.negative, theme.positive)


@given(
    value=st.floats(-1e300, 1e300),
    largest=st.floats(1e-300, 1e300),
)
def test_bars_keep_sign_and_order(value: float, largest: float) -> None:
    share = bar_share(value, largest)
    assert -1 <= share <= 1
    assert share * value >= 0
    assert abs(bar_share(value / 2, largest)) <= abs(share)
