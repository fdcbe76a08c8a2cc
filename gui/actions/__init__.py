"""Every command of the window, once: key, text, shortcut and tip, in a table for each menu."""

from gui.actions.analyse_menu import ANALYSE
from gui.actions.command import Command
from gui.actions.edit_menu import EDIT
from gui.actions.file_menu import FILE
from gui.actions.help_menu import HELP
from gui.actions.race_menu import RACE
from gui.actions.view_menu import VIEW

COMMANDS = (*FILE, *EDIT, *RACE, *ANALYSE, *VIEW, *HELP)

__all__ = ["COMMANDS", "Command"]
