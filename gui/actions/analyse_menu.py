"""The commands of the Analyse menu."""

from __future__ import annotations

from gui.actions.command import Command
from gui.translation import QT_TRANSLATE_NOOP

ANALYSE = (
    Command(
        "followPointerAction",
        QT_TRANSLATE_NOOP("Commands", "Curvature at the Pointer"),
        "P",
        QT_TRANSLATE_NOOP("Commands", "Let the curvature panel follow the pointer."),
    ),
    Command(
        "criticalPointsAction",
        QT_TRANSLATE_NOOP("Commands", "Critical Points"),
        "K",
        QT_TRANSLATE_NOOP("Commands", "Bring the list of critical points into sight."),
    ),
    Command(
        "taylorModelAction",
        QT_TRANSLATE_NOOP("Commands", "Taylor Model"),
        "T",
        QT_TRANSLATE_NOOP(
            "Commands", "Draw the plane or quadratic that follows the loss at a point."
        ),
        is_switch=True,
    ),
    Command(
        "gradientCheckAction",
        QT_TRANSLATE_NOOP("Commands", "Gradient Check"),
        "G",
        QT_TRANSLATE_NOOP("Commands", "Compare the gradient at a point with differences."),
    ),
    Command(
        "sliceAction",
        QT_TRANSLATE_NOOP("Commands", "Slice"),
        "X",
        QT_TRANSLATE_NOOP("Commands", "Cut the loss along a line through the inspected point."),
    ),
    Command(
        "nextChartAction",
        QT_TRANSLATE_NOOP("Commands", "Next Chart"),
        "C",
        QT_TRANSLATE_NOOP("Commands", "Show the loss, the gradient or the sharpness by step."),
    ),
    Command(
        "unstableRegionAction",
        QT_TRANSLATE_NOOP("Commands", "Unstable Region"),
        "U",
        QT_TRANSLATE_NOOP("Commands", "Hatch where one method's step is too long."),
        is_switch=True,
    ),
    Command(
        "basinsAction",
        QT_TRANSLATE_NOOP("Commands", "Basins of Attraction"),
        "B",
        QT_TRANSLATE_NOOP("Commands", "Colour the plot by where one method's runs end."),
        is_switch=True,
    ),
)
