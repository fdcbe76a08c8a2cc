"""The page of the stopping rule: what is set there, and how the runs end by it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.race import Race
from core.scene import Scene, entry_labels
from gui.controller import Controller
from gui.endings import fates
from gui.intents import Intents
from gui.panels.stopping_panel import StoppingPanel
from gui.resolved import Resolved
from gui.side_pages import SidePages

PAGE = "stopping rule"


class Stopping(QObject):
    """Hands the panel the scene's rule and the fates of its race."""

    def __init__(
        self,
        panel: StoppingPanel,
        pages: SidePages,
        controller: Controller,
        intents: Intents,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._pages = pages
        self._controller = controller
        self._shown: Race | None = None
        panel.changed.connect(intents.change_stopping)
        panel.steps_changed.connect(intents.change_steps)
        intents.refused.connect(self.show_rule)
        controller.scene_changed.connect(self.show_rule)
        controller.resolved_changed.connect(self._show_fates)
        pages.page_changed.connect(self._fill)

    def open(self) -> None:
        """Open the page."""
        self._pages.open(PAGE)

    def show_rule(self) -> None:
        """Show the rule as the scene has it."""
        scene = self._controller.scene
        self._panel.set_rule(scene.stopping, scene.steps)

    def _fill(self, page: str) -> None:
        if page == PAGE:
            self.show_rule()
            self._show_fates(self._controller.resolved)

    def _show_fates(self, resolved: Resolved | None) -> None:
        if self._pages.current != PAGE or resolved is None or resolved.race is None:
            return
        if resolved.race is not self._shown:
            self._shown = resolved.race
            self._panel.set_fates(self._fates(resolved.scene, resolved.race))

    def _fates(self, scene: Scene, race: Race) -> list[tuple[str, str, str]]:
        """Return the name, the last step where there is one, and the fate of each entry."""
        names, sentences = entry_labels(race.entries), fates(race, scene.stopping)
        steps = [""] * len(names)
        if len(race.starts) == 1:
            steps = [self.tr("step {0}").format(step) for step in race.last_step[:, 0].tolist()]
        return list(zip(names, steps, sentences, strict=True))
