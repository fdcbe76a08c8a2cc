"""The layer of basins of attraction: of which entry, computed when."""

from __future__ import annotations

import logging
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.scene import entry_labels
from gui.appearance import Appearance
from gui.basins.display import BasinDisplay
from gui.basins.request import COARSEST, Look, Request, first_seen, on_the_same_landscape
from gui.basins.words import FAILURE, NO_METHOD, translated
from gui.basins.work import Answer, BasinWork
from gui.controller import Controller
from gui.hand import Hand
from gui.playback import Playback
from gui.plot.landscape_view import LandscapeView
from gui.resolved import Resolved
from gui.tasks import NewestRunner

log = logging.getLogger(__name__)


class BasinLayer(QObject):
    """Colours every pixel by where a run of one entry from there ends.

    Nothing is computed while it is not shown.
    """

    shown_changed = Signal(bool)

    def __init__(
        self,
        landscape: LandscapeView,
        controller: Controller,
        playback: Playback,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._landscape = landscape
        self._controller = controller
        self._playback = playback
        self._appearance = appearance
        self.display = BasinDisplay(landscape, self)
        self._work = BasinWork()
        self._entry: int | None = None
        self._is_shown = self._is_busy = False
        self._asked: Request | None = None
        self._hand = Hand(controller, self)
        self._hand.stilled.connect(self.refresh)
        self._runner = NewestRunner(self)
        self._runner.published.connect(self._show)
        self._runner.failed.connect(self._show_failure)
        self._runner.finished.connect(self._rest)
        # Another rate changes nothing that the race would have to be waited for.
        controller.scene_changed.connect(self.refresh)
        controller.resolved_changed.connect(self.refresh)
        playback.playing_changed.connect(self.refresh)
        appearance.changed.connect(self._dress)
        self._dress()

    @property
    def is_shown(self) -> bool:
        """Whether the layer is switched on."""
        return self._is_shown

    def toggle(self) -> None:
        """Show the layer, or no longer."""
        self._is_shown = not self._is_shown
        self.shown_changed.emit(self._is_shown)
        if self._is_shown:
            self.refresh()
        else:
            self._give_up("")

    def choose_entry(self, entry: int) -> None:
        """Show the basins of this entry from now on."""
        self._entry = entry
        self.refresh()

    def choose_run(self, entry: int, _start: int, _step: int = 0) -> None:
        """Show the basins of the entry of a run from now on."""
        self.choose_entry(entry)

    def close(self) -> None:
        """Stop the background thread."""
        self._hand.close()
        self._runner.close()

    def refresh(self) -> None:
        """Have computed what is shown, unless it is already."""
        resolved = self._controller.resolved if self._is_shown else None
        if resolved is None or not self._can_run(resolved):
            return
        request = self._request(resolved)
        if request is None:
            self._give_up(translated(NO_METHOD))
        elif self._asked is None or not request.is_answered_by(self._asked):
            self._asked, self._is_busy = request, True
            self._runner.submit(lambda cancelled: self._work.answers(request, cancelled))
        elif not self._is_busy and (answer := self._outdated_answer(request)):
            self._is_busy = True
            self._runner.submit(lambda _cancelled: self._work.told_again(answer, request))
        else:
            self._explain()

    def _can_run(self, resolved: Resolved) -> bool:
        """Tell whether the loss is compiled, so that nothing of it is compiled twice."""
        answer = self.display.answer
        is_known = answer is not None and answer.request.surface.formula is resolved.formula
        return is_known or resolved.race is not None

    def _request(self, resolved: Resolved) -> Request | None:
        """Return what is wanted now, None where no method runs."""
        newest = self._controller.scene
        scene = newest if on_the_same_landscape(resolved, newest) else resolved.scene
        first = first_seen(scene)
        if first is None:
            return None
        entry = first if self._entry is None else min(self._entry, len(scene.entries) - 1)
        is_calm = not self._hand.holds and not self._playback.is_playing
        request = Request(
            surface=resolved.surface,
            view=resolved.view,
            canvas=resolved.canvas,
            survey=resolved.survey,
            scene=scene,
            entry=entry,
            look=Look(self._appearance.theme, self._landscape.devicePixelRatioF()),
            threads=None if is_calm else 1,
            coarsest=COARSEST,
            # Finer ones would be outdated at once.
            is_hurried=self._hand.moves,
        )
        answer = self.display.answer
        if answer is None or not request.asks_the_same(answer.request):
            return request
        # Nothing coarser than what is seen comes again.
        return replace(request, coarsest=min(COARSEST, answer.basins.grid.stride))

    def _outdated_answer(self, request: Request) -> Answer | None:
        """Return what is seen if other points are known by now, or the ground is another."""
        answer = self.display.answer
        if answer is None:
            return None
        has_points = request.survey is not None and request.survey is not answer.request.survey
        return answer if has_points or request.look != answer.request.look else None

    def _rest(self) -> None:
        self._is_busy = False
        self.refresh()

    def _show(self, answer: Answer) -> None:
        if self._is_shown:
            self.display.show_answer(answer)
            self._explain()

    def _explain(self) -> None:
        scene = self._controller.scene
        self.display.explain(entry_labels(scene.entries), scene.starts)

    def _give_up(self, sentence: str) -> None:
        """Compute and show nothing, and say why."""
        self._asked = None
        if self._is_busy:
            self._is_busy = False
            self._runner.cancel()
        self.display.say(sentence)

    def _show_failure(self, error: Exception) -> None:
        log.error("the basins of attraction could not be computed", exc_info=error)
        self.display.say(translated(FAILURE))

    def _dress(self) -> None:
        self.display.set_theme(self._appearance.theme)
        self.refresh()
