"""What a scene may hold, and the sentence that names the field that breaks it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from core.errors import SceneError
from core.expression.names import canonical
from core.optimizers import METHODS
from core.scene import Contours, Parameter, Scene, View

SMALLEST_EXTENT = 1e-12
"""Least width and height of a view, absolute and relative to its coordinates."""

_KINDS = {
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    # Of a method's name msgspec tells the Python type.
    "list": "a list",
    "dict": "an object",
    "NoneType": "null",
}

_PLACE = re.compile(r"(?P<problem>.*?)(?: - at (?P<key>`key` in )?`\$\.?(?P<path>.*)`)?", re.DOTALL)

# What msgspec says of a field, and what a reader is told of it.
_PHRASES = (
    (r"Expected `\w+` ([<>]=?) (-?\d+)(?:\.0)?", r"must be \1 \2"),
    (r"Expected `str` of length <= (\d+)", r"must be at most \1 characters long"),
    (r"Expected `array` of length <= (\d+)", r"must hold at most \1 items"),
    (r"Expected `str` matching regex .*", r"must be a colour written #rrggbb, or empty"),
    (r"Object missing required field `(.*)`", r"has no \1, which is required"),
    (r"Object contains unknown field `(.*)`", r"has an unknown field, \1"),
    (r"Number out of range", r"is too large a number"),
)


def validated(scene: Scene) -> Scene:
    """Return the scene if everything in it is allowed.

    Raises
    ------
    SceneError
        With a sentence that names the first field that isn't.
    """
    return scene_from(msgspec.to_builtins(scene))


def scene_from(document: object) -> Scene:
    """Build a scene from plain dictionaries, lists, texts and numbers.

    Parameters
    ----------
    document
        What a JSON reader makes of a scene file.

    Raises
    ------
    SceneError
        With a sentence that names the first field that is missing, unknown, of the
        wrong kind or out of its range, such as ``steps must be >= 1.``
    """
    try:
        scene = msgspec.convert(document, Scene)
    except msgspec.ValidationError as error:
        raise SceneError(_sentence(str(error), document)) from None
    except UnicodeEncodeError:
        raise SceneError("The scene holds text that can't be written as UTF-8.") from None
    for sentence in _faults(scene):
        raise SceneError(sentence)
    return _with_plain_names(scene)


def _with_plain_names(scene: Scene) -> Scene:
    """Return the scene with parameters named as losses name them, θ₁ as theta1."""
    plain: dict[str, Parameter] = {}
    for name, parameter in scene.parameters.items():
        if canonical(name) in plain:
            raise SceneError(f"parameters.{name} is the same name as another parameter's.")
        plain[canonical(name)] = parameter
    return replace(scene, parameters=plain)


def _sentence(message: str, document: object) -> str:
    """Say in our words what msgspec found wrong."""
    place = _PLACE.fullmatch(message)
    assert place is not None
    path = place["path"] or ""
    if place["key"]:
        return f"Each name in {path} must be a name of up to 40 letters and digits."
    # msgspec hides the key of a dictionary behind [...].
    if "parameters[...]" in path:
        path = path.replace("parameters[...]", f"parameters.{_wrong_parameter(document)}")
    sentence = f"{path or 'The scene'} {_phrase(place['problem'], path)}."
    return "".join(letter if letter.isprintable() else "?" for letter in sentence)


def _phrase(problem: str, path: str) -> str:
    if kinds := re.fullmatch(r"Expected `(.*)`, got `(.*)`", problem):
        expected = " or ".join(_KINDS[kind] for kind in kinds[1].split(" | "))
        found = "" if kinds[2] == "float" else f", not {_KINDS[kinds[2]]}"
        return f"must be {expected}{found}"
    if problem.startswith("Invalid"):
        return f"must be one of {', '.join(_choices(path))}"
    for pattern, phrase in _PHRASES:
        if match := re.fullmatch(pattern, problem, re.DOTALL):
            return match.expand(phrase)
    return f"is not allowed: {problem}"


def _choices(path: str) -> tuple[str, ...]:
    if path.endswith("optimizer.name"):
        return tuple(method.name() for method in METHODS)
    return get_args(get_type_hints(Contours)["spacing"])


def _wrong_parameter(document: object) -> str:
    parameters = document.get("parameters", {}) if isinstance(document, dict) else {}
    for name, parameter in parameters.items():
        try:
            msgspec.convert(parameter, Parameter)
        except msgspec.ValidationError:
            return str(name)
    return "…"


def _faults(scene: Scene) -> Iterator[str]:
    """Yield a sentence for what no single field shows."""
    yield from _view_faults(scene.view)
    for name, parameter in scene.parameters.items():
        if parameter.minimum >= parameter.maximum:
            yield f"parameters.{name}.minimum must be < parameters.{name}.maximum."
    for name in ("title", "notes", "loss"):
        yield from _text_faults(name, getattr(scene, name))
    for index, entry in enumerate(scene.entries):
        yield from _text_faults(f"entries[{index}].label", entry.label)
        yield from _label_faults(f"entries[{index}].label", entry.label)


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
    # Spreadsheets run cells of a CSV file that begin so.
    if unicodedata.normalize("NFKC", label).lstrip().startswith(("=", "+", "-", "@")):
        yield f"{name} must not begin with =, +, - or @."
    if any(unicodedata.category(letter) == "Cc" for letter in label):
        yield f"{name} must be a single line of text."
