"""What is noticed of runs after each step, as machine code: which have ended, and why."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from llvmlite import ir

from core.compiler.control import count_up, load, store
from core.compiler.emit import splat
from core.compiler.lanes import DOUBLE, TRUTH, Lanes, Truths
from core.compiler.step_loop import FIELDS, Room

ENDS = (*FIELDS, "last_step", "end", "anchor_x", "anchor_y", "settled")
"""What is remembered of every run: its last row and step, why that was the last, a point
that it has stayed near, and since which step it has."""

LIMITS = ("scale", "surely_converged", "maybe_converged", "loss_change", "largest",
          "radius_x", "radius_y")  # fmt: skip
"""The numbers that decide when a run ends, and how near its anchor it has to stay."""


class End(enum.IntEnum):
    """Why a run takes no further step."""

    NONE = 0
    LEFT_DOMAIN = 1
    DIVERGED = 2
    CONVERGED = 3
    STALLED = 4
    IN_DOUBT = 5
    """Its gradient is as long as the tolerance, as far as a sum of squares can tell."""


class Watch:
    """Appends what looks at a block of runs after each step.

    Parameters
    ----------
    builder
        Where to append, before any loop.
    limits
        Where the numbers of `LIMITS` lie.
    kind
        The lane type.
    """

    def __init__(self, builder: ir.IRBuilder, limits: ir.Value, kind: ir.Type) -> None:
        self._builder = builder
        self._kind = kind
        self._limits = {
            name: Lanes(builder, splat(builder, load(builder, limits, place, DOUBLE), kind))
            for place, name in enumerate(LIMITS)
        }
        self._alive = builder.alloca(TRUTH)

    def expect_life(self) -> None:
        """Begin a block, some of whose runs may go on."""
        self._builder.store(ir.Constant(TRUTH, 1), self._alive)

    def is_alive(self) -> ir.Value:
        """Return whether some run of the block goes on."""
        return self._builder.load(self._alive, typ=TRUTH)

    def look(self, room: Room, ends: ir.Value, number: ir.Value) -> None:
        """Look at all vectors of a block after the step of that number."""
        builder = self._builder
        builder.store(ir.Constant(TRUTH, 0), self._alive)
        step = Lanes(builder, splat(builder, number, self._kind))
        with count_up(builder, room.vectors) as vector:
            before = _Cells(builder, room, room.row, vector).row()
            after = _Cells(builder, room, room.after, vector).row()
            goes_on = self._look(before, after, _Cells(builder, room, ends, vector), step)
            builder.store(builder.or_(self.is_alive(), goes_on.anywhere()), self._alive)

    def _look(
        self, before: Sequence[Lanes], after: Sequence[Lanes], ends: _Cells, step: Lanes
    ) -> Truths:
        """Look at one vector, and return which of its runs go on."""
        runs = ends.get("end").equals(End.NONE)
        self._follow(after, ends, runs, step)
        # Zero for what is finite, else undefined.
        is_broken = reduce(add, (value - value for value in after)).is_nan()
        squares = [(part * self._limits["scale"]) * (part * self._limits["scale"])
                   for part in after[3:]]  # fmt: skip
        square = squares[0] + squares[1]
        is_near = square <= self._limits["maybe_converged"]
        has_stalled = abs(after[2] - before[2]) <= self._limits["loss_change"]
        ended = runs & (is_broken | is_near | has_stalled)
        with self._builder.if_then(ended.anywhere(), likely=False):
            is_sure = square <= self._limits["surely_converged"]
            end = is_near.choose(is_sure.choose(End.CONVERGED, step.like(End.IN_DOUBT)),
                                 step.like(End.STALLED))  # fmt: skip
            end = is_broken.choose(self._is_growing(after).choose(
                End.DIVERGED, step.like(End.LEFT_DOMAIN)), end)  # fmt: skip
            for name, old, new in zip(FIELDS, before, after, strict=True):
                ends.put(name, ended, is_broken.choose(old, new))
            ends.put("last_step", ended, is_broken.choose(step - 1.0, step))
            ends.put("end", ended, end)
        return runs & ~ended

    def _follow(self, row: Sequence[Lanes], ends: _Cells, runs: Truths, step: Lanes) -> None:
        """Let a run that is too far from its anchor drop it anew."""
        x, y = row[:2]
        aside = abs(x - ends.get("anchor_x")) > self._limits["radius_x"]
        away = abs(y - ends.get("anchor_y")) > self._limits["radius_y"]
        moves = (aside | away) & runs
        for name, value in (("anchor_x", x), ("anchor_y", y), ("settled", step)):
            ends.put(name, moves, value)

    def _is_growing(self, row: Sequence[Lanes]) -> Truths:
        """Tell where the iterate is far out or undefined, or anything infinite."""
        far = [~(abs(value) <= self._limits["largest"]) for value in row[:2]]
        infinite = [abs(value).equals(float("inf")) for value in row]
        return reduce(or_, (*far, *infinite))


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row or the ends of a vector of runs."""

    builder: ir.IRBuilder
    room: Room
    base: ir.Value
    vector: ir.Value

    def row(self) -> list[Lanes]:
        """Read the fields of a row."""
        return [self._load(field) for field in range(len(FIELDS))]

    def get(self, name: str) -> Lanes:
        """Read one of `ENDS`."""
        return self._load(ENDS.index(name))

    def put(self, name: str, where: Truths, value: Lanes) -> None:
        """Write one of `ENDS` where something holds."""
        place = self.room.place(self.builder, ENDS.index(name), self.vector)
        store(self.builder, where.choose(value, self.get(name)).value, self.base, place)

    def _load(self, number: int) -> Lanes:
        place = self.room.place(self.builder, number, self.vector)
        return Lanes(self.builder, load(self.builder, self.base, place, self.room.kind))
