"""Where the numbers lie that Python hands to the machine code of lines."""

from __future__ import annotations

from llvmlite import ir

from core.compiler.control import index, load
from core.compiler.lanes import DOUBLE, Lanes

CANVAS = ("pixels", "memory", "width", "height", "stride", "left", "top", "right", "bottom")
"""Integers: two addresses, a size and a distance between rows in pixels, and the rectangle
that has been painted on, empty while `right` is less than `left`."""

BRUSH = ("half_width", "rim", "grain", "line_alpha", "halo_alpha", "line_blue", "line_green",
         "line_red", "halo_blue", "halo_green", "halo_red", "dashes", "period")  # fmt: skip
"""Doubles: lengths in pixels, opacities up to 1, colours up to 255, how many dashes the
pattern has, none for a solid line, and its length. For each dash follow where its middle
is and how far from it the line is seen."""

PLANE = ("x_origin", "x_scale", "y_origin", "y_scale", "limit")
"""Doubles: a pixel is (value − origin) · scale, unless the value is beyond the limit."""


def number(builder: ir.IRBuilder, record: ir.Value, names: tuple[str, ...], name: str) -> Lanes:
    """Append the reading of a double from a record."""
    return Lanes(builder, load(builder, record, index(names.index(name)), DOUBLE))


LINE = ("x", "y", "brush", "tag")
"""Integers of a line: the addresses of its coordinates and of its brush, and its number
from 1 on."""

STATE = ("x", "y", "kept_x", "kept_y", "kept_place", "since", "along", "is_open")
"""Doubles of a line on its way: the last vertex, the last that was kept with a hash of its
place, the length since then and up to then, and whether there is a last vertex at all."""
