"""A straight piece of a wide line, as the pixels within reach of it.

A pixel's coverage is told from the distance of its centre to the piece, as if the line's
edge ran at a right angle to that distance: exact along level and upright edges, to a
twentieth along slanted ones, and round at the ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from llvmlite import ir

from core.compiler.control import INDEX, POINTER, count_up, element, index, load, store
from core.compiler.emit import splat
from core.compiler.lanes import DOUBLE, Bits, Lanes
from core.drawing.blending import (
    BYTE,
    FLOATS,
    LANES,
    WORD,
    WORDS,
    Ink,
    blend,
    clamped,
    spread,
)
from core.drawing.dashes import Dashes
from core.drawing.records import BRUSH, CANVAS, number

FLATTEST = 1e-3
"""Of a piece's slope: where it is less, the rows of its pixels are as long as itself."""


class Piece(NamedTuple):
    """What the function of a piece takes after the canvas, the brush and the line's tag."""

    x0: Lanes
    y0: Lanes
    x1: Lanes
    y1: Lanes
    phase: Lanes
    """How far the first end is in the pattern of dashes, at most one period."""


def piece_function(module: ir.Module) -> ir.Function:
    """Append the function that paints a piece, whose ends lie on the canvas or near it."""
    kinds = [POINTER, POINTER, WORD] + [DOUBLE] * len(Piece._fields)
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), kinds), "piece")
    function.linkage = "internal"
    builder = ir.IRBuilder(function.append_basic_block())
    canvas, brush, tag, *numbers = function.args
    piece = Piece(*(Lanes(builder, value) for value in numbers))
    _Painter(builder, canvas, brush, tag, piece).paint()
    builder.ret_void()
    return function


@dataclass(frozen=True, slots=True)
class _Span:
    """From the first to the last of some rows or columns."""

    first: ir.Value
    last: ir.Value

    def count(self, builder: ir.IRBuilder) -> ir.Value:
        return builder.add(builder.sub(self.last, self.first), index(1))


class _Painter:
    """Everything that holds for the whole piece, then rows of it, then vectors of a row."""

    def __init__(
        self, builder: ir.IRBuilder, canvas: ir.Value, brush: ir.Value, tag: ir.Value, piece: Piece
    ) -> None:
        self._builder, self._canvas, self._brush = builder, canvas, brush
        self._x0, self._y0, self._x1, self._y1, phase = piece
        across, down = self._x1 - self._x0, self._y1 - self._y0
        length = (across * across + down * down).sqrt()
        is_dot = length.equals(0.0)
        divisor = is_dot.choose(1.0, length)
        self._along_x = is_dot.choose(1.0, across / divisor)
        self._along_y = down / divisor
        half = self._number("half_width")
        rim = half + self._number("rim")
        self._reach = rim + 0.5
        self._geometry = [spread(value) for value in (self._along_x, self._along_y, length)]
        self._alphas = [spread(self._number(f"{what}_alpha") * BYTE) for what in ("line", "halo")]
        self._dashes = Dashes(brush, phase)
        self._edges = [spread(edge + 0.5) for edge in (half, rim)]
        self._most = spread((half * 2.0 < 1.0).choose(half * 2.0, half.like(1.0)))
        self._ink = self._mixed(tag)
        self._size = [self._integer(name) for name in ("width", "height", "stride")]
        self._planes = [
            builder.inttoptr(self._integer(name), POINTER) for name in ("pixels", "memory")
        ]

    def paint(self) -> None:
        """Append the loop over the rows."""
        builder = self._builder
        columns = self._within(self._x0, self._x1, self._size[0])
        rows = self._within(self._y0, self._y1, self._size[1])
        row_count = rows.count(builder)
        is_wide = builder.icmp_signed(">", columns.count(builder), index(0))
        is_high = builder.icmp_signed(">", row_count, index(0))
        # Only of so steep a piece does a row hold less than all the columns.
        steepness = abs(self._along_y)
        is_steep = steepness > FLATTEST
        divisor = is_steep.choose(self._along_y, steepness.like(1.0))
        slope = is_steep.choose(self._along_x / divisor, divisor.like(0.0))
        breadth = is_steep.choose(self._reach / abs(divisor), divisor.like(1e9))
        with builder.if_then(builder.and_(is_wide, is_high)):
            self._remember(columns, rows)
            with count_up(builder, row_count) as place:
                row = builder.add(rows.first, place)
                down = self._centre(row) - self._y0
                middle = self._x0 + down * slope - 0.5
                low, high = _whole(middle - breadth), _whole(middle + breadth)
                span = _Span(
                    _larger(builder, low, columns.first), _smaller(builder, high, columns.last)
                )
                self._paint_row(row, span, spread(down))

    def _paint_row(self, row: ir.Value, span: _Span, down: Lanes) -> None:
        builder = self._builder
        width, _, stride = self._size
        begin = builder.mul(row, stride)
        planes = [element(builder, plane, begin, WORD) for plane in self._planes]
        # The last vector is moved back into the row: what is painted twice stays as it is.
        latest = builder.sub(width, index(LANES))
        vectors = builder.sdiv(builder.add(span.count(builder), index(LANES - 1)), index(LANES))
        with count_up(builder, vectors) as vector:
            column = builder.add(span.first, builder.mul(vector, index(LANES)))
            column = _smaller(builder, column, latest)
            line, halo = self._coverage(column, down)
            pixels, memory = (element(builder, plane, column, WORD) for plane in planes)
            blend(builder, pixels, memory, self._ink, line, halo)

    def _coverage(self, column: ir.Value, down: Lanes) -> tuple[Lanes, Lanes]:
        """Return how much of each pixel the line and its halo cover, from 0 to 255."""
        along_x, along_y, length = self._geometry
        lanes = ir.Constant(FLOATS, [float(lane) for lane in range(LANES)])
        across = spread(self._centre(column) - self._x0) + Lanes(self._builder, lanes)
        along = across * along_x + down * along_y
        aside = across * along_y - down * along_x
        beyond = along - length
        over = (beyond > 0.0).choose(beyond, (along < 0.0).choose(along, along.like(0.0)))
        distance = _root(aside * aside + over * over)
        line = clamped(self._edges[0] - distance, self._most) * self._dashes.coverage(along)
        halo = clamped(self._edges[1] - distance)
        return line * self._alphas[0], halo * self._alphas[1]

    def _within(self, one: Lanes, other: Lanes, size: ir.Value) -> _Span:
        """Return the rows or columns of the canvas that the piece may touch."""
        builder = self._builder
        low = (one < other).choose(one, other) - self._reach - 0.5
        high = (one < other).choose(other, one) + self._reach - 0.5
        last = _smaller(builder, _whole(high), builder.sub(size, index(1)))
        # Cut off towards zero, a piece before the first row would seem to touch it.
        last = builder.select((high < 0.0).value, index(-1), last)
        return _Span(_larger(builder, _whole(low), index(0)), last)

    def _remember(self, columns: _Span, rows: _Span) -> None:
        """Widen the rectangle that has been painted on."""
        for name, choose, value in (
            ("left", _smaller, columns.first),
            ("top", _smaller, rows.first),
            ("right", _larger, columns.last),
            ("bottom", _larger, rows.last),
        ):
            chosen = choose(self._builder, self._integer(name), value)
            store(self._builder, chosen, self._canvas, CANVAS.index(name))

    def _mixed(self, tag: ir.Value) -> Ink:
        opaque = spread(self._x0.like(float(BYTE)))
        line, halo = (
            [spread(self._number(f"{what}_{name}")) for name in ("blue", "green", "red")]
            for what in ("line", "halo")
        )
        tags = Bits(self._builder, splat(self._builder, tag, WORDS))
        return Ink(tags, [*line, opaque], [*halo, opaque])

    def _number(self, name: str) -> Lanes:
        return number(self._builder, self._brush, BRUSH, name)

    def _integer(self, name: str) -> ir.Value:
        return load(self._builder, self._canvas, CANVAS.index(name), INDEX)

    def _centre(self, place: ir.Value) -> Lanes:
        """Return where the centre of a row or column lies."""
        return Lanes(self._builder, self._builder.sitofp(place, DOUBLE)) + 0.5


def _root(value: Lanes) -> Lanes:
    module = value.builder.module
    name = f"llvm.sqrt.v{LANES}f32"
    function = module.globals.get(name) or ir.Function(
        module, ir.FunctionType(FLOATS, [FLOATS]), name
    )
    return Lanes(value.builder, value.builder.call(function, [value.value]))


def _whole(value: Lanes) -> ir.Value:
    """Return the integer next to a number, towards zero."""
    return value.builder.fptosi(value.value, INDEX)


def _smaller(builder: ir.IRBuilder, one: ir.Value, other: ir.Value) -> ir.Value:
    return builder.select(builder.icmp_signed("<", one, other), one, other)


def _larger(builder: ir.IRBuilder, one: ir.Value, other: ir.Value) -> ir.Value:
    return builder.select(builder.icmp_signed(">", one, other), one, other)
