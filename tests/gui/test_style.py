from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.style import MONO_FAMILY, TEXT_FAMILY, load_fonts, palette
from gui.style_sheet import style_sheet
from gui.theme import DARK, LIGHT, Theme


def test_the_bundled_families_are_found(qapp: QApplication) -> None:
    load_fonts()
    assert {TEXT_FAMILY, MONO_FAMILY} <= set(QFontDatabase.families())


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_style_sheet_is_filled_and_scales_with_the_text(theme: Theme) -> None:
    normal, large = style_sheet(theme, 1.0), style_sheet(theme, 1.5)
    assert "$" not in normal
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", normal)]
    larger = [int(size) for size in re.findall(r"font-size: (\d+)px", large)]
    assert sizes
    assert larger == [round(size * 1.5) for size in sizes]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_text_colour_is_readable_on_its_ground(theme: Theme) -> None:
    for text in (theme.text, theme.muted, theme.accent, theme.error):
        assert _contrast(text, theme.panel) >= 4.5
    assert _contrast(theme.on_accent, theme.accent) >= 4.5
    assert palette(theme).color(QPalette.ColorRole.Highlight).name() == theme.accent


def test_the_style_sheet_is_valid_to_qt(qtbot: QtBot) -> None:
    """Qt warns about a sheet it cannot parse, and a warning fails the test."""
    label = QLabel("η")
    qtbot.addWidget(label)
    label.setProperty("role", "muted")
    label.setStyleSheet(style_sheet(LIGHT, 1.0))
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == LIGHT.muted


def _contrast(one: str, two: str) -> float:
    """Return the contrast ratio of the Web Content Accessibility Guidelines."""
    lighter, darker = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
