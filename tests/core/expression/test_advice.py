"""What a sentence about an unknown word suggests."""

from __future__ import annotations

import pytest

from core.errors import ExpressionError
from core.expression import parse_loss


@pytest.mark.parametrize(
    ("text", "word", "advice"),
    [
        ("x^2 + sinn(y)", "sinn", "perhaps sin is meant."),
        ("x^2 + sinn(y", "sinn", "perhaps sin is meant."),
        ("expp(x) + y", "expp", "perhaps exp is meant."),
        ("x + siny", "siny", "write sin(y) if it is meant to be a function of y."),
    ],
)
def test_a_misspelt_function_is_suggested(text: str, word: str, advice: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_loss(text)
    assert caught.value.message == f"“{word}” is not a known name; {advice}"
    start, end = caught.value.span
    assert text[start:end] == word
