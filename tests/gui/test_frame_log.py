"""The log of frames: what counts as one, what is kept, and what it says of the window."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, sleep, thread_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from gui.frame_log import CAPACITY, REST_MILLISECONDS, FrameLog, Frames, seconds_withheld, spread


def work(seconds: float) -> None:
    """Keep the processor busy for so long of its own time."""
    end = thread_time() + seconds
    while thread_time() < end:
        pass


def test_the_first_frame_follows_no_other() -> None:
    log = FrameLog()
    assert log.frames().rate == 0.0
    log.note()
    assert log.count == 1
    assert not len(log.frames().between)
    log.note()
    assert len(log.frames().between) == 1


def test_work_is_told_apart_from_waiting() -> None:
    log = FrameLog()
    log.note()
    work(0.02)
    log.note()
    sleep(0.02)
    log.note()
    frames = log.frames()
    assert frames.work[0] >= 0.02
    assert np.all(frames.between >= 0.02)
    assert frames.work[1] < frames.between[1]
    assert np.all(frames.work <= frames.between)


def test_a_rest_is_no_late_frame(qtbot: QtBot) -> None:
    log = FrameLog()
    log.note()
    qtbot.waitUntil(lambda: log.is_at_rest)
    log.note()
    assert log.moving_count == 0
    log.note()
    assert log.moving_count == 1


@pytest.mark.parametrize("busy", [work, sleep])
def test_a_long_stall_is_no_rest(qtbot: QtBot, busy: Callable[[float], None]) -> None:
    log = FrameLog()
    log.note()
    busy(2 * REST_MILLISECONDS / 1000)
    log.note()
    assert log.moving_count == 1
    assert spread(log.frames().between).worst >= 2 * REST_MILLISECONDS / 1000
    busy(2 * REST_MILLISECONDS / 1000)
    QCoreApplication.processEvents()
    assert not log.is_at_rest


def test_the_oldest_frames_make_room() -> None:
    log = FrameLog()
    begin = perf_counter()
    for _ in range(CAPACITY + 101):
        log.note()
    took = perf_counter() - begin
    assert log.moving_count >= CAPACITY
    frames = log.frames()
    assert len(frames.between) == CAPACITY
    assert frames.between.sum() <= took
    log.clear()
    assert not len(log.frames().between)


def test_only_the_last_seconds_are_told() -> None:
    log = FrameLog()
    log.note()
    for _ in range(3):
        sleep(0.01)
        log.note()
    assert len(log.frames(0.005).between) == 1
    assert len(log.frames().between) == 3


def test_what_is_withheld_never_shrinks() -> None:
    before = seconds_withheld()
    work(0.005)
    assert seconds_withheld() >= before >= 0.0


@given(st.lists(st.floats(1e-4, 10.0), min_size=1, max_size=200))
def test_a_spread_is_in_order_and_within_the_times(times: list[float]) -> None:
    found = spread(np.array(times))
    assert min(times) <= found.median <= found.p99 <= found.worst == max(times)


def test_what_the_machine_withheld_is_not_the_programs_own() -> None:
    frames = Frames(np.array([0.03, 0.01]), np.array([0.01, 0.01]), np.array([0.02, 0.0]))
    assert np.allclose(frames.own, 0.01)
    assert np.isclose(frames.rate, 50.0)
