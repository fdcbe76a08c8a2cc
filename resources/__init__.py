"""What comes with the program: scenes and fonts, as files beside this one."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent

SCENE_GROUPS = (
    (
        "Landscapes",
        (
            "himmelblau",
            "stretched_bowl",
            "rosenbrock",
            "saddle_escape",
            "beale",
            "rastrigin",
            "monkey_saddle",
            "plateau",
        ),
    ),
    (
        "The learning rate",
        (
            "three_learning_rates",
            "edge_of_stability",
            "progressive_sharpening",
            "schedule_under_noise",
        ),
    ),
    (
        "Momentum and adaptive steps",
        (
            "ravine_momentum",
            "adagrad_runs_dry",
            "rmsprop_repairs_adagrad",
            "adam_bias_correction",
            "saturated_neuron",
        ),
    ),
    (
        "Saddles, minima and chance",
        (
            "five_ways_off_a_saddle",
            "noise_leaves_a_shallow_minimum",
            "sam_flat_minimum",
            "random_search_against_the_gradient",
        ),
    ),
)
"""Headings of the menu, and the scenes below them in the order of teaching."""

SCENES = tuple(name for _, names in SCENE_GROUPS for name in names)
"""All scenes; the first one is shown on first start."""


def scene_path(name: str) -> Path:
    """Return the file of a scene of `SCENES`."""
    return FOLDER / "scenes" / f"{name}.json"
