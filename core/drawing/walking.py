"""The walk along many lines together, step by step, as machine code.

All lines take a step before any takes the next, so that the picture is the same however
the steps are divided into calls, and what is later lies on top. Vertices closer than the
eye can tell are left out, by the length walked since the last that was kept.
"""

from __future__ import annotations

import ctypes
from functools import cache

from llvmlite import ir

from core.compiler.control import INDEX, POINTER, count_up, element, index, load, store
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE, INTEGER, Lanes, Truths
from core.drawing.blending import WORD
from core.drawing.pieces import piece_function
from core.drawing.records import BRUSH, LINE, PLANE, STATE, number
from core.drawing.recurrence import REMEMBERED, is_new, place_of
from core.drawing.strokes import stroke_function

FARTHEST = 1e100
"""Pixels from the canvas beyond which there is no line, so that no square overflows."""

STATE_SIZE = len(STATE) + REMEMBERED
"""Words of 64 bits that a line on its way needs, all 0 at first."""

_C_ARGUMENTS = (ctypes.c_int64,) * 3 + (ctypes.c_void_p,) * 4 + (ctypes.c_double,)


@cache
def walk_kernel() -> Kernel:
    """Return the machine code of the walk, which stays for as long as the process lives.

    It takes the first step and how many to take, the number of lines, the addresses of
    their table of `LINE`, of their states, of the `PLANE` and of the `CANVAS`, and how far
    to go beyond the last of the steps, as a share of the next.
    """
    return KERNELS.get("lines", _build)


def _build() -> Kernel:
    module = ir.Module()
    stroke = stroke_function(module, piece_function(module))
    kinds = [INDEX] * 3 + [POINTER] * 4 + [DOUBLE]
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), kinds), "walk")
    builder = ir.IRBuilder(function.append_basic_block())
    first, steps, lines, table, states, plane, canvas, share = function.args
    walker = _Walker(builder, plane, canvas, stroke)
    after = builder.add(first, steps)
    with count_up(builder, steps) as place:
        step = builder.add(first, place)
        with count_up(builder, lines) as line:
            walker.take_step(*_line(builder, table, states, line), step)
    share = Lanes(builder, share)
    with builder.if_then((share > 0.0).value), count_up(builder, lines) as line:
        walker.reach_out(*_line(builder, table, states, line), after, share)
    builder.ret_void()
    return Kernel(module, "walk", _C_ARGUMENTS)


def _line(
    builder: ir.IRBuilder, table: ir.Value, states: ir.Value, line: ir.Value
) -> tuple[ir.Value, ir.Value]:
    """Return the addresses of a line's record and state."""
    return (
        element(builder, table, builder.mul(line, index(len(LINE))), INDEX),
        element(builder, states, builder.mul(line, index(STATE_SIZE)), DOUBLE),
    )


class _Walker:
    """Appends what happens to a line in a step."""

    def __init__(
        self, builder: ir.IRBuilder, plane: ir.Value, canvas: ir.Value, stroke: ir.Function
    ) -> None:
        self._builder, self._canvas, self._stroke = builder, canvas, stroke
        self._plane = {name: number(builder, plane, PLANE, name) for name in PLANE}

    def take_step(self, line: ir.Value, state: ir.Value, step: ir.Value) -> None:
        """Append a step of a line: to a vertex, or to where there is none."""
        builder = self._builder
        x, y, is_there = self._vertex(line, step)
        is_open = self._read(state, "is_open") > 0.0
        with builder.if_else(is_there.value) as (there, nowhere):
            with there, builder.if_else(is_open.value) as (goes_on, begins):
                with goes_on:
                    self._go_on(line, state, x, y)
                with begins:
                    self._write(state, x=x, y=y, kept_x=x, kept_y=y, since=x.like(0.0))
                    self._write(state, is_open=x.like(1.0), kept_place=place_of(x, y).as_double())
            with nowhere, builder.if_then(is_open.value):
                with builder.if_then((self._read(state, "since") > 0.0).value):
                    self._keep(line, state, self._read(state, "x"), self._read(state, "y"))
                self._write(state, is_open=x.like(0.0))

    def reach_out(self, line: ir.Value, state: ir.Value, step: ir.Value, share: Lanes) -> None:
        """Append the way from the last kept vertex to between the last and the next one."""
        x, y, is_there = self._vertex(line, step)
        is_open = self._read(state, "is_open") > 0.0
        with self._builder.if_then((is_there & is_open).value):
            from_x, from_y = self._read(state, "x"), self._read(state, "y")
            x, y = from_x + share * (x - from_x), from_y + share * (y - from_y)
            self._paint(line, state, x, y)

    def _vertex(self, line: ir.Value, step: ir.Value) -> tuple[Lanes, Lanes, Truths]:
        """Return the pixel of a vertex, and whether there is one."""
        builder, is_there = self._builder, None
        pixel = []
        for name in ("x", "y"):
            values = builder.inttoptr(load(builder, line, LINE.index(name), INDEX), POINTER)
            value = Lanes(builder, load(builder, values, step, DOUBLE))
            place = (value - self._plane[f"{name}_origin"]) * self._plane[f"{name}_scale"]
            pixel.append(place)
            is_near = (abs(value) <= self._plane["limit"]) & (abs(place) <= FARTHEST)
            is_there = is_near if is_there is None else is_there & is_near
        assert is_there is not None
        return pixel[0], pixel[1], is_there

    def _go_on(self, line: ir.Value, state: ir.Value, x: Lanes, y: Lanes) -> None:
        builder = self._builder
        across, down = x - self._read(state, "x"), y - self._read(state, "y")
        length = (across * across + down * down).sqrt()
        # A run that rests costs no more than this.
        with builder.if_then((length > 0.0).value):
            since = self._read(state, "since") + length
            self._write(state, x=x, y=y, since=since)
            grain = number(builder, self._brush(line), BRUSH, "grain")
            with builder.if_then((since >= grain).value):
                self._keep(line, state, x, y)

    def _keep(self, line: ir.Value, state: ir.Value, x: Lanes, y: Lanes) -> None:
        """Append what paints the way to a vertex and keeps it."""
        place, before = place_of(x, y), self._read(state, "kept_place").bits()
        known = element(self._builder, state, len(STATE), INTEGER)
        with self._builder.if_then(is_new(self._builder, known, before, place).value):
            self._paint(line, state, x, y)
        across, down = x - self._read(state, "kept_x"), y - self._read(state, "kept_y")
        along = self._read(state, "along") + (across * across + down * down).sqrt()
        self._write(state, kept_x=x, kept_y=y, along=along, since=x.like(0.0))
        self._write(state, kept_place=place.as_double())

    def _paint(self, line: ir.Value, state: ir.Value, x: Lanes, y: Lanes) -> None:
        builder = self._builder
        tag = builder.trunc(load(builder, line, LINE.index("tag"), INDEX), WORD)
        begin = (self._read(state, name) for name in ("kept_x", "kept_y"))
        numbers = (*begin, x, y, self._read(state, "along"))
        values = [value.value for value in numbers]
        builder.call(self._stroke, [self._canvas, self._brush(line), tag, *values])

    def _brush(self, line: ir.Value) -> ir.Value:
        address = load(self._builder, line, LINE.index("brush"), INDEX)
        return self._builder.inttoptr(address, POINTER)

    def _read(self, state: ir.Value, name: str) -> Lanes:
        return number(self._builder, state, STATE, name)

    def _write(self, state: ir.Value, **values: Lanes) -> None:
        for name, value in values.items():
            store(self._builder, value.value, state, STATE.index(name))
