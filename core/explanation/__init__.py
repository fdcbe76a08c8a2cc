"""One step of a run, told with its numbers."""

from core.explanation.arrows import Arrow, ArrowKind
from core.explanation.facts import Rate
from core.explanation.sentences import Sentence
from core.explanation.step import ExactValue, StepExplanation, explain_step

__all__ = [
    "Arrow",
    "ArrowKind",
    "ExactValue",
    "Rate",
    "Sentence",
    "StepExplanation",
    "explain_step",
]
