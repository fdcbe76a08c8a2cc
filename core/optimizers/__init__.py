"""Every method that can race. A new one is a file here and a line in `METHODS`."""

from __future__ import annotations

from core.optimizers.adam import Adam

METHODS = (Adam,)
AnyOptimizer = Adam
