"""Doubles, bit patterns and truths of one lane or many, written like mathematics.

The elementary functions are formulas on these values. Each operation appends one
instruction (or a few) to the function being built; the values may be scalars or
vectors of any width, and the same instructions give the same bits in both.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from llvmlite import ir

DOUBLE = ir.DoubleType()
INTEGER = ir.IntType(64)
TRUTH = ir.IntType(1)
SIGN_BIT = -(2**63)

ROUNDER = 1.5 * 2.0**52
"""Adding it rounds to an integer, which then stands in the lowest bits."""
ROUNDER_BITS = 0x4338000000000000

SMALLEST_SQUARE = 2.0**-200
"""Powers of a smaller square are nothing beside the first coefficient of a polynomial."""

Value = TypeVar("Value", "Lanes", "Bits")


def retyped(shape: ir.Type, element: ir.Type) -> ir.Type:
    """Return the type with the lanes of `shape` and another element."""
    return ir.VectorType(element, shape.count) if isinstance(shape, ir.VectorType) else element


def constant(shape: ir.Type, value: float | int) -> ir.Constant:
    """Return the constant of a scalar or vector type, the same number in each lane."""
    if not isinstance(shape, ir.VectorType):
        return ir.Constant(shape, value)
    element = ir.Constant(shape.element, value)
    spread = ir.FormattedConstant(shape, "")
    # Set afterwards, because the constructor would wrap the text once a lane; written
    # lane by lane, the constants would be most of a module's text.
    spread.constant = f"splat ({element.type} {element.get_reference()})"
    return spread


def constant_value(value: ir.Value) -> float | None:
    """Return the number that a constant of doubles holds in every lane, else None."""
    if not isinstance(value, ir.Constant):
        return None
    if not isinstance(value.type, ir.VectorType):
        return float(value.constant)
    if isinstance(value.constant, str):
        # Small patterns come padded with blanks, as in "splat (double        0x0)".
        digits = value.constant.rpartition("0x")[2].removesuffix(")")
        return float(struct.unpack(">d", int(digits, 16).to_bytes(8, "big"))[0])
    elements = {element.constant for element in value.constant}
    return float(elements.pop()) if len(elements) == 1 else None


@dataclass(frozen=True, slots=True, eq=False)
class Truths:
    """A truth in each lane."""

    builder: ir.IRBuilder
    value: ir.Value

    def __and__(self, other: Truths) -> Truths:
        return Truths(self.builder, self.builder.and_(self.value, other.value))

    def __or__(self, other: Truths) -> Truths:
        return Truths(self.builder, self.builder.or_(self.value, other.value))

    def __invert__(self) -> Truths:
        return Truths(self.builder, self.builder.not_(self.value))

    def anywhere(self) -> ir.Value:
        """Return whether it holds in any lane, as a single truth."""
        shape = self.value.type
        if not isinstance(shape, ir.VectorType):
            return self.value
        mask = ir.IntType(shape.count)
        together = self.builder.bitcast(self.value, mask)
        return self.builder.icmp_unsigned("!=", together, ir.Constant(mask, 0))

    def choose(self, yes: Value | float, no: Value) -> Value:
        """Return `yes` in the lanes that hold, `no` elsewhere."""
        chosen = self.builder.select(self.value, no.like(yes).value, no.value)
        return type(no)(self.builder, chosen)


@dataclass(frozen=True, slots=True, eq=False)
class Bits:
    """A 64-bit integer in each lane, wrapping around."""

    builder: ir.IRBuilder
    value: ir.Value

    def like(self, other: Bits | float) -> Bits:
        """Return `other` itself, or an integer literal spread over these lanes."""
        if isinstance(other, Bits):
            return other
        return Bits(self.builder, constant(self.value.type, int(other)))

    def __add__(self, other: Bits | int) -> Bits:
        return Bits(self.builder, self.builder.add(self.value, self.like(other).value))

    def __sub__(self, other: Bits | int) -> Bits:
        return Bits(self.builder, self.builder.sub(self.value, self.like(other).value))

    def __rsub__(self, other: int) -> Bits:
        return self.like(other) - self

    def __mul__(self, other: Bits | int) -> Bits:
        return Bits(self.builder, self.builder.mul(self.value, self.like(other).value))

    def __and__(self, other: Bits | int) -> Bits:
        return Bits(self.builder, self.builder.and_(self.value, self.like(other).value))

    def __or__(self, other: Bits | int) -> Bits:
        return Bits(self.builder, self.builder.or_(self.value, self.like(other).value))

    def __xor__(self, other: Bits | int) -> Bits:
        return Bits(self.builder, self.builder.xor(self.value, self.like(other).value))

    def __lshift__(self, places: Bits | int) -> Bits:
        return Bits(self.builder, self.builder.shl(self.value, self.like(places).value))

    def __rshift__(self, places: Bits | int) -> Bits:
        """Shift right, filling with zeros."""
        return Bits(self.builder, self.builder.lshr(self.value, self.like(places).value))

    def equals(self, other: Bits | int) -> Truths:
        """Return where both are the same integer."""
        compared = self.builder.icmp_unsigned("==", self.value, self.like(other).value)
        return Truths(self.builder, compared)

    def as_double(self) -> Lanes:
        """Return the double that has this pattern of bits."""
        target = retyped(self.value.type, DOUBLE)
        return Lanes(self.builder, self.builder.bitcast(self.value, target))


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """A double in each lane. Comparisons with NaN are false."""

    builder: ir.IRBuilder
    value: ir.Value

    def like(self, other: Lanes | float) -> Lanes:
        """Return `other` itself, or a literal spread over these lanes."""
        if isinstance(other, Lanes):
            return other
        return Lanes(self.builder, constant(self.value.type, float(other)))

    def __add__(self, other: Lanes | float) -> Lanes:
        return Lanes(self.builder, self.builder.fadd(self.value, self.like(other).value))

    def __sub__(self, other: Lanes | float) -> Lanes:
        return Lanes(self.builder, self.builder.fsub(self.value, self.like(other).value))

    def __mul__(self, other: Lanes | float) -> Lanes:
        return Lanes(self.builder, self.builder.fmul(self.value, self.like(other).value))

    def __truediv__(self, other: Lanes | float) -> Lanes:
        return Lanes(self.builder, self.builder.fdiv(self.value, self.like(other).value))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: float) -> Lanes:
        return self.like(other) - self

    def __rtruediv__(self, other: float) -> Lanes:
        return self.like(other) / self

    def __neg__(self) -> Lanes:
        return (self.bits() ^ SIGN_BIT).as_double()

    def __abs__(self) -> Lanes:
        return (self.bits() & ~SIGN_BIT).as_double()

    def __lt__(self, other: Lanes | float) -> Truths:
        return self._compare("<", other)

    def __le__(self, other: Lanes | float) -> Truths:
        return self._compare("<=", other)

    def __gt__(self, other: Lanes | float) -> Truths:
        return self._compare(">", other)

    def __ge__(self, other: Lanes | float) -> Truths:
        return self._compare(">=", other)

    def equals(self, other: Lanes | float) -> Truths:
        """Return where both are the same number; the zeros are equal."""
        return self._compare("==", other)

    def is_nan(self) -> Truths:
        """Return where this is not a number."""
        compared = self.builder.fcmp_unordered("uno", self.value, self.value)
        return Truths(self.builder, compared)

    def _compare(self, relation: str, other: Lanes | float) -> Truths:
        compared = self.builder.fcmp_ordered(relation, self.value, self.like(other).value)
        return Truths(self.builder, compared)

    def bits(self) -> Bits:
        """Return the pattern of bits."""
        target = retyped(self.value.type, INTEGER)
        return Bits(self.builder, self.builder.bitcast(self.value, target))

    def sign(self) -> Bits:
        """Return the sign bit alone, to be joined to another pattern."""
        return self.bits() & SIGN_BIT

    def with_sign_of(self, other: Lanes) -> Lanes:
        """Return this number, not negative, with the sign of another."""
        return (self.bits() | other.sign()).as_double()

    def sqrt(self) -> Lanes:
        """Return the square root, correctly rounded on every processor."""
        shape = self.value.type
        name = (
            f"llvm.sqrt.v{shape.count}f64" if isinstance(shape, ir.VectorType) else "llvm.sqrt.f64"
        )
        function = self.builder.module.globals.get(name) or ir.Function(
            self.builder.module, ir.FunctionType(shape, [shape]), name
        )
        return Lanes(self.builder, self.builder.call(function, [self.value]))


def rarely(condition: ir.Value, usual: Lanes, rare: Callable[[], Lanes]) -> Lanes:
    """Return the usual value, or where a single truth holds another, computed only there."""
    builder = usual.builder
    before = builder.block
    with builder.if_then(condition, likely=False):
        value = rare().value
        after = builder.block
    joined = builder.phi(value.type)
    joined.add_incoming(usual.value, before)
    joined.add_incoming(value, after)
    return Lanes(builder, joined)


def polynomial(x: Lanes, coefficients: Sequence[float]) -> Lanes:
    """Evaluate a polynomial, lowest coefficient first, by Estrin's scheme.

    Halving the coefficients keeps several chains of operations under way at once,
    where Horner's scheme would wait for each product.
    """
    powers = {1: x}
    while 2 * max(powers) < len(coefficients):
        highest = max(powers)
        powers[2 * highest] = powers[highest] * powers[highest]
        if highest == 1:
            # Its powers would become subnormal, which takes long, and change no sum.
            powers[2] = (powers[2] < SMALLEST_SQUARE).choose(SMALLEST_SQUARE, powers[2])

    def part(low: int, high: int) -> Lanes:
        if high - low == 1:
            return x.like(coefficients[low])
        half = max(power for power in powers if power < high - low)
        upper = powers[half] * part(low + half, high)
        return upper + (coefficients[low] if half == 1 else part(low, low + half))

    return part(0, len(coefficients))
