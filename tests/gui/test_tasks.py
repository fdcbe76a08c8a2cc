from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from core.errors import Cancelled
from gui.tasks import CancelCheck, NewestRunner, patiently


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[NewestRunner]:
    runner = NewestRunner()
    yield runner
    runner.close()


def test_results_arrive_in_order_and_then_it_rests(qtbot: QtBot, runner: NewestRunner) -> None:
    seen: list[object] = []
    runner.published.connect(seen.append)
    with qtbot.waitSignal(runner.finished):
        runner.submit(lambda _cancelled: iter(["coarse", "sharp"]))
    assert seen == ["coarse", "sharp"]


def test_results_are_delivered_on_the_gui_thread(qtbot: QtBot, runner: NewestRunner) -> None:
    threads: list[threading.Thread] = []
    runner.published.connect(lambda _: threads.append(threading.current_thread()))
    worker: list[threading.Thread] = []

    def job(_cancelled: CancelCheck) -> Iterator[object]:
        worker.append(threading.current_thread())
        yield 1

    with qtbot.waitSignal(runner.finished):
        runner.submit(job)
    assert threads == [threading.main_thread()]
    assert worker != threads


def test_only_the_newest_waiting_job_runs(qtbot: QtBot, runner: NewestRunner) -> None:
    gate = threading.Event()
    started = threading.Event()
    seen: list[object] = []
    runner.published.connect(seen.append)

    def blocking(cancelled: CancelCheck) -> Iterator[object]:
        started.set()
        gate.wait()
        assert cancelled()
        yield "first"
        yield "never asked for"

    runner.submit(blocking)
    started.wait()
    runner.submit(lambda _: iter(["second"]))
    runner.submit(lambda _: iter(["third"]))
    with qtbot.waitSignal(runner.finished):
        gate.set()
    assert seen == ["first", "third"]


def test_nothing_is_delivered_after_cancel(qtbot: QtBot, runner: NewestRunner) -> None:
    gate = threading.Event()
    started = threading.Event()
    seen: list[object] = []
    runner.published.connect(seen.append)

    def job(_cancelled: CancelCheck) -> Iterator[object]:
        started.set()
        gate.wait()
        yield "stale"

    runner.submit(job)
    started.wait()
    with qtbot.waitSignal(runner.finished):
        runner.cancel()
    gate.set()
    with qtbot.waitSignal(runner.finished):
        runner.submit(lambda _: iter(["fresh"]))
    assert seen == ["fresh"]


def test_an_error_is_reported_and_the_next_job_runs(qtbot: QtBot, runner: NewestRunner) -> None:
    def failing(_cancelled: CancelCheck) -> Iterator[object]:
        yield 1
        raise ValueError("the reason")

    with qtbot.waitSignal(runner.failed) as failed:
        runner.submit(failing)
    assert failed.args is not None
    assert str(failed.args[0]) == "the reason"
    with qtbot.waitSignal(runner.published) as published:
        runner.submit(lambda _: iter([2]))
    assert published.args == [2]


def test_cancelled_is_not_an_error(qtbot: QtBot, runner: NewestRunner) -> None:
    failures: list[object] = []
    runner.failed.connect(failures.append)

    def job(_cancelled: CancelCheck) -> Iterator[object]:
        yield 1
        raise Cancelled

    with qtbot.waitSignal(runner.finished):
        runner.submit(job)
    assert failures == []


def test_close_stops_a_running_job_and_may_be_repeated(qtbot: QtBot) -> None:
    runner = NewestRunner()
    started = threading.Event()

    def endless(cancelled: CancelCheck) -> Iterator[object]:
        started.set()
        while not cancelled():
            yield None

    runner.submit(endless)
    started.wait()
    runner.close()
    runner.close()


def test_patience_ends_with_its_time() -> None:
    assert not patiently(lambda: True, 60.0)()
    assert patiently(lambda: True, -1.0)()
    assert not patiently(lambda: False, -1.0)()
