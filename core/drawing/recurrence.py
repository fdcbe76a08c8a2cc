"""Strokes that would paint again what a line has just painted.

A method whose step never vanishes ends in a small cycle: without this, most of the time
would go into painting the same few pixels thousands of times.
"""

from __future__ import annotations

from llvmlite import ir

from core.compiler.control import INDEX
from core.compiler.emit import splat
from core.compiler.lanes import Bits, Lanes, Truths

REMEMBERED = 8
"""Strokes of each line that are known; longer cycles are painted again."""

CELLS_A_PIXEL = 2.0
"""Ends in the same cell count as the same place."""

KNOWN = ir.VectorType(INDEX, REMEMBERED)
_FARTHEST_CELL = 2.0**40
_MIXERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)


def place_of(x: Lanes, y: Lanes) -> Bits:
    """Return a number for the cell in which a point lies."""
    column, row = _cell(x), _cell(y)
    return _mixed(column * _signed(_MIXERS[0]) + row)


def is_new(builder: ir.IRBuilder, memory: ir.Value, begin: Bits, end: Bits) -> Truths:
    """Tell whether a stroke is none of the last ones, and remember it.

    Parameters
    ----------
    builder
        Where to append.
    memory
        Where the numbers of the last strokes lie.
    begin, end
        The places of its ends; which is which makes no difference.
    """
    stroke = begin + end
    known = builder.load(memory, align=8, typ=KNOWN)
    everywhere = splat(builder, stroke.value, KNOWN)
    is_old = Bits(builder, known).equals(Bits(builder, everywhere))
    later = [0, *range(REMEMBERED, 2 * REMEMBERED - 1)]
    lanes = ir.Constant(ir.VectorType(ir.IntType(32), REMEMBERED), later)
    builder.store(builder.shuffle_vector(everywhere, known, lanes), memory, align=8)
    return ~Truths(builder, is_old.anywhere())


def _cell(value: Lanes) -> Bits:
    scaled = value * CELLS_A_PIXEL
    above = (scaled > -_FARTHEST_CELL).choose(scaled, scaled.like(-_FARTHEST_CELL))
    near = (above < _FARTHEST_CELL).choose(above, above.like(_FARTHEST_CELL))
    return Bits(value.builder, value.builder.fptosi((near + 0.5).value, INDEX))


def _mixed(bits: Bits) -> Bits:
    """Scatter numbers over all 64 bits, so that sums of two rarely meet."""
    scattered = (bits ^ (bits >> 29)) * _signed(_MIXERS[1])
    return scattered ^ (scattered >> 32)


def _signed(value: int) -> int:
    return value - 2**64 if value >= 2**63 else value
