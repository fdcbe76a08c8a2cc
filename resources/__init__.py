"""What comes with the program: scenes and fonts, as files beside this one."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent

SCENES = (
    "himmelblau",
    "stretched_bowl",
    "rosenbrock",
    "saddle_escape",
    "beale",
    "rastrigin",
    "monkey_saddle",
    "plateau",
)
"""The scenes in the order of the menu; the first one is shown on first start."""


def scene_path(name: str) -> Path:
    """Return the file of a scene of `SCENES`."""
    return FOLDER / "scenes" / f"{name}.json"
