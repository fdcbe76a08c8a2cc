"""The commands of the Race menu."""

from __future__ import annotations

from gui.actions.command import Command
from gui.translation import QT_TRANSLATE_NOOP

RACE = (
    Command(
        "playAction",
        QT_TRANSLATE_NOOP("Commands", "Play or Pause"),
        "Space",
        QT_TRANSLATE_NOOP("Commands", "Let the race run, or hold it."),
    ),
    Command(
        "stepForwardAction",
        QT_TRANSLATE_NOOP("Commands", "Step Forward"),
        "Right",
        QT_TRANSLATE_NOOP("Commands", "Go one step forward."),
    ),
    Command(
        "stepBackAction",
        QT_TRANSLATE_NOOP("Commands", "Step Back"),
        "Left",
        QT_TRANSLATE_NOOP("Commands", "Go one step back."),
    ),
    Command(
        "rewindAction",
        QT_TRANSLATE_NOOP("Commands", "Rewind"),
        "Home",
        QT_TRANSLATE_NOOP("Commands", "Go back to the starts."),
    ),
    Command(
        "toEndAction",
        QT_TRANSLATE_NOOP("Commands", "Go to the End"),
        "End",
        QT_TRANSLATE_NOOP("Commands", "Go to the last step."),
    ),
    Command(
        "fasterAction",
        QT_TRANSLATE_NOOP("Commands", "Faster"),
        "]",
        QT_TRANSLATE_NOOP("Commands", "Play at the next higher speed."),
    ),
    Command(
        "slowerAction",
        QT_TRANSLATE_NOOP("Commands", "Slower"),
        "[",
        QT_TRANSLATE_NOOP("Commands", "Play at the next lower speed."),
    ),
    Command(
        "loopAction",
        QT_TRANSLATE_NOOP("Commands", "Loop"),
        "L",
        QT_TRANSLATE_NOOP("Commands", "Start again when the race has ended."),
        is_switch=True,
    ),
    Command(
        "explainStepAction",
        QT_TRANSLATE_NOOP("Commands", "Explain This Step"),
        "E",
        QT_TRANSLATE_NOOP("Commands", "Read why the step under the playhead was as it was."),
    ),
    Command(
        "newMethodAction",
        QT_TRANSLATE_NOOP("Commands", "New Method…"),
        "Ctrl+M",
        QT_TRANSLATE_NOOP("Commands", "Write the equations of a method of your own."),
    ),
    Command(
        "stoppingRuleAction",
        QT_TRANSLATE_NOOP("Commands", "Stopping Rule…"),
        "S",
        QT_TRANSLATE_NOOP("Commands", "Choose when a run ends before its last step."),
    ),
    Command(
        "fairRaceAction",
        QT_TRANSLATE_NOOP("Commands", "Fair Race"),
        "F",
        QT_TRANSLATE_NOOP("Commands", "Compare the methods from many starts, each at its best."),
    ),
    Command(
        "mapAction",
        QT_TRANSLATE_NOOP("Commands", "Hyperparameter Map"),
        "M",
        QT_TRANSLATE_NOOP("Commands", "Map what two hyperparameters make of a method's runs."),
    ),
    Command(
        "cancelAction",
        QT_TRANSLATE_NOOP("Commands", "Cancel Computation"),
        "Esc",
        QT_TRANSLATE_NOOP("Commands", "Give up what is being computed."),
    ),
)
