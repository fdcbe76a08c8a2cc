"""The commands of the View menu."""

from __future__ import annotations

from gui.actions.command import Command
from gui.translation import QT_TRANSLATE_NOOP

VIEW = (
    Command(
        "recentreAction",
        QT_TRANSLATE_NOOP("Commands", "Recentre"),
        "R",
        QT_TRANSLATE_NOOP("Commands", "Show every start and every critical point again."),
    ),
    Command(
        "zoomInAction",
        QT_TRANSLATE_NOOP("Commands", "Zoom In"),
        "+; =",
        QT_TRANSLATE_NOOP("Commands", "Look closer at the middle of the picture."),
    ),
    Command(
        "zoomOutAction",
        QT_TRANSLATE_NOOP("Commands", "Zoom Out"),
        "-",
        QT_TRANSLATE_NOOP("Commands", "See more of the landscape."),
    ),
    Command(
        "linearLevelsAction",
        QT_TRANSLATE_NOOP("Commands", "Linear Levels"),
        "Alt+1",
        QT_TRANSLATE_NOOP("Commands", "Space the contour lines evenly in the loss."),
        is_switch=True,
    ),
    Command(
        "logarithmicLevelsAction",
        QT_TRANSLATE_NOOP("Commands", "Logarithmic Levels"),
        "Alt+2",
        QT_TRANSLATE_NOOP("Commands", "Space the contour lines by factors above the lowest loss."),
        is_switch=True,
    ),
    Command(
        "quantileLevelsAction",
        QT_TRANSLATE_NOOP("Commands", "Quantile Levels"),
        "Alt+3",
        QT_TRANSLATE_NOOP("Commands", "Give every band between contour lines the same area."),
        is_switch=True,
    ),
    Command(
        "systemAppearanceAction",
        QT_TRANSLATE_NOOP("Commands", "Follow the System"),
        "Ctrl+Alt+0",
        QT_TRANSLATE_NOOP("Commands", "Be light or dark as the system is."),
        is_switch=True,
    ),
    Command(
        "lightAppearanceAction",
        QT_TRANSLATE_NOOP("Commands", "Light"),
        "Ctrl+Alt+1",
        QT_TRANSLATE_NOOP("Commands", "Dark marks on a light ground."),
        is_switch=True,
    ),
    Command(
        "darkAppearanceAction",
        QT_TRANSLATE_NOOP("Commands", "Dark"),
        "Ctrl+Alt+2",
        QT_TRANSLATE_NOOP("Commands", "Light marks on a dark ground."),
        is_switch=True,
    ),
    Command(
        "largerTextAction",
        QT_TRANSLATE_NOOP("Commands", "Larger Text"),
        "Ctrl++; Ctrl+=",
        QT_TRANSLATE_NOOP("Commands", "Make every text larger."),
    ),
    Command(
        "smallerTextAction",
        QT_TRANSLATE_NOOP("Commands", "Smaller Text"),
        "Ctrl+-",
        QT_TRANSLATE_NOOP("Commands", "Make every text smaller."),
    ),
    Command(
        "normalTextAction",
        QT_TRANSLATE_NOOP("Commands", "Normal Text"),
        "Ctrl+0",
        QT_TRANSLATE_NOOP("Commands", "Give every text its usual size."),
    ),
    Command(
        "frameTimesAction",
        QT_TRANSLATE_NOOP("Commands", "Frame Times"),
        "Ctrl+Alt+F",
        QT_TRANSLATE_NOOP("Commands", "Show how long the frames of the plot take."),
        is_switch=True,
    ),
    Command(
        "copyFrameTimesAction",
        QT_TRANSLATE_NOOP("Commands", "Copy Frame Times"),
        "Ctrl+Alt+Shift+F",
        QT_TRANSLATE_NOOP("Commands", "Put the times of the last frames on the clipboard."),
    ),
    Command(
        "presentAction",
        QT_TRANSLATE_NOOP("Commands", "Present"),
        "F5; F11",
        QT_TRANSLATE_NOOP("Commands", "Fill the screen, with larger text; again to return."),
        is_switch=True,
    ),
)
