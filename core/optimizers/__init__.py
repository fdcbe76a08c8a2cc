"""Every method that can race. A new one is a file here and a line in `METHODS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.base import Optimizer
from core.optimizers.gd import GradientDescent
from core.optimizers.lion import Lion
from core.optimizers.momentum import Momentum
from core.optimizers.nesterov import Nesterov
from core.optimizers.own import OwnMethod
from core.optimizers.rmsprop import RMSprop
from core.optimizers.sign_descent import SignDescent

METHODS: tuple[type[Optimizer], ...] = (
    GradientDescent,
    Momentum,
    AdaGrad,
    RMSprop,
    Adam,
    Nesterov,
    SignDescent,
    Adadelta,
    AdamW,
    AMSGrad,
    Lion,
)

# What a file may hold follows from the tuple; to the type checker it is any method.
if TYPE_CHECKING:
    AnyOptimizer = Optimizer
else:
    AnyOptimizer = Union[(*METHODS, OwnMethod)]
