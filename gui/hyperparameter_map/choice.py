"""Which map is wanted: of which entry, over which ranges, to which tolerance."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from core.axes import Axis, default_axis, refuse_bad_axis
from core.budget import DEFAULT_TOLERANCE, Tolerance
from core.errors import SceneError
from core.optimizers.base import Hyperparameter
from core.scene import Entry, entry_labels
from gui.controller import Controller
from gui.hyperparameter_map.axes import axis_title, mappable, moved, rescaled, usual_axes, zoomed
from gui.panels.map_panel import MapPanel

Axes = tuple[Axis, Axis]


class MapChoice(QObject):
    """What the controls of the page say, kept while the scene changes."""

    changed = Signal()
    """Another map is wanted."""

    def __init__(self, panel: MapPanel, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = panel
        self._controller = controller
        self._place: int | None = None
        self._method: type[object] | None = None
        self.axes: Axes | None = None
        """None where the entry has no two hyperparameters."""
        self.tolerance = DEFAULT_TOLERANCE
        panel.set_tolerance(self.tolerance)
        panel.entry_chosen.connect(self.choose_entry)
        panel.tolerance_typed.connect(self._choose_tolerance)
        panel.reset.clicked.connect(self._reset)
        panel.chart.zoomed.connect(self._zoom)
        panel.chart.moved.connect(self._move)
        for number, row in enumerate((panel.x_axis, panel.y_axis)):
            row.refusal = self._refusal
            row.hyperparameter_chosen.connect(partial(self._choose_hyperparameter, number))
            row.scale_chosen.connect(partial(self._choose_scale, number))
            row.range_typed.connect(partial(self._choose_range, number))

    @property
    def place(self) -> int:
        """The entry's place: the chosen one, or else the first that can be mapped."""
        entries = self._controller.scene.entries
        if self._place is not None:
            return min(self._place, max(0, len(entries) - 1))
        seen = (place for place, entry in enumerate(entries) if usual_axes(entry.optimizer))
        return next(seen, 0)

    @property
    def entry(self) -> Entry | None:
        """The entry itself, None where the race has none."""
        entries = self._controller.scene.entries
        return entries[self.place] if entries else None

    def choose_entry(self, place: int) -> None:
        """Map the hyperparameters of this entry from now on."""
        self._place = place
        self.show()
        self.changed.emit()

    def show(self) -> None:
        """Show what is chosen, with the usual ranges where the entry is of another method."""
        entry = self.entry
        self._panel.set_entries(entry_labels(self._controller.scene.entries), self.place)
        self._keep_axes(entry)
        self._panel.set_axes(self.axes, [(fact.name, axis_title(fact)) for fact in self._facts()])

    def _keep_axes(self, entry: Entry | None) -> None:
        method = type(entry.optimizer) if entry is not None else None
        names = {fact.name for fact in self._facts()}
        is_known = self.axes is not None and {axis.name for axis in self.axes} <= names
        if is_known and method is self._method:
            return
        self._method = method
        self.axes = usual_axes(entry.optimizer) if entry is not None else None

    def _facts(self) -> list[Hyperparameter]:
        entry = self.entry
        return mappable(entry.optimizer) if entry is not None else []

    def _fact(self, axis: Axis) -> Hyperparameter:
        return next(fact for fact in self._facts() if fact.name == axis.name)

    def _take(self, axes: Axes) -> None:
        self.axes = axes
        self.show()
        self.changed.emit()

    def _choose_tolerance(self, tolerance: Tolerance) -> None:
        self.tolerance = tolerance
        self.changed.emit()

    def _reset(self) -> None:
        entry = self.entry
        if entry is not None and self.axes is not None:
            x, y = (default_axis(entry.optimizer, axis.name) for axis in self.axes)
            self._take((x, y))

    def _choose_hyperparameter(self, number: int, name: str) -> None:
        entry, axes = self.entry, self.axes
        if entry is None or axes is None or axes[number].name == name:
            return
        if axes[1 - number].name == name:
            self._take((axes[1], axes[0]))
        else:
            self._replace(number, default_axis(entry.optimizer, name))

    def _choose_scale(self, number: int, is_logarithmic: bool) -> None:
        if self.axes is not None:
            axis = self.axes[number]
            self._replace(number, rescaled(axis, self._fact(axis), is_logarithmic))

    def _choose_range(self, number: int, low: float, high: float) -> None:
        if self.axes is not None:
            self._replace(number, replace(self.axes[number], low=low, high=high))

    def _replace(self, number: int, axis: Axis) -> None:
        if self.axes is not None:
            self._take((axis, self.axes[1]) if number == 0 else (self.axes[0], axis))

    def _zoom(self, factor: float, across: float, up: float) -> None:
        if self.axes is not None:
            x, y = self.axes
            self._take((zoomed(x, self._fact(x), factor, across),
                        zoomed(y, self._fact(y), factor, up)))  # fmt: skip

    def _move(self, across: float, up: float) -> None:
        if self.axes is not None:
            x, y = self.axes
            self._take((moved(x, self._fact(x), across), moved(y, self._fact(y), up)))

    def _refusal(self, axis: Axis) -> str:
        entry = self.entry
        if entry is None:
            return ""
        try:
            refuse_bad_axis(entry.optimizer, axis)
        except SceneError as error:
            return str(error)
        return ""
