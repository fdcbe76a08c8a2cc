"""Every method that can race. A new one is a file here and a line in `METHODS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.base import Optimizer
from core.optimizers.damped_newton import DampedNewton
from core.optimizers.eigenvector_escape import EigenvectorEscape
from core.optimizers.gd import GradientDescent
from core.optimizers.gradient_clipping import GradientClipping
from core.optimizers.gradient_flow import GradientFlow
from core.optimizers.lion import Lion
from core.optimizers.momentum import Momentum
from core.optimizers.nadam import Nadam
from core.optimizers.nesterov import Nesterov
from core.optimizers.newton import Newton
from core.optimizers.own import OwnMethod
from core.optimizers.perturbed_gd import PerturbedGradientDescent
from core.optimizers.polyak_step_size import PolyakStepSize
from core.optimizers.random_local_search import RandomLocalSearch
from core.optimizers.random_search import RandomSearch
from core.optimizers.rmsprop import RMSprop
from core.optimizers.saddle_free_newton import SaddleFreeNewton
from core.optimizers.sam import SharpnessAware
from core.optimizers.sign_descent import SignDescent

METHODS: tuple[type[Optimizer], ...] = (
    GradientDescent,
    Momentum,
    AdaGrad,
    RMSprop,
    Adam,
    Nesterov,
    SignDescent,
    GradientClipping,
    PolyakStepSize,
    GradientFlow,
    Adadelta,
    AdamW,
    AMSGrad,
    Nadam,
    Lion,
    Newton,
    DampedNewton,
    SaddleFreeNewton,
    EigenvectorEscape,
    PerturbedGradientDescent,
    SharpnessAware,
    RandomSearch,
    RandomLocalSearch,
)

# What a file may hold follows from the tuple; to the type checker it is any method.
if TYPE_CHECKING:
    AnyOptimizer = Optimizer
else:
    AnyOptimizer = Union[(*METHODS, OwnMethod)]
