from __future__ import annotations

import sys
from types import TracebackType

import pytest
from PySide6.QtGui import QImage, QPainter

from gui.plot.painting import paint_safely


def test_an_error_reaches_the_hook_and_the_painter_is_ended(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[BaseException] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught.append(error)

    def fail(painter: QPainter) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(sys, "excepthook", hook)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    paint_safely(image, fail)
    assert [str(error) for error in caught] == ["broken"]
    assert not image.paintingActive()
