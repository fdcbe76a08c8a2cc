"""The style sheet: sizes, corners and lines, in the colours of a theme.

Widgets ask for a look by a dynamic property, never by their own colours:
``role`` on labels and buttons (``title``, ``heading``, ``muted``, ``number``,
``error``, ``link``), ``surface`` on containers (``panel``), ``invalid`` on fields.
"""

from __future__ import annotations

from string import Template

from gui.theme import Theme

_RULES = Template("""
QWidget[surface="panel"], QScrollArea[surface="panel"] { background: $panel; border: none; }
QWidget#sidePanel, QWidget#sidePage { background: $panel; }
QStackedWidget#side { background: $panel; border-left: 1px solid $line; }
QWidget[edge="bottom"] { border-bottom: 1px solid $line; }
QWidget[edge="top"] { border-top: 1px solid $line; }
QWidget[edge="left"] { border-left: 1px solid $line; }

QLabel { background: transparent; }
QWidget#notice { background: $button; border-bottom: 1px solid $line; }
QPushButton#captionTitle { font-size: ${px16}px; font-weight: 600; color: $text; }
QLabel#captionNotes { font-size: ${px14}px; color: $muted; }
QLabel[role="title"] { font-size: ${px18}px; font-weight: 700; }
QLabel[role="name"] { font-size: ${px15}px; font-weight: 600; }
QWidget[role="heading"] { font-size: ${px14}px; font-weight: 600; color: $muted; }
QLabel[role="muted"] { font-size: ${px14}px; color: $muted; }
QLabel[role="small"], QWidget#chartLegend { font-size: ${px13}px; color: $muted; }
QLabel[role="news"] { font-size: ${px13}px; font-weight: 500; color: $accent; }
QLabel[role="remark"] { font-size: ${px13}px; color: $text; }
QProgressBar#criticalPointsProgress, QProgressBar#comparisonProgress {
    background: transparent; border: none; }
QProgressBar#criticalPointsProgress::chunk, QProgressBar#comparisonProgress::chunk {
    background: $accent; }
QLabel[role="error"] { font-size: ${px13}px; font-weight: 500; color: $error; }
QWidget[role="number"], QWidget[role="rank"] {
    font-family: "JetBrains Mono", Menlo, Consolas, monospace; font-size: ${px14}px; }
QWidget[role="rank"] { color: $muted; }
QWidget[role="rank"][leads="true"] { color: $accent; font-weight: 500; }

QLineEdit { background: $field; border: 1px solid $line; border-radius: 6px;
    padding: 2px 6px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:hover { border-color: $muted; }
QLineEdit:focus { border-color: $accent; }
QLineEdit[invalid="true"] { border-color: $error; }
QLineEdit[role="number"], QSpinBox[role="number"] {
    font-family: "JetBrains Mono", Menlo, Consolas, monospace; font-size: ${px14}px; }
QLineEdit[role="number"] { background: transparent; border-color: transparent;
    padding: 1px 3px; }
QLineEdit[role="number"]:hover { border-color: $line; }
QLineEdit[role="number"]:focus { background: $field; border-color: $accent; }
QLineEdit[role="number"][invalid="true"] { border-color: $error; color: $error; }
QLineEdit#lossInput { font-family: "JetBrains Mono", Menlo, Consolas, monospace;
    font-size: ${px16}px; padding: 7px 13px; border-radius: 8px; border-color: $accent; }
QLineEdit#lossInput:focus { border-width: 2px; padding: 6px 12px; }
QLineEdit#lossInput[invalid="true"] { border-color: $error; }

QPlainTextEdit { background: $field; border: 1px solid $line; border-radius: 6px;
    selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit:hover { border-color: $muted; }
QPlainTextEdit:focus { border-color: $accent; }
QPlainTextEdit[invalid="true"] { border-color: $error; }
QPlainTextEdit#ruleInput, QWidget[role="code"] {
    font-family: "JetBrains Mono", Menlo, Consolas, monospace; font-size: ${px14}px; }

QLineEdit#scheduleField { font-family: "JetBrains Mono", Menlo, Consolas, monospace;
    font-size: ${px13}px; }

QPushButton, QToolButton { background: $button; border: 1px solid transparent; border-radius: 8px;
    padding: 7px 14px; font-size: ${px14}px; font-weight: 500; }
QPushButton:hover, QToolButton:hover { border-color: $line; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked { background: $line; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="link"], QToolButton[role="link"] { background: transparent; color: $accent;
    padding: 3px 7px; font-size: ${px15}px; text-align: left; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled { background: $button; color: $muted; }
QPushButton[role="choice"] { background: transparent; border: none; border-radius: 5px;
    padding: 5px 10px; font-weight: 400; text-align: left; }
QPushButton[role="choice"]:hover, QPushButton[role="choice"]:focus { background: $button; }
QLabel[role="family"] { font-size: ${px13}px; font-weight: 600; color: $muted;
    padding: 7px 10px 2px 10px; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; color: $muted;
    padding: 2px 4px; font-size: ${px14}px; font-weight: 600; border-radius: 6px; }
QPushButton#criticalPointsBar { background: $panel; border: none; border-radius: 0;
    border-top: 1px solid $line; }
QPushButton#criticalPointsBar:hover { background: $button; }
QPushButton[role="segment"] { background: transparent; color: $muted; padding: 2px 9px;
    font-size: ${px13}px; border-radius: 6px; }
QPushButton[role="segment"]:checked { background: $button; color: $text; }
QPushButton[role="fold"] { background: transparent; border: none; color: $muted; padding: 2px 0;
    font-size: ${px14}px; font-weight: 600; text-align: left; }
QPushButton[role="fold"]:hover { color: $text; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { color: $text; }

QSpinBox[role="number"] { background-color: transparent; }

QFileDialog QToolButton { padding: 3px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QComboBox { background: $button; border: 1px solid transparent; border-radius: 8px;
    padding: 6px 10px; font-family: "JetBrains Mono", Menlo, Consolas, monospace;
    font-size: ${px14}px; }
QComboBox:hover { border-color: $line; }
QComboBox:focus { border-color: $accent; }
QComboBox::drop-down { border: none; width: 0; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $line;
    selection-background-color: $button; selection-color: $text; outline: none; }

QSlider { min-height: ${px22}px; }
QSlider::groove:horizontal { height: ${groove}px; border-radius: ${groove_half}px;
    background: $line; }
QSlider::sub-page:horizontal { height: ${groove}px; border-radius: ${groove_half}px;
    background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $muted; }
QSlider::handle:horizontal { width: ${knob}px; height: ${knob}px;
    margin: -${knob_over}px 0; border: 2px solid $accent; border-radius: ${knob_half}px;
    background: $panel; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent; }

QTableView { background: transparent; border: none; outline: none; gridline-color: $line;
    selection-background-color: transparent; selection-color: $text; font-size: ${px14}px; }
QTableView::item { border-bottom: 1px solid $line; padding: 0 4px; }
QTableView::item:selected { background: transparent; }

QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; border: none; border-bottom: 1px solid $line;
    color: $muted; font-size: ${px13}px; font-weight: 400; padding: 2px 4px; }

QMenuBar { background: $panel; border: none; font-size: ${px14}px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 5px; }
QMenuBar::item:selected { background: $button; }
QMenu { background: $panel; border: 1px solid $line; padding: 5px; font-size: ${px14}px; }
QMenu::item { padding: 6px 22px 6px 14px; border-radius: 5px; color: $text; }
QMenu::item:selected { background: $button; }
QMenu::item:disabled { color: $muted; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 5px 7px;
    font-size: ${px13}px; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
""")

_TEXT_SIZES = (13, 14, 15, 16, 18, 22)


def style_sheet(theme: Theme, text_scale: float) -> str:
    """Return the style sheet of one appearance at one text scale."""
    half_knob = round(5 * text_scale) + 2
    groove_half = max(2, round(2 * text_scale))
    sizes = {f"px{size}": round(size * text_scale) for size in _TEXT_SIZES}
    return _RULES.substitute(
        sizes,
        knob=2 * (half_knob - 2),
        knob_half=half_knob,
        knob_over=half_knob - groove_half,
        groove=2 * groove_half + 1,
        groove_half=groove_half,
        panel=theme.panel,
        field=theme.field,
        button=theme.button,
        line=theme.line,
        text=theme.text,
        muted=theme.muted,
        accent=theme.accent,
        on_accent=theme.on_accent,
        error=theme.error,
    )
