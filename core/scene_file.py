"""Scenes in files: strict to read, safe to write."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import NoReturn

import msgspec

from core.errors import SceneError, SceneExpressionError
from core.files import write_atomically
from core.scene import SCHEMA, Scene
from core.validation import scene_from, validated

SIZE_LIMIT = 5_000_000
"""Bytes; a scene with 100,000 starts fits."""


def load_scene(path: Path) -> Scene:
    """Read the scene in a file.

    Raises
    ------
    SceneError
        If the file can't be read, is larger than `SIZE_LIMIT`, or doesn't hold a
        scene; the sentence begins with the file's name. A rule or schedule that can't
        be read is marked as well, by a `SceneExpressionError`.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise SceneError(f"{_name(path)}: the file can't be read ({error.strerror}).") from None
    try:
        return decode_scene(data)
    except SceneExpressionError as error:
        message = f"{_name(path)}: {error.message}"
        raise SceneExpressionError(message, error.text, error.span) from None
    except SceneError as error:
        raise SceneError(f"{_name(path)}: {error}") from None


def decode_scene(data: bytes) -> Scene:
    """Read a scene from the bytes of a JSON document in UTF-8.

    Raises
    ------
    SceneError
        If the bytes are too many, aren't JSON in the strict sense (no repeated keys,
        no numbers beyond float64), come from a newer version, or don't hold a scene.
    """
    if len(data) > SIZE_LIMIT:
        raise SceneError(f"A scene may not be larger than {SIZE_LIMIT // 1_000_000} MB.")
    document = _parse(data)
    schema = document.get("schema", SCHEMA) if isinstance(document, dict) else SCHEMA
    if isinstance(schema, int) and schema > SCHEMA:
        message = (
            f"The scene was saved by a newer version of Fall Line: its schema is {schema}, "
            f"and this version reads schemas up to {SCHEMA}."
        )
        raise SceneError(message)
    return scene_from(document)


def encode_scene(scene: Scene) -> bytes:
    """Return a scene as indented JSON in UTF-8, every field written out.

    Raises
    ------
    SceneError
        If the scene holds what a file may not, so that what was written loads.
    """
    return msgspec.json.format(msgspec.json.encode(validated(scene)), indent=2) + b"\n"


def save_scene(scene: Scene, path: Path) -> None:
    """Write a scene to a file, whole or not at all.

    Raises
    ------
    SceneError
        If the scene holds what a file may not, or the file can't be written.
    """
    try:
        write_atomically(path, encode_scene(scene))
    except OSError as error:
        raise SceneError(f"{_name(path)} can't be written: {error.strerror}.") from None


def _name(path: Path) -> str:
    return path.name or str(path)


def _parse(data: bytes) -> object:
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_without_repeats,
            parse_float=_finite,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError:
        raise SceneError("A scene must be text in UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise SceneError(f"The scene isn't valid JSON at {where}: {error.msg}.") from None
    except RecursionError:
        raise SceneError("The scene is nested too deep.") from None
    except ValueError:
        # Python refuses to read whole numbers of thousands of digits.
        raise SceneError("The scene holds a number that is too long.") from None


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document: dict[str, object] = {}
    for name, value in pairs:
        if name in document:
            raise SceneError(f"The scene has the field {name!r} twice in one place.")
        document[name] = value
    return document


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise SceneError(f"The scene holds a number beyond the largest one, {text[:40]}.")
    return value


def _refuse_constant(text: str) -> NoReturn:
    raise SceneError(f"The scene holds {text}, which is not a number that JSON has.")
