from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.drawing.stamping import stamp
from tests.core.drawing.slow_lines import channels

SHAPE = (30, 40)


def premultiplied(seed: int, shape: tuple[int, int]) -> NDArray[np.uint32]:
    random = np.random.default_rng(seed)
    alpha = random.integers(0, 256, shape) * random.integers(0, 2, shape)
    blue, green, red = (random.random((3, *shape)) * alpha).astype(np.uint32)
    pixels: NDArray[np.uint32] = alpha.astype(np.uint32) << 24 | red << 16 | green << 8 | blue
    return pixels


@given(
    st.integers(0, 99),
    st.lists(st.tuples(st.integers(-20, 45), st.integers(-20, 35)), max_size=5),
)
def test_stamps_lie_over_what_was_there_before(seed: int, places: list[tuple[int, int]]) -> None:
    image = premultiplied(seed, (9, 16))
    padded = premultiplied(seed + 1, (SHAPE[0], SHAPE[1] + 5))
    pixels = padded[:, : SHAPE[1]]
    beside = padded[:, SHAPE[1] :].copy()
    wanted = channels(pixels).astype(np.float64)
    above = channels(image)
    for left, top in places:
        if 0 <= left <= SHAPE[1] - 16 and 0 <= top <= SHAPE[0] - 9:
            part = wanted[top : top + 9, left : left + 16]
            part[:] = np.floor(above + part * (1 - above[..., 3:] / 255) + 0.5)
    corners = np.array(places, np.int64).reshape(-1, 2)
    stamp(pixels, image, corners[:, 0], corners[:, 1])
    assert np.abs(channels(pixels) - wanted).max() <= 1
    np.testing.assert_array_equal(padded[:, SHAPE[1] :], beside)
