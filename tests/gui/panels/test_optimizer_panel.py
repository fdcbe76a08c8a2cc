from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.facts import learning_rate
from core.optimizers.gd import GradientDescent
from core.scene import Entry
from gui.panels.icon_button import IconButton
from gui.panels.number_label import NumberLabel
from gui.panels.optimizer_panel import OptimizerPanel
from gui.panels.scale_slider import ScaleSlider
from gui.panels.switch import Switch
from gui.theme import DARK, LIGHT, Theme, trail_style
from tests.gui.panels.support import child, click, handle_centre, retype, shown

ENTRIES = tuple(Entry(method()) for method in METHODS)
ADAM = next(index for index, method in enumerate(METHODS) if method is Adam)


def show_entries(panel: OptimizerPanel, entries: Sequence[Entry], theme: Theme = LIGHT) -> None:
    labels = [entry.label or entry.optimizer.title for entry in entries]
    styles = [trail_style(place, theme, entry.colour) for place, entry in enumerate(entries)]
    panel.set_entries(entries, labels, styles, theme)


@pytest.fixture
def panel(qtbot: QtBot) -> OptimizerPanel:
    panel = shown(qtbot, OptimizerPanel(), 360, 700)
    show_entries(panel, ENTRIES)
    QApplication.processEvents()
    return panel


def test_every_method_has_a_row_and_an_entry_in_the_menu(panel: OptimizerPanel) -> None:
    assert [row.name.text() for row in panel.rows] == [method().title for method in METHODS]
    added: list[Optimizer] = []
    panel.entry_added.connect(added.append)
    for method in METHODS:
        child(panel, QAction, f"add-{method.name()}").trigger()  # type: ignore[type-var]
    assert added == [method() for method in METHODS]


def test_dragging_a_learning_rate_keeps_the_row_alive(panel: OptimizerPanel) -> None:
    """The scene answers every move, and nothing under the hand is made anew."""
    rows = list(panel.rows)
    changes: list[tuple[int, Entry, bool]] = []

    def answer(index: int, entry: Entry, is_finished: bool) -> None:
        changes.append((index, entry, is_finished))
        show_entries(panel, [*ENTRIES[:index], entry, *ENTRIES[index + 1 :]])

    panel.entry_changed.connect(answer)
    slider = child(rows[1], ScaleSlider, "learning_rateSlider")
    grip = handle_centre(slider)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=grip)
    for shift in (5, 10, 15, 20):
        QTest.mouseMove(slider, grip + QPoint(shift, 0))
        QApplication.processEvents()
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=grip + QPoint(20, 0))
    assert panel.rows == rows
    assert child(rows[1], ScaleSlider, "learning_rateSlider") is slider
    assert {index for index, _entry, _finished in changes} == {1}
    assert [finished for *_rest, finished in changes] == [False] * (len(changes) - 1) + [True]
    rates = [learning_rate(entry.optimizer) for entry in (ENTRIES[1], changes[-1][1])]
    assert rates[0] is not None
    assert rates[1] is not None
    assert rates[1] > rates[0]
    assert changes[-1][1].label == ENTRIES[1].label


def test_a_learning_rate_can_be_typed(qtbot: QtBot, panel: OptimizerPanel) -> None:
    with qtbot.waitSignal(panel.entry_changed) as heard:
        retype(child(panel.rows[0], QLineEdit, "learning_rateField"), "0.0123456")
    index, entry, is_finished = heard.args
    assert (index, is_finished) == (0, True)
    assert entry.optimizer == GradientDescent(learning_rate=0.0123456)


def test_a_learning_rate_out_of_bounds_is_refused(qtbot: QtBot, panel: OptimizerPanel) -> None:
    field = child(panel.rows[0], QLineEdit, "learning_rateField")
    with qtbot.assertNotEmitted(panel.entry_changed):
        retype(field, "-1")
    assert field.accessibleDescription() == "This must be above 0."


def test_an_opened_row_shows_every_hyperparameter(qtbot: QtBot, panel: OptimizerPanel) -> None:
    row = panel.rows[ADAM]
    height = row.height()
    click(row.chevron)
    qtbot.waitUntil(lambda: row.height() > height)
    for name in ("learning_rate", "beta1", "beta2", "epsilon"):
        assert child(row, QLineEdit, f"{name}Field").isVisible()
    with qtbot.waitSignal(panel.entry_changed) as heard:
        click(child(row, Switch, "bias_correctionSwitch"))
    assert heard.args[1].optimizer == Adam(bias_correction=False)
    with qtbot.waitSignal(panel.entry_changed) as heard:
        retype(child(row, QLineEdit, "beta2Field"), "0.99")
    assert heard.args[1].optimizer.beta2 == 0.99
    click(row.chevron)
    qtbot.waitUntil(lambda: row.height() == height)


def test_a_click_on_the_name_opens_the_row_too(qtbot: QtBot, panel: OptimizerPanel) -> None:
    row = panel.rows[ADAM]
    with qtbot.waitSignal(panel.row_opened) as heard:
        click(row.name)
    assert heard.args == [row]
    assert child(row, QLineEdit, "beta1Field").isVisible()
    click(row.swatch)
    assert not row.chevron.isChecked()
    click(row.fields[0])
    assert not row.chevron.isChecked()


def test_an_entry_is_renamed_hidden_copied_and_removed(qtbot: QtBot, panel: OptimizerPanel) -> None:
    row = panel.rows[2]
    click(row.chevron)
    QApplication.processEvents()
    with qtbot.waitSignal(panel.entry_changed) as heard:
        retype(child(row, QLineEdit, "labelField"), " my method ")
    assert heard.args[1].label == "my method"
    with qtbot.waitSignal(panel.entry_changed) as heard:
        click(child(row, IconButton, "hideButton"))
    assert heard.args == [2, replace(ENTRIES[2], label="my method", visible=False), True]
    with qtbot.waitSignal(panel.entry_duplicated) as heard:
        click(child(row, IconButton, "duplicateButton"))
    assert heard.args == [2]
    with qtbot.waitSignal(panel.entry_removed) as heard:
        click(child(row, IconButton, "removeButton"))
    assert heard.args == [2]


def test_a_colour_is_chosen_from_the_safe_ones(qtbot: QtBot, panel: OptimizerPanel) -> None:
    row = panel.rows[0]
    click(row.chevron)
    QApplication.processEvents()
    click(child(row, IconButton, "colourButton"))
    assert row.details is not None
    menu = row.details.colours
    qtbot.waitUntil(menu.isVisible)
    green = next(action for action in menu.actions() if action.text() == "Green")
    with qtbot.waitSignal(panel.entry_changed) as heard:
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(green).center())
    assert heard.args[1].colour == "#009e73"


def test_setters_announce_nothing(panel: OptimizerPanel) -> None:
    heard: list[object] = []
    panel.entry_changed.connect(lambda *values: heard.append(values))
    panel.rows[ADAM].chevron.click()
    entry = Entry(Adam(learning_rate=3.0, bias_correction=False), "A", "#ff0000", False)
    show_entries(panel, [*ENTRIES[:ADAM], entry, *ENTRIES[ADAM + 1 :]], DARK)
    panel.set_losses([1.0] * len(ENTRIES), [1] * len(ENTRIES), [""] * len(ENTRIES))
    assert heard == []
    assert child(panel.rows[ADAM], Switch, "bias_correctionSwitch").isChecked() is False
    assert child(panel.rows[ADAM], QLineEdit, "learning_rateField").text() == "3"


def test_rows_around_a_change_are_kept(panel: OptimizerPanel) -> None:
    rows = list(panel.rows)
    show_entries(panel, [*ENTRIES[:2], *ENTRIES[3:]])
    assert panel.rows == rows[:2] + rows[3:]
    assert [row.objectName() for row in panel.rows] == [
        f"entryRow{index}" for index in range(len(ENTRIES) - 1)
    ]
    show_entries(panel, ENTRIES)
    assert panel.rows[:2] == rows[:2]
    assert panel.rows[3:] == rows[3:]
    show_entries(panel, [])
    assert panel.rows == []


def test_losses_and_ranks_are_shown_and_order_the_rows(qtbot: QtBot, panel: OptimizerPanel) -> None:
    count = len(ENTRIES)
    ranks = list(range(count, 0, -1))
    losses = [10.0 ** (rank - 4) for rank in ranks]
    losses[0] = float("nan")
    outcomes = ["Diverged.", *[""] * (count - 1)]
    panel.set_step(46, 1, 500)
    heading = child(panel, NumberLabel, "lossHeading")
    assert heading.text() == "loss at step 46"
    panel.set_step(46, 2, 500)
    assert heading.text() == "mean loss at step 46"
    panel.set_losses(losses, ranks, outcomes)
    assert panel.rows[0].loss.text() == "–"
    assert panel.rows[-1].loss.text() == "0.00100"
    assert panel.rows[-1].rank.text() == "1"
    assert panel.rows[0].outcome.text() == "Diverged."
    assert panel.order() == list(range(count - 1, -1, -1))
    qtbot.waitUntil(lambda: _are_stacked(panel.rows))


def test_rows_stay_put_while_they_are_worked_on(panel: OptimizerPanel) -> None:
    child(panel.rows[0], QLineEdit, "learning_rateField").setFocus()
    count = len(ENTRIES)
    panel.set_losses([1.0] * count, list(range(count, 0, -1)), [""] * count)
    assert panel.order() == list(range(count))


@pytest.mark.parametrize("width", [320, 350, 420])
def test_nothing_is_cut_off(qtbot: QtBot, panel: OptimizerPanel, width: int) -> None:
    for row in panel.rows:
        row.chevron.click()
    count = len(ENTRIES)
    fates = ["Diverged: the numbers grew too large."] * count
    panel.set_losses([1.23e-10] * count, [1] * count, fates)
    panel.resize(width, 1400)
    qtbot.waitUntil(lambda: panel.rows[0].details is not None)
    QApplication.processEvents()
    for row in panel.rows:
        assert row.width() <= width
        for part in row.findChildren(QWidget):
            parent = part.parentWidget()
            if part.isVisible() and parent is not None:
                assert part.width() >= part.minimumSizeHint().width(), part
                assert parent.rect().contains(part.geometry()), part


def test_every_control_has_a_name_and_a_sentence(panel: OptimizerPanel) -> None:
    for row in panel.rows:
        row.chevron.click()
    kinds = (QPushButton, IconButton, Switch, ScaleSlider, QLineEdit)
    controls = [control for kind in kinds for control in panel.findChildren(kind)]
    assert len(controls) > 30
    for control in controls:
        assert control.objectName()
        assert control.accessibleName()
        assert _tooltip(control).endswith(".")


def _tooltip(widget: QWidget) -> str:
    """Return the tooltip that Qt shows: a widget without one shows its parent's."""
    parent = widget.parentWidget()
    return widget.toolTip() or (_tooltip(parent) if parent is not None else "")


def _are_stacked(rows: Sequence[QWidget]) -> bool:
    """Tell whether rows stand one below the other in reverse, without gap or overlap."""
    ordered = list(reversed(rows))
    return ordered[0].y() == 0 and all(
        above.y() + above.height() == below.y() for above, below in pairwise(ordered)
    )
