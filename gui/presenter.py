"""Shows the scene and what is resolved of it in every view."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from core.curvature import Curvature
from core.notation import to_text
from core.race import Race
from core.scene import Entry, Scene, entry_labels
from core.standings import losses_at, ranks
from gui.appearance import Appearance
from gui.controller import VIEW_GESTURE, Controller
from gui.endings import endings
from gui.entry_styles import entry_styles
from gui.inspector import Follow, Inspector
from gui.numbers import format_number
from gui.playback import Playback
from gui.resolved import Canvas, Resolved, shown_view
from gui.theme import Theme, TrailStyle
from gui.views import Views

FORMULA_PIXELS = 20.0

NUMBERS_PAUSE_MILLISECONDS = 50
"""While a race plays, its numbers change this often: nobody reads sixty in a second."""

CHART_PAUSE_MILLISECONDS = 200
"""The chart follows a dragging hand this often, so that the landscape can follow each move."""


class Presenter(QObject):
    """Hands each view its part; the views compute nothing and know nothing of each other."""

    def __init__(
        self,
        views: Views,
        controller: Controller,
        playback: Playback,
        inspector: Inspector,
        appearance: Appearance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._views = views
        self._controller = controller
        self._playback = playback
        self._inspector = inspector
        self._appearance = appearance
        self._race: Race | None = None
        self._shown: Resolved | None = None
        self._shown_loss = ""
        self._previews = False
        self._gesture = ""
        self._chart_pause = QTimer(self)
        self._chart_pause.setSingleShot(True)
        self._chart_pause.setInterval(CHART_PAUSE_MILLISECONDS)
        self._chart_pause.timeout.connect(self._show_chart)
        self._numbers_pause = QTimer(self, singleShot=True, interval=NUMBERS_PAUSE_MILLISECONDS)
        self._numbers_pause.timeout.connect(self._show_numbers)
        controller.scene_changed.connect(self.show_scene)
        controller.resolved_changed.connect(self.show_resolved)
        controller.rested.connect(self.show_rest)
        controller.gesture_changed.connect(self.show_gesture)
        playback.step_changed.connect(self.show_step)
        playback.playing_changed.connect(self._show_numbers)
        playback.moved.connect(views.landscape.set_step)
        playback.moved.connect(views.chart.set_step)
        inspector.curvature_changed.connect(self.show_curvature)
        appearance.changed.connect(self.show_theme)

    def canvas(self) -> Canvas:
        """Return what the mathematics must know of the landscape view."""
        size = self._views.landscape.size()
        scale = self._appearance.text_scale
        return Canvas(
            max(size.width(), 1),
            max(size.height(), 1),
            self._appearance.theme.text,
            FORMULA_PIXELS * scale,
            self._appearance.theme,
            self._views.landscape.devicePixelRatioF(),
        )

    def fit_canvas(self) -> None:
        """Have the scene resolved for the landscape view's present size."""
        canvas = self.canvas()
        self._views.landscape.set_view(shown_view(self._controller.scene.view, canvas))
        self._controller.set_canvas(canvas)

    def show_current(self) -> None:
        """Show the document as it is, where a control shows what was refused."""
        self.show_scene(self._controller.scene)

    def show_scene(self, scene: Scene) -> None:
        """Show what the document says by itself, before anything is computed."""
        views = self._views
        views.landscape.set_view(shown_view(scene.view, self.canvas()))
        views.landscape.set_starts(scene.starts)
        if scene.loss != self._shown_loss:
            # A text that is not understood yet stays in the field while other things change.
            self._shown_loss = scene.loss
            views.loss_bar.set_loss(scene.loss)
            views.loss_bar.set_error("")
        views.parameters.set_parameters(scene.parameters)
        views.caption.set_caption(scene.title, scene.notes)
        views.optimizers.set_entries(
            scene.entries,
            entry_labels(scene.entries),
            self._styles(scene.entries),
            self._appearance.theme,
        )
        views.curvature.set_choices(self._what_to_follow(scene))
        self._playback.set_steps(scene.steps)
        self._show_playhead()

    def show_resolved(self, resolved: Resolved) -> None:
        """Show the parts of a result that are ready; what is not keeps its last look."""
        views, shown = self._views, self._shown
        views.landscape.set_names(resolved.formula.variables)
        if resolved.picture is not None and (
            shown is None or resolved.picture is not shown.picture
        ):
            views.landscape.set_picture(resolved.picture)
        if resolved.formula_svg is not None and (
            shown is None or resolved.formula_svg is not shown.formula_svg
        ):
            views.loss_bar.set_formula(resolved.formula_svg, to_text(resolved.formula.tree))
        if resolved.race is not None:
            self._show_race(resolved)
            self._inspector.set_result(resolved.landscape, resolved.race)
        self._show_derivatives(resolved)
        self._shown = resolved

    def show_rest(self) -> None:
        """Take away the formulas of another loss where computing was given up."""
        resolved = self._controller.resolved
        if resolved is None:
            return
        if resolved.formula_svg is None:
            self._views.loss_bar.set_formula(None)
        if resolved.derivative_svgs is None and not resolved.derivation_error:
            self._views.curvature.set_derivatives((), self.tr("The computation was stopped."))

    def show_gesture(self, gesture: str) -> None:
        """Show where the trails lead while a hand bends them before the race has begun."""
        self._gesture = gesture
        bends = gesture not in ("", VIEW_GESTURE)
        self._previews = bends and self._playback.step == 0
        self._views.landscape.set_step(self._trail_step())
        self._inspector.set_held(bends)

    def show_step(self, step: int) -> None:
        """Move the playhead in every view."""
        if not self._playback.is_playing:
            self._views.landscape.set_step(step)
            self._views.chart.set_step(step)
        self._inspector.set_step(step)
        self._views.playback.set_step(step, self._controller.scene.steps)
        if not self._playback.is_playing:
            self._show_numbers()
        elif not self._numbers_pause.isActive():
            self._numbers_pause.start()

    def show_curvature(self, curvature: Curvature | None) -> None:
        """Show the curvature at the inspected point, as a panel and as a cross."""
        follow = self._inspector.follow
        self._views.curvature.set_curvature(curvature, self._followed())
        self._views.landscape.set_curvature_cross(None if follow is Follow.POINTER else curvature)

    def show_readout(self, x: float, y: float) -> None:
        """Show the coordinates and the loss under the pointer."""
        resolved = self._controller.resolved
        if resolved is None:
            return
        loss = float(resolved.surface.loss(x, y))
        here = f"L({format_number(x)}, {format_number(y)})"
        self._views.landscape.set_readout(
            self.tr("{0} is undefined").format(here)
            if math.isnan(loss)
            else f"{here} = {format_number(loss)}"
        )

    def hide_readout(self) -> None:
        """Show nothing under a pointer that is elsewhere."""
        self._views.landscape.set_readout("")

    def show_theme(self, theme: Theme) -> None:
        """Dress every view anew."""
        views = self._views
        views.landscape.set_theme(theme)
        views.chart.set_theme(theme)
        views.curvature.set_theme(theme)
        self.show_scene(self._controller.scene)
        if self._controller.resolved is not None:
            self._race = self._shown = None
            self.show_resolved(self._controller.resolved)
        self._controller.set_canvas(self.canvas())

    def _trail_step(self) -> int:
        return self._controller.scene.steps if self._previews else self._playback.step

    def _what_to_follow(self, scene: Scene) -> list[tuple[str, str]]:
        """Return a key and a text for everything the inspected point may follow."""
        choices = [
            (Follow.POINTER.value, self.tr("Follow the pointer")),
            (Follow.PINNED.value, self.tr("Stay at this point")),
        ]
        for place, label in enumerate(entry_labels(scene.entries)):
            key = f"{Follow.RACER.value} {place}"
            choices.append((key, self.tr("Follow {0}").format(label)))
        return choices

    def _followed(self) -> str:
        labels = entry_labels(self._controller.scene.entries)
        match self._inspector.follow:
            case Follow.POINTER:
                return self.tr("at the pointer")
            case Follow.PINNED:
                return self.tr("pinned")
            case Follow.RACER:
                racer = self._inspector.racer
                return labels[racer] if racer < len(labels) else ""

    def _show_numbers(self) -> None:
        """Show what is read of the step where the playhead is."""
        self._numbers_pause.stop()
        self._show_playhead()
        self._show_standings()

    def _show_race(self, resolved: Resolved) -> None:
        if self._race is not None and resolved.race is self._race:
            return
        self._race = resolved.race
        entries = resolved.scene.entries
        styles, visible = self._styles(entries), [entry.visible for entry in entries]
        self._views.landscape.set_trails(resolved.race, styles, visible)
        if not self._gesture:
            self._show_chart()
            self._show_standings()
            return
        for pause in (self._chart_pause, self._numbers_pause):
            if not pause.isActive():
                pause.start()

    def _show_chart(self) -> None:
        entries = self._controller.scene.entries
        if self._race is not None and len(self._race.entries) == len(entries):
            visible = [entry.visible for entry in entries]
            self._views.chart.set_race(self._race, self._styles(entries), visible)

    def _show_derivatives(self, resolved: Resolved) -> None:
        svgs, problem = resolved.derivative_svgs, resolved.derivation_error
        is_new = self._shown is None or self._shown.formula != resolved.formula
        if is_new or svgs is not None or problem:
            waiting = "" if svgs else self.tr("Differentiating…")
            self._views.curvature.set_derivatives(svgs or (), problem or waiting)
        note = problem
        if resolved.landscape is not None and resolved.landscape.derivatives.almost_everywhere:
            note = self.tr(
                "This loss has kinks: its derivatives hold almost everywhere, not at them."
            )
        if is_new or note:
            self._views.loss_bar.set_note(note)

    def _show_standings(self) -> None:
        # A race that was computed for other entries may arrive after they were changed.
        entries = len(self._controller.scene.entries)
        if self._race is not None and len(self._race.entries) == entries:
            losses = losses_at(self._race, self._playback.step)
            ended = endings(self._race, self._playback.step, self._controller.scene.stopping)
            self._views.optimizers.set_losses(losses, ranks(losses), ended)

    def _show_playhead(self) -> None:
        step, scene = self._playback.step, self._controller.scene
        self._views.playback.set_step(step, scene.steps)
        self._views.optimizers.set_step(step, len(scene.starts), scene.steps)

    def _styles(self, entries: Sequence[Entry]) -> list[TrailStyle]:
        return entry_styles(entries, self._appearance.theme)
