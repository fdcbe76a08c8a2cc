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
from core.descent import gradient_descent_facts, heavy_ball_facts
from gui.panels.curvature_panel import CurvaturePanel
from gui.panels.eigenvalue_bars import EigenvalueBar, bar_share
from gui.panels.icon_button import IconButton
from gui.panels.number_field import NumberField
from gui.panels.number_label import NumberLabel
from gui.theme import DARK, LIGHT, Theme
from tests.gui.panels.support import child, click, retype, shown

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
    panel.set_curvature(replace(SADDLE, sentence="The loss has no curvature here."), "pinned")
    text = child(panel, QLabel, "curvatureSentence").text()
    assert text == "The loss has no curvature here."


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


def test_no_number_is_claimed_at_a_kink(panel: CurvaturePanel) -> None:
    nothing = (math.nan, math.nan)
    kink = replace(SADDLE, gradient=nothing, eigenvalues=nothing, signs=(0, 0))
    panel.set_curvature(kink, "pinned")
    assert [label.text() for label in panel.values] == ["–", "–"]
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


def test_the_hessian_stands_in_numbers_between_brackets(panel: CurvaturePanel) -> None:
    panel.derivatives.set_hessian((1.5, -0.25, 4e-5))
    panel.derivatives.set_open(True)
    QApplication.processEvents()
    texts = [entry.text() for entry in panel.derivatives.hessian.entries]
    assert texts == ["1.5", "−0.25", "−0.25", "4e−5"]
    picture = panel.derivatives.hessian.grab().toImage()
    dark = [picture.pixelColor(1, row).lightness() < 128 for row in range(picture.height())]
    assert sum(dark) > 0.8 * len(dark)
    panel.derivatives.set_hessian((math.nan,) * 3)
    assert {entry.text() for entry in panel.derivatives.hessian.entries} == {"–"}


def test_rates_of_a_bowl_are_shown_for_both_methods(panel: CurvaturePanel) -> None:
    plain, heavy = gradient_descent_facts((2.0, 200.0)), heavy_ball_facts((2.0, 200.0), 0.5)
    assert plain is not None
    assert heavy is not None
    panel.descent.set_facts(plain.limit, heavy.limit, 0.5, (plain, heavy))
    panel.set_conditioning(plain, SADDLE)
    view = panel.descent
    assert [label.text() for label in view.limits] == ["0.01", "0.015"]
    assert [label.text() for label in view.rates] == ["0.009901", "0.01653"]
    assert [label.text() for label in view.momenta] == ["–", "0.6694"]
    assert [label.text() for label in view.factors] == ["0.9802", "0.8182"]
    assert [label.text() for label in view.steps] == ["116", "12"]
    assert "γ = 0.5" in child(panel, QLabel, "descentNote").text()
    sentence = child(panel, QLabel, "conditioningSentence").text()
    assert sentence == "At best, 116 steps of gradient descent gain one digit."


def test_a_factor_close_to_one_is_not_rounded_to_it(panel: CurvaturePanel) -> None:
    plain, heavy = gradient_descent_facts((1.0, 1e12)), heavy_ball_facts((1.0, 1e12), 0.9)
    assert plain is not None
    assert heavy is not None
    panel.descent.set_facts(plain.limit, heavy.limit, 0.9, (plain, heavy))
    assert [label.text() for label in panel.descent.factors] == ["1 − 2e−12", "1 − 2e−6"]


def test_no_rate_is_promised_without_a_bowl(panel: CurvaturePanel) -> None:
    panel.descent.set_facts(0.02, 0.038, 0.9, None)
    panel.set_conditioning(None, SADDLE)
    view = panel.descent
    assert [label.text() for label in view.limits] == ["0.02", "0.038"]
    for labels in (view.rates, view.momenta, view.factors, view.steps):
        assert [label.text() for label in labels] == ["–", "–"]
    meaning = child(panel, QLabel, "conditioningSentence")
    assert meaning.text() == "Not a bowl: no learning rate is best."
    panel.set_conditioning(None, replace(SADDLE, signs=(0, 1)))
    assert meaning.text() == "Level in a direction: κ does not tell how fast descent is."
    panel.set_conditioning(None, None)
    assert meaning.text() == ""


def test_an_infinite_limit_is_none(panel: CurvaturePanel) -> None:
    panel.descent.set_facts(math.inf, math.inf, 0.9, None)
    assert [label.text() for label in panel.descent.limits] == ["–", "–"]


def test_the_rise_that_counts_as_flat_is_typed(qtbot: QtBot, panel: CurvaturePanel) -> None:
    panel.descent.set_open(True)
    QApplication.processEvents()
    field = child(panel, NumberField, "flatnessRiseField")
    with qtbot.waitSignal(panel.descent.rise_changed) as heard:
        retype(field, "0.5")
    assert heard.args == [0.5]
    with qtbot.assertNotEmitted(panel.descent.rise_changed):
        retype(field, "-1")
    assert field.property("invalid") == "true"
    panel.descent.set_flatness(0.123456)
    assert child(panel, NumberLabel, "flatnessRadius").text() == "0.123"


def test_an_eigenvalue_in_doubt_is_nothing(panel: CurvaturePanel) -> None:
    panel.set_curvature(replace(SADDLE, eigenvalues=(9e-16, 8.0), signs=(0, 1)), "pinned")
    assert [label.text() for label in panel.values] == ["≈ 0", "8"]
    assert panel.bars[0].share() == 0
    panel.set_curvature(replace(SADDLE, eigenvalues=(2.0, 4.0), signs=(0, 1)), "pinned")
    assert [label.text() for label in panel.values] == ["2", "4"]


def test_the_weakest_bar_is_seen(qtbot: QtBot) -> None:
    bar = shown(qtbot, EigenvalueBar(), 200, 20)
    bar.set_share(bar_share(-1e-9, 1.0))
    assert bar.grab().toImage().pixelColor(98, 10).name() == LIGHT.negative


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
