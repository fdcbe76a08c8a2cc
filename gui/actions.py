"""Every command of the window, once: key, text, shortcut and tip."""

from __future__ import annotations

from dataclasses import dataclass

from gui.translation import QT_TRANSLATE_NOOP


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


COMMANDS = (
    Command(
        "openSceneAction",
        QT_TRANSLATE_NOOP("Commands", "Open Scene…"),
        "Ctrl+O",
        QT_TRANSLATE_NOOP("Commands", "Open a scene file."),
    ),
    Command(
        "saveSceneAction",
        QT_TRANSLATE_NOOP("Commands", "Save Scene…"),
        "Ctrl+S",
        QT_TRANSLATE_NOOP("Commands", "Save everything that is seen as a scene file."),
    ),
    Command(
        "exportCsvAction",
        QT_TRANSLATE_NOOP("Commands", "Export Trajectories as CSV…"),
        "Ctrl+E",
        QT_TRANSLATE_NOOP("Commands", "Write every iterate of the race as a table."),
    ),
    Command(
        "exportPictureAction",
        QT_TRANSLATE_NOOP("Commands", "Export Picture…"),
        "Ctrl+Shift+E",
        QT_TRANSLATE_NOOP("Commands", "Write the landscape as it is seen to a PNG file."),
    ),
    Command(
        "copyPictureAction",
        QT_TRANSLATE_NOOP("Commands", "Copy Picture"),
        "Ctrl+Shift+C",
        QT_TRANSLATE_NOOP("Commands", "Put the landscape as it is seen on the clipboard."),
    ),
    Command(
        "quitAction",
        QT_TRANSLATE_NOOP("Commands", "Quit"),
        "Ctrl+Q",
        QT_TRANSLATE_NOOP("Commands", "Close the window."),
    ),
    Command(
        "undoAction",
        QT_TRANSLATE_NOOP("Commands", "Undo"),
        "Ctrl+Z",
        QT_TRANSLATE_NOOP("Commands", "Take back the last change."),
    ),
    Command(
        "redoAction",
        QT_TRANSLATE_NOOP("Commands", "Redo"),
        "Ctrl+Shift+Z; Ctrl+Y",
        QT_TRANSLATE_NOOP("Commands", "Make the change again that was taken back."),
    ),
    Command(
        "editLossAction",
        QT_TRANSLATE_NOOP("Commands", "Edit Loss"),
        "Ctrl+L",
        QT_TRANSLATE_NOOP("Commands", "Type another loss."),
    ),
    Command(
        "clearStartsAction",
        QT_TRANSLATE_NOOP("Commands", "Remove All Starts"),
        "Ctrl+Backspace",
        QT_TRANSLATE_NOOP("Commands", "Remove every starting point."),
    ),
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
        "criticalPointsAction",
        QT_TRANSLATE_NOOP("Commands", "Critical Points"),
        "K",
        QT_TRANSLATE_NOOP("Commands", "Bring the list of critical points into sight."),
    ),
    Command(
        "gradientCheckAction",
        QT_TRANSLATE_NOOP("Commands", "Gradient Check"),
        "G",
        QT_TRANSLATE_NOOP("Commands", "Compare the gradient at a point with differences."),
    ),
    Command(
        "taylorModelAction",
        QT_TRANSLATE_NOOP("Commands", "Taylor Model"),
        "T",
        QT_TRANSLATE_NOOP(
            "Commands", "Draw the plane or quadratic that follows the loss at a point."
        ),
        is_switch=True,
    ),
    Command(
        "sliceAction",
        QT_TRANSLATE_NOOP("Commands", "Slice"),
        "X",
        QT_TRANSLATE_NOOP("Commands", "Cut the loss along a line through the inspected point."),
    ),
    Command(
        "explainStepAction",
        QT_TRANSLATE_NOOP("Commands", "Explain This Step"),
        "E",
        QT_TRANSLATE_NOOP("Commands", "Read why the step under the playhead was as it was."),
    ),
    Command(
        "cancelAction",
        QT_TRANSLATE_NOOP("Commands", "Cancel Computation"),
        "Esc",
        QT_TRANSLATE_NOOP("Commands", "Give up what is being computed."),
    ),
    Command(
        "recentreAction",
        QT_TRANSLATE_NOOP("Commands", "Recentre"),
        "R",
        QT_TRANSLATE_NOOP("Commands", "Show every start and every critical point again."),
    ),
    Command(
        "zoomInAction",
        QT_TRANSLATE_NOOP("Commands", "Zoom In"),
        "+; =",
        QT_TRANSLATE_NOOP("Commands", "Look closer at the middle of the picture."),
    ),
    Command(
        "zoomOutAction",
        QT_TRANSLATE_NOOP("Commands", "Zoom Out"),
        "-",
        QT_TRANSLATE_NOOP("Commands", "See more of the landscape."),
    ),
    Command(
        "nextChartAction",
        QT_TRANSLATE_NOOP("Commands", "Next Chart"),
        "C",
        QT_TRANSLATE_NOOP("Commands", "Show the loss, the gradient or the sharpness by step."),
    ),
    Command(
        "unstableRegionAction",
        QT_TRANSLATE_NOOP("Commands", "Unstable Region"),
        "U",
        QT_TRANSLATE_NOOP("Commands", "Hatch where one method's step is too long."),
        is_switch=True,
    ),
    Command(
        "basinsAction",
        QT_TRANSLATE_NOOP("Commands", "Basins of Attraction"),
        "B",
        QT_TRANSLATE_NOOP("Commands", "Colour the plot by where one method's runs end."),
        is_switch=True,
    ),
    Command(
        "linearLevelsAction",
        QT_TRANSLATE_NOOP("Commands", "Linear Levels"),
        "Alt+1",
        QT_TRANSLATE_NOOP("Commands", "Space the contour lines evenly in the loss."),
        is_switch=True,
    ),
    Command(
        "logarithmicLevelsAction",
        QT_TRANSLATE_NOOP("Commands", "Logarithmic Levels"),
        "Alt+2",
        QT_TRANSLATE_NOOP("Commands", "Space the contour lines by factors above the lowest loss."),
        is_switch=True,
    ),
    Command(
        "quantileLevelsAction",
        QT_TRANSLATE_NOOP("Commands", "Quantile Levels"),
        "Alt+3",
        QT_TRANSLATE_NOOP("Commands", "Give every band between contour lines the same area."),
        is_switch=True,
    ),
    Command(
        "largerTextAction",
        QT_TRANSLATE_NOOP("Commands", "Larger Text"),
        "Ctrl++; Ctrl+=",
        QT_TRANSLATE_NOOP("Commands", "Make every text larger."),
    ),
    Command(
        "smallerTextAction",
        QT_TRANSLATE_NOOP("Commands", "Smaller Text"),
        "Ctrl+-",
        QT_TRANSLATE_NOOP("Commands", "Make every text smaller."),
    ),
    Command(
        "normalTextAction",
        QT_TRANSLATE_NOOP("Commands", "Normal Text"),
        "Ctrl+0",
        QT_TRANSLATE_NOOP("Commands", "Give every text its usual size."),
    ),
    Command(
        "systemAppearanceAction",
        QT_TRANSLATE_NOOP("Commands", "Follow the System"),
        "Ctrl+Alt+0",
        QT_TRANSLATE_NOOP("Commands", "Be light or dark as the system is."),
        is_switch=True,
    ),
    Command(
        "lightAppearanceAction",
        QT_TRANSLATE_NOOP("Commands", "Light"),
        "Ctrl+Alt+1",
        QT_TRANSLATE_NOOP("Commands", "Dark marks on a light ground."),
        is_switch=True,
    ),
    Command(
        "darkAppearanceAction",
        QT_TRANSLATE_NOOP("Commands", "Dark"),
        "Ctrl+Alt+2",
        QT_TRANSLATE_NOOP("Commands", "Light marks on a dark ground."),
        is_switch=True,
    ),
    Command(
        "presentAction",
        QT_TRANSLATE_NOOP("Commands", "Present"),
        "F5; F11",
        QT_TRANSLATE_NOOP("Commands", "Fill the screen, with larger text; again to return."),
        is_switch=True,
    ),
    Command(
        "followPointerAction",
        QT_TRANSLATE_NOOP("Commands", "Curvature at the Pointer"),
        "P",
        QT_TRANSLATE_NOOP("Commands", "Let the curvature panel follow the pointer."),
    ),
    Command(
        "helpAction",
        QT_TRANSLATE_NOOP("Commands", "How to Use Fall Line"),
        "F1",
        QT_TRANSLATE_NOOP("Commands", "Show the gestures and keys."),
    ),
)
