"""What each command does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from core.scene import Scene, View
from gui.appearance import Choice
from gui.help import show_help
from gui.inspector import Follow
from gui.main_window import MainWindow
from gui.panels.playback_bar import SPEEDS
from gui.plot.navigation import zoom
from gui.side_pages import RACE

ZOOM_FACTOR = 0.8
PRESENTING_TEXT = 1.25


class Handlers(QObject):
    """The commands of a window, as methods; `table` names them by key."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._usual_text = 1.0
        self._home = window.controller.scene.view

    def table(self) -> Mapping[str, Callable[[], object]]:
        """Return what to do for each command's key."""
        window = self._window
        documents, intents, playback = window.documents, window.intents, window.playback
        history, appearance = window.controller.history, window.appearance
        return {
            "openSceneAction": documents.ask_and_open,
            "saveSceneAction": documents.ask_and_save,
            "exportCsvAction": documents.ask_and_export_csv,
            "exportPictureAction": documents.ask_and_export_picture,
            "copyPictureAction": documents.copy_picture,
            "quitAction": window.close,
            "undoAction": history.undo,
            "redoAction": history.redo,
            "editLossAction": self.edit_loss,
            "clearStartsAction": intents.clear_starts,
            "playAction": playback.toggle,
            "stepForwardAction": lambda: playback.step_by(1),
            "stepBackAction": lambda: playback.step_by(-1),
            "rewindAction": self.rewind,
            "toEndAction": lambda: playback.seek(window.controller.scene.steps),
            "fasterAction": lambda: self._change_speed(1),
            "slowerAction": lambda: self._change_speed(-1),
            "loopAction": lambda: playback.set_loop(not playback.loop),
            "newMethodAction": window.method_editing.open_new,
            "stoppingRuleAction": window.stopping.open,
            "fairRaceAction": window.fair_race.open,
            "mapAction": window.maps.open,
            "criticalPointsAction": self.list_critical_points,
            "gradientCheckAction": window.gradient_checking.open,
            "taylorModelAction": window.taylor.toggle,
            "sliceAction": window.slicing.open,
            "explainStepAction": window.explainer.explain_now,
            "cancelAction": self.cancel,
            "recentreAction": self.recentre,
            "zoomInAction": lambda: self._zoom(ZOOM_FACTOR),
            "zoomOutAction": lambda: self._zoom(1 / ZOOM_FACTOR),
            "followPointerAction": lambda: window.inspector.set_follow(Follow.POINTER),
            "nextChartAction": window.charts.show_next,
            "unstableRegionAction": lambda: window.stability.set_shading(
                not window.stability.shades
            ),
            "basinsAction": window.basins.toggle,
            "linearLevelsAction": lambda: self._space_levels("linear"),
            "logarithmicLevelsAction": lambda: self._space_levels("logarithmic"),
            "quantileLevelsAction": lambda: self._space_levels("quantile"),
            "systemAppearanceAction": lambda: appearance.choose(Choice.SYSTEM),
            "lightAppearanceAction": lambda: appearance.choose(Choice.LIGHT),
            "darkAppearanceAction": lambda: appearance.choose(Choice.DARK),
            "largerTextAction": appearance.larger,
            "smallerTextAction": appearance.smaller,
            "normalTextAction": lambda: appearance.scale_text(1.0),
            "frameTimesAction": lambda: window.frame_times.setVisible(
                window.frame_times.isHidden()
            ),
            "copyFrameTimesAction": window.frame_times.copy,
            "presentAction": self.present,
            "helpAction": lambda: show_help(window),
        }

    def open_scene(self, scene: Scene) -> None:
        """Show another scene from its beginning."""
        self._home = scene.view
        self.rewind()
        self._window.controller.replace(scene, self.tr("Opening of a scene"))
        self.return_to_landscape()

    def return_to_landscape(self) -> None:
        """Give the keys back to the picture, so that Space plays."""
        self._window.views.landscape.setFocus()

    def cancel(self) -> None:
        """Stop a long fair race or map, or else close the page, stop presenting or computing."""
        if self._window.fair_race.cancel() or self._window.maps.cancel():
            return
        if self._window.pages.current != RACE:
            self._window.pages.close_page()
            self.return_to_landscape()
            return
        if self._window.isFullScreen():
            self.present()
            return
        self._window.controller.cancel()
        self.return_to_landscape()

    def list_critical_points(self) -> None:
        """Bring the list of critical points into sight, ready for the arrow keys."""
        window = self._window
        window.pages.close_page()
        window.points_bar.scroll_to_list()
        window.views.critical_points.table.setFocus()

    def edit_loss(self) -> None:
        """Put the cursor into the loss, all of it selected."""
        field = self._window.views.loss_bar.input
        field.setFocus()
        field.selectAll()

    def rewind(self) -> None:
        """Put the playhead back to the starts."""
        self._window.playback.pause()
        self._window.playback.seek(0)

    def recentre(self) -> None:
        """Show the view the scene was opened with, and every start."""
        scene, home = self._window.controller.scene, self._home
        xs = [home.x_min, home.x_max, *(start.x for start in scene.starts)]
        ys = [home.y_min, home.y_max, *(start.y for start in scene.starts)]
        self._window.intents.change_view(View(min(xs), max(xs), min(ys), max(ys)), True)

    def present(self) -> None:
        """Fill the screen with larger text, or return to the window."""
        window = self._window
        if window.isFullScreen():
            window.showNormal()
            window.appearance.scale_text(self._usual_text)
        else:
            self._usual_text = window.appearance.text_scale
            window.showFullScreen()
            window.appearance.scale_text(max(PRESENTING_TEXT, self._usual_text))
        window.actions_by_key["presentAction"].setChecked(window.isFullScreen())

    def offer_menu(self, position: QPoint, x: float, y: float) -> None:
        """Offer what can be done at a point of the plane."""
        window = self._window
        menu = QMenu(window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, action in (
            (self.tr("Add a Start Here"), window.intents.add_start),
            (self.tr("Pin the Curvature Here"), window.inspector.pin),
            (self.tr("Bring to the Middle"), window.intents.centre),
        ):
            menu.addAction(text).triggered.connect(
                lambda _checked=False, action=action: action(x, y)
            )
        menu.addSeparator()
        window.actions_by_key.fill(menu, ("recentreAction", "copyPictureAction"))
        menu.popup(position)

    def _change_speed(self, places: int) -> None:
        playback = self._window.playback
        nearest = min(range(len(SPEEDS)), key=lambda place: abs(SPEEDS[place] - playback.speed))
        place = min(max(nearest + places, 0), len(SPEEDS) - 1)
        playback.set_speed(SPEEDS[place])

    def _zoom(self, factor: float) -> None:
        view = self._window.views.landscape.view
        self._window.intents.change_view(zoom(view, factor, *view.centre), True)

    def _space_levels(self, spacing: str) -> None:
        contours = self._window.controller.scene.contours
        self._window.intents.change_contours(replace(contours, spacing=spacing))
