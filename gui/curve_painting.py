"""The curves of the loss chart, painted in the background."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject

from gui.plot.loss_chart import LossChart
from gui.plot.loss_curves import CurvesRequest, PaintedCurves, painted
from gui.tasks import CancelCheck, NewestRunner, patiently

PATIENCE = 0.5
"""Seconds after which curves that are no longer wanted are given up."""

log = logging.getLogger(__name__)


class CurvePainting(QObject):
    """Paints what the chart asks for and hands it over; the newest wins."""

    def __init__(self, chart: LossChart, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = NewestRunner(self)
        self._runner.published.connect(chart.show_painting)
        self._runner.failed.connect(_report)
        chart.painting_wanted.connect(self._paint)

    def close(self) -> None:
        """Stop the background thread."""
        self._runner.close()

    def _paint(self, request: CurvesRequest) -> None:
        self._runner.submit(partial(_work, request))


def _work(request: CurvesRequest, cancelled: CancelCheck) -> Iterator[PaintedCurves]:
    """Paint to the end what follows a dragging hand, although another picture is wanted."""
    yield painted(request, patiently(cancelled, PATIENCE))


def _report(error: Exception) -> None:
    log.error("the curves of the losses could not be painted", exc_info=error)
