"""The window: which views there are, where they stand, and what closing means."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QWidget,
)

from core.scene import Scene
from gui.action_set import ActionSet
from gui.appearance import Appearance
from gui.basins.layer import BasinLayer
from gui.controller import Controller
from gui.critical_points import CriticalPoints
from gui.curvature_details import CurvatureDetails
from gui.curve_painting import CurvePainting
from gui.documents import Documents
from gui.explainer import PAGE as EXPLANATION
from gui.explainer import Explainer
from gui.fair_race.export import ComparisonExport
from gui.fair_race.page import PAGE as FAIR_RACE
from gui.fair_race.page import FairRace
from gui.focus_order import order_focus
from gui.gradient_checking import PAGE as GRADIENT_CHECK
from gui.gradient_checking import GradientChecking
from gui.hyperparameter_map.export import MapExport
from gui.hyperparameter_map.page import PAGE as MAP
from gui.hyperparameter_map.page import HyperparameterMaps
from gui.inspector import Inspector
from gui.intents import Intents
from gui.layout import fill_window, race_page
from gui.method_editing import PAGE as METHOD_EDITOR
from gui.method_editing import MethodEditing
from gui.notice import Notice
from gui.panels.caption import Caption
from gui.panels.charts import Charts
from gui.panels.comparison_panel import ComparisonPanel
from gui.panels.critical_points_panel import CriticalPointsPanel
from gui.panels.curvature_panel import CurvaturePanel
from gui.panels.explanation_panel import ExplanationPanel
from gui.panels.gradient_check_panel import GradientCheckPanel
from gui.panels.loss_bar import LossBar
from gui.panels.map_panel import MapPanel
from gui.panels.method_editor import MethodEditor
from gui.panels.optimizer_panel import OptimizerPanel
from gui.panels.parameter_panel import ParameterPanel
from gui.panels.playback_bar import PlaybackBar
from gui.panels.points_bar import PointsBar
from gui.panels.slice_panel import SlicePanel
from gui.panels.stopping_panel import StoppingPanel
from gui.panels.taylor_panel import TaylorPanel
from gui.playback import Playback
from gui.plot.frame_times import FrameTimes
from gui.plot.landscape_view import LandscapeView
from gui.plot.loss_chart import LossChart
from gui.presenter import Presenter
from gui.resolve import Symbolics
from gui.rule_preview import RulePreview
from gui.side_pages import SidePages
from gui.slicing import PAGE as SLICE
from gui.slicing import Slicing
from gui.source_copying import SourceCopying
from gui.stability import Stability
from gui.stopping import PAGE as STOPPING_RULE
from gui.stopping import Stopping
from gui.taylor import PAGE as TAYLOR_MODEL
from gui.taylor import Taylor
from gui.views import Views

SIDE_WIDTH = 404
LARGEST_SIDE_SHARE = 0.4
"""Most of the window's width that the panels beside the picture take."""
SCROLL_BAR_WIDTH = 10
CHART_HEIGHT = 170
LOW_CHART_HEIGHT = 122
TIGHT_HEIGHT = 820
"""Below this height of the window, at normal text, the picture gets room from the rest."""


class MainWindow(QMainWindow):
    """Composes the views and hands them to those who fill them and listen to them."""

    closing = Signal()
    """Who serves the background, such as the symbolic process, shall end it now."""

    def __init__(self, scene: Scene, symbolics: Symbolics, application: QApplication) -> None:
        super().__init__()
        self.setWindowTitle("Fall Line")
        self.setAcceptDrops(True)
        self.appearance = Appearance(application, self)
        # Dressed before the views are made, so that they measure their texts in our fonts.
        self.appearance.apply()
        self.views = Views(
            LossBar(),
            LandscapeView(),
            Caption(),
            PlaybackBar(),
            LossChart(),
            OptimizerPanel(),
            ParameterPanel(),
            CurvaturePanel(),
            CriticalPointsPanel(),
        )
        self.charts = Charts(self.views.chart)
        self.curve_painting = CurvePainting(self.views.chart, self)
        self.notice = Notice()
        self.controller = Controller(scene, symbolics, self)
        self.playback = Playback(self)
        self.inspector = Inspector(self)
        self.actions_by_key = ActionSet(self)
        self.presenter = Presenter(
            self.views, self.controller, self.playback, self.inspector, self.appearance, self
        )
        self.intents = Intents(self.controller, self.views.loss_bar, self)
        self.documents = Documents(self.controller, self.views.landscape, self.notice, self)
        self._fill_panels()
        self._content = QWidget()
        self.setCentralWidget(self._content)
        explain = self.actions_by_key["explainStepAction"]
        self.pages = SidePages(race_page(self.views, explain), self._content)
        self.points_bar = PointsBar(self.pages.race_area, self.views.critical_points)
        self._add_pages()
        self._fill_pages(symbolics)
        self._fill_sweeps()
        # After the pages, so that none of their lines crosses its notes.
        self._cover_plot()
        self._compose()
        self.appearance.changed.connect(self._share_room)
        self.pages.page_changed.connect(self._share_room)
        self.pages.least_width_changed.connect(self._share_room)
        self.views.landscape.installEventFilter(self)

    def _fill_panels(self) -> None:
        """Make those who fill the lower panels of the race."""
        self.curvature_details = CurvatureDetails(
            self.views.curvature, self.controller, self.inspector, self
        )
        self.critical_points = CriticalPoints(
            self.views.critical_points,
            self.views.landscape,
            self.controller,
            self.inspector,
            self.appearance,
            self,
        )

    def _add_pages(self) -> None:
        """Make the pages that take the place of the race."""
        self.method_editor = MethodEditor()
        self.stopping_panel = StoppingPanel()
        self.check_panel = GradientCheckPanel()
        self.slice_panel = SlicePanel()
        self.explanation_panel = ExplanationPanel()
        self.taylor_panel = TaylorPanel()
        self.comparison_panel = ComparisonPanel()
        self.map_panel = MapPanel()
        for page, title, panel in (
            (METHOD_EDITOR, self.tr("Own method"), self.method_editor),
            (STOPPING_RULE, self.tr("Stopping rule"), self.stopping_panel),
            (GRADIENT_CHECK, self.tr("Gradient check"), self.check_panel),
            (SLICE, self.tr("Slice"), self.slice_panel),
            (EXPLANATION, self.tr("This step"), self.explanation_panel),
            (TAYLOR_MODEL, self.tr("Taylor model"), self.taylor_panel),
            (FAIR_RACE, self.tr("Fair race"), self.comparison_panel),
            (MAP, self.tr("Hyperparameter map"), self.map_panel),
        ):
            self.pages.add_page(page, title, panel)

    def _fill_pages(self, symbolics: Symbolics) -> None:
        """Make those who fill the pages."""
        pages, controller, landscape = self.pages, self.controller, self.views.landscape
        inspector, appearance = self.inspector, self.appearance
        self.method_editing = MethodEditing(
            self.method_editor, pages, controller, self.intents, self
        )
        self.source_copying = SourceCopying(controller, self)
        self.rule_preview = RulePreview(symbolics, appearance, self)
        self.stopping = Stopping(self.stopping_panel, pages, controller, self.intents, self)
        self.gradient_checking = GradientChecking(
            self.check_panel, pages, controller, inspector, appearance, self
        )
        self.slicing = Slicing(
            self.slice_panel, pages, controller, inspector, landscape, appearance, self
        )
        self.explainer = Explainer(
            self.explanation_panel,
            pages,
            controller,
            self.playback,
            landscape,
            appearance,
            symbolics,
            self,
        )
        self.taylor = Taylor(
            self.taylor_panel, pages, controller, inspector, landscape, appearance, self
        )

    def _fill_sweeps(self) -> None:
        """Make those who fill the pages of many races."""
        pages, controller, appearance = self.pages, self.controller, self.appearance
        self.fair_race = FairRace(
            self.comparison_panel,
            pages,
            controller,
            self.intents,
            self.playback,
            self.views.landscape,
            appearance,
            self,
        )
        self.maps = HyperparameterMaps(
            self.map_panel, pages, controller, self.intents, appearance, self
        )
        self.map_export = MapExport(self.map_panel, self.maps, self.documents, self)
        self.comparison_export = ComparisonExport(
            self.comparison_panel, self.fair_race, appearance, self.notice, self
        )

    def _cover_plot(self) -> None:
        """Make what can be laid over the plot."""
        landscape, controller = self.views.landscape, self.controller
        playback, appearance = self.playback, self.appearance
        self.stability = Stability(self.charts, landscape, controller, playback, appearance, self)
        self.basins = BasinLayer(landscape, controller, playback, appearance, self)
        self.frame_times = FrameTimes(landscape)

    def _compose(self) -> None:
        self.actions_by_key.fill_menu_bar(self)
        fill_window(self._content, self.views, self.notice, self.charts, self.pages)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Resolve anew when the landscape view gets another size, or a finer screen."""
        changes = (
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.DevicePixelRatioChange,
        )
        if watched is self.views.landscape and event.type() in changes and self.isVisible():
            self.presenter.fit_canvas()
            self.frame_times.arrange()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 - Qt's name
        """Lead to the next thing as the eye finds it, rows that were added included."""
        order_focus(self._content)
        return super().focusNextPrevChild(is_next)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Make room for the picture first where there is little."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        scale = self.appearance.text_scale
        is_tight = self.height() < TIGHT_HEIGHT * scale
        self.views.caption.set_tight(is_tight)
        self.charts.setFixedHeight(LOW_CHART_HEIGHT if is_tight else CHART_HEIGHT)
        # Not fixed, so that the window can be made smaller than it is now.
        least = self.pages.least_width() + SCROLL_BAR_WIDTH
        widest = min(round(SIDE_WIDTH * scale), round(LARGEST_SIDE_SHARE * self.width()))
        self.pages.setMinimumWidth(least)
        self.pages.setMaximumWidth(max(least, widest))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Accept a single file."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open the dropped scene."""
        self.documents.open(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop the clock and the background before the views go."""
        self.playback.pause()
        self.intents.close()
        self.method_editing.close()
        # What can't be given up at once, such as compiling, ends behind a window that is gone.
        self.hide()
        self.closing.emit()
        for background in (
            self.stability,
            self.basins,
            self.taylor,
            self.fair_race,
            self.maps,
            self.explainer,
            self.rule_preview,
            self.curve_painting,
            self.controller,
        ):
            background.close()
        super().closeEvent(event)
