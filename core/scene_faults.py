"""What no single field of a scene shows, and the sentence that names the fields it is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from core.expression.names import canonical
from core.optimizers.base import LEARNING_RATE
from core.optimizers.equations import why_no_letter
from core.optimizers.facts import learning_rate
from core.optimizers.own import OwnMethod
from core.scene import Entry, Scene, View

SMALLEST_EXTENT = 1e-12
"""Least width and height of a view, absolute and relative to its coordinates."""


def letter_fault(letter: str) -> str:
    """Say why a hyperparameter of one's own can't have this letter; empty if it can."""
    reason = why_no_letter(canonical(letter))
    return f"{letter} is {reason}; choose another letter." if reason else ""


def faults(scene: Scene) -> Iterator[str]:
    """Yield a sentence for what no single field shows."""
    yield from _view_faults(scene.view)
    for name, parameter in scene.parameters.items():
        if parameter.minimum >= parameter.maximum:
            yield f"parameters.{name}.minimum must be < parameters.{name}.maximum."
    for name in ("title", "notes", "loss"):
        yield from _text_faults(name, getattr(scene, name))
    for index, entry in enumerate(scene.entries):
        yield from _entry_faults(f"entries[{index}]", entry)


def _entry_faults(place: str, entry: Entry) -> Iterator[str]:
    yield from _label_faults(f"{place}.label", entry.label)
    yield from _text_faults(f"{place}.schedule", entry.schedule)
    if isinstance(entry.optimizer, OwnMethod):
        yield from _own_method_faults(f"{place}.optimizer", entry.optimizer)
    if entry.schedule.strip() and learning_rate(entry.optimizer) is None:
        yield f"{place}.schedule must be empty, as the method has no learning rate."


def _own_method_faults(place: str, method: OwnMethod) -> Iterator[str]:
    yield from _label_faults(f"{place}.title", method.title)
    if not method.title.strip():
        yield f"{place}.title must not be empty."
    yield from _text_faults(f"{place}.rule", method.rule)
    for letter, value in method.hyperparameters.items():
        if fault := letter_fault(letter):
            yield f"{place}.hyperparameters: {fault}"
        if letter == LEARNING_RATE and value <= 0:
            yield f"{place}.hyperparameters.{letter} must be > 0."


def _view_faults(view: View) -> Iterator[str]:
    for axis, low, high in (("x", view.x_min, view.x_max), ("y", view.y_min, view.y_max)):
        if low >= high:
            yield f"view.{axis}_min must be < view.{axis}_max."
        elif high - low < SMALLEST_EXTENT * max(1.0, abs(low), abs(high)):
            yield f"view.{axis}_min and view.{axis}_max are too close together to be told apart."


def _text_faults(name: str, text: str) -> Iterator[str]:
    # JSON can spell half of a surrogate pair, which no file can hold as UTF-8.
    if any(unicodedata.category(letter) == "Cs" for letter in text):
        yield f"{name} must be text that can be written as UTF-8."


def _label_faults(name: str, label: str) -> Iterator[str]:
    yield from _text_faults(name, label)
    # Spreadsheets run cells of a CSV file that begin so.
    if unicodedata.normalize("NFKC", label).lstrip().startswith(("=", "+", "-", "@")):
        yield f"{name} must not begin with =, +, - or @."
    if any(unicodedata.category(letter) == "Cc" for letter in label):
        yield f"{name} must be a single line of text."
