"""A straight part of a line, cut to the canvas and into the dashes of its pattern."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from llvmlite import ir

from core.compiler.control import INDEX, POINTER, count_up, element, index, load
from core.compiler.lanes import DOUBLE, Lanes, Truths
from core.drawing.blending import WORD
from core.drawing.pieces import Piece
from core.drawing.records import BRUSH, CANVAS, number

PLENTY = 1e6
"""Pixels that a line may reach beyond an end at which it goes on, so that it ends round."""

FLAT = 0.5
"""Pixels that a line that is cut off reaches beyond its end, fading to nothing."""

FARTHEST = 1e15
"""Pixels along a line after which the place in its pattern is lost anyway."""


class Stroke(NamedTuple):
    """What the function of a stroke takes after the canvas, the brush and the line's tag."""

    x0: Lanes
    y0: Lanes
    x1: Lanes
    y1: Lanes
    phase: Lanes
    """How far along the line the first end is."""

    @property
    def length(self) -> Lanes:
        """From one end to the other."""
        across, down = self.x1 - self.x0, self.y1 - self.y0
        return (across * across + down * down).sqrt()


def stroke_function(module: ir.Module, paint_piece: ir.Function) -> ir.Function:
    """Append the function that paints a straight part of a line, wherever its ends lie."""
    kinds = [POINTER, POINTER, WORD] + [DOUBLE] * len(Stroke._fields)
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), kinds), "stroke")
    function.linkage = "internal"
    builder = ir.IRBuilder(function.append_basic_block())
    canvas, brush, tag, *numbers = function.args
    is_seen, stroke = _cut(canvas, brush, Stroke(*(Lanes(builder, value) for value in numbers)))

    def paint(*values: Lanes) -> None:
        piece = Piece(*(value.value for value in values))
        builder.call(paint_piece, [canvas, brush, tag, *piece])

    with builder.if_then(is_seen.value):
        line, halo = (number(builder, brush, BRUSH, f"{what}_alpha") for what in ("line", "halo"))
        kinds = builder.fptosi(number(builder, brush, BRUSH, "dashes").value, INDEX)
        is_solid = Truths(builder, builder.icmp_signed("==", kinds, index(0)))
        nothing, plenty = line.like(0.0), line.like(PLENTY)
        # The halo goes on where the line pauses.
        paint(*stroke[:4], plenty, plenty, is_solid.choose(line, nothing), halo)
        with _each_dash(builder, brush, kinds, stroke) as (begin, end):
            paint(*_dash(stroke, begin, end), line, nothing)
    builder.ret_void()
    return function


def _cut(canvas: ir.Value, brush: ir.Value, stroke: Stroke) -> tuple[Truths, Stroke]:
    """Cut a stroke to what can be seen of it, as Liang and Barsky (1984) do."""
    builder = stroke.x0.builder
    reach = number(builder, brush, BRUSH, "half_width") + number(builder, brush, BRUSH, "rim")
    lowest = -(reach + 1.0)
    enter, leave = lowest.like(0.0), lowest.like(1.0)
    is_seen = enter < leave
    ends = []
    for begin, end, size in ((stroke.x0, stroke.x1, "width"), (stroke.y0, stroke.y1, "height")):
        whole = load(builder, canvas, CANVAS.index(size), INDEX)
        highest = Lanes(builder, builder.sitofp(whole, DOUBLE)) - lowest
        ends.append((begin, end - begin, highest))
        for slope, distance in ((begin - end, begin - lowest), (end - begin, highest - begin)):
            ratio = distance / slope
            enters, leaves = slope < 0.0, slope > 0.0
            enter = (enters & (ratio > enter)).choose(ratio, enter)
            leave = (leaves & (ratio < leave)).choose(ratio, leave)
            is_seen = is_seen & (enters | leaves | (distance >= 0.0))
    # Of a stroke far longer than the canvas the ends are known only roughly.
    (x0, y0), (x1, y1) = (
        [_between(lowest, begin + at * shift, highest) for begin, shift, highest in ends]
        for at in (enter, leave)
    )
    cut = Stroke(x0, y0, x1, y1, stroke.phase + enter * stroke.length)
    return is_seen & (enter <= leave), cut


@contextmanager
def _each_dash(
    builder: ir.IRBuilder, brush: ir.Value, kinds: ir.Value, stroke: Stroke
) -> Iterator[tuple[Lanes, Lanes]]:
    """Emit the body of the ``with`` once, to run for each dash of a stroke.

    A pattern holds dashes of some kinds, each of which comes again after a period.

    Yields
    ------
    Lanes
        Where the dash begins along the stroke, less than 0 if before it.
    Lanes
        Where it ends, maybe beyond the stroke.
    """
    period = number(builder, brush, BRUSH, "period")
    length = stroke.length
    phase = _between(length.like(0.0), stroke.phase, length.like(FARTHEST))
    phase = phase - _real(builder, _whole(phase / period)) * period
    with count_up(builder, kinds) as kind:
        place = builder.mul(kind, index(2))
        pattern = element(builder, brush, builder.add(place, index(len(BRUSH))), DOUBLE)
        begin, end = (Lanes(builder, load(builder, pattern, at, DOUBLE)) for at in (0, 1))
        first = _whole((phase - end) / period + 1.0)
        last = _whole((phase + length - begin) / period)
        count = builder.add(builder.sub(last, first), index(1))
        with count_up(builder, count) as repetition:
            shift = _real(builder, builder.add(first, repetition)) * period - phase
            is_there = (begin + shift < length) & (end + shift > 0.0) & (length > 0.0)
            with builder.if_then(is_there.value):
                yield begin + shift, end + shift


def _dash(stroke: Stroke, begin: Lanes, end: Lanes) -> list[Lanes]:
    """Return the ends of a dash, and how far it may reach beyond each of them.

    Where the stroke ends within the dash, the dash goes on round the corner, so that it
    ends round there, but not beyond its own length.
    """
    length = stroke.length
    low = (begin > 0.0).choose(begin, begin.like(0.0))
    high = (end < length).choose(end, length)
    across, down = (stroke.x1 - stroke.x0) / length, (stroke.y1 - stroke.y0) / length
    corners = [
        origin + at * slope
        for at in (low, high)
        for origin, slope in ((stroke.x0, across), (stroke.y0, down))
    ]
    return [*corners, low - begin + FLAT, end - high + FLAT]


def _between(low: Lanes, value: Lanes, high: Lanes) -> Lanes:
    above = (value > low).choose(value, low)
    return (above < high).choose(above, high)


def _whole(value: Lanes) -> ir.Value:
    """Return the integer next to a number, towards zero."""
    return value.builder.fptosi(value.value, INDEX)


def _real(builder: ir.IRBuilder, value: ir.Value) -> Lanes:
    return Lanes(builder, builder.sitofp(value, DOUBLE))
