"""Presentation MathML → SVG, drawn with glyph outlines so that any renderer shows it."""

from __future__ import annotations


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
    # Imported late: ziamath costs a fifth of a second, and only the symbolic worker needs it.
    from ziafont.config import config as font_config
    from ziamath.config import config
    from ziamath.zmath import Math

    # Qt paints nothing for the features of SVG 2 that ziamath would use.
    config.svg2 = font_config.svg2 = False
    config.math.color = colour
    return str(Math(f'<math display="block">{mathml}</math>', size=size).svg()).encode()
