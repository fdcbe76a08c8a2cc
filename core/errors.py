"""The errors a person may cause, each with one clear sentence."""

from __future__ import annotations

Span = tuple[int, int]
"""Half-open range of characters of the typed text, ``text[start:end]``."""

_CONTEXT = 60
"""Characters shown to either side of where an error begins."""


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
        """Return the message, and the text with carets under the place, for a terminal.

        Of a long text only the surroundings are shown, and what a terminal would obey
        instead of showing is left blank.
        """
        start, end = self.span
        first, last = max(0, start - _CONTEXT), min(len(self.text), start + _CONTEXT)
        shown = self.text[first:last]
        shown = "".join(letter if letter.isprintable() else " " for letter in shown)
        before, after = "…" if first else "", "…" if last < len(self.text) else ""
        indent = " " * (len(before) + start - first)
        carets = "^" * max(1, min(end, last) - start)
        return f"{self.message}\n  {before}{shown}{after}\n  {indent}{carets}"


class RuleError(ExpressionError):
    """A text that is not an update rule.

    Parameters
    ----------
    message
        One sentence, which names the line where there is one.
    text
        The line, without its indentation.
    span
        The characters of `text` that the message is about.
    line
        The line's number from 1, blank ones counted; 0 if the message is about no line
        but the whole rule, or a letter, which `text` then is.
    start
        How many characters of the whole rule stand before `text`.
    unknown
        The name that the line uses and nothing declares, if that is what is wrong.
    """

    def __init__(
        self, message: str, text: str, span: Span, *, line: int, start: int, unknown: str = ""
    ) -> None:
        super().__init__(message, text, span)
        self.line = line
        self.place = (start + span[0], start + span[1]) if line else (0, 0)
        """The characters of the whole rule that the message is about."""
        self.unknown = unknown


class SceneError(FallLineError):
    """A scene, or a file that should hold one, that can't be used."""


class SceneExpressionError(SceneError, ExpressionError):
    """A rule or schedule inside a scene that can't be read, with its place marked."""


class DerivationError(FallLineError):
    """A derivative that could not be had: abandoned, or beyond the method."""


class Cancelled(Exception):  # noqa: N818 - a signal to unwind, not a failure
    """Raised inside a computation whose result nobody waits for any more."""
