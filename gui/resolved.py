"""What is known of a scene so far, and where it will be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from core.critical_points import Survey
from core.expression import Formula
from core.landscape import Landscape, Surface
from core.race import Race
from core.scene import Scene, View
from gui.plot.navigation import fit_to_aspect
from gui.plot.picture import LandscapePicture
from gui.theme import LIGHT, Theme

LARGEST_STRETCH = 6.0
"""Beyond this ratio of the axes' scales a view is stretched over the canvas."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where the result will be drawn, as far as the mathematics depends on it."""

    width: int
    height: int
    """Size in pixels, at least 1."""
    ink: str
    """Colour of typeset formulas, ``#rrggbb``."""
    text_size: float
    """Size of typeset formulas in pixels."""
    theme: Theme = LIGHT
    """The colours of the landscape."""
    ratio: float = 1.0
    """Pixels of the screen for each one of `width` and `height`."""


def shown_view(view: View, canvas: Canvas) -> View:
    """Return the rectangle that is shown when a scene asks for `view`.

    It is widened to the canvas's shape, so that round contours look round, unless the
    scales of the two axes differ so much that one would vanish.
    """
    ratio = (view.x_max - view.x_min) / (view.y_max - view.y_min) * canvas.height / canvas.width
    if not 1 / LARGEST_STRETCH <= ratio <= LARGEST_STRETCH:
        return view
    return fit_to_aspect(view, canvas.width, canvas.height)


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """What is known of a scene so far; None is not yet."""

    scene: Scene
    canvas: Canvas
    view: View
    """The rectangle that is really shown."""
    formula: Formula
    surface: Surface
    picture: LandscapePicture | None = None
    formula_svg: bytes | None = None
    landscape: Landscape | None = None
    derivation_error: str = ""
    race: Race | None = None
    survey: Survey | None = None
    """Its view is another one while the one that is shown is not searched yet."""
    derivative_svgs: tuple[bytes, ...] | None = None
    """A line for each first and second derivative."""
