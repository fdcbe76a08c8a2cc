"""Which signal of which view means which intent, and which action does what."""

from __future__ import annotations

from textwrap import fill

from PySide6.QtWidgets import QApplication, QMenu

from core.scene import Scene
from core.scene_file import load_scene
from gui.appearance import Choice
from gui.explainer import PAGE as EXPLANATION
from gui.handlers import Handlers
from gui.hyperparameter_map.page import PAGE as MAP
from gui.main_window import MainWindow
from gui.menus import EXPORT_MENU
from gui.resolve import Symbolics
from gui.side_pages import RACE
from gui.taylor import PAGE as TAYLOR_MODEL
from resources import SCENE_GROUPS, scene_path

NOTES_WIDTH = 64
"""Characters in a line of a scene's notes, where they are a tooltip."""

LEVEL_ACTIONS = {
    "linear": "linearLevelsAction",
    "logarithmic": "logarithmicLevelsAction",
    "quantile": "quantileLevelsAction",
}
APPEARANCE_ACTIONS = {
    Choice.SYSTEM: "systemAppearanceAction",
    Choice.LIGHT: "lightAppearanceAction",
    Choice.DARK: "darkAppearanceAction",
}


def make_window(scene: Scene, symbolics: Symbolics, application: QApplication) -> MainWindow:
    """Compose a window and connect everything in it; it is not shown yet."""
    window = MainWindow(scene, symbolics, application)
    handlers = Handlers(window)
    connect_landscape(window, handlers)
    connect_panels(window, handlers)
    connect_basins(window)
    connect_method_editing(window, handlers)
    connect_playback(window, handlers)
    connect_actions(window, handlers)
    fill_header(window, handlers)
    window.documents.opened.connect(handlers.open_scene)
    window.controller.scene_changed.connect(window.notice.put_away)
    window.controller.problem.connect(window.notice.say)
    window.intents.refused.connect(window.notice.say)
    window.intents.refused.connect(window.presenter.show_current)
    window.appearance.changed.connect(window.frame_times.set_theme)
    window.presenter.show_theme(window.appearance.theme)
    window.frame_times.set_theme(window.appearance.theme)
    return window


def connect_landscape(window: MainWindow, handlers: Handlers) -> None:
    """Let the hand on the plot change the scene and move the inspected point."""
    landscape, intents = window.views.landscape, window.intents
    landscape.start_added.connect(intents.add_start)
    landscape.start_moved.connect(intents.move_start)
    landscape.start_removed.connect(intents.remove_start)
    landscape.view_changed.connect(intents.change_view)
    landscape.hovered.connect(window.inspector.point_at)
    landscape.hovered.connect(window.presenter.show_readout)
    # After the presenter, whose line the comparison takes the place of.
    landscape.hovered.connect(window.taylor.show_reading)
    landscape.hover_left.connect(window.presenter.hide_readout)
    landscape.pinned.connect(window.inspector.pin)
    for chosen in (landscape.pinned, landscape.critical_point_clicked):
        chosen.connect(lambda *_: window.pages.reveal(window.views.curvature.sentence))
    window.critical_points.centred.connect(intents.centre)
    landscape.menu_requested.connect(handlers.offer_menu)
    landscape.trail_clicked.connect(window.explainer.explain)
    landscape.trail_clicked.connect(
        lambda entry, start, _step: window.stability.choose_run(entry, start)
    )


def connect_panels(window: MainWindow, handlers: Handlers) -> None:
    """Let the panels change the scene and choose what is inspected."""
    views, intents = window.views, window.intents
    views.loss_bar.loss_edited.connect(intents.type_loss)
    views.loss_bar.loss_committed.connect(intents.commit_loss)
    views.loss_bar.loss_committed.connect(handlers.return_to_landscape)
    views.optimizers.entry_changed.connect(intents.change_entry)
    views.optimizers.entry_added.connect(intents.add_entry)
    views.optimizers.entry_added.connect(lambda _: window.pages.reveal(views.optimizers.rows[-1]))
    views.optimizers.explanation_wanted.connect(window.explainer.explain_entry)
    views.optimizers.explanation_wanted.connect(window.stability.choose_entry)
    window.explanation_panel.run_chosen.connect(window.stability.choose_run)
    views.optimizers.row_opened.connect(window.pages.reveal)
    views.optimizers.entry_duplicated.connect(intents.duplicate_entry)
    views.optimizers.entry_removed.connect(intents.remove_entry)
    views.parameters.parameter_changed.connect(intents.change_parameter)
    views.curvature.follow_changed.connect(window.inspector.follow_key)
    window.inspector.racer_followed.connect(window.stability.choose_entry)


def connect_basins(window: MainWindow) -> None:
    """Let whoever chooses a run or an entry choose whose basins of attraction are shown."""
    landscape, basins, optimizers = window.views.landscape, window.basins, window.views.optimizers
    landscape.trail_clicked.connect(basins.choose_run)
    landscape.hovered.connect(basins.display.show_reading)
    window.charts.run_chosen.connect(basins.choose_run)
    window.explanation_panel.run_chosen.connect(basins.choose_run)
    optimizers.explanation_wanted.connect(basins.choose_entry)
    window.inspector.racer_followed.connect(basins.choose_entry)
    basins.shown_changed.connect(window.actions_by_key["basinsAction"].setChecked)


def connect_method_editing(window: MainWindow, handlers: Handlers) -> None:
    """Let the race open the editor, and the editor show the rule as it is understood."""
    editing, optimizers = window.method_editing, window.views.optimizers

    def give_keys_back(page: str) -> None:
        if page in (RACE, EXPLANATION, MAP, TAYLOR_MODEL):
            handlers.return_to_landscape()

    window.pages.page_changed.connect(give_keys_back)
    optimizers.own_method_wanted.connect(editing.open_new)
    optimizers.rule_wanted.connect(editing.open_entry)
    optimizers.copy_wanted.connect(window.source_copying.copy)
    window.source_copying.copied.connect(optimizers.confirm_copy)
    window.source_copying.refused.connect(window.notice.say)
    editing.understood.connect(window.rule_preview.show_rule)
    window.rule_preview.pictured.connect(window.method_editor.set_equations)


def connect_playback(window: MainWindow, handlers: Handlers) -> None:
    """Let the bar and the chart move the playhead, and the bar show it."""
    bar, playback = window.views.playback, window.playback
    bar.play_toggled.connect(playback.toggle)
    bar.step_forward.connect(lambda: playback.step_by(1))
    bar.step_back.connect(lambda: playback.step_by(-1))
    bar.rewind.connect(handlers.rewind)
    bar.scrubbed.connect(playback.seek)
    bar.steps_changed.connect(window.intents.change_steps)
    bar.speed_changed.connect(playback.set_speed)
    bar.loop_toggled.connect(playback.set_loop)
    playback.playing_changed.connect(bar.set_playing)
    playback.speed_changed.connect(bar.set_speed)
    playback.loop_changed.connect(bar.set_loop)
    for chart in (window.charts.chart, window.charts.curvature):
        chart.step_requested.connect(playback.seek)


def connect_actions(window: MainWindow, handlers: Handlers) -> None:
    """Let each action do what its handler says, and each switch show how things stand."""
    actions = window.actions_by_key
    for key, handler in handlers.table().items():
        actions[key].triggered.connect(lambda _checked=False, handler=handler: handler())
    history = window.controller.history
    history.canUndoChanged.connect(actions["undoAction"].setEnabled)
    history.canRedoChanged.connect(actions["redoAction"].setEnabled)
    actions["undoAction"].setEnabled(False)
    actions["redoAction"].setEnabled(False)
    window.playback.loop_changed.connect(actions["loopAction"].setChecked)
    window.stability.shading_changed.connect(actions["unstableRegionAction"].setChecked)

    def show_levels(scene: Scene) -> None:
        actions[LEVEL_ACTIONS[scene.contours.spacing]].setChecked(True)

    def show_choice() -> None:
        actions[APPEARANCE_ACTIONS[window.appearance.choice]].setChecked(True)

    def show_page(page: str) -> None:
        actions["taylorModelAction"].setChecked(page == TAYLOR_MODEL)

    window.pages.page_changed.connect(show_page)
    window.controller.scene_changed.connect(show_levels)
    window.appearance.changed.connect(show_choice)


def fill_header(window: MainWindow, handlers: Handlers) -> None:
    """Put the scenes that are shipped, the exports and Present beside the loss."""
    scenes, export = QMenu(window), QMenu(window)
    for title, names in SCENE_GROUPS:
        group = scenes.addMenu(title)
        group.setToolTipsVisible(True)
        for name in names:
            scene = load_scene(scene_path(name))
            action = group.addAction(scene.title)
            action.setObjectName(f"scene-{name}")
            # Qt shows a plain text as long as its lines are.
            action.setToolTip(fill(scene.notes, NOTES_WIDTH))
            action.triggered.connect(lambda _checked=False, scene=scene: handlers.open_scene(scene))
    window.actions_by_key.fill(scenes, ("", "openSceneAction", "saveSceneAction"))
    window.actions_by_key.fill(export, EXPORT_MENU)
    bar = window.views.loss_bar
    bar.add_menu_button(
        "scenesButton",
        window.tr("Scenes"),
        window.tr("Open a scene that comes with the program, or one of yours."),
        scenes,
    )
    bar.add_menu_button(
        "exportButton",
        window.tr("Export"),
        window.tr("Write the race as a table, or the picture."),
        export,
    )
    bar.add_action_button(window.actions_by_key["presentAction"])
