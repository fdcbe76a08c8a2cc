"""How a line's coverage reaches pixels, so that nothing is painted twice.

Beside its colour every pixel remembers which line touched it last, how much of it that
line has covered, and how much the halo has: 16, 8 and 8 bits. A line that comes back to
a pixel adds only what it covers more than before, so that neither joints nor dense
vertices show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llvmlite import ir

from core.compiler.emit import splat
from core.compiler.lanes import Bits, Lanes, Truths

LANES = 8
"""Pixels of a row that are painted together; a line is seldom wider."""

WORD = ir.IntType(32)
FLOAT = ir.FloatType()
WORDS = ir.VectorType(WORD, LANES)
FLOATS = ir.VectorType(FLOAT, LANES)

ALPHA = 24
CHANNELS = (0, 8, 16, ALPHA)
"""Where blue, green, red and alpha stand in a pixel, premultiplied."""

TAG, COVERAGE = 16, 8
"""Where the line and its coverage stand in what a pixel remembers; the halo stands at 0."""

BYTE = 255


@dataclass(frozen=True, slots=True)
class Ink:
    """What is painted with, each spread over the lanes."""

    tag: Bits
    colour: Sequence[Lanes]
    """Blue, green, red and alpha of the opaque line, from 0 to 255."""
    halo: Sequence[Lanes]


def blend(
    builder: ir.IRBuilder, pixels: ir.Value, memory: ir.Value, ink: Ink, line: Lanes, halo: Lanes
) -> None:
    """Append what paints `LANES` pixels of a row.

    Parameters
    ----------
    builder
        Where to append.
    pixels, memory
        Addresses of the pixels and of what they remember.
    ink
        The line's and the halo's colour.
    line, halo
        How much of each pixel they cover, from 0 to 255, before rounding.
    """
    known = Bits(builder, builder.load(memory, align=4, typ=WORDS))
    is_same = (known >> TAG).equals(ink.tag)
    old_line = is_same.choose((known >> COVERAGE) & BYTE, known.like(0))
    old_halo = known & BYTE
    new_line, new_halo = _rounded(line), _rounded(halo)
    covers, glows = _above(new_line, old_line), _above(new_halo, old_halo)
    with builder.if_then((covers | glows).anywhere()):
        new_line = covers.choose(new_line, old_line)
        new_halo = glows.choose(new_halo, old_halo)
        mine = (ink.tag << TAG) | (new_line << COVERAGE)
        remembered = covers.choose(mine, known & ~BYTE) | new_halo
        builder.store(remembered.value, memory, align=4)
        shares = _gain(old_line, new_line), _gain(old_halo, new_halo)
        _mix(builder, pixels, ink, *shares)


def _mix(
    builder: ir.IRBuilder, pixels: ir.Value, ink: Ink, line_share: Lanes, halo_share: Lanes
) -> None:
    """Paint the line over the pixels, then the halo under them."""
    before = Bits(builder, builder.load(pixels, align=4, typ=WORDS))
    rest = 1.0 - line_share
    # The same operations in every channel keep each at most as large as alpha.
    painted = [
        numbers((before >> place) & BYTE) * rest + line_share * colour
        for place, colour in zip(CHANNELS, ink.colour, strict=True)
    ]
    below = halo_share * (1.0 - painted[-1] * (1.0 / BYTE))
    after = before.like(0)
    for place, value, colour in zip(CHANNELS, painted, ink.halo, strict=True):
        after = after | (_rounded(value + below * colour) << place)
    builder.store(after.value, pixels, align=4)


def _gain(old: Bits, new: Bits) -> Lanes:
    """Return the share of what is not yet covered that a rise in coverage takes."""
    left = BYTE - old
    some = _above(left, left.like(0)).choose(left, left.like(1))
    return numbers(new - old) / numbers(some)


def _above(one: Bits, other: Bits) -> Truths:
    compared = one.builder.icmp_signed(">", one.value, other.value)
    return Truths(one.builder, compared)


def numbers(bits: Bits) -> Lanes:
    """Return integers as floats."""
    return Lanes(bits.builder, bits.builder.sitofp(bits.value, FLOATS))


def _rounded(value: Lanes) -> Bits:
    """Return numbers that are not negative as the nearest integers."""
    return Bits(value.builder, value.builder.fptosi((value + 0.5).value, WORDS))


def clamped(value: Lanes, highest: Lanes | float = 1.0) -> Lanes:
    """Return values between 0 and `highest`; NaN becomes `highest`."""
    positive = (value < 0.0).choose(0.0, value)
    top = value.like(highest)
    return (positive < top).choose(positive, top)


def spread(value: Lanes) -> Lanes:
    """Copy one double into every lane, as a float."""
    single = value.builder.fptrunc(value.value, FLOAT)
    return Lanes(value.builder, splat(value.builder, single, FLOATS))
