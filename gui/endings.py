"""How the runs of each entry have ended by a step, in a sentence."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication

from core.outcome import Outcome
from core.race import Race
from core.scene import StoppingRule
from gui.numbers import format_number


def endings(race: Race, step: int, stopping: StoppingRule) -> list[str]:
    """Return a sentence for each entry, empty while its runs go on or ended differently."""
    sentences = []
    for outcomes, last_steps in zip(race.outcomes, race.last_step, strict=True):
        ended = [
            outcome
            for outcome, last_step in zip(outcomes, last_steps, strict=True)
            if step >= last_step and outcome is not Outcome.RAN_ALL_STEPS
        ]
        agree = len(set(ended)) == 1
        sentences.append(_shared(ended[0], len(ended), len(outcomes), stopping) if agree else "")
    return sentences


def fates(race: Race, stopping: StoppingRule) -> list[str]:
    """Return for each entry how all its runs end, the most frequent outcome first."""
    return [
        " ".join(
            _shared(outcome, runs, len(outcomes), stopping)
            for outcome, runs in Counter(outcomes).most_common()
        )
        for outcomes in race.outcomes
    ]


def ending(outcome: Outcome, stopping: StoppingRule) -> str:
    """Return the sentence of an outcome, with the tolerance that a rule was met at."""
    if outcome is Outcome.CONVERGED and stopping.gradient_norm is not None:
        sentence = QCoreApplication.translate(
            "Endings", "It converged: the gradient's norm came down to {0}."
        )
        return sentence.format(format_number(stopping.gradient_norm))
    if outcome is Outcome.STALLED and stopping.loss_change is not None:
        sentence = QCoreApplication.translate(
            "Endings", "It stalled: in a step the loss changed by {0} or less."
        )
        return sentence.format(format_number(stopping.loss_change))
    return outcome.value


def _shared(outcome: Outcome, runs: int, starts: int, stopping: StoppingRule) -> str:
    sentence = ending(outcome, stopping)
    if runs == starts:
        return sentence
    some = QCoreApplication.translate("Endings", "From {0} of {1} starts: {2}")
    return some.format(runs, starts, sentence[:1].lower() + sentence[1:])
