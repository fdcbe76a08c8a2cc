"""Large work in pieces, each a scene of its own, which any executor can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import fields
from functools import lru_cache
from itertools import islice

import msgspec
from msgspec.structs import replace

from core.arrivals import Arrivals, find_arrivals
from core.budget import Tolerance
from core.compiler.emit import WIDTH
from core.errors import Cancelled
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import Entry, Scene
from core.threads import Question, cores, nobody_cancels

STEPS_OF_A_PIECE = 2**20
"""Steps of all runs of a piece: for so long, some hundredths of a second, one that was begun
holds up an end. Runs fewer than a vector has lanes count as that many."""

STARTS_OF_A_PIECE = 256
"""Runs of one entry that a piece has at least, if there are so many."""

IN_FLIGHT = 64
"""Most pieces that are handed to an executor before the first of them is done."""

LOOK = 0.05
"""Seconds between two looks at whether anyone still waits."""


class Piece(msgspec.Struct, frozen=True):
    """Some entries and starts of a larger scene, to be raced wherever that may be.

    It is plain data that `pickle` and msgspec can send, and its outcome follows from it
    alone, bit for bit.
    """

    scene: Scene
    tolerance: Tolerance
    first_entry: int = 0
    first_start: int = 0
    """The numbers of its first entry and start in the larger scene."""


def do(piece: Piece) -> Arrivals:
    """Race a piece."""
    scene = piece.scene
    parameters = tuple((name, item.value) for name, item in scene.parameters.items())
    surface = _surface(scene.loss, parameters)
    return find_arrivals(surface, scene, piece.tolerance, piece.first_start)


def divided(scene: Scene, tolerance: Tolerance, keep_starts: bool = False) -> list[Piece]:
    """Divide a scene into pieces by its entries and its starts.

    Parameters
    ----------
    scene
        It may have more entries than a file may hold.
    tolerance
        What each run is to reach.
    keep_starts
        Whether a piece must have every start.
    """
    entries, starts = scene.entries, scene.starts
    most = len(starts) if keep_starts else _at_once(scene.steps, STARTS_OF_A_PIECE)
    most = max(1, most)
    each = _at_once(scene.steps * max(WIDTH, min(most, len(starts))), 1)
    return [
        Piece(_part(scene, entries[entry : entry + each], start, most), tolerance, entry, start)
        for entry in range(0, len(entries), each)
        for start in range(0, len(starts), most)
    ]


def put(found: Arrivals, piece: Piece, part: Arrivals) -> None:
    """Write the outcome of a piece where it belongs in that of its larger scene."""
    rows, columns = part.x.shape
    place = (
        slice(piece.first_entry, piece.first_entry + rows),
        slice(piece.first_start, piece.first_start + columns),
    )
    for field in fields(Arrivals):
        getattr(found, field.name)[place] = getattr(part, field.name)


def work(
    pieces: Sequence[Piece],
    threads: int | None = None,
    executor: Executor | None = None,
    cancelled: Question = nobody_cancels,
) -> Iterator[tuple[int, Arrivals]]:
    """Do pieces, and yield each one's number and outcome as it is done.

    Parameters
    ----------
    pieces
        They are begun in this order.
    threads
        How many work at once on this machine; None is one for each processor.
    executor
        Does the pieces in place of threads of this process; it stays open.
    cancelled
        Asked now and then whether the result is still wanted.

    Raises
    ------
    Cancelled
        If `cancelled` says so. Pieces that were not begun never are.
    """
    threads = threads or cores()
    if executor is not None:
        yield from _handed_out(pieces, executor, cancelled)
    elif threads == 1 or len(pieces) == 1:
        for number, piece in enumerate(pieces):
            if cancelled():
                raise Cancelled
            yield number, do(piece)
    else:
        with ThreadPoolExecutor(threads) as pool:
            yield from _handed_out(pieces, pool, cancelled)


def _handed_out(
    pieces: Sequence[Piece], executor: Executor, cancelled: Question
) -> Iterator[tuple[int, Arrivals]]:
    waiting: dict[Future[Arrivals], int] = {}
    ahead = iter(enumerate(pieces))
    try:
        while True:
            for number, piece in islice(ahead, IN_FLIGHT - len(waiting)):
                waiting[executor.submit(do, piece)] = number
            if not waiting:
                return
            finished, _ = wait(waiting, LOOK, FIRST_COMPLETED)
            if cancelled():
                raise Cancelled
            for future in finished:
                yield waiting.pop(future), future.result()
    finally:
        for future in waiting:
            future.cancel()


def _at_once(steps: int, least: int) -> int:
    """Return how many runs of so many steps make a piece."""
    return max(least, STEPS_OF_A_PIECE // max(1, steps))


def _part(scene: Scene, entries: tuple[Entry, ...], start: int, most: int) -> Scene:
    starts = scene.starts[start : start + most]
    return replace(scene, entries=entries, starts=starts, title="", notes="")


@lru_cache(maxsize=8)
def _surface(loss: str, parameters: tuple[tuple[str, float], ...]) -> Surface:
    return Surface(parse_loss(loss), dict(parameters))
