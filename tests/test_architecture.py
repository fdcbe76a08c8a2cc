"""The rooms and what they may not know."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent

BLOCK = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in {blocked!r}:
            raise ImportError(name + ' is out of bounds here')
sys.meta_path.insert(0, Block())
import importlib
for name in {modules!r}:
    importlib.import_module(name)
"""


def modules_of(package: str) -> list[str]:
    files = sorted((ROOT / package).rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def import_with_blocked(modules: list[str], blocked: set[str]) -> subprocess.CompletedProcess[str]:
    code = BLOCK.format(modules=modules, blocked=blocked)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def rooms_of(package: str) -> set[str]:
    paths = (ROOT / package).iterdir()
    rooms = {path.stem for path in paths if path.suffix == ".py" or (path / "__init__.py").exists()}
    return rooms - {"__init__"}


def test_the_table_of_layers_is_true() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.split("## The layers of core")[1].split("## The window")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    listed = [name for cell in cells for name in re.findall(r"`(\w+)/?`", cell)]
    assert sorted(listed) == sorted(rooms_of("core"))


def test_the_table_of_the_window_is_complete() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.split("## The window")[1].split("## From keystroke")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    listed = [name for cell in cells for name in re.findall(r"`(?:gui/)?(\w+)/?`", cell)]
    assert sorted(listed) == sorted(rooms_of("gui"))


def test_every_room_of_core_has_its_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = (rule["layers"] for rule in contracts if "core.tree" in rule.get("layers", []))
    assert sorted(layers) == sorted(f"core.{room}" for room in rooms_of("core"))


def test_core_imports_without_qt() -> None:
    result = import_with_blocked(modules_of("core"), {"PySide6", "shiboken6", "pyqtgraph"})
    assert result.returncode == 0, result.stderr


def test_the_window_imports_without_sympy() -> None:
    result = import_with_blocked(modules_of("gui"), {"sympy"})
    assert result.returncode == 0, result.stderr


def test_emitted_signals_do_not_end_the_process() -> None:
    # PySide6 6.12.0 on Python 3.11 lost a reference to True with each emitted signal.
    code = """
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    told = Signal(bool)
sender = Sender()
heard = []
sender.told.connect(heard.append)
for _ in range(20_000):
    sender.told.emit(True)
assert len(heard) == 20_000
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
