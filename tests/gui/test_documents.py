"""Saving through the dialog, as a person does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from core.optimizers.gd import GradientDescent
from core.scene import Entry, Scene, View
from core.scene_file import load_scene, save_scene
from tests.gui.support import open_window

BOWL = Scene(loss="x^2 + y^2", view=View(-4, 4, -3, 3), title="A bowl, round")


def soon(act: Callable[[], None]) -> None:
    """Let something happen inside the dialog that is about to open."""
    QTimer.singleShot(0, act)


def save_as(text: str) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_scene_is_saved_under_its_suffix(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot, BOWL) as window:
        soon(lambda: save_as(str(tmp_path / "bowl")))
        window.documents.ask_and_save()
        assert load_scene(tmp_path / "bowl.json") == BOWL
        assert not window.notice.text()


def test_the_title_is_proposed_as_the_name(qtbot: QtBot) -> None:
    proposed: list[str] = []

    def read_and_cancel() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        proposed.append(Path(dialog.selectedFiles()[0]).name)
        dialog.reject()

    with open_window(qtbot, BOWL) as window:
        soon(read_and_cancel)
        window.documents.ask_and_export_csv()
        assert proposed == ["a_bowl_round.csv"]


def test_a_file_is_never_replaced_unasked(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "bowl.json"
    path.write_text("precious", encoding="utf-8")
    asked: list[str] = []

    def refuse() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        asked.append(question.text())
        question.button(QMessageBox.StandardButton.No).click()

    def save_over() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        soon(refuse)
        save_as(str(tmp_path / "bowl"))
        dialog.reject()

    with open_window(qtbot, replace(BOWL, title="")) as window:
        soon(save_over)
        window.documents.ask_and_save()
    assert len(asked) == 1
    assert path.read_text(encoding="utf-8") == "precious"


def test_a_schedule_that_breaks_off_is_refused_with_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    fading = Entry(GradientDescent(), schedule="sqrt(9 - t)")
    path = tmp_path / "fading.json"
    save_scene(replace(BOWL, entries=(fading,), steps=20), path)
    sentence = "The schedule of Gradient descent: Expected a factor at every step; "
    with open_window(qtbot, replace(BOWL, entries=(fading,), steps=9)) as window:
        window.intents.change_steps(10)
        assert window.notice.text() == f"{sentence}it is undefined at t = 10."
        assert window.controller.scene.steps == 9
        window.notice.put_away()
        window.documents.open(path)
        assert window.notice.text().startswith(sentence)
        assert window.controller.scene.steps == 9
