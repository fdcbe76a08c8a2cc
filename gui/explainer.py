"""The page that explains a step: which run and which step, computed in the background."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, QTimer

from core.errors import FallLineError
from core.race import Race
from core.scene import Entry, Scene, Start, entry_labels
from core.standings import losses_at
from gui.appearance import Appearance
from gui.controller import Controller
from gui.entry_styles import entry_styles
from gui.explaining import Answer, Explaining, Request
from gui.panels.explanation_panel import ExplanationPanel
from gui.playback import Playback
from gui.plot.explanation_layer import ExplainedStep
from gui.plot.landscape_view import LandscapeView
from gui.resolve import Symbolics
from gui.side_pages import SidePages
from gui.tasks import NewestRunner

PAGE = "explanation"
FORMULA_PIXELS = 18.0
CALM_MILLISECONDS = 150
"""While the race plays, the numbers change this often at most."""

log = logging.getLogger(__name__)


class Explainer(QObject):
    """Follows the playhead while its page is open."""

    def __init__(
        self,
        panel: ExplanationPanel,
        pages: SidePages,
        controller: Controller,
        playback: Playback,
        landscape: LandscapeView,
        appearance: Appearance,
        symbolics: Symbolics,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._pages = pages
        self._controller = controller
        self._playback = playback
        self._landscape = landscape
        self._appearance = appearance
        self._run: tuple[int, int] | None = None
        self._racer: tuple[Entry, Start] | None = None
        """What ran in the explained run, to find it where entries or starts have moved."""
        self._described: tuple[object, ...] = ()
        self._asked: Request | None = None
        self._is_busy = False
        self._explaining = Explaining(symbolics)
        self._runner = NewestRunner(self)
        self._runner.published.connect(self._show)
        self._runner.failed.connect(self._show_failure)
        self._runner.finished.connect(self._rest)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MILLISECONDS)
        self._calm.timeout.connect(self.refresh)
        panel.run_chosen.connect(self._choose_run)
        pages.page_changed.connect(self._follow_page)
        playback.step_changed.connect(self.refresh)
        playback.playing_changed.connect(self.refresh)
        controller.resolved_changed.connect(self.refresh)
        appearance.changed.connect(self.refresh)

    @property
    def run(self) -> tuple[int, int]:
        """The entry and the start of the run that is explained."""
        return self._run or (0, 0)

    def explain(self, entry: int, start: int, step: int) -> None:
        """Put the playhead on a step of a run, and open the page that explains it."""
        self._playback.pause()
        self._playback.seek(step)
        self._choose_run(entry, start)
        self._pages.open(PAGE)

    def explain_now(self) -> None:
        """Explain the step under the playhead, of the last explained run or the leader's."""
        if self._run is None:
            self._run = (self._leader(), 0)
        self._pages.open(PAGE)
        self.refresh()

    def explain_entry(self, entry: int) -> None:
        """Explain the step under the playhead of an entry, from the start last explained."""
        self._choose_run(entry, self.run[1])
        self._pages.open(PAGE)

    def close(self) -> None:
        """Stop the background thread."""
        self._calm.stop()
        self._runner.close()

    def refresh(self) -> None:
        """Have the step under the playhead explained, unless it is already."""
        resolved, theme = self._controller.resolved, self._appearance.theme
        if self._pages.current != PAGE or resolved is None or resolved.race is None:
            return
        race = resolved.race
        if not race.x.size:
            self._show_nothing(self.tr("Add a start and a method, and a step can be explained."))
            return
        self._run = entry, start = self._present_run(race)
        step = min(self._playback.step, int(race.last_step[entry, start]))
        self._describe(resolved.scene, race, entry, start, step)
        if step == 0:
            self._show_nothing(self._why_at_start(race, entry, start))
            return
        size = FORMULA_PIXELS * self._appearance.text_scale
        inks = (theme.text, theme.accent)
        request = Request(resolved, race, entry, start, step, inks, size)
        if not request.matches(self._asked) and not self._is_busy and not self._calm.isActive():
            self._ask(request)

    def _why_at_start(self, race: Race, entry: int, start: int) -> str:
        if race.last_step[entry, start] == 0:
            why = race.outcomes[entry][start].value
            return self.tr("This run has no step to explain. {0}").format(why)
        return self.tr("Nothing has moved yet: press → for the first step.")

    def _ask(self, request: Request) -> None:
        self._asked, self._is_busy = request, True
        if self._playback.is_playing:
            self._calm.start()
        self._runner.submit(lambda cancelled: self._explaining.answers(request, cancelled))

    def _rest(self) -> None:
        self._is_busy = False
        self.refresh()

    def _choose_run(self, entry: int, start: int) -> None:
        self._run, self._racer = (entry, start), None
        self.refresh()

    def _follow_page(self, page: str) -> None:
        if page == PAGE:
            self.refresh()
        else:
            self._asked, self._described = None, ()
            self._calm.stop()
            self._landscape.set_explained_step(None)

    def _present_run(self, race: Race) -> tuple[int, int]:
        """Return the run to explain, or where it is gone its nearest neighbour."""
        entry, start = self.run
        if self._racer is not None:
            entry = _place_of(self._racer[0], race.entries, entry)
            start = _place_of(self._racer[1], race.starts, start)
        entry, start = min(entry, len(race.entries) - 1), min(start, len(race.starts) - 1)
        self._racer = race.entries[entry], race.starts[start]
        return entry, start

    def _leader(self) -> int:
        resolved = self._controller.resolved
        race = resolved.race if resolved is not None else None
        if race is None or not race.x.size:
            return 0
        losses = np.array(losses_at(race, self._playback.step), dtype=np.float64)
        seen = [entry.visible for entry in race.entries]
        losses[~np.isfinite(losses) | ~np.array(seen)] = np.inf
        return int(np.argmin(losses))

    def _describe(self, scene: Scene, race: Race, entry: int, start: int, step: int) -> None:
        panel = self._panel
        described = (race, entry, start, self._appearance.theme)
        if described != self._described:
            self._described = described
            starts = [self.tr("start {0}").format(place + 1) for place in range(len(race.starts))]
            panel.set_runs(entry_labels(race.entries), starts, entry, start)
            panel.set_style(entry_styles(race.entries, self._appearance.theme)[entry])
        text = self.tr("Step {0} of {1}. Go on with ← →.").format(step, scene.steps)
        if step == race.last_step[entry, start] and step < self._playback.step:
            text = self.tr("Step {0} of {1}, the last of this run.").format(step, scene.steps)
        panel.set_place(text)

    def _show(self, answer: Answer) -> None:
        request, explanation = answer.request, answer.explanation
        if request is not self._asked:
            return
        if answer.equations or answer.problem:
            self._panel.set_formulas(answer.equations, answer.numbers)
        self._panel.set_explanation(explanation, request.resolved.formula.variables)
        self._panel.set_remark(answer.problem)
        self._landscape.set_explained_step(
            ExplainedStep(request.entry, request.start, explanation.arrows, explanation.scale)
        )

    def _show_nothing(self, message: str) -> None:
        self._asked = None
        self._panel.set_message(message)
        self._landscape.set_explained_step(None)

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, FallLineError):
            log.error("a step could not be explained", exc_info=error)
        why = str(error) if isinstance(error, FallLineError) else type(error).__name__
        self._panel.set_message(self.tr("This step can't be explained: {0}").format(why))
        self._landscape.set_explained_step(None)


def _place_of(thing: object, things: Sequence[object], place: int) -> int:
    """Return where a thing is, at best at its old place; the old place if it is gone."""
    if place < len(things) and things[place] == thing:
        return place
    return things.index(thing) if thing in things else place
