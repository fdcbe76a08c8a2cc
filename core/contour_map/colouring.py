"""From shades and coverages to the pixels of an image."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from llvmlite import ir

from core.compiler.control import INDEX, count_up, element, index, load, store
from core.compiler.emit import splat
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import Bits, Lanes
from core.contour_map.vectors import (
    ADDRESS,
    COUNT,
    FLOAT,
    FLOATS,
    LANES,
    WORD,
    address,
    as_words,
    clamped,
    entry,
)

Shades = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint32]

OPAQUE = 0xFF000000

CHANNELS = (16, 8, 0)
"""Where red, green and blue stand in a pixel."""

_ARGUMENTS = (COUNT, COUNT, ADDRESS, ADDRESS, COUNT, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
              ADDRESS, COUNT, ADDRESS, ADDRESS)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a map, from 0 to 255 for red, green and blue each."""

    stops: Shades
    """Shape (stops, 3), from shade 0 to shade 1 in even steps."""
    line: Shades
    opacity: float
    """Of the lines."""
    ground: Shades
    """Where no shade is known."""
    hatch: Shades
    """Of the stripes there."""


@dataclass(frozen=True, slots=True)
class Stripes:
    """A pattern that goes down to the left."""

    period: int
    """Pixels from one to the next along a row."""
    width: int


def colours(
    shades: Shades, weights: Shades, coverage: Shades, inks: Inks, stripes: Stripes
) -> Pixels:
    """Colour an image.

    Parameters
    ----------
    shades
        Times their weights, shape (sample rows, columns), row 0 at the bottom, on the
        edges of the image; in between they are interpolated.
    weights
        1 where a shade is known and 0 where not, of the same shape, or of one row that
        holds for all. Where they sum to less than 1, the ground shows.
    coverage
        How much of each pixel lines cover, shape (rows, columns), row 0 at the top.
    inks, stripes
        What to paint with.

    Returns
    -------
    ndarray
        Opaque pixels ``0xffRRGGBB`` of shape (rows, columns of the shades).
    """
    rows, columns = coverage.shape[0], shades.shape[1]
    below, share = (part[::-1].copy() for part in places(shades.shape[0], rows))
    pattern = np.arange(columns + stripes.period) % stripes.period < stripes.width
    stripe, shifts = pattern.astype(np.float32), np.arange(rows) % stripes.period
    palette = _palette(inks)
    pixels = np.empty((rows, columns), np.uint32)
    steps = len(inks.stops) - 1
    KERNELS.get(("colours of a contour map", steps), partial(_build, steps)).call(
        rows,
        columns // LANES,
        address(shades),
        address(weights),
        columns if len(weights) > 1 else 0,
        address(below),
        address(share),
        address(shifts),
        address(stripe),
        address(coverage),
        coverage.strides[0] // coverage.itemsize,
        address(palette),
        address(pixels),
    )
    return pixels


def places(samples: int, pixels: int) -> tuple[npt.NDArray[np.int64], Shades]:
    """Return for the middle of each pixel the sample before it, and how far it is beyond.

    Parameters
    ----------
    samples
        At least 2; the first and the last lie on the edges.
    pixels
        How many there are between the edges.
    """
    at = (np.arange(pixels) + 0.5) / pixels * (samples - 1)
    before = np.minimum(at.astype(np.int64), samples - 2)
    return before, (at - before).astype(np.float32)


def _palette(inks: Inks) -> Shades:
    """Put the colours in the order in which `_Colours` reads them, as differences."""
    return np.concatenate(
        [
            inks.stops[:1],
            np.diff(inks.stops, axis=0),
            [inks.ground, inks.hatch - inks.ground, inks.line, np.full(3, inks.opacity)],
        ],
        dtype=np.float32,
    )


@dataclass(frozen=True, slots=True)
class _Colours:
    """The palette spread over lanes, three channels each."""

    first: list[Lanes]
    steps: list[list[Lanes]]
    ground: list[Lanes]
    stripe: list[Lanes]
    line: list[Lanes]
    opacity: Lanes


def _build(steps: int) -> Kernel:
    builder = entry("colours", _ARGUMENTS)
    (rows, vectors, shades, weights, weight_stride, below, shares, shifts, stripe, coverage,
     coverage_stride, palette, pixels) = builder.function.args  # fmt: skip
    colours = _read_palette(builder, palette, steps)
    stride = builder.mul(vectors, index(LANES))
    with count_up(builder, rows) as row:
        under = load(builder, below, row, INDEX)
        share = Lanes(builder, splat(builder, load(builder, shares, row, FLOAT), FLOATS))
        shade_row = element(builder, shades, builder.mul(under, stride), FLOAT)
        weight_row = element(builder, weights, builder.mul(under, weight_stride), FLOAT)
        stripe_row = element(builder, stripe, load(builder, shifts, row, INDEX), FLOAT)
        coverage_row = element(builder, coverage, builder.mul(row, coverage_stride), FLOAT)
        pixel_row = element(builder, pixels, builder.mul(row, stride), WORD)
        with count_up(builder, vectors) as place:
            shade = _between(builder, shade_row, stride, place, share)
            weight = _between(builder, weight_row, weight_stride, place, share)
            striped = Lanes(builder, load(builder, stripe_row, place, FLOATS))
            covered = Lanes(builder, load(builder, coverage_row, place, FLOATS))
            painted = _painted(colours, shade, weight, striped, covered)
            store(builder, painted.value, pixel_row, place)
    builder.ret_void()
    return Kernel(builder.module, "colours", _ARGUMENTS)


def _read_palette(builder: ir.IRBuilder, palette: ir.Value, steps: int) -> _Colours:
    rows = [
        [
            Lanes(builder, splat(builder, load(builder, palette, 3 * row + channel, FLOAT), FLOATS))
            for channel in range(3)
        ]
        for row in range(steps + 5)
    ]
    ground, stripe, line, opacity = rows[steps + 1 :]
    return _Colours(rows[0], rows[1 : steps + 1], ground, stripe, line, opacity[0])


def _between(
    builder: ir.IRBuilder, row: ir.Value, stride: ir.Value, place: ir.Value, share: Lanes
) -> Lanes:
    """Interpolate between a row of samples and the one above it."""
    lower = Lanes(builder, load(builder, row, place, FLOATS))
    above = element(builder, row, stride, FLOAT)
    upper = Lanes(builder, load(builder, above, place, FLOATS))
    return lower + share * (upper - lower)


def _painted(
    colours: _Colours, shade: Lanes, weight: Lanes, striped: Lanes, covered: Lanes
) -> Bits:
    """Return pixels: the ground, over it the shade by its weight, over that the lines."""
    is_known = weight > 1e-3
    shade = is_known.choose(shade / is_known.choose(weight, weight.like(1.0)), shade.like(0.0))
    climbed = clamped(shade) * float(len(colours.steps))
    parts = [clamped(climbed - float(step)) for step in range(len(colours.steps))]
    share = covered * colours.opacity
    pixel = Bits(shade.builder, ir.Constant(ir.VectorType(WORD, LANES), [OPAQUE] * LANES))
    for channel, shift in enumerate(CHANNELS):
        value = colours.first[channel]
        for part, step in zip(parts, colours.steps, strict=True):
            value = value + part * step[channel]
        ground = colours.ground[channel] + striped * colours.stripe[channel]
        value = ground + weight * (value - ground)
        value = value + share * (colours.line[channel] - value)
        pixel = pixel | (as_words(value) << shift)
    return pixel
