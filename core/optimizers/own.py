"""A method that a person typed: its rule and its hyperparameters are data of the scene."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from core.optimizers.base import Optimizer
from core.optimizers.equations import MAXIMUM_CHARACTERS, NAME_PATTERN

LARGEST_VALUE = 1e6
MOST_HYPERPARAMETERS = 12

Letter = Annotated[str, Meta(pattern=f"^{NAME_PATTERN}$")]
Value = Annotated[float, Meta(ge=-LARGEST_VALUE, le=LARGEST_VALUE)]


class OwnMethod(Optimizer, frozen=True, tag="own"):
    """An update rule of one's own, raced, explained and exported like any other.

    A hyperparameter is declared by its letter; ``eta`` is the learning rate, which a
    schedule scales.
    """

    title: Annotated[str, Meta(min_length=1, max_length=40)]
    rule: Annotated[str, Meta(max_length=MAXIMUM_CHARACTERS)]
    hyperparameters: Annotated[dict[Letter, Value], Meta(max_length=MOST_HYPERPARAMETERS)] = field(
        default_factory=dict
    )

    @property
    def family(self) -> str:
        """Own methods stand apart from the list."""
        return ""
