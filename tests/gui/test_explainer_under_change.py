"""The page that explains a step, while everything that it depends on changes."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.errors import DerivationError
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.scene import Entry, Scene, Start, View
from gui.appearance import Choice
from gui.explainer import PAGE
from gui.main_window import MainWindow
from tests.gui.support import PATIENCE, InProcess, open_window, wait_until_done

SCENE = Scene(
    loss="x^2 + 3y^2",
    view=View(-4, 4, -3, 3),
    starts=(Start(-3.0, 2.0), Start(2.5, -1.5)),
    entries=(
        Entry(GradientDescent(learning_rate=0.1)),
        Entry(Momentum(learning_rate=0.02)),
        Entry(Adam(learning_rate=0.2)),
    ),
    steps=40,
)


def wait_for(qtbot: QtBot, window: MainWindow, entry: int, start: int, step: int) -> None:
    """Wait until the page tells the exact values that a step of the newest race computed."""

    def is_told() -> bool:
        resolved = window.controller.resolved
        if resolved is None or resolved.scene is not window.controller.scene:
            return False
        assert resolved.race is not None
        drawn = window.views.landscape.explained_step
        after = repr(float(resolved.race.x[entry, start, step]))
        told = after in window.explanation_panel.computed.text()
        return told and drawn is not None and (drawn.entry, drawn.start) == (entry, start)

    qtbot.waitUntil(is_told, timeout=PATIENCE)


class Untypesettable(InProcess):
    """Typesets until it is told to give up."""

    def __init__(self) -> None:
        self.gives_up = False

    def typeset(self, mathml: Sequence[str], colour: str, size: float) -> list[bytes]:
        """Refuse to draw, if told to."""
        if self.gives_up:
            raise DerivationError("The formula took too long to typeset, so it is not shown.")
        return super().typeset(mathml, colour, size)


class Stuck(InProcess):
    """Typesets until it gets stuck; released, it fails like the process that is killed."""

    def __init__(self) -> None:
        self.sticks = False
        self.begun = threading.Event()
        self.released = threading.Event()
        self.was_released = False

    def typeset(self, mathml: Sequence[str], colour: str, size: float) -> list[bytes]:
        """Wait for the end, if told to."""
        if self.sticks:
            self.begun.set()
            self.was_released = self.released.wait(10.0)
            raise DerivationError("The symbolic process was closed.")
        return super().typeset(mathml, colour, size)


def test_a_step_that_cannot_be_typeset_is_told_in_words(qtbot: QtBot) -> None:
    symbolics = Untypesettable()
    with open_window(qtbot, SCENE, symbolics) as window:
        symbolics.gives_up = True
        window.explainer.explain(1, 0, 4)
        panel = window.explanation_panel
        qtbot.waitUntil(lambda: "too long" in panel.message.text(), timeout=PATIENCE)
        wait_for(qtbot, window, 1, 0, 4)
        assert panel.sentences.isVisible()
        assert not any(view.isVisible() for view in panel.rule.equations)


def test_the_window_closes_while_a_step_is_typeset(qtbot: QtBot) -> None:
    symbolics = Stuck()
    with open_window(qtbot, SCENE, symbolics) as window:
        symbolics.sticks = True
        window.closing.connect(symbolics.released.set)
        window.explainer.explain(1, 0, 4)
        qtbot.waitUntil(symbolics.begun.is_set, timeout=PATIENCE)
        window.close()
        assert symbolics.was_released


def test_the_explained_run_is_found_where_it_has_moved(qtbot: QtBot) -> None:
    with open_window(qtbot, SCENE) as window:
        window.explainer.explain(1, 1, 5)
        wait_for(qtbot, window, 1, 1, 5)
        window.intents.remove_entry(0)
        wait_for(qtbot, window, 0, 1, 5)
        window.intents.remove_start(0)
        wait_for(qtbot, window, 0, 0, 5)
        window.controller.history.undo()
        window.controller.history.undo()
        wait_for(qtbot, window, 1, 1, 5)
        assert window.explanation_panel.entry_button.text() == "Momentum"


def test_where_the_explained_run_is_gone_its_neighbour_is_explained(qtbot: QtBot) -> None:
    with open_window(qtbot, SCENE) as window:
        window.explainer.explain(2, 1, 5)
        wait_for(qtbot, window, 2, 1, 5)
        window.intents.remove_entry(2)
        wait_for(qtbot, window, 1, 1, 5)
        window.intents.remove_start(1)
        wait_for(qtbot, window, 1, 0, 5)
        window.intents.clear_starts()
        message = window.explanation_panel.message
        qtbot.waitUntil(lambda: "Add a start" in message.text(), timeout=PATIENCE)
        assert window.views.landscape.explained_step is None
        window.controller.history.undo()
        wait_for(qtbot, window, 1, 0, 5)


@pytest.mark.parametrize(
    ("loss", "rate", "why"), [("log(x) + y^2", 0.1, "left the domain"), ("x^4", 1e300, "diverged")]
)
def test_a_run_without_a_step_says_why(qtbot: QtBot, loss: str, rate: float, why: str) -> None:
    entries = (Entry(GradientDescent(learning_rate=rate)),)
    scene = replace(SCENE, loss=loss, entries=entries)
    with open_window(qtbot, scene) as window:
        window.explainer.explain(0, 0, 5)
        message = window.explanation_panel.message
        qtbot.waitUntil(lambda: why in message.text(), timeout=PATIENCE)
        assert "no step" in message.text()


def test_the_last_step_of_a_run_that_diverged_is_explained(qtbot: QtBot) -> None:
    lost = replace(SCENE, loss="x^4 + y^4", entries=(Entry(GradientDescent(learning_rate=0.2)),))
    with open_window(qtbot, lost) as window:
        resolved = window.controller.resolved
        assert resolved is not None
        assert resolved.race is not None
        last = int(resolved.race.last_step[0, 0])
        assert 0 < last < 40
        window.explainer.explain(0, 0, 40)
        wait_for(qtbot, window, 0, 0, last)
        assert "the last of this run" in window.explanation_panel.place.text()


def test_everything_changes_at_once(qtbot: QtBot) -> None:
    """No change waits for the one before; what is told in the end is the last scene's."""
    other = replace(SCENE, loss="sin(x) + y^2", starts=SCENE.starts[:1], entries=SCENE.entries[:2])
    with open_window(qtbot, SCENE) as window:
        window.explainer.explain(2, 1, 30)
        for _ in range(3):
            window.documents.opened.emit(other)
            window.intents.change_steps(7)
            window.playback.seek(7)
            window.documents.opened.emit(SCENE)
            window.appearance.choose(Choice.DARK)
            window.intents.change_entry(0, replace(SCENE.entries[0], visible=False), True)
            window.appearance.larger()
            window.controller.history.undo()
            QTest.keyClick(window, Qt.Key.Key_Right)
        window.appearance.choose(Choice.SYSTEM)
        window.appearance.scale_text(1.0)
        window.resize(800, 600)
        window.playback.seek(9)
        wait_until_done(qtbot, window)
        entry, start = window.explainer.run
        wait_for(qtbot, window, entry, start, 9)
        assert window.pages.current == PAGE
