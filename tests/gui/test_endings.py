"""How runs ended, in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.outcome import Outcome
from core.race import Race
from core.scene import StoppingRule
from gui.endings import ending, endings, fates
from tests.gui.plot.sample import race

OFF = StoppingRule()


def ended(*outcomes: tuple[Outcome, Outcome]) -> Race:
    made = race([(1.0, 1.0), (2.0, 1.0)], steps=10)
    return replace(made, outcomes=outcomes, last_step=np.array([[4, 6], [10, 10]]))


RACE = ended((Outcome.CONVERGED, Outcome.STALLED), (Outcome.RAN_ALL_STEPS, Outcome.RAN_ALL_STEPS))


@pytest.mark.parametrize(
    ("outcome", "stopping", "sentence"),
    [
        (
            Outcome.CONVERGED,
            StoppingRule(gradient_norm=1e-6),
            "It converged: the gradient's norm came down to 1e−6.",
        ),
        (
            Outcome.STALLED,
            StoppingRule(loss_change=0.002),
            "It stalled: in a step the loss changed by 0.002 or less.",
        ),
        (Outcome.CONVERGED, OFF, Outcome.CONVERGED.value),
        (Outcome.DIVERGED, StoppingRule(gradient_norm=1e-6), Outcome.DIVERGED.value),
    ],
)
def test_a_rule_that_ended_a_run_is_told_with_its_tolerance(
    outcome: Outcome, stopping: StoppingRule, sentence: str
) -> None:
    assert ending(outcome, stopping) == sentence


def test_an_entry_says_how_its_runs_ended_while_they_agree() -> None:
    assert endings(RACE, 3, OFF) == ["", ""]
    assert endings(RACE, 5, OFF)[0].startswith("From 1 of 2 starts: it converged")
    assert endings(RACE, 6, OFF) == ["", ""]


def test_fates_tell_every_way_that_the_runs_of_an_entry_end() -> None:
    first, second = fates(RACE, StoppingRule(gradient_norm=0.5, loss_change=0.25))
    assert first == (
        "From 1 of 2 starts: it converged: the gradient's norm came down to 0.5. "
        "From 1 of 2 starts: it stalled: in a step the loss changed by 0.25 or less."
    )
    assert second == "It ran all its steps."
