"""Reduction of huge angles: x - k π/2 for x from 2^20 to the largest double.

The part of 2/π whose product with x is a multiple of 4 is left out, so that a window
of 192 bits of 2/π gives the product modulo 4 to 128 bits (Payne & Hanek, "Radian
reduction for trigonometric functions", 1983). It is integer work on one lane at a
time, in a function of its own that is called for the rare vector in need of it.
"""

from __future__ import annotations

import math
from itertools import pairwise

from llvmlite import ir

from core.compiler.control import INDEX, POINTER, count_up, index, load, store
from core.compiler.double_double import Pair, add, multiply, two_sum
from core.compiler.lanes import DOUBLE, INTEGER, Bits, Lanes

SMALLEST_HUGE_ANGLE = 2.0**20

HALF_PI = (float.fromhex("0x1.921fb54442d18p+0"), float.fromhex("0x1.1a62633145c07p-54"))

# 64 zeros and then the binary digits of 2/π, by mpmath.
DIGITS_OF_TWO_OVER_PI = (
    0,
    0xA2F9836E4E441529,
    0xFC2757D1F534DDC0,
    0xDB6295993C439041,
    0xFE5163ABDEBBC561,
    0xB7246E3A424DD2E0,
    0x06492EEA09D1921C,
    0xFE1DEB1CB129A73E,
    0xE88235F52EBB4484,
    0xE99C7026B45F7E41,
    0x3991D639835339F4,
    0x9C845F8BBDF9283B,
    0x1FF897FFDE05980F,
    0xEF2F118B5A0A6D1F,
    0x6D367ECF27CB09B7,
    0x4F463F669E5FEA2D,
    0x7527BAC7EBE5F17B,
    0x3D0739F78A5292EA,
    0x6BFB5FB11F8D5D08,
    0x56033046FC7B6BAB,
    0xF0CFBC209AF4361D,
)

_WIDE = ir.IntType(128)


def reduced_where_huge(x: Lanes, quadrant: Bits, r: Pair) -> tuple[Bits, Pair]:
    """Replace the reduction in the lanes that are huge, if there are any.

    Parameters
    ----------
    x
        Angles, not negative.
    quadrant, r
        Their reduction, x = k π/2 + r with k modulo 4 in the lowest bits of
        `quadrant`, to be kept where x is not huge.

    Returns
    -------
    tuple of Bits and Pair
        The reduction of every angle.
    """
    builder = x.builder
    usual = [quadrant.value, r[0].value, r[1].value]
    before = builder.block
    with builder.if_then((x >= SMALLEST_HUGE_ANGLE).anywhere(), likely=False):
        rare = _replaced(x, usual)
        after = builder.block
    joined = []
    for new, old in zip(rare, usual, strict=True):
        phi = builder.phi(old.type)
        phi.add_incoming(old, before)
        phi.add_incoming(new, after)
        joined.append(phi)
    return Bits(builder, joined[0]), (Lanes(builder, joined[1]), Lanes(builder, joined[2]))


def _replaced(x: Lanes, usual: list[ir.Value]) -> list[ir.Value]:
    """Pass all lanes through memory to the function that replaces the huge ones."""
    builder = x.builder
    values = [x.value, *usual]
    with builder.goto_entry_block():
        places = [builder.alloca(value.type) for value in values]
    for value, place in zip(values, places, strict=True):
        builder.store(value, place)
    arguments = [builder.bitcast(place, POINTER) for place in places]
    count = x.value.type.count if isinstance(x.value.type, ir.VectorType) else 1
    builder.call(_function(builder.module), [*arguments, index(count)])
    return [builder.load(place) for place in places[1:]]


def _function(module: ir.Module) -> ir.Function:
    """Return the module's function that replaces the huge ones of some reductions."""
    name = "reduce_huge_angles"
    if name in module.globals:
        return module.globals[name]
    kind = ir.FunctionType(ir.VoidType(), [POINTER] * 4 + [INDEX])
    function = ir.Function(module, kind, name)
    function.linkage = "internal"
    builder = ir.IRBuilder(function.append_basic_block())
    angles, *results, count = function.args
    with count_up(builder, count) as lane:
        angle = Lanes(builder, load(builder, angles, lane, DOUBLE))
        # An infinite angle has no sine: the ordinary reduction has made it NaN.
        huge = (angle >= SMALLEST_HUGE_ANGLE) & (angle < math.inf)
        with builder.if_then(huge.value):
            quadrant, r = _reduced(angle)
            for array, part in zip(results, (quadrant.value, r[0].value, r[1].value), strict=True):
                store(builder, part, array, lane)
    builder.ret_void()
    return function


def _reduced(x: Lanes) -> tuple[Bits, Pair]:
    bits = x.bits()
    significand = (bits & (2**52 - 1)) | 2**52
    # x = significand · 2^(biased - 1075); digits above the one worth 2 are left out.
    upper, middle, lower = _window((bits >> 52) - 1013)
    _, carried = _wide_product(significand, lower)
    low_word, carried_on = _wide_product(significand, middle)
    second = low_word + carried
    first = significand * upper + carried_on + _carry(second, low_word)
    # Two binary digits of quarter turns, then their fraction, rounded to nearest.
    quadrant = (first + 2**61) >> 62
    fraction = (first << 2) | (second >> 62), second << 2
    return quadrant, multiply(_as_pair(*fraction), (x.like(HALF_PI[0]), x.like(HALF_PI[1])))


def _window(start: Bits) -> tuple[Bits, Bits, Bits]:
    """Return 192 digits of 2/π from a place of the table on."""
    builder = start.builder
    table = _table(builder.module)
    word, shift = start >> 6, start & 63

    words = [
        Bits(builder, load(builder, table, (word + offset).value, INTEGER)) for offset in range(4)
    ]
    upper, middle, lower = (
        (left << shift) | ((right >> 1) >> (63 - shift)) for left, right in pairwise(words)
    )
    return upper, middle, lower


def _table(module: ir.Module) -> ir.GlobalVariable:
    name = "digits_of_two_over_pi"
    if name in module.globals:
        return module.globals[name]
    kind = ir.ArrayType(INTEGER, len(DIGITS_OF_TWO_OVER_PI))
    table = ir.GlobalVariable(module, kind, name)
    table.linkage = "internal"
    table.global_constant = True
    table.initializer = ir.Constant(kind, list(DIGITS_OF_TWO_OVER_PI))
    return table


def _wide_product(a: Bits, b: Bits) -> tuple[Bits, Bits]:
    """Return the lower and the upper 64 bits of a product of unsigned integers."""
    builder = a.builder
    product = builder.mul(builder.zext(a.value, _WIDE), builder.zext(b.value, _WIDE))
    upper = builder.lshr(product, ir.Constant(_WIDE, 64))
    return Bits(builder, builder.trunc(product, INTEGER)), Bits(
        builder, builder.trunc(upper, INTEGER)
    )


def _carry(total: Bits, part: Bits) -> Bits:
    """Return 1 where a sum of unsigned integers wrapped around, else 0."""
    builder = total.builder
    wrapped = builder.icmp_unsigned("<", total.value, part.value)
    return Bits(builder, builder.zext(wrapped, INTEGER))


def _as_pair(upper: Bits, lower: Bits) -> Pair:
    """Return a signed fraction of 128 binary digits, summed from exact pieces of 32."""
    builder = upper.builder
    signed = Bits(builder, builder.ashr(upper.value, ir.Constant(INTEGER, 32)))
    pieces = (signed, upper & (2**32 - 1), lower >> 32, lower & (2**32 - 1))
    a, b, c, d = (
        Lanes(builder, builder.sitofp(piece.value, DOUBLE)) * 2.0 ** (-32 * place)
        for place, piece in enumerate(pieces, start=1)
    )
    return add(two_sum(a, b), two_sum(c, d))
