"""A run of a race as a program of its own, to be read, changed and run elsewhere."""

from core.source_code.numpy_code import numpy_source
from core.source_code.pytorch_code import pytorch_source

__all__ = ["numpy_source", "pytorch_source"]
