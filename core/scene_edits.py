"""The next Scene for each thing a person can do; every edit returns a new document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from core.errors import ExpressionError
from core.expression import parse_loss
from core.optimizers import AnyOptimizer
from core.scene import Entry, Parameter, Scene, Start, View

_Item = TypeVar("_Item")


def with_loss(scene: Scene, text: str) -> Scene:
    """Return the scene with another loss and a parameter for each of its free names.

    A parameter whose name stays keeps its value, so that retyping loses nothing. Title
    and notes speak of the loss that was, so they go with it unless it is the same text.

    Raises
    ------
    ExpressionError
        If the text is not an expression of the language.
    """
    names = parse_loss(text).parameters
    parameters = {name: scene.parameters.get(name, Parameter()) for name in names}
    scene = replace(scene, parameters=parameters)
    return scene if text == scene.loss else replace(scene, loss=text, title="", notes="")


def with_own_loss(scene: Scene, name: str) -> Scene:
    """Return a scene of a file once its loss is read, with the parameters it misses.

    Raises
    ------
    ExpressionError
        If the loss is not an expression of the language; the sentence begins with
        the `name` of the file.
    """
    try:
        return with_loss(scene, scene.loss)
    except ExpressionError as error:
        message = f"{name}: loss: {error.message}"
        raise ExpressionError(message, error.text, error.span) from None


def with_parameter(scene: Scene, name: str, parameter: Parameter) -> Scene:
    """Return the scene with another value or range of one parameter."""
    return replace(scene, parameters={**scene.parameters, name: parameter})


def with_start_added(scene: Scene, x: float, y: float) -> Scene:
    """Return the scene with one more starting point, the last."""
    return replace(scene, starts=(*scene.starts, Start(x, y)))


def with_start_moved(scene: Scene, index: int, x: float, y: float) -> Scene:
    """Return the scene with one starting point elsewhere."""
    return replace(scene, starts=_with(scene.starts, index, Start(x, y)))


def with_start_removed(scene: Scene, index: int) -> Scene:
    """Return the scene without one of its starting points."""
    return replace(scene, starts=_without(scene.starts, index))


def with_view(scene: Scene, view: View) -> Scene:
    """Return the scene looking at another rectangle."""
    return replace(scene, view=view)


def with_entry(scene: Scene, index: int, entry: Entry) -> Scene:
    """Return the scene with one entry changed."""
    return replace(scene, entries=_with(scene.entries, index, entry))


def with_entry_added(scene: Scene, optimizer: AnyOptimizer) -> Scene:
    """Return the scene with one more entry, a method as it is given."""
    return replace(scene, entries=(*scene.entries, Entry(optimizer)))


def with_entry_duplicated(scene: Scene, index: int) -> Scene:
    """Return the scene with a second copy of an entry right after it."""
    entries = scene.entries
    return replace(scene, entries=(*entries[: index + 1], *entries[index:]))


def with_entry_removed(scene: Scene, index: int) -> Scene:
    """Return the scene without one of its entries."""
    return replace(scene, entries=_without(scene.entries, index))


def _with(items: Sequence[_Item], index: int, item: _Item) -> tuple[_Item, ...]:
    return (*items[:index], item, *items[index + 1 :])


def _without(items: Sequence[_Item], index: int) -> tuple[_Item, ...]:
    return (*items[:index], *items[index + 1 :])
