"""How wide a typeset formula will be, told from its markup without drawing it."""

from __future__ import annotations

from xml.etree import ElementTree

_SCRIPT = 0.7
_SPACED_SIGN, _SIGN = 1.15, 0.4
"""Widths in ems: a sign between two terms with its spaces, a bracket or a comma."""

_LETTER = 0.53
_SPACED = frozenset("+−=←∼⊙⋅<>≤≥≠")


def width(markup: str) -> float:
    """Estimate the width of markup, in ems, to about a tenth."""
    # The markup is our own, never a file.
    return _width(ElementTree.fromstring(f"<mrow>{markup}</mrow>"))  # noqa: S314


def _width(element: ElementTree.Element) -> float:
    parts = [_width(child) for child in element]
    match element.tag:
        case "mo":
            return _SPACED_SIGN if element.text in _SPACED else _SIGN
        case "mi" | "mn" | "mtext":
            return _LETTER * len(element.text or "")
        case "mspace":
            return float(element.attrib["width"].removesuffix("em"))
        case "mfrac":
            return max(parts) + 0.2
        case "mover":
            return parts[0]
        case "msub" | "msup":
            return parts[0] + _SCRIPT * parts[1]
        case "msubsup":
            return parts[0] + _SCRIPT * max(parts[1:])
        case "msqrt" | "mroot":
            return parts[0] + 0.9
        case "mtable":
            return _table(element)
    return sum(parts)


def _table(table: ElementTree.Element) -> float:
    rows = [[_width(cell) for cell in line] for line in table]
    columns = max(map(len, rows))
    return sum(max(line[c] for line in rows if c < len(line)) for c in range(columns))
