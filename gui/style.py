"""The look of every widget: fonts, palette and style sheet made from a theme."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from gui.style_sheet import style_sheet
from gui.theme import Theme

TEXT_FAMILY = "Inter"
MONO_FAMILY = "JetBrains Mono"
TEXT_PIXELS = 15
"""Size of running text at scale 1."""

FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "Inter-Bold.otf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Medium.ttf",
)


def load_fonts() -> None:
    """Make the bundled families known to Qt; without them the system's take their place."""
    known = QFontDatabase.families()
    if TEXT_FAMILY in known and MONO_FAMILY in known:
        return
    for name in FONT_FILES:
        content = files("resources").joinpath("fonts", name).read_bytes()
        QFontDatabase.addApplicationFontFromData(content)


def apply_theme(application: QApplication, theme: Theme, text_scale: float = 1.0) -> None:
    """Give the whole application one appearance.

    Parameters
    ----------
    text_scale
        Multiplies every text and the controls around it; 1 is the drawn size.
    """
    sheet = style_sheet(theme, text_scale)
    if application.styleSheet() == sheet:
        return
    load_fonts()
    # Under a style sheet the application's style has no name to tell it by.
    if not application.styleSheet() and application.style().name() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(text_font(text_scale))
    application.setPalette(palette(theme))
    application.setStyleSheet(sheet)


def text_font(text_scale: float = 1.0, pixels: int = TEXT_PIXELS) -> QFont:
    """Return the font of running text."""
    font = QFont([TEXT_FAMILY, "Segoe UI", "Helvetica Neue", "sans-serif"])
    font.setPixelSize(round(pixels * text_scale))
    return font


def number_font(widget: QWidget) -> QFont:
    """Return the font of numbers in a widget that is polished, a little smaller than its text."""
    font = QFont(widget.font())
    font.setFamilies([MONO_FAMILY, "Menlo", "Consolas", "monospace"])
    font.setPixelSize(max(1, widget.fontInfo().pixelSize() - 1))
    return font


def palette(theme: Theme) -> QPalette:
    """Return the palette that painted widgets and Fusion take their colours from."""
    made = QPalette()
    role = QPalette.ColorRole
    for place, colour in (
        (role.Window, theme.page),
        (role.WindowText, theme.text),
        (role.Base, theme.field),
        (role.AlternateBase, theme.panel),
        (role.Text, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Button, theme.button),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.error),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.ToolTipBase, theme.panel),
        (role.ToolTipText, theme.text),
        (role.Light, theme.panel),
        (role.Midlight, theme.button),
        (role.Mid, theme.line),
        (role.Dark, theme.line),
        (role.Shadow, theme.line),
    ):
        made.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, QColor(theme.muted))
    return made
