"""Small images stamped many times into an array of pixels, by machine code."""

from __future__ import annotations

import ctypes
from functools import cache

import numpy as np
from llvmlite import ir
from numpy.typing import NDArray

from core.compiler.control import INDEX, POINTER, count_up, element, index, load
from core.compiler.engine import KERNELS, Kernel
from core.compiler.lanes import Bits
from core.drawing.blending import (
    ALPHA,
    BYTE,
    CHANNELS,
    LANES,
    WORD,
    WORDS,
    numbers,
)

Pixels = NDArray[np.uint32]
Places = NDArray[np.int64]

_C_ARGUMENTS = (
    (ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p) + (ctypes.c_int64,) * 3 + (ctypes.c_void_p,)
)


def stamp(pixels: Pixels, image: Pixels, left: Places, top: Places) -> None:
    """Paint an image over others at many places, one after the other.

    Parameters
    ----------
    pixels
        Premultiplied ARGB, the pixels of a row one after the other.
    image
        What to paint, premultiplied as well; its width a multiple of `LANES`.
    left, top
        The column and row of `pixels` at which its first pixel comes to lie. Where it does
        not lie within them as a whole, it is left out.
    """
    height, width = image.shape
    rows, columns = pixels.shape
    fits = (left >= 0) & (top >= 0) & (left <= columns - width) & (top <= rows - height)
    stride = pixels.strides[0] // pixels.itemsize
    offsets = np.ascontiguousarray((top * stride + left)[fits])
    image = np.ascontiguousarray(image)
    stamp_kernel().call(
        pixels.ctypes.data, stride, image.ctypes.data, height, width // LANES,
        offsets.size, offsets.ctypes.data,
    )  # fmt: skip


@cache
def stamp_kernel() -> Kernel:
    """Return the machine code of stamping, which stays for as long as the process lives."""
    return KERNELS.get("stamps", _build)


def _build() -> Kernel:
    module = ir.Module()
    kinds = [POINTER, INDEX, POINTER, INDEX, INDEX, INDEX, POINTER]
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), kinds), "stamp")
    builder = ir.IRBuilder(function.append_basic_block())
    pixels, stride, image, height, vectors, count, offsets = function.args
    with count_up(builder, count) as place:
        corner = element(builder, pixels, load(builder, offsets, place, INDEX), WORD)
        with count_up(builder, height) as row:
            target = element(builder, corner, builder.mul(row, stride), WORD)
            begin = builder.mul(builder.mul(row, vectors), index(LANES))
            source = element(builder, image, begin, WORD)
            with count_up(builder, vectors) as vector:
                column = builder.mul(vector, index(LANES))
                _lay_over(
                    builder,
                    element(builder, target, column, WORD),
                    element(builder, source, column, WORD),
                )
    builder.ret_void()
    return Kernel(module, "stamp", _C_ARGUMENTS)


def _lay_over(builder: ir.IRBuilder, target: ir.Value, source: ir.Value) -> None:
    """Append what lays one vector of pixels over another, where it is not all transparent."""
    above = Bits(builder, builder.load(source, align=4, typ=WORDS))
    is_seen = ~above.equals(0)
    with builder.if_then(is_seen.anywhere()):
        below = Bits(builder, builder.load(target, align=4, typ=WORDS))
        rest = 1.0 - numbers((above >> ALPHA) & BYTE) * (1.0 / BYTE)
        after = above.like(0)
        for place in CHANNELS:
            over, under = (numbers((pixel >> place) & BYTE) for pixel in (above, below))
            mixed = builder.fptosi((over + under * rest + 0.5).value, WORDS)
            after = after | (Bits(builder, mixed) << place)
        builder.store(after.value, target, align=4)
