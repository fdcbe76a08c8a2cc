"""A straight part of a line, cut to the canvas."""

from __future__ import annotations

from typing import NamedTuple

from llvmlite import ir

from core.compiler.control import INDEX, POINTER, load
from core.compiler.lanes import DOUBLE, Lanes, Truths
from core.drawing.blending import WORD
from core.drawing.records import BRUSH, CANVAS, number

FARTHEST = 1e15
"""Pixels along a line after which the place in its pattern is lost anyway."""


class Stroke(NamedTuple):
    """What the function of a stroke takes after the canvas, the brush and the line's tag."""

    x0: Lanes
    y0: Lanes
    x1: Lanes
    y1: Lanes
    along: Lanes
    """The length of the line up to the first end."""


def stroke_function(module: ir.Module, paint_piece: ir.Function) -> ir.Function:
    """Append the function that paints a straight part of a line, wherever its ends lie."""
    kinds = [POINTER, POINTER, WORD] + [DOUBLE] * len(Stroke._fields)
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), kinds), "stroke")
    function.linkage = "internal"
    builder = ir.IRBuilder(function.append_basic_block())
    canvas, brush, tag, *numbers = function.args
    stroke = Stroke(*(Lanes(builder, value) for value in numbers))
    is_seen, piece = _cut(canvas, brush, stroke)
    with builder.if_then(is_seen.value):
        builder.call(paint_piece, [canvas, brush, tag, *(end.value for end in piece)])
    builder.ret_void()
    return function


def _cut(canvas: ir.Value, brush: ir.Value, stroke: Stroke) -> tuple[Truths, list[Lanes]]:
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
    corners = [
        _between(lowest, begin + at * shift, highest)
        for at in (enter, leave)
        for begin, shift, highest in ends
    ]
    across, down = (shift for _, shift, _ in ends)
    along = stroke.along + enter * (across * across + down * down).sqrt()
    period = number(builder, brush, BRUSH, "period")
    return is_seen & (enter <= leave), [*corners, _within(along, period)]


def _within(along: Lanes, period: Lanes) -> Lanes:
    """Return how far a place along a line is in its pattern."""
    near = _between(along.like(0.0), along, along.like(FARTHEST))
    turns = along.builder.fptosi((near / period).value, INDEX)
    return near - Lanes(along.builder, along.builder.sitofp(turns, DOUBLE)) * period


def _between(low: Lanes, value: Lanes, high: Lanes) -> Lanes:
    above = (value > low).choose(value, low)
    return (above < high).choose(above, high)
