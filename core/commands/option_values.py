"""Values of the command line's options, read from their text."""

from __future__ import annotations

import argparse
import difflib
import math
import re
from collections.abc import Iterable, Sequence
from typing import get_args, get_type_hints

from msgspec.structs import replace

from core.expression.names import canonical
from core.optimizers import METHODS
from core.optimizers.base import Hyperparameter, Optimizer
from core.optimizers.facts import hyperparameters
from core.optimizers.own import OwnMethod
from core.scene import Entry, Noise, NumericalGradient, Start, View

NONE = "none"
"""What switches off the noise or the difference quotient of a scene."""


def methods_help() -> str:
    """List every method with its hyperparameters, as `entry_option` reads them."""
    return "methods and their defaults:\n" + "\n".join(map(_method_help, METHODS))


def _method_help(method: type[Optimizer]) -> str:
    facts = hyperparameters(method())
    settings = [f"{fact.name}={str(fact.default).lower()}" for fact in facts]
    return f"  {method.name()}:{','.join(settings)}"


def number_option(text: str) -> float:
    """Read a finite number."""
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        raise argparse.ArgumentTypeError(f"expected a number, not {text.strip()!r}.")
    return value


def whole_option(text: str) -> int:
    """Read a whole number, not negative."""
    if not re.fullmatch("[0-9]{1,20}", text):
        raise argparse.ArgumentTypeError(f"expected a whole number, not {text!r}.")
    return int(text)


def start_option(text: str) -> Start:
    """Read a point."""
    return Start(*_numbers(text, 2, "such as --start=-1.5,2"))


def view_option(text: str) -> View:
    """Read a rectangle."""
    return View(*_numbers(text, 4, "such as --view=-5,5,-5,5"))


def parameter_option(text: str) -> tuple[str, float]:
    """Read the name of a parameter and its value."""
    name, sign, value = text.partition("=")
    name = canonical(name.strip())
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, not {text!r}.")
    return name, number_option(value)


def noise_option(text: str) -> Noise | None:
    """Read a kind of noise, its scale and its degrees of freedom."""
    if text == NONE:
        return None
    kind, values = _kind_and_numbers(text, Noise, "kind of noise")
    names = ("scale", "degrees_of_freedom") if kind == "student" else ("scale",)
    return replace(Noise(), kind=kind, **_named(values, names))


def numerical_gradient_option(text: str) -> NumericalGradient | None:
    """Read a kind of difference quotient and its step."""
    if text == NONE:
        return None
    kind, values = _kind_and_numbers(text, NumericalGradient, "kind of difference quotient")
    return replace(NumericalGradient(), kind=kind, **_named(values, ("step",)))


def entry_option(text: str) -> Entry:
    """Read a method and its hyperparameters."""
    name, _, settings = text.partition(":")
    if name == OwnMethod.name():
        message = "a method of one's own comes from a scene file; give the file instead."
        raise argparse.ArgumentTypeError(message)
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
            return key, _truth(key, value) if fact.is_truth else number_option(value)
    known = [fact.name for fact in facts]
    raise argparse.ArgumentTypeError(_unknown(f"hyperparameter of {method}", key, known))


def _truth(key: str, text: str) -> bool:
    if text not in {"true", "false"}:
        raise argparse.ArgumentTypeError(f"{key} must be true or false, not {text!r}.")
    return text == "true"


def _kind_and_numbers(text: str, part: type, what: str) -> tuple[str, list[float]]:
    """Read one of the kinds of a part of the scene, and numbers after a colon."""
    kind, colon, numbers = text.partition(":")
    known = get_args(get_type_hints(part)["kind"])
    if kind not in known:
        raise argparse.ArgumentTypeError(_unknown(what, kind, (*known, NONE)))
    return kind, [number_option(number) for number in numbers.split(",")] if colon else []


def _named(values: Sequence[float], names: Sequence[str]) -> dict[str, float]:
    if len(values) > len(names):
        expected = "one number" if len(names) == 1 else f"at most {len(names)} numbers"
        raise argparse.ArgumentTypeError(f"expected {expected} after the colon.")
    return dict(zip(names, values, strict=False))


def _numbers(text: str, count: int, example: str) -> list[float]:
    parts = text.split(",")
    if len(parts) != count:
        message = f"expected {count} numbers separated by commas, {example}, not {text!r}."
        raise argparse.ArgumentTypeError(message)
    return [number_option(part) for part in parts]


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    nearest = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {nearest[0]}?" if nearest else f"known are {', '.join(known)}."
    return f"{name!r} is not a {what}; {hint}"
