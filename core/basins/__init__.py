"""Basins of attraction: where in a view which runs end."""

from core.basins.colouring import Basins, Fate, basins, told, told_again
from core.basins.destinations import Destination
from core.basins.measures import Measures, measures
from core.basins.sampling import Grid, Samples, samples

__all__ = [
    "Basins",
    "Destination",
    "Fate",
    "Grid",
    "Measures",
    "Samples",
    "basins",
    "measures",
    "samples",
    "told",
    "told_again",
]
