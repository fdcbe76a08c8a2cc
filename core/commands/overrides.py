"""The options of the command line that change a scene, and what they make of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from msgspec.structs import replace

from core.commands.option_values import (
    entry_option,
    noise_option,
    number_option,
    numerical_gradient_option,
    parameter_option,
    start_option,
    view_option,
    whole_option,
)
from core.errors import SceneError
from core.scene import Parameter, Scene, View, basic_entries
from core.scene_edits import with_loss, with_own_loss, with_parameter
from core.scene_file import load_scene
from core.schedule_factors import refuse_broken_schedules
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
        if getattr(namespace, self.dest, self.default) is not self.default:
            parser.error(f"{option_string} is given twice.")
        setattr(namespace, self.dest, values)


def add_scene_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every headless verb shares; each overrides the scene."""
    add = parser.add_argument
    add("scene", nargs="?", type=Path, metavar="SCENE.json", help="scene to begin from")
    add("--loss", action=Once, metavar="EXPR",
        help="loss to minimise, such as '(1-x)^2 + 100(y-x^2)^2'")  # fmt: skip
    add("--parameter", action="append", type=parameter_option, default=[], metavar="NAME=VALUE",
        help="value of a free name of the loss; may be repeated")  # fmt: skip
    add("--view", action=Once, type=view_option, metavar="XMIN,XMAX,YMIN,YMAX",
        help="rectangle that is looked at")  # fmt: skip
    add("--start", action="append", type=start_option, default=[], metavar="X,Y",
        help="starting point, in place of the scene's; may be repeated")  # fmt: skip
    add("--optimizer", action="append", type=entry_option, default=[],
        metavar="NAME[:KEY=VALUE,...]",
        help="method in place of the scene's, as listed below; may be repeated")  # fmt: skip
    _add_entry_options(parser)
    add("--steps", action=Once, type=whole_option, metavar="N", help="number of steps of every run")
    add("--stop-gradient-norm", action=Once, type=number_option, metavar="V",
        help="end a run once the norm of its gradient is at most V")  # fmt: skip
    add("--stop-loss-change", action=Once, type=number_option, metavar="V",
        help="end a run once a step changes its loss by at most V")  # fmt: skip
    add("--seed", action=Once, type=whole_option, metavar="N", help="seed of whatever is random")


def _add_entry_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that hold for every entry; what isn't given is not in the namespace."""
    add = parser.add_argument
    add("--schedule", action=Once, default=argparse.SUPPRESS, metavar="EXPR",
        help="factor on every learning rate, an expression in the step t and the number "
        "of steps T, such as '1/sqrt(t)'")  # fmt: skip
    add("--noise", action=Once, default=argparse.SUPPRESS, type=noise_option,
        metavar="KIND[:SCALE[,DOF]]",
        help="noise on every gradient: gaussian, proportional (to the gradient's norm), "
        "student (of so many degrees of freedom) or none")  # fmt: skip
    add("--numerical-gradient", action=Once, default=argparse.SUPPRESS,
        type=numerical_gradient_option, metavar="KIND[:STEP]",
        help="difference quotient in place of every gradient: forward, central "
        "or none")  # fmt: skip


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
        If the loss or the schedule can't be read.
    SceneError
        If the scene file or a value can't be used, or a schedule has no factor at one
        of the steps.
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
    stopping: dict[str, object] = {
        "gradient_norm": options.stop_gradient_norm,
        "loss_change": options.stop_loss_change,
    }
    scene = replace(scene, **_given(changes))
    scene = replace(scene, stopping=replace(scene.stopping, **_given(stopping)))
    scene = validated(_with_entry_options(scene, vars(options)))
    refuse_broken_schedules(scene)
    return scene


def _given(changes: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in changes.items() if value is not None}


def _with_entry_options(scene: Scene, options: dict[str, object]) -> Scene:
    names = {"schedule", "noise", "numerical_gradient"} & options.keys()
    changes = {name: options[name] for name in names}
    return replace(scene, entries=tuple(replace(entry, **changes) for entry in scene.entries))


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
