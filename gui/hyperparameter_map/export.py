"""A hyperparameter map as a file: its numbers as CSV, the map as a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from core.errors import FallLineError
from core.files import write_atomically
from core.sweep_export import map_csv
from gui.documents import CSV_FILTER, PICTURE_FILTER, Documents
from gui.hyperparameter_map.page import HyperparameterMaps
from gui.panels.map_panel import MapPanel

FILE_NAME = "hyperparameter_map"


class MapExport(QObject):
    """Asks for a file and writes what the page shows."""

    def __init__(
        self, panel: MapPanel, maps: HyperparameterMaps, documents: Documents, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._maps = maps
        self._documents = documents
        panel.csv.clicked.connect(self.ask_for_csv)
        panel.png.clicked.connect(self.ask_for_picture)

    def ask_for_csv(self) -> None:
        """Write every pixel under a name that the person chooses."""
        self._documents.ask(self.tr("Save the Map"), CSV_FILTER, self.write_csv, FILE_NAME)

    def ask_for_picture(self) -> None:
        """Write the map with its legend under a name that the person chooses."""
        title = self.tr("Save the Picture of the Map")
        self._documents.ask(title, PICTURE_FILTER, self.write_picture, FILE_NAME)

    def write_csv(self, path: Path) -> None:
        """Write what the verb ``map`` writes.

        Raises
        ------
        FallLineError
            If there is no map yet.
        """
        if self._maps.answer is None:
            raise FallLineError(self.tr("There is no map to write yet."))
        write_atomically(path, map_csv(self._maps.answer.found))

    def write_picture(self, path: Path) -> None:
        """Write the map with its legend and its conditions.

        Raises
        ------
        FallLineError
            If there is no map yet or the file can't be written.
        """
        image = self._maps.image()
        if image is None:
            raise FallLineError(self.tr("There is no map to write yet."))
        if not QPixmap.fromImage(image).save(str(path), "PNG"):
            raise FallLineError(self.tr("The picture could not be written to {0}.").format(path))
