"""Presentation MathML → SVG, drawn with glyph outlines so that any renderer shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree


def svg(mathml: str, colour: str, size: float) -> bytes:
    """Typeset a formula.

    Parameters
    ----------
    mathml
        Presentation MathML without the ``math`` element around it.
    colour
        Of the ink, as ``#rrggbb``.
    size
        Of the letters, in pixels an em.

    Returns
    -------
    bytes
        An SVG document on a transparent ground, in UTF-8.
    """
    return _draw()(f'<math display="block">{mathml}</math>', colour, size)


@cache
def _draw() -> Callable[[str, str, float], bytes]:
    """Return what draws, ready to be called."""
    # Imported late: ziamath costs a fifth of a second, and only the symbolic worker needs it.
    from ziafont.config import config as font_config
    from ziamath.config import config
    from ziamath.nodes.mrow import Mrow
    from ziamath.zmath import Math

    # Qt paints nothing for the features of SVG 2 that ziamath would use.
    config.svg2 = font_config.svg2 = False

    class Row(Mrow, tag="mrow"):
        """A row that is measured once.

        To stretch its brackets, ziamath's own row measures every row in it without them,
        and each of those does the same again, which takes 2ⁿ times as long for rows
        nested n deep. Where brackets don't count, they need no stretching.
        """

        def _get_height_nostretch(
            self, line: list[ElementTree.Element], **options: object
        ) -> tuple[float, float]:
            if options.get("nostretch"):
                return 0.0, 0.0
            return super()._get_height_nostretch(line, **options)

    def draw(mathml: str, colour: str, size: float) -> bytes:
        config.math.color = colour
        return str(Math(mathml, size=size).svg()).encode()

    return draw
