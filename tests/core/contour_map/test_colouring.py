"""Shades, lines and stripes as pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from core.contour_map.colouring import Inks, Stripes, colours, places
from core.contour_map.vectors import LANES

STOPS = np.array([[0, 10, 20], [100, 110, 120], [200, 250, 255]], np.float32)
LINE, GROUND, HATCH = (np.full(3, level, np.float32) for level in (250, 40, 80))
INKS = Inks(STOPS, LINE, 0.5, GROUND, HATCH)
STRIPES = Stripes(4, 1)
ROWS = 8
KNOWN = np.ones((1, LANES), np.float32)
BARE = np.zeros((ROWS, LANES), np.float32)


def channels(pixels: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Return red, green and blue along a last axis, and see to it that all are opaque."""
    assert (pixels >> 24 == 0xFF).all()
    parts = [pixels >> shift & 0xFF for shift in (16, 8, 0)]
    return np.stack(parts, axis=-1).astype(np.int64)


def level(shade: float) -> npt.NDArray[np.float32]:
    return np.full((2, LANES), shade, np.float32)


@pytest.mark.parametrize("shade", [0.0, 0.25, 0.5, 0.6, 1.0])
def test_shades_lie_evenly_between_the_stops(shade: float) -> None:
    found = channels(colours(level(shade), KNOWN, BARE, INKS, STRIPES))
    expected = [np.interp(shade, [0, 0.5, 1], STOPS[:, channel]) for channel in range(3)]
    np.testing.assert_allclose(found, np.broadcast_to(expected, found.shape), atol=0.51)


def test_rows_go_from_the_upper_samples_to_the_lower_ones() -> None:
    shades = np.stack([np.zeros(LANES), np.ones(LANES)]).astype(np.float32)
    red = channels(colours(shades, KNOWN, BARE, INKS, STRIPES))[:, 0, 0]
    np.testing.assert_allclose(red, 200 * (1 - (np.arange(ROWS) + 0.5) / ROWS), atol=1)


def test_lines_are_laid_over_by_their_opacity() -> None:
    coverage = BARE.copy()
    coverage[2, 3], coverage[2, 4] = 1.0, 0.5
    found = channels(colours(level(0.5), KNOWN, coverage, INKS, STRIPES))
    np.testing.assert_allclose(found[2, 3], (STOPS[1] + 250) / 2, atol=0.51)
    np.testing.assert_allclose(found[2, 4], 0.75 * STOPS[1] + 0.25 * 250, atol=0.51)
    assert found[2, 5].tolist() == STOPS[1].tolist()


def test_the_striped_ground_shows_where_nothing_is_known() -> None:
    unknown = np.zeros((2, LANES), np.float32)
    found = channels(colours(level(0.0), unknown, BARE, INKS, STRIPES))[:, :, 0]
    row, column = np.indices(found.shape)
    np.testing.assert_array_equal(found, np.where((row + column) % 4 == 0, 80, 40))


def test_colours_fade_out_towards_what_is_unknown() -> None:
    weights = np.stack([np.zeros(LANES), np.ones(LANES)]).astype(np.float32)
    found = channels(colours(weights * level(1.0), weights, BARE, INKS, Stripes(4, 0)))
    share = 1 - (np.arange(ROWS) + 0.5) / ROWS
    np.testing.assert_allclose(found[:, 0, 0], 40 + share * 160, atol=1)


def test_pixels_lie_between_samples_on_the_edges() -> None:
    before, share = places(3, 4)
    assert before.tolist() == [0, 0, 1, 1]
    assert share.tolist() == [0.25, 0.75, 0.25, 0.75]
