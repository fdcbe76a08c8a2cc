"""The page of the fair race: what is compared when, and what is shown of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from core.errors import FallLineError
from core.scene import Scene
from gui.appearance import Appearance
from gui.controller import Controller
from gui.fair_race.view import ComparisonView
from gui.fair_race.words import missing, summary
from gui.fair_race.work import CHEAP, Answer, Comparing, Request, Terms, with_learning_rate
from gui.intents import Intents
from gui.panels.comparison_panel import ComparisonPanel
from gui.playback import Playback
from gui.plot.basin_overlay import Mark
from gui.plot.landscape_canvas import LandscapeCanvas
from gui.side_pages import SidePages
from gui.tasks import NewestRunner

PAGE = "fair race"

CALM_MILLISECONDS = 200
"""After which a scene that changed is at rest."""

log = logging.getLogger(__name__)


class FairRace(QObject):
    """Compares the scene's entries while its page is open.

    What takes a moment is done at once and again after every change; anything larger
    waits to be asked for.
    """

    def __init__(
        self,
        panel: ComparisonPanel,
        pages: SidePages,
        controller: Controller,
        intents: Intents,
        playback: Playback,
        landscape: LandscapeCanvas,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._pages = pages
        self._controller = controller
        self._intents = intents
        self._playback = playback
        self._view = ComparisonView(panel, landscape, appearance, self)
        self._terms = Terms()
        self._is_held = False
        self._asked: Request | None = None
        """What is being compared."""
        self._answer: Answer | None = None
        self._refused: tuple[Request, str] | None = None
        """What can't be compared, and why."""
        self._calm = QTimer(self, singleShot=True, interval=CALM_MILLISECONDS)
        self._calm.timeout.connect(self.refresh)
        self._comparing = Comparing()
        self._runner = NewestRunner(self)
        self._runner.published.connect(self._take)
        self._runner.failed.connect(self._show_failure)
        self._runner.finished.connect(self._rest)
        self._connect()

    def _connect(self) -> None:
        panel = self._panel
        panel.terms.changed.connect(self._change_terms)
        panel.run_wanted.connect(self.run)
        panel.details.rate_wanted.connect(self._use_best_rate)
        self._controller.scene_changed.connect(self._wait)
        self._controller.gesture_changed.connect(self._follow_gesture)
        self._pages.page_changed.connect(self._turn_page)

    @property
    def answer(self) -> Answer | None:
        """What is shown, None while nothing is."""
        return self._answer

    @property
    def marks(self) -> Sequence[Mark]:
        """The discs on the plot behind the minima."""
        return self._view.marks.marks

    @property
    def is_current(self) -> bool:
        """Whether what is shown is about the scene and the terms as they are."""
        return self._answer is not None and self._request().asks_the_same(self._answer.request)

    def open(self) -> None:
        """Open the page."""
        self._pages.open(PAGE)

    def run(self) -> None:
        """Compare the entries on the present terms."""
        self._asked, self._refused = self._request(), None
        self._panel.set_progress(0.0)
        if self._asked.cost > CHEAP or self._answer is None:
            self._say_how_it_stands()
        self._runner.submit(partial(self._comparing.answers, self._asked))

    def cancel(self) -> bool:
        """Give up a long comparison, keep what is done, and tell whether there was one."""
        if self._asked is None or self._asked.cost <= CHEAP:
            return False
        self._runner.cancel()
        return True

    def close(self) -> None:
        """Stop the background thread."""
        self._calm.stop()
        self._runner.close()

    def refresh(self) -> None:
        """Compare anew what has changed, unless that takes long."""
        if self._pages.current != PAGE or self._is_held:
            return
        request = self._request()
        self._panel.terms.set_summary(summary(self._terms, request.scene))
        if not self._is_known(request) and max(request.cost, self._cost_of_asked()) <= CHEAP:
            self.run()
        else:
            self._say_how_it_stands()

    def _is_known(self, request: Request) -> bool:
        """Tell whether a request is answered already, or under way, or can't be met."""
        refused = self._refused[0] if self._refused is not None else None
        answered = self._answer.request if self._answer and self._answer.is_complete else None
        known = (one for one in (self._asked, refused, answered) if one is not None)
        return any(map(request.asks_the_same, known))

    def _cost_of_asked(self) -> int:
        return self._asked.cost if self._asked is not None else 0

    def _request(self) -> Request:
        threads = 1 if self._playback.is_playing else None
        return Request(self._controller.scene, self._terms, threads)

    def _change_terms(self, terms: Terms) -> None:
        self._terms = terms
        self.refresh()

    def _wait(self, _scene: Scene) -> None:
        if self._pages.current == PAGE:
            self._calm.start()

    def _follow_gesture(self, gesture: str) -> None:
        self._is_held = bool(gesture)
        if self._pages.current == PAGE:
            self._calm.start()

    def _turn_page(self, page: str) -> None:
        self._view.set_open(page == PAGE)
        if page == PAGE:
            self.refresh()

    def _take(self, answer: Answer) -> None:
        if answer.request is not self._asked:
            return
        self._panel.set_progress(answer.comparison.done)
        # What is there already stays until there is something to show in its place.
        if answer.comparison.contestants and self._is_news(answer):
            self._answer = answer
            self._view.show(answer)

    def _is_news(self, answer: Answer) -> bool:
        shown, is_long = self._answer, answer.request.cost > CHEAP
        if answer.is_complete or shown is None:
            return True
        if shown.request is not answer.request:
            return is_long
        return len(shown.comparison.contestants) < len(answer.comparison.contestants)

    def _rest(self) -> None:
        self._asked = None
        self._panel.set_progress(None)
        self._say_how_it_stands()
        self.refresh()

    def _show_failure(self, error: Exception) -> None:
        why = missing(self._asked) if self._asked is not None else ""
        why = why or str(error)
        if not isinstance(error, FallLineError):
            log.error("the fair race failed", exc_info=error)
            why = self.tr("The fair race failed: {0}.").format(type(error).__name__)
        if self._asked is not None:
            self._refused = self._asked, why

    def _say_how_it_stands(self) -> None:
        """Tell of a result that is old or not whole, and offer to make it anew."""
        request = self._request()
        is_busy, is_current = self._asked is not None, self.is_current
        sentence, can_run = "", not is_busy
        if self._refused is not None and request.asks_the_same(self._refused[0]):
            sentence, can_run = self._refused[1], False
        elif self._answer is None:
            sentence = self.tr("A race this large takes a while.")
            if is_busy:
                sentence = self.tr("Racing from every start with every learning rate…")
        elif not is_current and is_busy:
            sentence = self.tr("Racing; this is the result from before.")
        elif not is_current:
            sentence = self.tr("The race has changed since this was computed.")
        elif not self._answer.is_complete and not is_busy:
            done, entries = len(self._answer.comparison.contestants), len(request.scene.entries)
            sentence = self.tr("Stopped: {0} of {1} methods are done.").format(done, entries)
        else:
            can_run = False
        self._panel.set_news(sentence, can_run=can_run)
        self._view.show_looks(request.scene if is_current else None)

    def _use_best_rate(self) -> None:
        """Give the chosen entry the best rate that was found, as one step of the history."""
        answer, chosen = self._answer, self._view.chosen
        if answer is None or not self.is_current:
            return
        rate = answer.best[chosen].score.learning_rate
        place = answer.places[chosen]
        if rate is not None:
            entry = with_learning_rate(self._controller.scene.entries[place], rate)
            self._intents.change_entry(place, entry, True)
