"""The order in which Tab leads through the window: the one in which things stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def order_focus(root: QWidget) -> None:
    """Let Tab lead through everything in a widget as it is laid out.

    Qt leads through widgets in the order in which they were made, so that a row that
    was added later would come after all else.
    """
    for widget, following in pairwise(_reached_by_tab(root)):
        QWidget.setTabOrder(widget, following)


def _reached_by_tab(widget: QWidget) -> Iterator[QWidget]:
    takes_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if takes_focus:
        yield widget
    if takes_focus and not isinstance(widget, QScrollArea):
        return
    layout = widget.layout()
    parts = _laid_out(layout) if layout is not None else _children(widget)
    for part in parts:
        yield from _reached_by_tab(part)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def _children(widget: QWidget) -> list[QWidget]:
    return [child for child in widget.children() if isinstance(child, QWidget)]
