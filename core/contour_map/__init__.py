"""A loss as a map: colours and contour lines as an image, by machine code."""

from core.contour_map.drawing import Look, draw_map

__all__ = ["Look", "draw_map"]
