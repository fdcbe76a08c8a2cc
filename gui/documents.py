"""Opening, saving and exporting: what leaves the window and what comes in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from core.errors import FallLineError
from core.export import save_csv
from core.race import refuse_too_large
from core.scene_edits import with_own_loss
from core.scene_file import load_scene, save_scene
from core.schedule_factors import refuse_broken_schedules
from gui.controller import Controller
from gui.notice import Notice
from gui.plot.landscape_view import LandscapeView

SCENE_FILTER = "Scene (*.json)"
CSV_FILTER = "CSV (*.csv)"
PICTURE_FILTER = "PNG (*.png)"


class Documents(QObject):
    """Asks for a file where one is needed, and says in a sentence what failed."""

    opened = Signal(object)
    """The `Scene` of a file that was opened."""

    def __init__(
        self, controller: Controller, landscape: LandscapeView, notice: Notice, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._landscape = landscape
        self._notice = notice

    def ask_and_open(self) -> None:
        """Let the person choose a scene file, and show it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open Scene"), "", SCENE_FILTER
        )
        if chosen:
            self.open(Path(chosen))

    def open(self, path: Path) -> None:
        """Show the scene of a file; what was there stays if it holds none."""
        self._try(lambda: self._open(path))

    def _open(self, path: Path) -> None:
        scene = with_own_loss(load_scene(path), path.name)
        refuse_too_large(scene)
        refuse_broken_schedules(scene)
        self.opened.emit(scene)

    def ask_and_save(self) -> None:
        """Save the scene under a name that the person chooses."""
        self.ask(
            self.tr("Save Scene"),
            SCENE_FILTER,
            lambda path: save_scene(self._controller.scene, path),
        )

    def ask_and_export_csv(self) -> None:
        """Export every trajectory under a name that the person chooses."""
        self.ask(self.tr("Export Trajectories"), CSV_FILTER, self.export_csv)

    def ask_and_export_picture(self) -> None:
        """Export the landscape as it is seen under a name that the person chooses."""
        self.ask(self.tr("Export Picture"), PICTURE_FILTER, self.export_picture)

    def export_csv(self, path: Path) -> None:
        """Write the trajectories of the race.

        Raises
        ------
        FallLineError
            If there is no race yet.
        """
        resolved = self._controller.resolved
        if resolved is None or resolved.race is None:
            raise FallLineError(self.tr("There is no race to export yet."))
        save_csv(resolved.race, path)

    def export_picture(self, path: Path) -> None:
        """Write the landscape as it is seen.

        Raises
        ------
        FallLineError
            If the file can't be written.
        """
        self._landscape.finish_painting()
        if not self._landscape.grab().save(str(path), "PNG"):
            raise FallLineError(self.tr("The picture could not be written to {0}.").format(path))

    def copy_picture(self) -> None:
        """Put the landscape as it is seen on the clipboard."""
        self._landscape.finish_painting()
        QApplication.clipboard().setPixmap(self._landscape.grab())

    def ask(self, title: str, kind: str, write: Callable[[Path], object], name: str = "") -> None:
        """Write a file under a name that the person chooses.

        Parameters
        ----------
        title
            Of the dialog.
        kind
            One of the filters above.
        write
            Writes the file.
        name
            What is proposed; without one, what the scene is called.
        """
        dialog = QFileDialog(self._window, title, "", kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # The dialog must know the suffix, or it would not ask before replacing such a file.
        dialog.setDefaultSuffix(kind[kind.index("*.") + 2 : -1])
        dialog.selectFile(name or self._proposed_name())
        if dialog.exec():
            self._try(lambda: write(Path(dialog.selectedFiles()[0])))
        dialog.deleteLater()

    def _proposed_name(self) -> str:
        title = re.sub(r"\W+", "_", self._controller.scene.title.lower()).strip("_")
        return title or "fall_line"

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except (FallLineError, OSError) as error:
            self._notice.say(str(error))
