"""Colours, fonts and line styles, for light and for dark."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one appearance, as ``#rrggbb``."""

    is_dark: bool
    page: str
    panel: str
    field: str
    button: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    error: str
    negative: str
    """Bars and axes of negative curvature."""
    positive: str
    surface: tuple[str, ...]
    """Stops of the landscape's colour map, lowest loss first."""
    contour: str
    halo: str
    """Thin outline that keeps trails and marks readable on any background."""
    mark: str
    """Starts, critical points and the playhead."""


LIGHT = Theme(
    is_dark=False,
    page="#f6f8f9",
    panel="#ffffff",
    field="#ffffff",
    button="#eef3f5",
    line="#e1e7ea",
    text="#12212a",
    muted="#5a6b75",
    accent="#0b6e8a",
    on_accent="#ffffff",
    error="#b3261e",
    negative="#b3261e",
    positive="#1f6fb2",
    surface=("#c6dbe9", "#dce7ec", "#dfe2db", "#e8e4d4", "#f2eee3"),
    contour="#ffffff",
    halo="#ffffff",
    mark="#12212a",
)

DARK = Theme(
    is_dark=True,
    page="#10181d",
    panel="#172127",
    field="#0d1418",
    button="#1f2b32",
    line="#26333a",
    text="#eef3f5",
    muted="#9aa8b0",
    accent="#5cc3df",
    on_accent="#0d1418",
    error="#ff8a80",
    negative="#e0665c",
    positive="#5ba4e0",
    surface=("#12293a", "#182e3c", "#28363b", "#3a3f3c", "#4c4a40"),
    contour="#8a9ba3",
    halo="#10181d",
    mark="#ffffff",
)


@dataclass(frozen=True, slots=True)
class TrailStyle:
    """How one entry is drawn everywhere: plot, chart and panel.

    Colour, dash and marker differ together, so that a black-and-white print reads.
    """

    colour: QColor
    dash: tuple[float, ...]
    """Lengths of dash and gap in multiples of the width; empty is a solid line."""
    marker: str
    """One of `MARKERS`."""


MARKERS = ("circle", "square", "diamond", "triangle", "pentagon", "star")

# Okabe & Ito, "Color Universal Design" (2008): told apart by colour-blind readers.
# The first of a pair is for light, the second for dark backgrounds.
OKABE_ITO = (
    ("#0072b2", "#56b4e9"),
    ("#d55e00", "#ff8a3c"),
    ("#009e73", "#2fc79b"),
    ("#cc79a7", "#e39cc4"),
    ("#e69f00", "#f5b93d"),
    ("#56b4e9", "#8fd0f5"),
    ("#7a6f00", "#f0e442"),
    ("#000000", "#ffffff"),
)

DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (3.0, 1.5),
    (1.0, 1.5),
    (5.0, 1.5, 1.0, 1.5),
    (6.0, 2.0),
    (8.0, 1.5, 1.0, 1.5, 1.0, 1.5),
)


def trail_style(place: int, theme: Theme, colour: str = "") -> TrailStyle:
    """Return the style of the method or entry at `place`, in its own or a chosen colour."""
    pair = OKABE_ITO[place % len(OKABE_ITO)]
    return TrailStyle(
        QColor(colour or pair[theme.is_dark]),
        DASHES[place % len(DASHES)],
        MARKERS[place % len(MARKERS)],
    )


def theme_for(scheme: Qt.ColorScheme) -> Theme:
    """Return the theme that follows the system's colour scheme."""
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
