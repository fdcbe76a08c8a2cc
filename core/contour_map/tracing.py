"""Contour lines, cell by cell of a grid of samples, drawn as they are found.

In a cell each level crosses two sides or, at a saddle, all four; along a side the loss is
taken to be linear (W. E. Lorensen, H. E. Cline, "Marching cubes", 1987, in the plane). At a
saddle the mean of the corners tells which sides belong together.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
from llvmlite import ir

from core.compiler.control import INDEX, count_up, index, load
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE, Bits, Lanes, Truths
from core.contour_map.bands import bands
from core.contour_map.strokes import MARGIN, Plane, stroke
from core.contour_map.vectors import (
    ADDRESS,
    COUNT,
    FLOAT,
    LANES,
    NUMBER,
    WORD,
    WORDS,
    address,
    entry,
    padded,
)

FloatArray = npt.NDArray[np.float64]
Coverage = npt.NDArray[np.float32]

_ARGUMENTS = (COUNT, COUNT, ADDRESS, ADDRESS, ADDRESS, NUMBER, NUMBER, NUMBER, NUMBER, ADDRESS,
              COUNT)  # fmt: skip

_BOTTOM, _RIGHT, _TOP, _LEFT = range(4)
_PAIRS = 4
"""Where a row of the table tells how many pairs of sides it names."""
_CASE_LENGTH = 5
_CENTRE_IS_ABOVE = 16
_MASK = ir.IntType(LANES)


def line_coverage(
    samples: FloatArray, levels: FloatArray, columns: int, rows: int, width: float
) -> Coverage:
    """Draw the contour lines of samples.

    Parameters
    ----------
    samples
        Shape (rows, columns), row 0 at the bottom, the outermost on the edges of the
        image. A cell with a corner that is NaN carries no line.
    levels
        In ascending order.
    columns, rows
        The image's size in pixels.
    width
        Of a line, in pixels.

    Returns
    -------
    ndarray
        How much of each pixel is covered, of shape (rows, columns), row 0 at the top. It
        is the middle of a larger array.
    """
    reach = width / 2 + 0.5
    stride = columns + 2 * MARGIN
    plane = np.zeros((rows + 2 * MARGIN, stride), np.float32)
    inner = plane[MARGIN:-MARGIN, MARGIN:-MARGIN]
    if len(levels):
        down, across = samples.shape
        values = np.full((down, padded(across)), np.nan)
        values[:, :across] = samples
        found = bands(values, levels)
        KERNELS.get("lines of a contour map", _build).call(
            down - 1,
            values.shape[1],
            address(values),
            address(found),
            address(levels),
            columns / (across - 1),
            rows / (down - 1),
            float(rows),
            reach,
            address(inner),
            stride,
        )
    return inner


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the samples lie, in memory and in the image."""

    stride: ir.Value
    values: ir.Value
    bands: ir.Value
    levels: ir.Value
    x_step: ir.Value
    y_step: ir.Value
    height: ir.Value
    table: ir.GlobalVariable
    points: ir.Value
    """Room for the places where a level crosses the sides: four times x and y, floats."""


def _build() -> Kernel:
    builder = entry("lines", _ARGUMENTS)
    rows, stride, values, found, levels, x_step, y_step, height, reach, first, pitch = (
        builder.function.args
    )
    points = builder.alloca(FLOAT, 8)
    table = _crossing_table(builder.module)
    grid = _Grid(stride, values, found, levels, x_step, y_step, height, table, points)
    plane = Plane(first, pitch, builder.fptrunc(reach, FLOAT))
    vectors = builder.sub(builder.sdiv(stride, index(LANES)), index(1))
    with count_up(builder, rows) as row, count_up(builder, vectors) as chunk:
        column = builder.mul(chunk, index(LANES))
        with _set_bits(builder, _crossed(builder, grid, row, column)) as lane:
            _draw_cell(builder, grid, plane, row, builder.add(column, lane))
    builder.ret_void()
    return Kernel(builder.module, "lines", _ARGUMENTS)


def _crossing_table(module: ir.Module) -> ir.GlobalVariable:
    """Return four crossed sides and how many pairs they are, for each case."""
    rows: list[int] = []
    for case in range(2 * _CENTRE_IS_ABOVE):
        sides = _crossings(case)
        rows += [*sides, *(4 - len(sides)) * [0], len(sides) // 2]
    kind = ir.ArrayType(INDEX, len(rows))
    table = ir.GlobalVariable(module, kind, "crossings")
    table.linkage = "internal"
    table.global_constant = True
    table.initializer = ir.Constant(kind, rows)
    return table


def _crossings(case: int) -> list[int]:
    """Return the sides that lines join in a cell, pair by pair.

    Parameters
    ----------
    case
        Bits 0 to 3 are set where a corner is above the level, counterclockwise from the
        lower left one, and bit 4 where the centre is.
    """
    corners = [bool(case >> place & 1) for place in range(4)]
    sides = [side for side in range(4) if corners[side] != corners[(side + 1) % 4]]
    if len(sides) < 4:
        return sides
    # The line turns about the two corners that the centre is not like.
    if corners[0] == bool(case & _CENTRE_IS_ABOVE):
        return [_BOTTOM, _RIGHT, _TOP, _LEFT]
    return [_LEFT, _BOTTOM, _RIGHT, _TOP]


def _crossed(builder: ir.IRBuilder, grid: _Grid, row: ir.Value, column: ir.Value) -> ir.Value:
    """Return the cells of a vector that a level crosses, a bit for each."""
    corners = [
        Bits(builder, load(builder, address_of, 0, WORDS))
        for address_of in _corner_addresses(builder, grid, grid.bands, WORD, row, column)
    ]
    lowest = reduce(lambda a, b: _below(a, b).choose(a, b), corners)
    highest = reduce(lambda a, b: _below(a, b).choose(b, a), corners)
    is_defined = Truths(builder, builder.icmp_signed(">=", lowest.value, lowest.like(0).value))
    return builder.bitcast((_below(lowest, highest) & is_defined).value, _MASK)


def _below(one: Bits, other: Bits) -> Truths:
    return Truths(one.builder, one.builder.icmp_signed("<", one.value, other.value))


def _corner_addresses(
    builder: ir.IRBuilder,
    grid: _Grid,
    base: ir.Value,
    kind: ir.Type,
    row: ir.Value,
    column: ir.Value,
) -> list[ir.Value]:
    """Return where the corners of a cell stand, counterclockwise from the lower left one."""
    first = builder.add(builder.mul(row, grid.stride), column)
    above = builder.add(first, grid.stride)
    places = (first, builder.add(first, index(1)), builder.add(above, index(1)), above)
    return [builder.gep(base, [place], source_etype=kind) for place in places]


@contextmanager
def _set_bits(builder: ir.IRBuilder, mask: ir.Value) -> Iterator[ir.Value]:
    """Emit the body of the ``with`` once, to run for the place of each bit that is set."""
    before = builder.block
    head, body, after = (builder.append_basic_block() for _ in range(3))
    builder.branch(head)
    builder.position_at_end(head)
    left = builder.phi(_MASK)
    left.add_incoming(mask, before)
    zero = ir.Constant(_MASK, 0)
    builder.cbranch(builder.icmp_unsigned("!=", left, zero), body, after)
    builder.position_at_end(body)
    yield builder.zext(builder.cttz(left, ir.Constant(ir.IntType(1), 1)), INDEX)
    lower = builder.and_(left, builder.sub(left, ir.Constant(_MASK, 1)))
    left.add_incoming(lower, builder.block)
    builder.branch(head)
    builder.position_at_end(after)


def _draw_cell(
    builder: ir.IRBuilder, grid: _Grid, plane: Plane, row: ir.Value, column: ir.Value
) -> None:
    """Append what draws the lines of all levels that cross a cell."""
    where = row, column
    values = [
        Lanes(builder, load(builder, corner, 0, DOUBLE))
        for corner in _corner_addresses(builder, grid, grid.values, DOUBLE, *where)
    ]
    numbers = [
        Bits(builder, load(builder, corner, 0, WORD))
        for corner in _corner_addresses(builder, grid, grid.bands, WORD, *where)
    ]
    lowest = reduce(lambda a, b: _below(a, b).choose(a, b), numbers)
    highest = reduce(lambda a, b: _below(a, b).choose(b, a), numbers)
    count = builder.sext((highest - lowest).value, INDEX)
    with count_up(builder, count) as higher:
        band = lowest + Bits(builder, builder.trunc(higher, WORD))
        place = builder.sext(band.value, INDEX)
        level = Lanes(builder, load(builder, grid.levels, place, DOUBLE))
        _note_crossings(builder, grid, values, level, *where)
        case = _case(values, [_below(band, number) for number in numbers], level)
        pairs = load(builder, grid.table, builder.add(case, index(_PAIRS)), INDEX)
        with count_up(builder, pairs) as pair:
            _draw_pair(builder, grid, plane, builder.add(case, builder.mul(pair, index(2))))


def _case(values: list[Lanes], are_above: list[Truths], level: Lanes) -> ir.Value:
    """Return where the crossed sides of a cell stand in the table."""
    builder = level.builder
    centre = 0.25 * reduce(lambda a, b: a + b, values)
    case = index(0)
    for place, truth in enumerate([*are_above, centre > level]):
        bit = builder.shl(builder.zext(truth.value, INDEX), index(place))
        case = builder.or_(case, bit)
    return builder.mul(case, index(_CASE_LENGTH))


def _note_crossings(
    builder: ir.IRBuilder,
    grid: _Grid,
    values: list[Lanes],
    level: Lanes,
    row: ir.Value,
    column: ir.Value,
) -> None:
    """Append what notes where a level crosses each side; of the others nothing is read."""
    lower_left, lower_right, upper_right, upper_left = values
    x, y = (Lanes(builder, builder.sitofp(place, DOUBLE)) for place in (column, row))

    def share(begin: Lanes, end: Lanes) -> Lanes:
        return (level - begin) / (end - begin)

    places = {
        _BOTTOM: (x + share(lower_left, lower_right), y),
        _RIGHT: (x + 1.0, y + share(lower_right, upper_right)),
        _TOP: (x + share(upper_left, upper_right), y + 1.0),
        _LEFT: (x, y + share(lower_left, upper_left)),
    }
    for side, (across, up) in places.items():
        pixel = across * Lanes(builder, grid.x_step)
        line = Lanes(builder, grid.height) - up * Lanes(builder, grid.y_step)
        for part, value in enumerate((pixel, line)):
            target = builder.gep(grid.points, [index(2 * side + part)], source_etype=FLOAT)
            builder.store(builder.fptrunc(value.value, FLOAT), target)


def _draw_pair(builder: ir.IRBuilder, grid: _Grid, plane: Plane, first: ir.Value) -> None:
    """Append what draws the line between two sides, of which the first stands at a place."""
    ends = []
    for place in (first, builder.add(first, index(1))):
        side = load(builder, grid.table, place, INDEX)
        at = builder.mul(side, index(2))
        x = load(builder, grid.points, at, FLOAT)
        y = load(builder, grid.points, builder.add(at, index(1)), FLOAT)
        ends.append((x, y))
    stroke(builder, plane, *ends)
