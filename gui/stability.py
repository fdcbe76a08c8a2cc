"""The sharpness chart and the unstable region: of which run, computed when, shown where."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor

from core.race import Race
from core.scene import entry_labels
from core.sharpness import SharpnessRecord
from gui.appearance import Appearance
from gui.controller import Controller
from gui.entry_styles import entry_styles
from gui.panels.charts import Charts, Page
from gui.playback import Playback
from gui.plot.landscape_view import LandscapeView
from gui.plot.stability_overlay import StabilityNote, StabilityOverlay
from gui.stability_words import chart_tip, legend_lines, no_limit_note, region_note
from gui.stability_work import Answer, Request, StabilityWork
from gui.tasks import NewestRunner

CALM_MILLISECONDS = 80
"""While a hand bends the race or it plays, the curvature follows this often at most."""

log = logging.getLogger(__name__)


class Stability(QObject):
    """Compares the curvature with the limit of one run's method, along it and in the view.

    Nothing is computed while neither the chart nor the shading is shown.
    """

    shading_changed = Signal(bool)

    def __init__(
        self,
        charts: Charts,
        landscape: LandscapeView,
        controller: Controller,
        playback: Playback,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._charts = charts
        self._landscape = landscape
        self._controller = controller
        self._playback = playback
        self._appearance = appearance
        self._run: tuple[int, int] | None = None
        self._shades = False
        self._asked: Request | None = None
        self._answer: Answer | None = None
        self._is_busy = self._is_moving = False
        self._calm = QTimer(self, singleShot=True, interval=CALM_MILLISECONDS)
        self._calm.timeout.connect(self.refresh)
        self._overlay, self._note = StabilityOverlay(), StabilityNote()
        landscape.add_overlay(self._overlay, is_below_trails=True)
        landscape.add_overlay(self._note)
        self._work = StabilityWork()
        self._runner = NewestRunner(self)
        self._runner.published.connect(self._show)
        self._runner.failed.connect(self._show_failure)
        self._runner.finished.connect(self._rest)
        self._connect()
        appearance.changed.connect(self._dress)
        self._dress()

    def _connect(self) -> None:
        self._charts.page_changed.connect(self._dress)
        self._charts.run_chosen.connect(self.choose_run)
        self._playback.step_changed.connect(self._follow_step)
        self._playback.moved.connect(self._charts.curvature.set_step)
        self._controller.resolved_changed.connect(self.refresh)
        self._controller.gesture_changed.connect(self._follow_gesture)

    @property
    def shades(self) -> bool:
        """Whether the unstable region is shaded."""
        return self._shades

    @property
    def note(self) -> str:
        """What the plot says about the unstable region."""
        return self._note.text

    def set_shading(self, shades: bool) -> None:
        """Shade the unstable region, or no longer."""
        if shades != self._shades:
            self._shades = shades
            self.shading_changed.emit(shades)
            self._show_region()
            self.refresh()

    def choose_run(self, entry: int, start: int) -> None:
        """Show the curvature along this run from now on."""
        self._run = entry, start
        self.refresh()

    def choose_entry(self, entry: int) -> None:
        """Show the curvature along the run of an entry, from the start shown last."""
        self.choose_run(entry, self._run[1] if self._run is not None else 0)

    def close(self) -> None:
        """Stop the background thread."""
        self._calm.stop()
        self._runner.close()

    def refresh(self) -> None:
        """Have computed what is shown, unless it is already."""
        resolved = self._controller.resolved
        is_shown = self._shades or self._charts.page is Page.SHARPNESS
        if not is_shown or resolved is None or resolved.race is None:
            return
        race = resolved.race
        if not race.x.size:
            self._show_nothing(race)
            return
        entry, start = self._present_run(race)
        starts = [self.tr("start {0}").format(place + 1) for place in range(len(race.starts))]
        self._charts.set_runs(entry_labels(race.entries), starts, entry, start)
        request = Request(resolved, entry, start, self._playback.step, self._shades)
        is_known = request.matches(self._asked)
        if not is_known and not self._is_busy and not self._calm.isActive():
            self._asked, self._is_busy = request, True
            if self._is_moving or self._playback.is_playing:
                self._calm.start()
            self._runner.submit(lambda cancelled: self._work.answers(request, cancelled))

    def _present_run(self, race: Race) -> tuple[int, int]:
        """Return the chosen run, or where none was chosen the first that is seen."""
        seen = [place for place, entry in enumerate(race.entries) if entry.visible]
        entry, start = self._run or ((seen or [0])[0], 0)
        return min(entry, len(race.entries) - 1), min(start, len(race.starts) - 1)

    def _rest(self) -> None:
        self._is_busy = False
        self.refresh()

    def _follow_gesture(self, gesture: str) -> None:
        self._is_moving = bool(gesture)

    def _follow_step(self, step: int) -> None:
        if not self._playback.is_playing:
            self._charts.curvature.set_step(step)
        self._show_legend()
        if self._shades:
            self.refresh()

    def _show(self, answer: Answer) -> None:
        if self._answer is None or answer.record is not self._answer.record:
            self._answer = answer
            self._show_record(answer.record)
        self._answer = answer
        if answer.region is not None or not answer.request.shades or answer.record.limit is None:
            self._show_region()

    def _show_record(self, record: SharpnessRecord) -> None:
        chart = self._charts.curvature
        assert self._answer is not None
        race = self._answer.request.resolved.race
        assert race is not None
        chart.set_record(record, race.steps, self._colour(race, record.entry))
        chart.set_step(self._playback.step)
        optimizer = race.entries[record.entry].optimizer
        self._charts.legend.setToolTip(chart_tip(optimizer, has_limit=record.limit is not None))
        self._show_legend()

    def _show_legend(self) -> None:
        """Name the lines of the chart, with their values under the playhead."""
        if self._answer is None:
            self._charts.set_legend(())
            return
        record, race = self._answer.record, self._answer.request.resolved.race
        assert race is not None
        red = QColor(self._appearance.theme.negative)
        colours = self._colour(race, record.entry), red
        optimizer = race.entries[record.entry].optimizer
        self._charts.set_legend(legend_lines(record, optimizer, self._playback.step, colours))

    def _show_region(self) -> None:
        answer = self._answer
        region = answer.region if answer is not None and self._shades else None
        self._overlay.set_region(region)
        self._note.set_starts(self._controller.scene.starts)
        self._note.set_text(self._note_text(), has_swatch=bool(region and region.share))
        self._landscape.update()

    def _note_text(self) -> str:
        answer = self._answer
        if answer is None or not self._shades:
            return ""
        record, race = answer.record, answer.request.resolved.race
        assert race is not None
        label = entry_labels(race.entries)[record.entry]
        if record.limit is None:
            return no_limit_note(label)
        if answer.region is None:
            return ""
        place = record.place(answer.request.step)
        limit, step = float(record.limit[place]), int(record.steps[place])
        optimizer = race.entries[record.entry].optimizer
        return region_note(label, optimizer, limit, answer.region, step)

    def _show_nothing(self, race: Race) -> None:
        self._asked = self._answer = None
        add_start = self.tr("Place a start to see the curvature along its run.")
        add_method = self.tr("Add a method to see the curvature along its run.")
        hint = add_start if race.entries else add_method
        self._charts.curvature.set_hint(hint)
        self._charts.set_runs((), (), 0, 0)
        self._charts.set_legend(())
        self._overlay.set_region(None)
        self._note.set_text(hint if self._shades else "", has_swatch=False)
        self._landscape.update()

    def _show_failure(self, error: Exception) -> None:
        log.error("the curvature along a run could not be computed", exc_info=error)
        self._charts.curvature.set_hint(self.tr("The curvature along this run can't be shown."))

    def _dress(self) -> None:
        theme = self._appearance.theme
        self._charts.curvature.set_theme(theme)
        self._overlay.set_theme(theme)
        self._note.set_look(theme, self._landscape.font())
        if self._answer is not None:
            self._show_record(self._answer.record)
        self.refresh()
        self._landscape.update()

    def _colour(self, race: Race, entry: int) -> QColor:
        return entry_styles(race.entries, self._appearance.theme)[entry].colour
