"""What a scene may hold, and the sentence that names the field that breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar, get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from core.errors import ExpressionError, SceneError, SceneExpressionError
from core.expression.names import canonical
from core.optimizers import METHODS
from core.optimizers.own import OwnMethod, Value
from core.optimizers.rule import rule_of
from core.scene import SCHEMA, Contours, Entry, Noise, NumericalGradient, Parameter, Scene
from core.scene_faults import faults
from core.schedules import parse_schedule

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
    (r"Expected `str` of length >= 1", r"must not be empty"),
    (r"Expected `str` of length <= (\d+)", r"must be at most \1 characters long"),
    (r"Expected `(?:array|object)` of length <= (\d+)", r"must hold at most \1 items"),
    (r"Expected `str` matching regex .*", r"must be a colour written #rrggbb, or empty"),
    (r"Object missing required field `(.*)`", r"has no \1, which is required"),
    (r"Object contains unknown field `(.*)`", r"has an unknown field, \1"),
    (r"Number out of range", r"is too large a number"),
)

_CHOICES: dict[str, type] = {
    "contours": Contours,
    "noise": Noise,
    "numerical_gradient": NumericalGradient,
}
"""Fields of the document whose parts are chosen from a list."""

_Item = TypeVar("_Item")


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

    A scene of an older schema is one of this schema without what came since.

    Parameters
    ----------
    document
        What a JSON reader makes of a scene file.

    Raises
    ------
    SceneError
        With a sentence that names the first field that is missing, unknown, of the
        wrong kind or out of its range, such as ``steps must be >= 1.``
    SceneExpressionError
        If a rule or a schedule can't be read; it marks the place in their text.
    """
    try:
        scene = msgspec.convert(document, Scene)
    except msgspec.ValidationError as error:
        raise SceneError(_sentence(str(error), document)) from None
    except UnicodeEncodeError:
        raise SceneError("The scene holds text that can't be written as UTF-8.") from None
    for sentence in faults(scene):
        raise SceneError(sentence)
    scene = _with_plain_names(scene)
    for index, entry in enumerate(scene.entries):
        _read_expressions(f"entries[{index}]", entry)
    return scene


def _with_plain_names(scene: Scene) -> Scene:
    """Return the scene with names as expressions have them: θ₁ and theta_1 as theta1."""
    parameters = _plain("parameters", scene.parameters)
    entries = tuple(
        replace(entry, optimizer=_with_plain_letters(f"entries[{index}]", entry.optimizer))
        if isinstance(entry.optimizer, OwnMethod)
        else entry
        for index, entry in enumerate(scene.entries)
    )
    return replace(scene, schema=SCHEMA, parameters=parameters, entries=entries)


def _with_plain_letters(place: str, method: OwnMethod) -> OwnMethod:
    letters = _plain(f"{place}.optimizer.hyperparameters", method.hyperparameters)
    return replace(method, hyperparameters=letters)


def _plain(place: str, items: Mapping[str, _Item]) -> dict[str, _Item]:
    plain: dict[str, _Item] = {}
    for name, item in items.items():
        if canonical(name) in plain:
            raise SceneError(f"{place}.{name} is the same name as another one's.")
        plain[canonical(name)] = item
    return plain


def _read_expressions(place: str, entry: Entry) -> None:
    """Read what an entry holds as text, so that what is wrong in it is said at once."""
    _read(f"{place}.schedule", lambda: parse_schedule(entry.schedule))
    if isinstance(entry.optimizer, OwnMethod):
        _read(f"{place}.optimizer.rule", lambda: rule_of(entry.optimizer))


def _read(place: str, parse: Callable[[], object]) -> None:
    try:
        parse()
    except ExpressionError as error:
        message = f"{place}: {error.message}"
        raise SceneExpressionError(message, error.text, error.span) from None


def _sentence(message: str, document: object) -> str:
    """Say in our words what msgspec found wrong."""
    place = _PLACE.fullmatch(message)
    assert place is not None
    path = place["path"] or ""
    if place["key"]:
        return f"Each name in {path} must be {_rule_for_names(path)}."
    # msgspec hides the key of a dictionary behind [...].
    if "[...]" in path:
        path = path.replace("[...]", f".{_wrong_key(path, document)}")
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
        return (*(method.name() for method in METHODS), OwnMethod.name())
    part, field = path.split(".")[-2:]
    return get_args(get_type_hints(_CHOICES[part])[field])


def _rule_for_names(path: str) -> str:
    if path == "parameters":
        return "a name of up to 40 letters and digits"
    return "up to 24 letters, digits and underscores that begin with a letter"


def _wrong_key(path: str, document: object) -> str:
    """Find which item of a dictionary in the document is not what it should be."""
    before, _, _ = path.partition("[...]")
    for step in re.findall(r"\w+", before):
        document = document[int(step) if step.isdigit() else step]  # type: ignore[index]
    assert isinstance(document, dict)
    kind = Parameter if path.startswith("parameters") else Value
    for name, item in document.items():
        try:
            msgspec.convert(item, kind)
        except msgspec.ValidationError:
            return str(name)
    return "…"
