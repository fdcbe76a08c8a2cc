"""The headless verbs of the command line."""

from core.commands.parser import main

__all__ = ["main"]
