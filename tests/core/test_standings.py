from __future__ import annotations

import math

from core.standings import ranks


def test_equal_losses_share_a_rank() -> None:
    assert ranks([3.0, 1.0, 1.0, math.inf]) == [3, 1, 1, 4]


def test_what_has_no_loss_has_no_rank() -> None:
    assert ranks([math.nan, 2.0, math.nan]) == [0, 1, 0]
    assert ranks([math.nan, math.nan]) == [0, 0]
    assert ranks([]) == []
