"""The hand on a control."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.scene import Scene
from gui.controller import Controller
from gui.hand import Hand
from tests.gui.support import PATIENCE, InProcess


@pytest.fixture
def controller(qapp: QObject) -> Iterator[Controller]:
    made = Controller(Scene(loss="x^2 + y^2"), InProcess())
    yield made
    made.close()


@pytest.fixture
def hand(controller: Controller) -> Iterator[Hand]:
    made = Hand(controller, controller)
    yield made
    made.close()


def test_a_hand_that_stays_where_it_is_comes_to_rest(
    hand: Hand, controller: Controller, qtbot: QtBot
) -> None:
    assert (hand.holds, hand.moves) == (False, False)
    with qtbot.waitSignal(hand.stilled, timeout=PATIENCE):
        controller.gesture_changed.emit("rate")
        assert (hand.holds, hand.moves) == (True, True)
    assert (hand.holds, hand.moves) == (True, False)


def test_a_hand_that_lets_go_is_at_rest_at_once(
    hand: Hand, controller: Controller, qtbot: QtBot
) -> None:
    controller.gesture_changed.emit("rate")
    with qtbot.waitSignal(hand.stilled, timeout=0):
        controller.gesture_changed.emit("")
    assert (hand.holds, hand.moves) == (False, False)
