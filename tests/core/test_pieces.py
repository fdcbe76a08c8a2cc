"""Work in pieces: the same bits on any executor, in any number of pieces."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import pieces
from core.arrivals import Arrivals, find_arrivals, no_arrivals
from core.budget import Tolerance
from core.errors import Cancelled, ExpressionError
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.random_search import RandomSearch
from core.pieces import Piece, divided, do, put, work
from core.scene import Entry, Noise, Parameter, Scene
from tests.core.test_arrivals import starts

SCENE = Scene(
    loss="(x^2 + y - a)^2 + (x + y^2 - 7)^2",
    parameters={"a": Parameter(11.0, 0.0, 20.0)},
    starts=starts(30),
    entries=(
        Entry(GradientDescent(), noise=Noise("student", 0.3)),
        Entry(Adam(), schedule="1/sqrt(t)"),
        Entry(RandomSearch()),
    ),
    steps=60,
    seed=5,
)
TOLERANCE = Tolerance("loss", 0.5)
WHOLE = find_arrivals(Surface(parse_loss(SCENE.loss), {"a": 11.0}), SCENE, TOLERANCE)


def gathered(parts: list[Piece], executor: Executor | None = None, threads: int = 1) -> Arrivals:
    found = no_arrivals(len(SCENE.entries), len(SCENE.starts))
    seen = []
    for number, part in work(parts, threads, executor):
        put(found, parts[number], part)
        seen.append(number)
    assert sorted(seen) == list(range(len(parts)))
    return found


def assert_same(found: Arrivals, expected: Arrivals = WHOLE) -> None:
    for field in fields(Arrivals):
        one, other = (getattr(ends, field.name) for ends in (found, expected))
        assert one.tobytes() == other.tobytes(), field.name


@settings(max_examples=25)
@given(st.integers(1, 4000), st.integers(1, 40), st.booleans(), st.integers(1, 4))
def test_the_size_of_the_pieces_and_the_threads_change_nothing(
    steps: int, least: int, keep_starts: bool, threads: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "STEPS_OF_A_PIECE", steps)
        patch.setattr(pieces, "STARTS_OF_A_PIECE", least)
        parts = divided(SCENE, TOLERANCE, keep_starts)
    if keep_starts:
        assert all(len(part.scene.starts) == len(SCENE.starts) for part in parts)
    assert_same(gathered(parts, threads=threads))


def test_other_processes_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "STEPS_OF_A_PIECE", 700)
    monkeypatch.setattr(pieces, "STARTS_OF_A_PIECE", 7)
    parts = divided(SCENE, TOLERANCE)
    assert len(parts) == 9
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert_same(gathered(parts, pool))


def test_a_piece_is_plain_data() -> None:
    (piece,) = divided(SCENE, TOLERANCE)
    assert pickle.loads(pickle.dumps(piece)) == piece
    sent = msgspec.msgpack.decode(msgspec.msgpack.encode(piece), type=Piece)
    assert sent == piece
    assert_same(do(sent))


class Counting(ThreadPoolExecutor):
    """Counts what it is handed."""

    handed = 0

    def submit(self, *arguments: Any, **named: Any) -> Future[Any]:
        self.handed += 1
        return super().submit(*arguments, **named)


def test_an_executor_stays_open_and_is_handed_only_so_many_pieces() -> None:
    parts = divided(SCENE, TOLERANCE) * 200
    with Counting(1) as pool:
        results = work(parts, executor=pool)
        next(results)
        results.close()  # type: ignore[attr-defined]
        assert pool.handed == pieces.IN_FLIGHT
        assert pool.submit(int, "7").result() == 7


@pytest.mark.parametrize("threads", [1, 2])
def test_work_can_be_abandoned(threads: int) -> None:
    parts = [divided(SCENE, TOLERANCE)[0]] * 50
    answers = iter([False, False])
    done = work(parts, threads, cancelled=lambda: next(answers, True))
    with pytest.raises(Cancelled):
        list(done)


def test_what_fails_in_a_thread_is_raised() -> None:
    (piece,) = divided(SCENE, TOLERANCE)
    broken = msgspec.structs.replace(piece, scene=msgspec.structs.replace(SCENE, loss="x +"))
    with pytest.raises(ExpressionError, match="Expected a number"):
        list(work([piece, broken, piece], 2))


def test_nothing_to_do_is_done_at_once() -> None:
    assert list(work([])) == []
    assert divided(msgspec.structs.replace(SCENE, entries=()), TOLERANCE) == []
    assert np.isnan(no_arrivals(2, 3).x).all()
