"""The landscape as the background makes it: samples, and an image of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.contour_map import draw_map
from core.contours import Relief, relief
from core.landscape import Sampling, sample
from gui.plot.picture import LandscapePicture, map_look
from gui.resolved import Resolved

Samples = tuple[Sampling, Relief]


@dataclass(frozen=True, slots=True)
class Fineness:
    """How finely the landscape is drawn."""

    name: str
    spacing: float
    """Pixels between samples; the colours in between are interpolated."""
    most_pixels: float
    """Of the image; one of fewer pixels than the screen has is stretched."""


COARSE = Fineness("coarse", 5.0, 2e6)
"""For the first picture, which follows a dragging hand, on the finest screens too."""

SHARP = Fineness("sharp", 2.5, math.inf)


def sampled(known: Resolved, fineness: Fineness) -> Samples:
    """Sample the loss, and choose levels and shades."""
    canvas = known.canvas
    columns, rows = (max(2, round(n / fineness.spacing)) for n in (canvas.width, canvas.height))
    sampling = sample(known.surface, known.view, columns, rows)
    return sampling, relief(sampling.values, known.scene.contours)


def drawn(known: Resolved, samples: Samples, fineness: Fineness) -> LandscapePicture:
    """Draw samples in the theme and the size of the canvas."""
    canvas = known.canvas
    pixels = canvas.width * canvas.height * canvas.ratio**2
    ratio = canvas.ratio * min(1.0, math.sqrt(fineness.most_pixels / pixels))
    columns, rows = (max(1, round(n * ratio)) for n in (canvas.width, canvas.height))
    sampling, chosen = samples
    image = draw_map(sampling, chosen, map_look(canvas.theme), columns, rows, ratio)
    return LandscapePicture(known.view, chosen.levels, image, columns)
