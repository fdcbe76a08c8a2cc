"""Random numbers by place: the published generator, and moments that are as they should be."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.compiler.arrays import FloatArray, compile_function
from core.compiler.expansion import RUN, SLOPE, Conditions, Expansion
from core.optimizers.rule import Rule
from core.tree import Apply, Node, Symbol

PLACE = ("seed high", "seed low", "draw", "t", "run")

# Known answers of threefry2x64, 20 rounds, from the file kat_vectors of Random123 1.14;
# words beyond 2^51 don't fit the numbers of a place, so the key's lower half is whole.
ZERO_WORDS = 0xC2B6E3A8C2C69865, 0x6F81ED42F350084D


def words(*place: float | FloatArray, width: int = 16) -> FloatArray:
    outputs: list[Node] = [
        Apply(word, tuple(Symbol(name) for name in PLACE)) for word in ("first_word", "second_word")
    ]
    return compile_function(outputs, PLACE, width=width)(*place, parameters=np.empty(0))


def in_unit_interval(word: int) -> float:
    return ((word >> 12) + 0.5) / 2.0**52


def test_the_known_answer_of_the_published_generator() -> None:
    assert words(0, 0, 0, 0, 0).tolist() == [in_unit_interval(word) for word in ZERO_WORDS]


@pytest.mark.parametrize(
    ("seed", "draw", "step", "run"),
    [(0, 0, 1, 0), (7, 1, 3, 99), (2**63 - 1, 16, 10**6, 99_999), (2**32, 3, 2**40, 2**50)],
)
def test_words_are_those_of_the_generator_read_slowly(
    seed: int, draw: int, step: int, run: int
) -> None:
    expected = [in_unit_interval(word) for word in threefry((seed, draw), (step, run))]
    high, low = divmod(seed, 2**32)
    assert words(high, low, draw, step, run).tolist() == expected
    assert words(high, low, draw, step, run, width=1).tolist() == expected


def threefry(key: tuple[int, int], counter: tuple[int, int]) -> tuple[int, int]:
    """Return the two words, in whole numbers of Python, four rounds at a time."""
    mask = 2**64 - 1
    keys = (*key, 0x1BD11BDAA9FC1A22 ^ key[0] ^ key[1])
    a, b = (counter[0] + keys[0]) & mask, (counter[1] + keys[1]) & mask
    for group in range(5):
        for places in ((16, 42, 12, 31), (16, 32, 24, 21))[group % 2]:
            a = (a + b) & mask
            b = ((b << places | b >> (64 - places)) & mask) ^ a
        a = (a + keys[(group + 1) % 3]) & mask
        b = (b + keys[(group + 2) % 3] + group + 1) & mask
    return a, b


def test_the_slow_generator_gives_all_published_answers() -> None:
    ones = 2**64 - 1
    assert threefry((0, 0), (0, 0)) == ZERO_WORDS
    assert threefry((ones, ones), (ones, ones)) == (0xE02CB7C4D95D277A, 0xD06633D0893B8B68)
    key, counter = (
        (0xA4093822299F31D0, 0x082EFA98EC4E6C89),
        (0x243F6A8885A308D3, 0x13198A2E03707344),
    )
    assert threefry(key, counter) == (0x263C7D30BB0F0AF1, 0x56BE8361D3311526)


def noise(kind: str, count: int = 200_000) -> FloatArray:
    """Return noise of scale 1 on a gradient (0, 0), shape ``(2, count)``, a run each."""
    rule = Rule((), (), ())
    gradient = Expansion(rule, Conditions(noise=kind)).gradient
    names = (RUN, *SLOPE)
    letters = ("seed high", "seed low", "t", "noise scale", "degrees of freedom")
    function = compile_function(gradient, names, letters)
    values = np.array([0.0, 12345.0, 1.0, 1.0, 5.0])
    return function(np.arange(float(count)), 0.0, 0.0, parameters=values)


def test_uniform_numbers_fill_the_interval_evenly() -> None:
    pair = words(0, 2026, 1, 1, np.arange(200_000.0))
    assert pair.min() > 0
    assert pair.max() < 1
    for coordinate in pair:
        counts = np.histogram(coordinate, bins=100, range=(0, 1))[0]
        chi_squared = float(np.sum((counts - 2000.0) ** 2) / 2000.0)
        assert 50 < chi_squared < 160  # 99 degrees of freedom: five standard deviations
    assert abs(np.corrcoef(*pair)[0, 1]) < 5 / math.sqrt(200_000)


def test_neighbouring_steps_runs_draws_and_seeds_are_unrelated() -> None:
    count = np.arange(100_000.0)
    first = words(0, 5, 1, 1, count)[0]
    others = [words(0, 5, 1, 2, count), words(0, 5, 2, 1, count), words(0, 6, 1, 1, count),
              words(1, 5, 1, 1, count), words(0, 5, 1, 1, count + 1)]  # fmt: skip
    for other in others:
        assert abs(np.corrcoef(first, other[0])[0, 1]) < 5 / math.sqrt(count.size)


def test_gaussian_noise_has_the_moments_of_a_normal_distribution() -> None:
    sample = noise("gaussian")
    spread = 5 / math.sqrt(sample.shape[1])
    for coordinate in sample:
        assert abs(coordinate.mean()) < spread
        assert abs(coordinate.var() - 1) < spread * math.sqrt(2)
        assert abs((coordinate**3).mean()) < spread * math.sqrt(15)
        assert abs((coordinate**4).mean() - 3) < spread * math.sqrt(96)
    assert abs(np.mean(sample[0] * sample[1])) < spread


def test_student_noise_has_heavy_tails_of_the_right_weight() -> None:
    """With five degrees of freedom the variance is 5/3, and quantiles are tabulated."""
    sample = noise("student")
    for coordinate in sample:
        assert abs(coordinate.var() - 5 / 3) < 0.08
        for probability, quantile in ((0.9, 1.4759), (0.99, 3.3649), (0.999, 5.8934)):
            share = float(np.mean(coordinate < quantile))
            spread = math.sqrt(probability * (1 - probability) / coordinate.size)
            assert abs(share - probability) < 5 * spread


def test_proportional_noise_vanishes_with_the_gradient() -> None:
    assert not noise("proportional", 1000).any()
