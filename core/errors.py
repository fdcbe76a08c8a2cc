"""The errors a person may cause, each with one clear sentence."""

from __future__ import annotations

Span = tuple[int, int]
"""Half-open range of characters of the typed text, ``text[start:end]``."""


class FallLineError(Exception):
    """Base of every error whose message is meant for the person at the screen."""


class ExpressionError(FallLineError):
    """A text that is not an expression of the language.

    Parameters
    ----------
    message
        One sentence that says what was expected.
    text
        The whole text as it was typed.
    span
        The characters of `text` that the message is about; empty at the end of
        the text when something is missing.
    """

    def __init__(self, message: str, text: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.span = span

    def marked(self) -> str:
        """Return the text with a line of carets under the place, for a terminal."""
        start, end = self.span
        carets = "^" * max(1, end - start)
        return f"{self.message}\n  {self.text}\n  {' ' * start}{carets}"


class SceneError(FallLineError):
    """A scene, or a file that should hold one, that can't be used."""


class DerivationError(FallLineError):
    """A derivative that could not be had: abandoned, or beyond the method."""


class Cancelled(Exception):  # noqa: N818 - a signal to unwind, not a failure
    """Raised inside a computation whose result nobody waits for any more."""
