"""How an error is shown in a terminal."""

from __future__ import annotations

import pytest

from core.errors import ExpressionError


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("x + (y", (4, 5), ["  x + (y", "      ^"]),
        ("x +", (3, 3), ["  x +", "     ^"]),
        ("", (0, 0), ["  ", "  ^"]),
        ("x\n\t\x1b[31m+ y", (1, 2), ["  x   [31m+ y", "   ^"]),
        ("+" * 100 + "?" + "-" * 100, (100, 101), [f"  …{'+' * 60}?{'-' * 59}…", " " * 63 + "^"]),
        ("x" * 1000, (500, 1000), [f"  …{'x' * 120}…", " " * 63 + "^" * 60]),
    ],
)
def test_the_place_is_marked_below_the_text(
    text: str, span: tuple[int, int], shown: list[str]
) -> None:
    sentence, *lines = ExpressionError("A sentence.", text, span).marked().split("\n")
    assert sentence == "A sentence."
    assert lines == shown
