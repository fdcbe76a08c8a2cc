"""Which sides of a cell a level crosses, and which of them a line joins."""

from __future__ import annotations

from llvmlite import ir

from core.compiler.control import INDEX

BOTTOM, RIGHT, TOP, LEFT = range(4)
PAIRS = 4
"""Where a row of the table tells how many pairs of sides it names."""
CASE_LENGTH = 5
_CENTRE_IS_ABOVE = 16


def crossing_table(module: ir.Module) -> ir.GlobalVariable:
    """Return four crossed sides and how many pairs they are, for each case."""
    rows: list[int] = []
    for case in range(2 * _CENTRE_IS_ABOVE):
        sides = _crossings(case)
        rows += [*sides, *(4 - len(sides)) * [0], len(sides) // 2]
    kind = ir.ArrayType(INDEX, len(rows))
    table = ir.GlobalVariable(module, kind, "crossings")
    table.linkage = "internal"
    table.global_constant = True
    table.initializer = ir.Constant(kind, rows)
    return table


def _crossings(case: int) -> list[int]:
    """Return the sides that lines join in a cell, pair by pair.

    Parameters
    ----------
    case
        Bits 0 to 3 are set where a corner is above the level, counterclockwise from the
        lower left one, and bit 4 where the centre is.
    """
    corners = [bool(case >> place & 1) for place in range(4)]
    sides = [side for side in range(4) if corners[side] != corners[(side + 1) % 4]]
    if len(sides) < 4:
        return sides
    # The line turns about the two corners that the centre is not like.
    if corners[0] == bool(case & _CENTRE_IS_ABOVE):
        return [BOTTOM, RIGHT, TOP, LEFT]
    return [LEFT, BOTTOM, RIGHT, TOP]
