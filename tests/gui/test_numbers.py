from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.numbers import (
    NumberError,
    exact_number,
    format_fixed,
    format_number,
    format_point,
    format_share,
    parse_number,
)

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.05, "0.05"),
        (-31.7, "−31.7"),
        (0.000706, "0.000706"),
        (1.2e-5, "1.2e−5"),
        (-1.2346e-9, "−1.235e−9"),
        (67.7189, "67.72"),
        (99.9996, "100"),
        (12345.6, "12346"),
        (999999.7, "1e6"),
        (3.14e20, "3.14e20"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_are_written_in_four_digits(value: float, text: str) -> None:
    assert format_number(value) == text


def test_zeros_are_kept_where_the_width_matters() -> None:
    assert format_number(5.3, 3, keep_zeros=True) == "5.30"
    assert format_number(2e-7, 3, keep_zeros=True) == "2.00e−7"


def test_coordinates_have_three_decimals_while_that_is_short() -> None:
    assert format_point(-2.805118, 3.131313) == "(−2.805, 3.131)"
    assert format_point(-0.0, 3) == "(0.000, 3.000)"
    assert format_point(9.45, -2.819e-18, 2) == "(9.45, 0.00)"
    assert format_point(2e-7, 9.45e-7, 2) == "(2e−7, 9.45e−7)"
    assert format_fixed(1e-9) == "1e−9"
    assert format_fixed(1234567.0) == "1.235e6"


@given(finite)
def test_the_exact_text_reads_back_to_the_same_number(value: float) -> None:
    assert parse_number(exact_number(value)) == value


@given(finite)
def test_four_digits_are_near_the_number(value: float) -> None:
    try:
        shown = parse_number(format_number(value))
    except NumberError:
        assert abs(value) > 1.797e308  # rounded up beyond the largest double
        return
    assert shown == pytest.approx(value, rel=1e-3)


@pytest.mark.parametrize("text", ["1e-3", "1e−3", " 0.001 ", ".001", "1.e-3", "+1E-3"])
def test_typed_numbers_are_read(text: str) -> None:
    assert parse_number(text) == 1e-3


@pytest.mark.parametrize(
    ("text", "word"),
    [("0,5", "comma"), ("", "number"), ("abc", "number"), ("1e999", "large"), ("nan", "number"),
     ("inf", "number"), ("1_000", "number"), ("1e5x", "number"), ("٣", "number")],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_sentence(text: str, word: str) -> None:
    with pytest.raises(NumberError, match=rf"{word}.*\."):
        parse_number(text)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0.0 %"), (1e-9, "< 0.1 %"), (0.0626, "6.3 %"), (0.9999, "> 99.9 %"), (1.0, "100.0 %")],
)
def test_shares_that_are_not_quite_nothing_or_everything_say_so(share: float, text: str) -> None:
    assert format_share(share) == text
