"""What is noticed of runs after each step, as machine code: which have ended, and why."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from llvmlite import ir

from core.compiler.control import INDEX, index, load, store
from core.compiler.emit import splat
from core.compiler.lanes import DOUBLE, TRUTH, Lanes, Truths, retyped
from core.compiler.step_loop import FIELDS, Vector

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


@dataclass(frozen=True, slots=True)
class Watched:
    """What is asked of the runs; what is not costs nothing."""

    gradient: bool
    """Whether a short gradient ends a run."""
    loss: bool
    """Whether a loss that hardly changes ends it."""
    anchor: bool
    """Whether to tell since when it has stayed near a point."""


class Watch:
    """Appends what looks at a vector of runs after each step.

    Parameters
    ----------
    builder
        Where to append, before any loop.
    limits
        Where the numbers of `LIMITS` lie.
    kind
        The lane type.
    watched
        What to look for.
    """

    def __init__(
        self, builder: ir.IRBuilder, limits: ir.Value, kind: ir.Type, watched: Watched
    ) -> None:
        self._builder = builder
        self._kind = kind
        self._watched = watched
        self._limits = limits
        self._bits = ir.IntType(kind.count if isinstance(kind, ir.VectorType) else 1)

    @contextmanager
    def where_alive(self, alive: ir.Value) -> Iterator[None]:
        """Emit the body for a vector some of whose runs go on, as is told at a place."""
        told = load(self._builder, alive, 0, INDEX)
        with self._builder.if_then(self._builder.icmp_unsigned("!=", told, index(0))):
            yield

    def look(self, vector: Vector, ends: ir.Value, alive: ir.Value, number: ir.Value) -> None:
        """Look at a vector after the step of that number."""
        builder = self._builder
        after = self._row(vector.after)
        told = builder.trunc(load(builder, alive, 0, INDEX), self._bits)
        cells = _Cells(builder, self._kind, ends)
        if self._watched.anchor:
            self._follow(after, cells, told, number)
        suspects = self._truth_bits(self._suspects(vector, after))
        ended = builder.and_(suspects, told)
        with builder.if_then(
            builder.icmp_unsigned("!=", ended, ir.Constant(self._bits, 0)), likely=False
        ):
            self._bury(vector, cells, alive, told, number)

    def _suspects(self, vector: Vector, after: Sequence[Lanes]) -> Truths:
        """Tell which runs may have ended: all that have, and some more."""
        total = reduce(add, after)
        suspects = (total - total).is_nan()
        if self._watched.gradient:
            suspects |= self._square(after) <= self._limit("maybe_converged")
        if self._watched.loss:
            suspects |= self._has_stalled(vector, after)
        return suspects

    def _bury(
        self, vector: Vector, ends: _Cells, alive: ir.Value, told: ir.Value, number: ir.Value
    ) -> None:
        """Look closely at a vector some of whose runs may have ended, and write down which."""
        builder = self._builder
        before, after = self._row(vector.row), self._row(vector.after)
        step = Lanes(builder, splat(builder, number, self._kind))
        runs = self._bit_truths(told)
        # Zero for what is finite, else undefined.
        is_broken = reduce(add, (value - value for value in after)).is_nan()
        square = self._square(after)
        is_near = square <= self._limit("maybe_converged")
        has_stalled = self._has_stalled(vector, after)
        ended = runs & (is_broken | is_near | has_stalled)
        is_sure = square <= self._limit("surely_converged")
        end = is_near.choose(is_sure.choose(End.CONVERGED, step.like(End.IN_DOUBT)),
                             step.like(End.STALLED))  # fmt: skip
        end = is_broken.choose(self._is_growing(after).choose(
            End.DIVERGED, step.like(End.LEFT_DOMAIN)), end)  # fmt: skip
        for name, old, new in zip(FIELDS, before, after, strict=True):
            ends.put(name, ended, is_broken.choose(old, new))
        ends.put("last_step", ended, is_broken.choose(step - 1.0, step))
        ends.put("end", ended, end)
        left = builder.and_(told, builder.not_(self._truth_bits(ended)))
        store(builder, builder.zext(left, INDEX), alive, 0)

    def _follow(self, row: Sequence[Lanes], ends: _Cells, told: ir.Value, number: ir.Value) -> None:
        """Let a run that is too far from its anchor drop it anew."""
        builder = self._builder
        x, y = row[:2]
        aside = abs(x - ends.get("anchor_x")) > self._limit("radius_x")
        away = abs(y - ends.get("anchor_y")) > self._limit("radius_y")
        bits = builder.and_(self._truth_bits(aside | away), told)
        with builder.if_then(builder.icmp_unsigned("!=", bits, ir.Constant(self._bits, 0))):
            moves = self._bit_truths(bits)
            step = Lanes(builder, splat(builder, number, self._kind))
            for name, value in (("anchor_x", x), ("anchor_y", y), ("settled", step)):
                ends.put(name, moves, value)

    def _square(self, row: Sequence[Lanes]) -> Lanes:
        scale = self._limit("scale")
        squares = [(part * scale) * (part * scale) for part in row[3:]]
        return squares[0] + squares[1]

    def _has_stalled(self, vector: Vector, after: Sequence[Lanes]) -> Truths:
        place = FIELDS.index("loss")
        before = Lanes(self._builder, load(self._builder, vector.row, place, self._kind))
        return abs(after[place] - before) <= self._limit("loss_change")

    def _is_growing(self, row: Sequence[Lanes]) -> Truths:
        """Tell where the iterate is far out or undefined, or anything infinite."""
        far = [~(abs(value) <= self._limit("largest")) for value in row[:2]]
        infinite = [abs(value).equals(float("inf")) for value in row]
        return reduce(or_, (*far, *infinite))

    def _limit(self, name: str) -> Lanes:
        value = load(self._builder, self._limits, LIMITS.index(name), DOUBLE)
        return Lanes(self._builder, splat(self._builder, value, self._kind))

    def _row(self, base: ir.Value) -> list[Lanes]:
        return [
            Lanes(self._builder, load(self._builder, base, field, self._kind))
            for field in range(len(FIELDS))
        ]

    def _truth_bits(self, truths: Truths) -> ir.Value:
        return self._builder.bitcast(truths.value, self._bits)

    def _bit_truths(self, bits: ir.Value) -> Truths:
        return Truths(self._builder, self._builder.bitcast(bits, retyped(self._kind, TRUTH)))


@dataclass(frozen=True, slots=True)
class _Cells:
    """The ends of a vector of runs."""

    builder: ir.IRBuilder
    kind: ir.Type
    base: ir.Value

    def get(self, name: str) -> Lanes:
        """Read one of `ENDS`."""
        return Lanes(self.builder, load(self.builder, self.base, ENDS.index(name), self.kind))

    def put(self, name: str, where: Truths, value: Lanes) -> None:
        """Write one of `ENDS` where something holds."""
        store(self.builder, where.choose(value, self.get(name)).value, self.base, ENDS.index(name))
