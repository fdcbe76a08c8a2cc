"""The picture of basins, decoded again."""

from __future__ import annotations

import struct
import zlib
from itertools import islice

import numpy as np
import pytest

from core.basins import Basins, Fate, basins
from core.basins.picture import COLOURS, DARKEST, GREYS, Pixels, coloured, png
from core.critical_points.survey import survey
from core.expression import parse_loss
from core.landscape import Surface
from core.optimizers.gd import GradientDescent
from core.scene import Entry, Scene, View

SURFACE = Surface(parse_loss("x^4 - x^2 + y^2"), {})
SCENE = Scene(loss="", view=View(-6.0, 6.0, -1.0, 1.0), steps=200)


def pictures() -> list[Basins]:
    *_, known = survey(SURFACE, SCENE.view)
    entry = Entry(GradientDescent(learning_rate=0.05))
    return list(basins(SURFACE, SCENE, entry, 53, 10, known))


def rgb(text: str) -> list[int]:
    return list(bytes.fromhex(text[1:]))


def decoded(data: bytes) -> Pixels:
    """Read a PNG file of plain lines, each chunk's checksum included."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, place = {}, 8
    while place < len(data):
        (size,) = struct.unpack_from(">I", data, place)
        body = data[place + 4 : place + 8 + size]
        assert struct.unpack_from(">I", data, place + 8 + size) == (zlib.crc32(body),)
        chunks[body[:4]], place = body[4:], place + 12 + size
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert rest == [8, 2, 0, 0, 0]
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, -1)
    assert not lines[:, 0].any()
    return lines[:, 1:].reshape(height, width, 3)


def test_each_pixel_has_the_colour_of_its_fate() -> None:
    *_, found = pictures()
    image = coloured(found)
    assert {Fate.DIVERGED, 0, 1} <= set(found.fates.flat)
    for fate, pixel in zip(found.fates.ravel().tolist(), image.reshape(-1, 3), strict=True):
        if fate < 0:
            assert pixel.tolist() == rgb(GREYS[Fate(fate)])
            continue
        pure = np.array(rgb(COLOURS[fate]))
        light = pixel.max() / pure.max()
        assert DARKEST - 0.01 <= light <= 1.0
        np.testing.assert_allclose(pixel, pure * light, atol=1.0)


def test_slower_runs_are_darker() -> None:
    *_, found = pictures()
    image = coloured(found).astype(int).sum(axis=2)
    for fate in (0, 1):
        order = np.argsort(found.steps[found.fates == fate], kind="stable")
        brightness = image[found.fates == fate][order]
        assert (np.diff(brightness) <= 0).all()
        assert brightness[0] > brightness[-1]


@pytest.mark.parametrize("level", [0, 1, 3])
def test_the_file_is_the_picture_with_the_top_above(level: int) -> None:
    found = pictures()[level]
    stride = found.grid.stride
    image = decoded(png(found))
    assert image.shape == (10, 53, 3)
    np.testing.assert_array_equal(image[::-1][::stride, ::stride], coloured(found))
    for shift in islice(range(stride), 3):
        shifted = image[::-1][:, shift::stride]
        np.testing.assert_array_equal(shifted, image[::-1][:, ::stride][:, : shifted.shape[1]])
