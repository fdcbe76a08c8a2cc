"""A fair race as a file: its numbers as CSV, its box plots as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QSize
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import FallLineError
from core.files import write_atomically
from core.sweep_export import comparison_csv
from gui.appearance import Appearance
from gui.documents import CSV_FILTER, PICTURE_FILTER
from gui.fair_race.page import FairRace
from gui.notice import Notice
from gui.panels.comparison_panel import ComparisonPanel

PICTURE_RATIO = 2.0
"""Pixels of the picture for each on the screen, so that it prints well."""

PICTURE_MARGIN, PICTURE_GAP = 16, 8

TRANSPARENT = QWidget.RenderFlag.DrawChildren
"""Paints a widget without the ground that the style gives it."""


class ComparisonExport(QObject):
    """Asks for a file and writes what is shown."""

    def __init__(
        self,
        panel: ComparisonPanel,
        race: FairRace,
        appearance: Appearance,
        notice: Notice,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._panel = panel
        self._race = race
        self._appearance = appearance
        self._notice = notice
        self._window = window
        panel.csv_wanted.connect(self.ask_and_export_csv)
        panel.picture_wanted.connect(self.ask_and_export_picture)

    def ask_and_export_csv(self) -> None:
        """Write every learning rate of every entry under a name that the person chooses."""
        self._ask(self.tr("Save the Fair Race"), CSV_FILTER, self.export_csv)

    def ask_and_export_picture(self) -> None:
        """Write the box plots under a name that the person chooses."""
        self._ask(self.tr("Save the Box Plots"), PICTURE_FILTER, self.export_picture)

    def export_csv(self, path: Path) -> None:
        """Write what the verb ``compare`` writes."""
        if self._race.answer is not None:
            write_atomically(path, comparison_csv(self._race.answer.comparison))

    def export_picture(self, path: Path) -> None:
        """Write the box plots with their conditions.

        Raises
        ------
        FallLineError
            If the file can't be written.
        """
        parts = [part for part in self._panel.picture_parts if part.isVisible()]
        width = max(part.width() for part in parts) + 2 * PICTURE_MARGIN
        height = sum(part.height() + PICTURE_GAP for part in parts) + 2 * PICTURE_MARGIN
        pixmap = QPixmap(QSize(width, height) * PICTURE_RATIO)
        pixmap.setDevicePixelRatio(PICTURE_RATIO)
        pixmap.fill(QColor(self._appearance.theme.panel))
        top = PICTURE_MARGIN
        for part in parts:
            part.render(pixmap, QPoint(PICTURE_MARGIN, top), renderFlags=TRANSPARENT)
            top += part.height() + PICTURE_GAP
        if not pixmap.save(str(path), "PNG"):
            raise FallLineError(self.tr("The picture could not be written to {0}.").format(path))

    def _ask(self, title: str, kind: str, write: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._window, title, "", kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # The dialog must know the suffix, or it would not ask before replacing such a file.
        dialog.setDefaultSuffix(kind[kind.index("*.") + 2 : -1])
        dialog.selectFile("fair_race")
        if dialog.exec():
            try:
                write(Path(dialog.selectedFiles()[0]))
            except (FallLineError, OSError) as error:
                self._notice.say(str(error))
        dialog.deleteLater()
