"""Differences carried in two doubles: exact under the conditions that are stated."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from llvmlite import ir

from core.compiler.double_double import fast_two_difference
from core.compiler.lanes import Lanes
from tests.core.compiler.harness import Compiled


def _part(place: int) -> Compiled:
    def emit(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
        return fast_two_difference(Lanes(builder, a), Lanes(builder, b))[place].value

    return Compiled(emit, 2, 1)


HIGH, LOW = _part(0), _part(1)
MANTISSAS = st.integers(-(2**53) + 1, 2**53 - 1)


@given(a=MANTISSAS, b=st.floats(2.0**-30, 2.0**10), shift=st.integers(0, 40))
def test_a_multiple_of_the_last_place_loses_nothing(a: int, b: float, shift: int) -> None:
    """Whichever of the two is larger."""
    multiple = float(a) * float(np.spacing(b)) * 2.0**shift
    high = float(HIGH(np.array([multiple]), np.array([b]))[0])
    low = float(LOW(np.array([multiple]), np.array([b]))[0])
    assert high == multiple - b
    assert Fraction(high) + Fraction(low) == Fraction(multiple) - Fraction(b)
