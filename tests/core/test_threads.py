"""Shared work: every piece once, whoever does it, and an end whatever happens."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Cancelled
from core.threads import Question, cores, share

NUMBERS_OF_THREADS = (None, 1, 2, 5)


@settings(max_examples=30)
@given(st.integers(0, 40), st.sampled_from(NUMBERS_OF_THREADS))
def test_every_piece_is_done_once(pieces: int, threads: int | None) -> None:
    done: list[int] = []
    share(lambda piece, _: done.append(piece), range(pieces), threads)
    assert Counter(done) == Counter(range(pieces))


def test_one_thread_is_the_calling_one_and_keeps_the_order() -> None:
    done: list[tuple[int, int]] = []
    share(lambda piece, _: done.append((piece, threading.get_ident())), range(9), threads=1)
    assert done == [(piece, threading.get_ident()) for piece in range(9)]


def test_pieces_are_done_at_the_same_time() -> None:
    """Each of three pieces waits for the other two, so that one thread would never end."""
    meeting = threading.Barrier(3)

    def meet(_: int, __: Question) -> None:
        meeting.wait(30)

    share(meet, range(3), threads=3)


def test_no_thread_outlives_the_call() -> None:
    before = threading.active_count()
    share(lambda _, __: None, range(20), threads=4)
    assert threading.active_count() == before


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_in_a_piece_ends_the_work(threads: int) -> None:
    def fail_at_two(piece: int, _: Question) -> None:
        if piece == 2:
            raise ValueError("two")

    before = threading.active_count()
    with pytest.raises(ValueError, match="two"):
        share(fail_at_two, range(1000), threads)
    assert threading.active_count() == before


def test_an_error_of_a_helper_is_raised_by_the_call() -> None:
    caller = threading.get_ident()
    failed = threading.Event()

    def fail_elsewhere(_: int, __: Question) -> None:
        if threading.get_ident() != caller:
            failed.set()
            raise ValueError("elsewhere")
        failed.wait(30)

    with pytest.raises(ValueError, match="elsewhere"):
        share(fail_elsewhere, range(2), threads=2)


@pytest.mark.parametrize("threads", [1, 3])
def test_cancelled_work_stops_every_thread(threads: int) -> None:
    """The pieces would go on for ever; the caller alone asks, at its third look."""
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(threading.get_ident())
        return len(asked) > 2

    def go_on(_: int, is_unwanted: Question) -> None:
        while not is_unwanted():
            pass
        raise Cancelled

    before = threading.active_count()
    with pytest.raises(Cancelled):
        share(go_on, range(5), threads, cancelled)
    assert set(asked) == {threading.get_ident()}
    assert threading.active_count() == before


def test_a_caller_that_waits_still_asks() -> None:
    """The helper's piece ends only when it is told that nobody waits any more."""
    caller = threading.get_ident()
    begun = threading.Event()

    def wait_elsewhere(_: int, is_unwanted: Question) -> None:
        if threading.get_ident() == caller:
            begun.wait(30)
            return
        begun.set()
        while not is_unwanted():
            pass
        raise Cancelled

    with pytest.raises(Cancelled):
        share(wait_elsewhere, range(2), 2, begun.is_set)


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1
