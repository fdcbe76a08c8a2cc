"""Random numbers that are a function of their place: no state, no order, no thread.

Threefry-2x64 with 20 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers:
as easy as 1, 2, 3", SC 2011) turns a key and a counter into two words of 64 bits. The
key is the scene's seed and the number of the draw, the counter the step and the index
of the start, so that a run sees the same numbers whatever else is computed.
"""

from __future__ import annotations

from core.compiler.lanes import ROUNDER, ROUNDER_BITS, Bits, Lanes

_ROTATIONS = (16, 42, 12, 31, 16, 32, 24, 21)
_ROUNDS = 20
_PARITY = 0x1BD11BDAA9FC1A22

Words = tuple[Bits, Bits]


def first_word(seed_high: Lanes, seed_low: Lanes, draw: Lanes, step: Lanes, run: Lanes) -> Lanes:
    """Return a number in (0, 1), uniform, from the first word of a place.

    Parameters
    ----------
    seed_high, seed_low
        The upper and the lower 32 bits of the seed.
    draw
        Which of a step's random numbers it is.
    step, run
        Whole numbers below 2^51.
    """
    return _in_unit_interval(_words(seed_high, seed_low, draw, step, run)[0])


def second_word(seed_high: Lanes, seed_low: Lanes, draw: Lanes, step: Lanes, run: Lanes) -> Lanes:
    """Return the number from the second word, independent of the first's."""
    return _in_unit_interval(_words(seed_high, seed_low, draw, step, run)[1])


def _words(seed_high: Lanes, seed_low: Lanes, draw: Lanes, step: Lanes, run: Lanes) -> Words:
    key = (_whole(seed_high) << 32) | _whole(seed_low), _whole(draw)
    return threefry(key, (_whole(step), _whole(run)))


def threefry(key: Words, counter: Words) -> Words:
    """Return the two words that Threefry-2x64-20 makes of a key and a counter."""
    keys = (*key, key[0] ^ key[1] ^ _PARITY)
    first, second = counter[0] + keys[0], counter[1] + keys[1]
    for number in range(_ROUNDS):
        first = first + second
        second = _rotated(second, _ROTATIONS[number % len(_ROTATIONS)]) ^ first
        injection, is_due = divmod(number + 1, 4)
        if not is_due:
            first = first + keys[injection % 3]
            second = second + keys[(injection + 1) % 3] + injection
    return first, second


def _rotated(word: Bits, places: int) -> Bits:
    return (word << places) | (word >> (64 - places))


def _whole(number: Lanes) -> Bits:
    """Return a whole number below 2^51 as an integer."""
    return (number + ROUNDER).bits() - ROUNDER_BITS


def _in_unit_interval(word: Bits) -> Lanes:
    """Return the middle of one of 2^52 equal parts of the unit interval."""
    one_to_two = ((word >> 12) | (1023 << 52)).as_double()
    return (one_to_two - 1.0) + 2.0**-53
