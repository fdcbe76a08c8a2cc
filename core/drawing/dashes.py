"""The dashes of a line, as how much of each pixel along a piece they leave."""

from __future__ import annotations

from llvmlite import ir

from core.compiler.control import INDEX, element, index, load
from core.compiler.lanes import DOUBLE, Lanes, Truths
from core.drawing.blending import FLOATS, clamped, spread
from core.drawing.records import BRUSH, number

ROUNDER = 1.5 * 2.0**23
"""Adding it to a float and subtracting it again rounds to the nearest integer."""


class Dashes:
    """How much of a pixel the dashes of a line leave of it, all of it where it is solid.

    Round a corner a dash goes on in the direction of either piece, so that it ends there
    neither sooner nor later than its length allows.
    """

    def __init__(self, brush: ir.Value, phase: Lanes) -> None:
        self._builder = builder = phase.builder
        self._pattern = element(builder, brush, len(BRUSH), DOUBLE)
        self._kinds = builder.fptosi(number(builder, brush, BRUSH, "dashes").value, INDEX)
        is_solid = Truths(builder, builder.icmp_signed("==", self._kinds, index(0)))
        self._at_least = spread(is_solid.choose(1.0, phase.like(0.0)))
        period = number(builder, brush, BRUSH, "period")
        self._phase, self._period = spread(phase), spread(period)
        self._frequency = spread(1.0 / period)

    def coverage(self, along: Lanes) -> Lanes:
        """Append the loop over the dashes of a pattern, for pixels along the piece."""
        builder = self._builder
        before = builder.block
        head, body, after = (builder.append_basic_block() for _ in range(3))
        builder.branch(head)
        builder.position_at_end(head)
        kind, most = builder.phi(INDEX), builder.phi(FLOATS)
        kind.add_incoming(index(0), before)
        most.add_incoming(self._at_least.value, before)
        builder.cbranch(builder.icmp_signed("<", kind, self._kinds), body, after)
        builder.position_at_end(body)
        covered = self._dash(kind, along)
        above = (covered > Lanes(builder, most)).choose(covered, Lanes(builder, most))
        most.add_incoming(above.value, builder.block)
        kind.add_incoming(builder.add(kind, index(1)), builder.block)
        builder.branch(head)
        builder.position_at_end(after)
        return Lanes(builder, most)

    def _dash(self, kind: ir.Value, along: Lanes) -> Lanes:
        """Return how much the repetitions of one dash cover."""
        builder = self._builder
        pattern = element(builder, self._pattern, builder.mul(kind, index(2)), DOUBLE)
        middle, reach = (
            spread(Lanes(builder, load(builder, pattern, place, DOUBLE))) for place in (0, 1)
        )
        turns = (along + self._phase - middle) * self._frequency
        away = turns - ((turns + ROUNDER) - ROUNDER)
        distance = (away < 0.0).choose(0.0 - away, away) * self._period
        return clamped(reach - distance)
