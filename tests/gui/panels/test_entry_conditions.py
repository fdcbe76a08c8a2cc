"""Schedule, gradient and noise of an entry, chosen and typed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.scene import Entry, Noise, NumericalGradient
from core.schedules import PRESETS, SchedulePreset
from gui.panels.choice_button import ChoiceButton
from gui.panels.entry_conditions import EntryConditions
from gui.panels.entry_row import EntryRow
from gui.panels.scale_slider import ScaleSlider
from gui.panels.schedule_curve import ScheduleCurve
from gui.theme import LIGHT, trail_style
from tests.gui.panels.support import child, click, retype, shown

COSINE = next(preset for preset in PRESETS if preset.title == "Cosine")
ENTRY = Entry(GradientDescent(learning_rate=0.2))


@pytest.fixture
def conditions(qtbot: QtBot) -> EntryConditions:
    conditions = shown(qtbot, EntryConditions(has_learning_rate=True), 320, 400)
    conditions.schedule.set_steps(100)
    conditions.set_entry(ENTRY, LIGHT)
    return conditions


def choose(button: ChoiceButton, key: str) -> None:
    """Open a button's list and click one of its lines."""
    click(button)
    menu = button.menu()
    assert menu is not None
    action = menu.findChild(QAction, f"{button.objectName()}-{key}")
    assert isinstance(action, QAction)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def button(conditions: EntryConditions, name: str) -> ChoiceButton:
    return child(conditions, ChoiceButton, name)


def test_a_schedule_is_chosen_from_the_list(qtbot: QtBot, conditions: EntryConditions) -> None:
    with qtbot.waitSignal(conditions.changed) as heard:
        choose(button(conditions, "scheduleButton"), COSINE.text)
    assert heard.args == ["schedule", COSINE.text, True]
    assert child(conditions, QLineEdit, "scheduleField").text() == COSINE.text
    assert button(conditions, "scheduleButton").text() == "Cosine"
    with qtbot.waitSignal(conditions.changed) as heard:
        choose(button(conditions, "scheduleButton"), "")
    assert heard.args == ["schedule", "", True]


def test_a_schedule_is_typed(qtbot: QtBot, conditions: EntryConditions) -> None:
    with qtbot.waitSignal(conditions.changed) as heard:
        retype(child(conditions, QLineEdit, "scheduleField"), "1/t")
    assert heard.args == ["schedule", "1/t", True]
    assert button(conditions, "scheduleButton").text() == "Typed"


def test_typing_is_taken_when_it_rests(qtbot: QtBot, conditions: EntryConditions) -> None:
    field = child(conditions, QLineEdit, "scheduleField")
    click(field)
    with qtbot.waitSignal(conditions.changed) as heard:
        QTest.keyClicks(field, "t/T")
    assert heard.args == ["schedule", "t/T", True]


@pytest.mark.parametrize(
    ("text", "span", "beginning"),
    [
        ("cos(s)", (4, 5), "“s” is not a known name"),
        ("1/(t - 7)", (0, 9), "Expected a factor at every step; it is infinite at t = 7"),
        ("__import__('os')", None, ""),
    ],
)
def test_what_is_no_schedule_is_refused_with_its_place(
    qtbot: QtBot,
    conditions: EntryConditions,
    text: str,
    span: tuple[int, int] | None,
    beginning: str,
) -> None:
    with qtbot.assertNotEmitted(conditions.changed):
        retype(child(conditions, QLineEdit, "scheduleField"), text)
    remark = child(conditions, QLabel, "scheduleRemark")
    assert remark.isVisible()
    assert remark.text().startswith(beginning)
    assert remark.text().endswith(".")
    assert span is None or conditions.schedule.input.marked_span() == span
    # Another change of the entry leaves the text that is being worked on.
    conditions.set_entry(ENTRY, LIGHT)
    assert child(conditions, QLineEdit, "scheduleField").text() == text


def test_a_negative_factor_is_taken_and_remarked_on(
    qtbot: QtBot, conditions: EntryConditions
) -> None:
    with qtbot.waitSignal(conditions.changed):
        retype(child(conditions, QLineEdit, "scheduleField"), "1 - 2t/T")
    remark = child(conditions, QLabel, "scheduleRemark")
    assert remark.text() == "The factor is negative at t = 51, so that the step goes uphill."
    assert conditions.schedule.input.marked_span() is None


def test_a_difference_quotient_is_chosen_and_its_step_set(
    qtbot: QtBot, conditions: EntryConditions
) -> None:
    assert not conditions.gradient.step.isVisible()
    with qtbot.waitSignal(conditions.changed) as heard:
        choose(button(conditions, "gradientButton"), "forward")
    assert heard.args == ["numerical_gradient", NumericalGradient("forward"), True]
    with qtbot.waitSignal(conditions.changed) as heard:
        retype(child(conditions, QLineEdit, "differenceStepField"), "0.01")
    assert heard.args == ["numerical_gradient", NumericalGradient("forward", 0.01), True]
    with qtbot.waitSignal(conditions.changed) as heard:
        choose(button(conditions, "gradientButton"), "none")
    assert heard.args == ["numerical_gradient", None, True]
    assert not conditions.gradient.step.isVisible()


@pytest.mark.parametrize("step", ["0", "-1", "2"])
def test_a_step_out_of_bounds_is_refused(
    qtbot: QtBot, conditions: EntryConditions, step: str
) -> None:
    choose(button(conditions, "gradientButton"), "central")
    field = child(conditions, QLineEdit, "differenceStepField")
    with qtbot.assertNotEmitted(conditions.changed):
        retype(field, step)
    assert field.accessibleDescription().startswith("This must be")


def test_noise_is_chosen_and_kept_when_its_kind_changes(
    qtbot: QtBot, conditions: EntryConditions
) -> None:
    with qtbot.waitSignal(conditions.changed) as heard:
        choose(button(conditions, "noiseButton"), "gaussian")
    assert heard.args == ["noise", Noise("gaussian"), True]
    with qtbot.waitSignal(conditions.changed) as heard:
        retype(child(conditions, QLineEdit, "noiseScaleField"), "0.5")
    assert heard.args == ["noise", Noise("gaussian", 0.5), True]
    assert not conditions.noise.degrees.isVisible()
    with qtbot.waitSignal(conditions.changed) as heard:
        choose(button(conditions, "noiseButton"), "student")
    assert heard.args == ["noise", Noise("student", 0.5), True]
    with qtbot.waitSignal(conditions.changed) as heard:
        retype(child(conditions, QLineEdit, "degreesOfFreedomField"), "2")
    assert heard.args == ["noise", Noise("student", 0.5, 2.0), True]


def test_without_a_learning_rate_there_is_no_schedule(qtbot: QtBot) -> None:
    conditions = shown(qtbot, EntryConditions(has_learning_rate=False))
    assert not conditions.schedule.isVisible()
    assert conditions.noise.isVisible()


@pytest.fixture
def row(qtbot: QtBot) -> EntryRow:
    row = shown(qtbot, EntryRow(ENTRY.optimizer), 360, 300)
    row.set_entry(0, ENTRY, "Gradient descent", trail_style(0, LIGHT), LIGHT)
    row.set_step(0, 100)
    return row


def test_a_closed_row_draws_the_schedule_it_has(row: EntryRow) -> None:
    curve = child(row, ScheduleCurve, "scheduleCurve")
    assert not curve.isVisible()
    entry = Entry(ENTRY.optimizer, schedule="1/t")
    row.set_entry(0, entry, "Gradient descent", trail_style(0, LIGHT), LIGHT)
    QApplication.processEvents()
    assert curve.isVisible()
    assert curve.rate() == 0.2
    row.set_step(4, 100)
    assert curve.rate() == 0.05
    assert curve.toolTip() == "η at step 4 is 0.05."
    slider = child(row, ScaleSlider, "learning_rateSlider").parentWidget()
    assert slider is not None
    assert slider.toolTip().endswith("one step reaches. η at step 4 is 0.05.")
    row.set_step(4, 3)
    assert curve.toolTip() == "η at step 3 is 0.06667."


def test_the_curve_falls_as_the_schedule_does(row: EntryRow) -> None:
    curve = child(row, ScheduleCurve, "scheduleCurve")
    pictures = []
    for text in ("1 - t/T", "t/T"):
        entry = Entry(ENTRY.optimizer, schedule=text)
        row.set_entry(0, entry, "Gradient descent", trail_style(0, LIGHT), LIGHT)
        QApplication.processEvents()
        pictures.append(curve.grab().toImage())
    assert pictures[0] != pictures[1]


def test_a_schedule_of_a_file_that_fails_at_this_length_hides_the_curve(row: EntryRow) -> None:
    entry = Entry(ENTRY.optimizer, schedule="1/(t - 7)")
    row.set_entry(0, entry, "Gradient descent", trail_style(0, LIGHT), LIGHT)
    assert not child(row, ScheduleCurve, "scheduleCurve").isVisible()
    row.set_step(0, 5)
    assert child(row, ScheduleCurve, "scheduleCurve").isVisible()


def test_conditions_of_an_opened_row_change_its_entry(qtbot: QtBot, row: EntryRow) -> None:
    click(row.chevron)
    assert row.details is not None
    QApplication.processEvents()
    with qtbot.waitSignal(row.changed) as heard:
        choose(button(row.details.conditions, "scheduleButton"), COSINE.text)
    assert heard.args == [0, Entry(ENTRY.optimizer, schedule=COSINE.text), True]
    with qtbot.waitSignal(row.changed) as heard:
        choose(button(row.details.conditions, "noiseButton"), "proportional")
    assert heard.args[1] == Entry(
        ENTRY.optimizer, schedule=COSINE.text, noise=Noise("proportional")
    )


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_nothing_is_cut_off_in_the_narrowest_panel(
    qtbot: QtBot, conditions: EntryConditions, preset: SchedulePreset
) -> None:
    conditions.resize(280, 400)
    noise, difference = Noise("student"), NumericalGradient("forward")
    entry = Entry(ENTRY.optimizer, schedule=preset.text, noise=noise)
    conditions.set_entry(replace(entry, numerical_gradient=difference), LIGHT)
    QApplication.processEvents()
    assert conditions.width() == 280
    for part in conditions.findChildren(QWidget):
        parent = part.parentWidget()
        if part.isVisible() and parent is not None and not part.isWindow():
            assert part.width() >= part.minimumSizeHint().width(), part
            assert parent.rect().contains(part.geometry()), part
