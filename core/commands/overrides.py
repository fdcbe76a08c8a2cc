"""The options of the command line that change a scene, and what they make of it."""

from __future__ import annotations

import argparse
import difflib
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from core.errors import SceneError
from core.expression.names import canonical
from core.optimizers import METHODS
from core.optimizers.base import Hyperparameter
from core.optimizers.facts import hyperparameters
from core.scene import Entry, Parameter, Scene, Start, View, basic_entries
from core.scene_edits import with_loss, with_own_loss, with_parameter
from core.scene_file import load_scene
from core.validation import validated

LOSS_VIEW = View(-5.0, 5.0, -5.0, 5.0)
"""Where a loss is looked at that comes without a scene."""


class Once(argparse.Action):
    """An option with one value, of which a second would silently win."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Keep the value, unless there is one already."""
        if getattr(namespace, self.dest) is not self.default:
            parser.error(f"{option_string} is given twice.")
        setattr(namespace, self.dest, values)


def add_scene_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every headless verb shares; each overrides the scene."""
    add = parser.add_argument
    add("scene", nargs="?", type=Path, metavar="SCENE.json", help="scene to begin from")
    add(
        "--loss",
        action=Once,
        metavar="EXPR",
        help="loss to minimise, such as '(1-x)^2 + 100(y-x^2)^2'",
    )
    add("--parameter", action="append", type=_parameter, default=[], metavar="NAME=VALUE",
        help="value of a free name of the loss; may be repeated")  # fmt: skip
    add("--view", action=Once, type=_view, metavar="XMIN,XMAX,YMIN,YMAX",
        help="rectangle that is looked at")  # fmt: skip
    add("--start", action="append", type=start_option, default=[], metavar="X,Y",
        help="starting point, in place of the scene's; may be repeated")  # fmt: skip
    add("--optimizer", action="append", type=_entry, default=[], metavar="NAME[:KEY=VALUE,...]",
        help="method in place of the scene's; may be repeated")  # fmt: skip
    add("--steps", action=Once, type=whole_option, metavar="N", help="number of steps of every run")
    add("--seed", action=Once, type=whole_option, metavar="N", help="seed of whatever is random")


def scene_from_options(options: argparse.Namespace, default_scene: Path) -> Scene:
    """Return the scene that the command line asks for.

    Parameters
    ----------
    options
        What a parser with `add_scene_options` read.
    default_scene
        The scene file used when neither a scene nor a loss is given.

    Raises
    ------
    ExpressionError
        If the loss can't be read.
    SceneError
        If the scene file or a value can't be used.
    """
    scene = _base(options, default_scene)
    names = [name for name, _ in options.parameter]
    for name, value in options.parameter:
        if names.count(name) > 1:
            raise SceneError(f"--parameter: {name} is given twice.")
        scene = _with_value(scene, name, value)
    changes: dict[str, object] = {
        "view": options.view,
        "starts": tuple(options.start) or None,
        "entries": tuple(options.optimizer) or None,
        "steps": options.steps,
        "seed": options.seed,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    return validated(replace(scene, **given))


def _base(options: argparse.Namespace, default_scene: Path) -> Scene:
    if options.scene is None and options.loss is not None:
        return with_loss(Scene(loss="", view=LOSS_VIEW, entries=basic_entries()), options.loss)
    scene = load_scene(options.scene or default_scene)
    if options.loss is None:
        return with_own_loss(scene, (options.scene or default_scene).name)
    # Title and notes speak of the loss that was replaced.
    return replace(with_loss(scene, options.loss), title="", notes="")


def _with_value(scene: Scene, name: str, value: float) -> Scene:
    if name not in scene.parameters:
        free = ", ".join(scene.parameters) or "none"
        raise SceneError(f"--parameter: the loss has no parameter {name}; its parameters: {free}.")
    known = scene.parameters[name]
    minimum, maximum = min(known.minimum, value), max(known.maximum, value)
    return with_parameter(scene, name, Parameter(value, minimum, maximum))


def _parameter(text: str) -> tuple[str, float]:
    name, sign, value = text.partition("=")
    name = canonical(name.strip())
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, not {text!r}.")
    return name, _number(value)


def _view(text: str) -> View:
    return View(*_numbers(text, 4, "such as --view=-5,5,-5,5"))


def start_option(text: str) -> Start:
    """Read a point from the text of an option."""
    return Start(*_numbers(text, 2, "such as --start=-1.5,2"))


def _entry(text: str) -> Entry:
    name, _, settings = text.partition(":")
    method = {method.name(): method for method in METHODS}.get(name)
    if method is None:
        raise argparse.ArgumentTypeError(_unknown("method", name, [m.name() for m in METHODS]))
    facts = {fact.name: fact for fact in hyperparameters(method())}
    values: dict[str, float | bool] = {}
    for setting in filter(None, settings.split(",")):
        key, value = _setting(setting, name, facts.values())
        if key in values:
            raise argparse.ArgumentTypeError(f"{key} of {name} is given twice.")
        values[key] = value
    return Entry(replace(method(), **values))


def _setting(text: str, method: str, facts: Iterable[Hyperparameter]) -> tuple[str, float | bool]:
    key, sign, value = (part.strip() for part in text.partition("="))
    if not sign:
        raise argparse.ArgumentTypeError(f"expected KEY=VALUE, not {text!r}.")
    for fact in facts:
        if fact.name == key:
            return key, _truth(key, value) if fact.is_truth else _number(value)
    known = [fact.name for fact in facts]
    raise argparse.ArgumentTypeError(_unknown(f"hyperparameter of {method}", key, known))


def _truth(key: str, text: str) -> bool:
    if text not in {"true", "false"}:
        raise argparse.ArgumentTypeError(f"{key} must be true or false, not {text!r}.")
    return text == "true"


def _numbers(text: str, count: int, example: str) -> list[float]:
    parts = text.split(",")
    if len(parts) != count:
        message = f"expected {count} numbers separated by commas, {example}, not {text!r}."
        raise argparse.ArgumentTypeError(message)
    return [_number(part) for part in parts]


def _number(text: str) -> float:
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        raise argparse.ArgumentTypeError(f"expected a number, not {text.strip()!r}.")
    return value


def whole_option(text: str) -> int:
    """Read a whole number, not negative, from the text of an option."""
    if not re.fullmatch("[0-9]{1,20}", text):
        raise argparse.ArgumentTypeError(f"expected a whole number, not {text!r}.")
    return int(text)


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    nearest = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {nearest[0]}?" if nearest else f"known are {', '.join(known)}."
    return f"{name!r} is not a {what}; {hint}"
