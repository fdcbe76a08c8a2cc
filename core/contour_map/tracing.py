"""Contour lines, cell by cell of a grid of samples, drawn as they are found.

In a cell each level crosses two sides or, at a saddle, all four; along a side the loss is
taken to be linear (W. E. Lorensen, H. E. Cline, "Marching cubes", 1987, in the plane). At a
saddle the mean of the corners tells which sides belong together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
from llvmlite import ir

from core.compiler.control import INDEX, count_up, index, load
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import DOUBLE, Bits, Lanes, Truths
from core.contour_map.bands import bands
from core.contour_map.crossings import (
    BOTTOM,
    CASE_LENGTH,
    LEFT,
    PAIRS,
    RIGHT,
    TOP,
    crossing_table,
)
from core.contour_map.strokes import MARGIN, Plane, stroke
from core.contour_map.vectors import (
    ADDRESS,
    COUNT,
    FLOAT,
    LANES,
    MASK,
    NUMBER,
    WORD,
    WORDS,
    address,
    entry,
    padded,
    set_bits,
)

FloatArray = npt.NDArray[np.float64]
Coverage = npt.NDArray[np.float32]

_ARGUMENTS = (COUNT, COUNT, ADDRESS, ADDRESS, ADDRESS, NUMBER, NUMBER, NUMBER, NUMBER, ADDRESS,
              COUNT)  # fmt: skip


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
    table = crossing_table(builder.module)
    grid = _Grid(stride, values, found, levels, x_step, y_step, height, table, points)
    plane = Plane(first, pitch, builder.fptrunc(reach, FLOAT))
    vectors = builder.sub(builder.sdiv(stride, index(LANES)), index(1))
    with count_up(builder, rows) as row, count_up(builder, vectors) as chunk:
        column = builder.mul(chunk, index(LANES))
        with set_bits(builder, _crossed(builder, grid, row, column)) as lane:
            _draw_cell(builder, grid, plane, row, builder.add(column, lane))
    builder.ret_void()
    return Kernel(builder.module, "lines", _ARGUMENTS)


def _crossed(builder: ir.IRBuilder, grid: _Grid, row: ir.Value, column: ir.Value) -> ir.Value:
    """Return the cells of a vector that a level crosses, a bit for each."""
    corners = [
        Bits(builder, load(builder, address_of, 0, WORDS))
        for address_of in _corner_addresses(builder, grid, grid.bands, WORD, row, column)
    ]
    lowest = reduce(lambda a, b: _below(a, b).choose(a, b), corners)
    highest = reduce(lambda a, b: _below(a, b).choose(b, a), corners)
    is_defined = Truths(builder, builder.icmp_signed(">=", lowest.value, lowest.like(0).value))
    return builder.bitcast((_below(lowest, highest) & is_defined).value, MASK)


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
        pairs = load(builder, grid.table, builder.add(case, index(PAIRS)), INDEX)
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
    return builder.mul(case, index(CASE_LENGTH))


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
        BOTTOM: (x + share(lower_left, lower_right), y),
        RIGHT: (x + 1.0, y + share(lower_right, upper_right)),
        TOP: (x + share(upper_left, upper_right), y + 1.0),
        LEFT: (x, y + share(lower_left, upper_left)),
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
