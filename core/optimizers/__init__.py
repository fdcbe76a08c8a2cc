"""Every method that can race. A new one is a file here and a line in `METHODS`."""

from __future__ import annotations

from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.gd import GradientDescent
from core.optimizers.momentum import Momentum
from core.optimizers.rmsprop import RMSprop

AnyOptimizer = GradientDescent | Momentum | AdaGrad | RMSprop | Adam
METHODS: tuple[type[AnyOptimizer], ...] = (GradientDescent, Momentum, AdaGrad, RMSprop, Adam)
