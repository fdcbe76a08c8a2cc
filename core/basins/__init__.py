"""Basins of attraction: where in a view which runs end."""

from core.basins.colouring import Basins, Fate, Grid, basins, told_again
from core.basins.destinations import Destination
from core.basins.measures import Measures, measures

__all__ = ["Basins", "Destination", "Fate", "Grid", "Measures", "basins", "measures", "told_again"]
