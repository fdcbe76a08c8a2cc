"""Which commands stand in which menu, by key."""

from __future__ import annotations

from gui.translation import QT_TRANSLATE_NOOP

SEPARATOR = ""

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Commands", "&File"),
        (
            "openSceneAction",
            "saveSceneAction",
            SEPARATOR,
            "exportCsvAction",
            "exportPictureAction",
            "copyPictureAction",
            SEPARATOR,
            "quitAction",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Commands", "&Edit"),
        ("undoAction", "redoAction", SEPARATOR, "editLossAction", "clearStartsAction"),
    ),
    (
        QT_TRANSLATE_NOOP("Commands", "&Race"),
        (
            "playAction",
            "stepForwardAction",
            "stepBackAction",
            "rewindAction",
            "toEndAction",
            SEPARATOR,
            "fasterAction",
            "slowerAction",
            "loopAction",
            SEPARATOR,
            "explainStepAction",
            SEPARATOR,
            "newMethodAction",
            "stoppingRuleAction",
            SEPARATOR,
            "fairRaceAction",
            "mapAction",
            SEPARATOR,
            "cancelAction",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Commands", "&Analyse"),
        (
            "followPointerAction",
            "criticalPointsAction",
            "taylorModelAction",
            "gradientCheckAction",
            "sliceAction",
            SEPARATOR,
            "nextChartAction",
            "unstableRegionAction",
            "basinsAction",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Commands", "&View"),
        (
            "recentreAction",
            "zoomInAction",
            "zoomOutAction",
            SEPARATOR,
            "linearLevelsAction",
            "logarithmicLevelsAction",
            "quantileLevelsAction",
            SEPARATOR,
            "systemAppearanceAction",
            "lightAppearanceAction",
            "darkAppearanceAction",
            SEPARATOR,
            "largerTextAction",
            "smallerTextAction",
            "normalTextAction",
            SEPARATOR,
            "frameTimesAction",
            "copyFrameTimesAction",
            SEPARATOR,
            "presentAction",
        ),
    ),
    (QT_TRANSLATE_NOOP("Commands", "&Help"), ("helpAction",)),
)
"""Titles, and the keys of the commands below them in order."""

EXPORT_MENU = ("exportCsvAction", "exportPictureAction", "copyPictureAction")
"""The commands behind the header's Export button."""

CHOICES = (
    ("linearLevelsAction", "logarithmicLevelsAction", "quantileLevelsAction"),
    ("systemAppearanceAction", "lightAppearanceAction", "darkAppearanceAction"),
)
"""Groups of switches of which exactly one is on."""
