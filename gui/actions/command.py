"""What is known of a command before there is a window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for.

    Texts are in English and are translated in the context ``Commands``.
    """

    key: str
    """The action's object name."""
    text: str
    shortcut: str
    """One key sequence, or several with ``; `` between them."""
    tip: str
    is_switch: bool = False
