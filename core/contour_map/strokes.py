"""A thin line between two points of a plane of coverages, antialiased."""

from __future__ import annotations

from dataclasses import dataclass

from llvmlite import ir

from core.compiler.control import INDEX, count_up, index, load
from core.compiler.emit import splat
from core.compiler.lanes import Lanes
from core.contour_map.vectors import FLOAT, WORD, clamped

STROKE_LANES = 8
"""Pixels of a row that are covered together: a piece of a line is seldom longer."""

MARGIN = 16
"""Pixels around a plane that may be touched by a line within it."""

_FLOATS = ir.VectorType(FLOAT, STROKE_LANES)


@dataclass(frozen=True, slots=True)
class Plane:
    """How much of each pixel lines cover, single floats from 0 to 1."""

    first: ir.Value
    """Address of the upper left pixel, with `MARGIN` pixels on each side."""
    stride: ir.Value
    """Pixels from one row to the next."""
    reach: ir.Value
    """A float: half the width of the lines and half a pixel more."""


def stroke(
    builder: ir.IRBuilder,
    plane: Plane,
    begin: tuple[ir.Value, ir.Value],
    end: tuple[ir.Value, ir.Value],
) -> None:
    """Append what covers the pixels near the line between two points, given as floats.

    Lines of one plane never cover a pixel twice: the larger coverage stays, so that no
    joint shows.
    """
    x, y = (Lanes(builder, value) for value in begin)
    dx, dy = Lanes(builder, end[0]) - x, Lanes(builder, end[1]) - y
    square = dx * dx + dy * dy
    is_long = square > 1e-12
    inverse = is_long.choose(1.0 / is_long.choose(square, square.like(1.0)), square.like(0.0))
    left, width = _range(plane, x, x + dx)
    top, height = _range(plane, y, y + dy)
    wide = [_wide(part) for part in (x, y, dx, dy, inverse)]
    with count_up(builder, height) as down:
        row = builder.add(top, down)
        with count_up(builder, _vectors(builder, width)) as chunk:
            column = builder.add(left, builder.mul(chunk, index(STROKE_LANES)))
            place = builder.add(builder.mul(row, plane.stride), column)
            covered = _coverage(plane, column, row, *wide)
            _raise_to(builder, builder.gep(plane.first, [place], source_etype=FLOAT), covered)


def _range(plane: Plane, one: Lanes, other: Lanes) -> tuple[ir.Value, ir.Value]:
    """Return the first pixel that a line may touch in one direction, and how many."""
    builder = one.builder
    low = (one < other).choose(one, other)
    high = (one < other).choose(other, one)
    reach = Lanes(builder, plane.reach)
    # Pixel n has its middle at n + 1/2; the margin keeps what is truncated positive.
    first = builder.fptosi((low - reach + (MARGIN + 0.5)).value, INDEX)
    last = builder.fptosi((high + reach + (MARGIN - 0.5)).value, INDEX)
    count = builder.add(builder.sub(last, first), index(1))
    return builder.sub(first, index(MARGIN)), count


def _vectors(builder: ir.IRBuilder, count: ir.Value) -> ir.Value:
    return builder.sdiv(builder.add(count, index(STROKE_LANES - 1)), index(STROKE_LANES))


def _wide(value: Lanes) -> Lanes:
    return Lanes(value.builder, splat(value.builder, value.value, _FLOATS))


def _coverage(
    plane: Plane,
    column: ir.Value,
    row: ir.Value,
    x: Lanes,
    y: Lanes,
    dx: Lanes,
    dy: Lanes,
    inverse: Lanes,
) -> Lanes:
    """Return how much of the pixels from a column on lies within reach of the line."""
    builder = x.builder
    steps = ir.Constant(_FLOATS, [place + 0.5 for place in range(STROKE_LANES)])
    across = _number(builder, column) + Lanes(builder, steps) - x
    down = _number(builder, row) + 0.5 - y
    along = clamped((across * dx + down * dy) * inverse)
    aside, below = across - along * dx, down - along * dy
    distance = _root(aside * aside + below * below)
    reach = Lanes(builder, splat(builder, plane.reach, _FLOATS))
    return clamped(reach - distance)


def _number(builder: ir.IRBuilder, value: ir.Value) -> Lanes:
    word = builder.trunc(value, WORD)
    return Lanes(builder, splat(builder, builder.sitofp(word, FLOAT), _FLOATS))


def _root(value: Lanes) -> Lanes:
    module = value.builder.module
    name = f"llvm.sqrt.v{STROKE_LANES}f32"
    kind = ir.FunctionType(_FLOATS, [_FLOATS])
    function = module.globals.get(name) or ir.Function(module, kind, name)
    return Lanes(value.builder, value.builder.call(function, [value.value]))


def _raise_to(builder: ir.IRBuilder, place: ir.Value, covered: Lanes) -> None:
    before = Lanes(builder, load(builder, place, 0, _FLOATS))
    largest = (covered > before).choose(covered, before)
    builder.store(largest.value, place, align=4)
