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
    import ziafont
    import ziamath

    # Qt paints nothing for the SVG 2 features that ziamath would use.
    ziamath.config.svg2 = False
    ziafont.config.svg2 = False
    ziamath.config.math.color = colour
    formula = f'<math display="block">{mathml}</math>'
    return str(ziamath.Math(formula, size=size).svg()).encode()
