"""How the runs of each entry have ended by a step, in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.outcome import Outcome
from core.race import Race


def endings(race: Race, step: int) -> list[str]:
    """Return a sentence for each entry, empty while its runs go on or ended differently."""
    sentences = []
    for outcomes, last_steps in zip(race.outcomes, race.last_step, strict=True):
        ended = [
            outcome
            for outcome, last_step in zip(outcomes, last_steps, strict=True)
            if step >= last_step and outcome is not Outcome.RAN_ALL_STEPS
        ]
        agree = len(set(ended)) == 1
        sentences.append(_sentence(ended[0], len(ended), len(outcomes)) if agree else "")
    return sentences


def _sentence(outcome: Outcome, runs: int, starts: int) -> str:
    sentence = outcome.value
    if runs == starts:
        return sentence
    some = QCoreApplication.translate("Endings", "From {0} of {1} starts: {2}")
    return some.format(runs, starts, sentence[:1].lower() + sentence[1:])
