"""Which methods are in ``torch.optim`` as well, with the same variant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.optimizers.facts import hyperparameters, values
from core.source_code.run import Run

Values = Mapping[str, float | bool]


@dataclass(frozen=True)
class _Counterpart:
    """An optimizer of PyTorch.

    Parameters
    ----------
    name
        Of its class.
    arguments
        Keyword → the hyperparameters that it takes; several make a tuple.
    options
        Further arguments.
    is_same
        Whether it is the same method for these hyperparameters, and with a learning
        rate that changes (the second argument).
    """

    name: str
    arguments: Mapping[str, tuple[str, ...]]
    options: str = ""
    is_same: Callable[[Values, bool], bool] = field(default=lambda values, changes: True)


_RATE = {"lr": ("learning_rate",)}
_MOMENTUM = _RATE | {"momentum": ("momentum",)}
_MOMENTS = _RATE | {"betas": ("beta1", "beta2"), "eps": ("epsilon",)}

COUNTERPARTS: Mapping[str, _Counterpart] = {
    "gd": _Counterpart("SGD", _RATE),
    "momentum": _Counterpart(
        "SGD",
        _MOMENTUM,
        is_same=lambda values, changes: bool(values["scale_velocity"]) or not changes,
    ),
    "nesterov": _Counterpart(
        "SGD",
        _MOMENTUM,
        "nesterov=True",
        # PyTorch refuses Nesterov's form without momentum.
        is_same=lambda values, changes: values["momentum"] > 0,
    ),
    "adagrad": _Counterpart("Adagrad", _RATE | {"eps": ("epsilon",)}),
    "adadelta": _Counterpart("Adadelta", _RATE | {"rho": ("decay",), "eps": ("epsilon",)}),
    "rmsprop": _Counterpart("RMSprop", _RATE | {"alpha": ("decay",), "eps": ("epsilon",)}),
    "adam": _Counterpart(
        "Adam", _MOMENTS, is_same=lambda values, changes: bool(values["bias_correction"])
    ),
    "adamw": _Counterpart("AdamW", _MOMENTS | {"weight_decay": ("weight_decay",)}),
    "amsgrad": _Counterpart("Adam", _MOMENTS, "amsgrad=True"),
    "nadam": _Counterpart("NAdam", _MOMENTS | {"momentum_decay": ("momentum_decay",)}),
}
"""By the method's name; a method that is missing here is written out line by line."""


def torch_optimizer(run: Run, identifier: Callable[[str], str]) -> str | None:
    """Return the call that makes a run's optimizer, or None where PyTorch has none.

    Parameters
    ----------
    run
        Gives the method and its hyperparameters.
    identifier
        From the letter of a hyperparameter to what the program calls it.
    """
    optimizer = run.entry.optimizer
    counterpart = COUNTERPARTS.get(optimizer.name())
    if counterpart is None or not counterpart.is_same(values(optimizer), run.is_scheduled):
        return None
    letters = {fact.name: fact.letter for fact in hyperparameters(optimizer)}
    arguments = ["[x]"]
    for keyword, names in counterpart.arguments.items():
        taken = ", ".join(identifier(letters[name]) for name in names)
        arguments.append(f"{keyword}=({taken})" if len(names) > 1 else f"{keyword}={taken}")
    if counterpart.options:
        arguments.append(counterpart.options)
    return f"torch.optim.{counterpart.name}({', '.join(arguments)})"
