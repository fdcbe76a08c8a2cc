"""Rules and letters that are too much, or hostile: refused at once, everywhere."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from core.errors import RuleError
from core.expression import parse_expression
from core.optimizers.rule import parse_rule

DATA = Path(__file__).parents[1] / "data"


def refusal(text: str, letters: tuple[str, ...] = ("eta",)) -> RuleError:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, letters)
    return caught.value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = x - g\n" * 41, "Line 41: A rule may have at most 40 lines."),
        ("x = x - g\n" + " " * 1991, "A rule may have at most 2000 characters."),
        (
            "\n".join(["x = x" + "+x" * 140] * 4),
            "Line 4: A rule may have at most 1000 numbers, names and signs.",
        ),
        ("x = x" + "+x" * 250, "Line 1: A formula may have at most 500 characters."),
        (
            "x = x" + "+x" * 150,
            "Line 1: A formula may have at most 300 numbers, names and signs.",
        ),
        ("x = " + "(" * 41 + "x" + ")" * 41, "Line 1: Brackets may be nested at most 40 deep."),
        ("x = x + 9^9^9", "Line 1: A power may have at most 1024 bits."),
        ("x = x + 1e999", "Line 1: A number must lie between 1e-300 and 1e300."),
        ("x = x/0", "Line 1: This divides by zero."),
        ("a = sqrt(-1)\nx = a x", "Line 1: This has no real value."),
        ("a = " + "b" * 25 + " g\nx = a", "Line 1: Expected an operator somewhere in this word"),
        ("b" * 25 + " = g\nx = x", "Line 1: Expected a single name before the equals sign."),
    ],
)
def test_what_is_too_much_is_refused_at_once(text: str, sentence: str) -> None:
    began = time.process_time()
    error = refusal(text)
    assert error.message.startswith(sentence)
    assert time.process_time() - began < 0.2


def test_the_largest_rules_that_are_read_are_read_quickly() -> None:
    nested = "x = " + "exp(" * 19 + "x + grad(x)" + ")" * 19
    for text in ("\n".join([nested] * 12), "\n".join(["x = x + where(x > g, x, g)"] * 40)):
        began = time.process_time()
        assert parse_rule(text, ())
        assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        ("x", "given at each step"),
        ("t", "given at each step"),
        ("T", "the number of steps"),
        ("grad", "a function or constant"),
        ("ln", "a function or constant"),
        ("pi", "a function or constant"),
        ("Exp", "a function or constant"),
        ("if", "a word of the language"),
        ("nan", "a word of the language"),
        ("β", "not a name such as beta or beta1"),
        ("beta_1", "not a name such as beta or beta1"),
        ("a b", "not a name such as beta or beta1"),
        ("", "not a name such as beta or beta1"),
    ],
)
def test_a_letter_must_be_a_name_of_its_own(letter: str, reason: str) -> None:
    error = refusal("x = x - g", (letter,))
    expected = f"{letter} is {reason}; choose another letter."
    assert (error.message, error.text, error.line) == (expected, letter, 0)


@pytest.mark.parametrize("word", ["and", "True", "oo", "ln", "Max", "uniform", "e"])
def test_a_word_of_the_language_is_no_name(word: str) -> None:
    reason = "a word of the language" if word in ("and", "True", "oo") else "a function or constant"
    message = f"Line 1: {word} is {reason} and can't be assigned"
    assert refusal(f"{word} = g\nx = x - g").message.startswith(message)


HOSTILE = [
    json.loads(line[5:]) if line.startswith("json:") else line
    for line in (DATA / "hostile_expressions.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

HARMLESS_NAMES = {"None", "zoo"}
"""Lines of the hostile list that are names like any other."""

HARMLESS_PRODUCTS = {"f(x)": ("eta", "f"), "x(y)": ("eta", "y")}
"""Lines that are products once their letters are declared."""


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_text_is_refused_wherever_it_stands(typed: str, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    text = typed.replace("@M@", str(marker))
    began = time.process_time()
    for rule in (text, f"x = {text}", f"x = x - eta g\nv = {text}"):
        refusal(rule)
    if typed not in HARMLESS_NAMES:
        refusal(f"{text} = g\nx = x - eta g")
        refusal(f"{text}(0) = g\nx = x - eta g")
        refusal("x = x - g", (text,))
    assert time.process_time() - began < 0.2
    assert not marker.exists()


@pytest.mark.parametrize(("typed", "letters"), sorted(HARMLESS_PRODUCTS.items()))
def test_a_letter_in_front_of_brackets_is_a_factor(typed: str, letters: tuple[str, ...]) -> None:
    rule = parse_rule(f"x = {typed}", letters)
    product = parse_expression(typed.replace("(", "*("), {"x", *letters})
    assert rule.assignments == (("x", product),)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("x = x - eta y", "x stands for both coordinates"),
        ("x = x - eta gradient", "the gradient is g"),
        ("x = x - eta grad(theta)", "the iterate is x"),
        ("x = x - L g", "write loss(x)"),
        ("x = x + eta randn()", "write normal()"),
        ("x = x - eta g (1 - t/T)", "only a schedule knows the number of steps"),
    ],
)
def test_a_name_of_another_notation_is_translated(text: str, hint: str) -> None:
    with pytest.raises(RuleError, match=r"^Line 1: ") as caught:
        parse_rule(text, ("eta",))
    assert caught.value.message.endswith(f"is not a known name; {hint}.")
    assert caught.value.unknown == ""
