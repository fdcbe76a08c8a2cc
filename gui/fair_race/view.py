"""What the page of the fair race shows of a comparison."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject

from core.comparison import Contestant
from core.scene import Scene, entry_labels
from core.scores import Goal, Quartiles, Score
from gui.appearance import Appearance
from gui.entry_styles import entry_styles
from gui.fair_race.ends import ends
from gui.fair_race.words import asked, conditions, doubts, goal_text, setting
from gui.fair_race.work import Answer, Result
from gui.numbers import format_number, format_share
from gui.panels.comparison_details import Details
from gui.panels.comparison_panel import ComparisonPanel
from gui.plot.basin_overlay import BasinMarks
from gui.plot.box_rates import Trial
from gui.plot.box_rows import BoxRow
from gui.plot.box_shares import ShareRow
from gui.plot.landscape_canvas import LandscapeCanvas
from gui.theme import TrailStyle

COUNT_DIGITS = 6


class ComparisonView(QObject):
    """Hands the panel what is drawn and written, for the quantity and rates that are chosen."""

    def __init__(
        self,
        panel: ComparisonPanel,
        landscape: LandscapeCanvas,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._landscape = landscape
        self._appearance = appearance
        self._marks = BasinMarks()
        self._is_open = False
        self._answer: Answer | None = None
        self._looks: Scene | None = None
        """The scene as it is, while the answer is about its runs."""
        self._label = ""
        """Of the entry whose details are shown."""
        landscape.add_overlay(self._marks)
        panel.shown_changed.connect(self._fill)
        panel.boxes.chosen.connect(self._choose)
        appearance.changed.connect(self._dress)
        self._dress()

    @property
    def chosen(self) -> int:
        """Which contestant's details are shown."""
        contestants = self._answer.comparison.contestants if self._answer is not None else ()
        labels = [one.label for one in contestants]
        return labels.index(self._label) if self._label in labels else 0

    @property
    def marks(self) -> BasinMarks:
        """The discs behind the minima, in the colours of the bars."""
        return self._marks

    def set_open(self, is_open: bool) -> None:
        """Mark the minima on the plot, or no longer."""
        self._is_open = is_open
        self._fill()

    def show(self, answer: Answer) -> None:
        """Show an answer."""
        self._answer = answer
        self._looks = answer.request.scene
        self._panel.set_result(True)
        self._panel.set_rates_tried(bool(answer.request.terms.rates.count))
        self._fill()

    def show_looks(self, scene: Scene | None) -> None:
        """Take names and colours of a scene whose runs are shown; None is of another one."""
        if scene is not self._looks:
            self._looks = scene
            self._fill()

    def _choose(self, place: int) -> None:
        if self._answer is not None:
            self._label = self._answer.comparison.contestants[place].label
            self._panel.set_chosen(place)
            self._fill_details(self._answer)

    def _dress(self) -> None:
        self._panel.set_theme(self._appearance.theme)
        self._marks.set_theme(self._appearance.theme)
        self._fill()

    def _fill(self) -> None:
        answer = self._answer
        if answer is None:
            return
        entries = (self._looks or answer.request.scene).entries
        labels, styles = entry_labels(entries), entry_styles(entries, self._appearance.theme)
        results = self._results(answer)
        named = [(labels[place], styles[place]) for place in answer.places]
        self._panel.boxes.set_rows(
            [self._box_row(*name, result) for name, result in zip(named, results, strict=True)],
            self._axis_name(answer),
        )
        found = ends(answer.comparison, results)
        rows = [ShareRow(*name, tuple(row)) for name, row in zip(named, found.shares, strict=True)]
        self._panel.shares.set_shares(found.listed, rows)
        self._marks.set_marks(found.marks if self._is_open and self._looks is not None else ())
        self._landscape.update()
        text = conditions(answer, as_given=self._panel.shows_given)
        self._panel.set_texts(text, doubts(answer))
        self._panel.set_chosen(self.chosen)
        self._fill_details(answer)

    def _results(self, answer: Answer) -> tuple[Result, ...]:
        return answer.given if self._panel.shows_given else answer.best

    def _axis_name(self, answer: Answer) -> str:
        goal = goal_text(answer.comparison.conditions.tolerance)
        if self._panel.shows_gradients:
            return self.tr("gradient evaluations to {0}").format(goal)
        return self.tr("steps to {0}").format(goal)

    def _box_row(self, label: str, style: TrailStyle, result: Result) -> BoxRow:
        if not self._panel.shows_gradients:
            return BoxRow(label, style, setting(result), result.steps)
        remark = "" if result.gradients is not None else self.tr("asks for no gradient")
        return BoxRow(label, style, setting(result), result.gradients, remark)

    def _fill_details(self, answer: Answer) -> None:
        place = self.chosen
        contestant = answer.comparison.contestants[place]
        score = self._results(answer)[place].score
        entries = (self._looks or answer.request.scene).entries
        trials, goals = contestant.trials, answer.comparison.conditions.goals
        details = Details(
            title=entry_labels(entries)[answer.places[place]],
            shares=(format_share(score.reached), format_share(score.settled) if goals else ""),
            steps=self._three(score.steps, COUNT_DIGITS),
            gradients=self._three(score.gradient_evaluations, COUNT_DIGITS),
            losses=self._three(score.loss, 3),
            trials=tuple(Trial(one.learning_rate or 0.0, one.settled) for one in trials),
            best=trials.index(contestant.best) if trials else 0,
            entered=contestant.as_given.learning_rate,
            success=self.tr("arrive and end at a minimum") if goals else self.tr("arrive"),
            notes=tuple(self._note(trial, goals) for trial in trials),
            use=self._use(contestant),
            asked=asked(contestant),
        )
        self._panel.details.set_details(details)

    def _use(self, contestant: Contestant) -> str:
        """Name the best rate where it is worth taking, and the entry can."""
        best = contestant.best.learning_rate
        is_taken = best in (None, contestant.as_given.learning_rate)
        if self._looks is None or is_taken or math.isinf(contestant.best.loss.median):
            return ""
        return self.tr("Use η = {0}").format(format_number(best or 0.0, 3))

    def _note(self, trial: Score, goals: Sequence[Goal]) -> str:
        sentence = self.tr("η {0}: {1} of the runs arrive, {2} also end at a minimum; {3}.")
        if not goals:
            sentence = self.tr("η {0}: {1} of the runs arrive; {3}.")
        median = self.tr("median {0} steps").format(format_number(trial.steps.median, COUNT_DIGITS))
        if math.isinf(trial.steps.median):
            median = self.tr("the median run never does")
        return sentence.format(
            format_number(trial.learning_rate or 0.0, 6),
            format_share(trial.reached),
            format_share(trial.settled),
            median,
        )

    def _three(self, quartiles: Quartiles, digits: int) -> tuple[str, str, str]:
        first, median, third = (
            self._count(value, digits)
            for value in (quartiles.first, quartiles.median, quartiles.third)
        )
        return first, median, third

    def _count(self, value: float, digits: int) -> str:
        if math.isinf(value) and digits == COUNT_DIGITS:
            return self.tr("never")
        return format_number(value, digits)
