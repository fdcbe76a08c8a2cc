"""The controls of playback: play, step, scrub, speed and loop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from gui.panels.icon_button import IconButton
from gui.panels.keys import leaves_space
from gui.panels.number_label import NumberLabel
from gui.panels.scale_slider import JumpSlider

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0)
MOST_STEPS = 1_000_000
SHORTEST_SCRUBBER = 56


class StepsBox(QSpinBox):
    """The number of steps of a race, as wide as its digits."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(1, MOST_STEPS)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setKeyboardTracking(False)
        self.setProperty("role", "number")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().textChanged.connect(self.updateGeometry)
        self.valueChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the digits and one more to type."""
        # While a text is typed it may be longer than the value, or shorter for a moment.
        longest = max(len(self.lineEdit().text()), len(str(self.value())))
        digits = max(4, longest + 1)
        width = self.fontMetrics().horizontalAdvance("0") * digits + 8
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: a number is never cut off."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Leave Space to the window, where it plays; a number has none."""
        return False if leaves_space(event) else super().event(event)


class PlaybackBar(QWidget):
    """Emits what the person wants of the playhead, and shows where it is."""

    play_toggled = Signal()
    step_forward = Signal()
    step_back = Signal()
    rewind = Signal()
    scrubbed = Signal(int)
    speed_changed = Signal(float)
    loop_toggled = Signal(bool)
    steps_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playbackBar")
        self._make_buttons()
        self._make_scrubber()
        self._make_choices()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(11)
        for button in (self.rewind_button, self.back_button, self.play_button):
            layout.addWidget(button)
        layout.addWidget(self.forward_button)
        layout.addWidget(self.scrubber, 1)
        count = QHBoxLayout()
        count.setSpacing(5)
        count.addWidget(self._step)
        count.addWidget(self.steps)
        layout.addLayout(count)
        layout.addWidget(self.speed)
        layout.addWidget(self.loop_button)

    def _make_buttons(self) -> None:
        self.rewind_button = self._button("rewindButton", "rewind", self.tr("Go to the start."))
        self.back_button = self._button("stepBackButton", "step_back", self.tr("Go back a step."))
        self.forward_button = self._button(
            "stepForwardButton", "step_forward", self.tr("Go on by a step.")
        )
        self.play_button = IconButton(
            "play", self.tr("Play the race."), diameter=50, is_round=True, is_accent=True
        )
        self.play_button.setObjectName("playButton")
        self.loop_button = IconButton("loop", self.tr("Play again from the start at the end."))
        self.loop_button.setObjectName("loopButton")
        self.loop_button.setCheckable(True)
        self.back_button.setAutoRepeat(True)
        self.forward_button.setAutoRepeat(True)
        self.rewind_button.clicked.connect(self.rewind)
        self.back_button.clicked.connect(self.step_back)
        self.forward_button.clicked.connect(self.step_forward)
        self.play_button.clicked.connect(self.play_toggled)
        self.loop_button.toggled.connect(self.loop_toggled)

    def _button(self, name: str, icon: str, sentence: str) -> IconButton:
        button = IconButton(icon, sentence, diameter=42, is_round=True)
        button.setObjectName(name)
        return button

    def _make_scrubber(self) -> None:
        self.scrubber = JumpSlider()
        self.scrubber.setObjectName("scrubber")
        self.scrubber.setAccessibleName(self.tr("Step shown"))
        self.scrubber.setToolTip(self.tr("Drag to any step of the race."))
        self.scrubber.setRange(0, 1)
        self.scrubber.setMinimumWidth(SHORTEST_SCRUBBER)
        self.scrubber.valueChanged.connect(self.scrubbed)
        self._step = NumberLabel(10)
        self._step.setObjectName("stepLabel")

    def _make_choices(self) -> None:
        self.steps = StepsBox()
        self.steps.setObjectName("stepsBox")
        self.steps.setAccessibleName(self.tr("Number of steps"))
        self.steps.setToolTip(self.tr("Type how many steps the race has."))
        self.steps.valueChanged.connect(self.steps_changed)
        self.speed = QComboBox()
        self.speed.setObjectName("speedBox")
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("Choose how fast the race plays."))
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.speed.currentIndexChanged.connect(self._announce_speed)

    def set_step(self, step: int, steps: int) -> None:
        """Show the playhead at a step of a race of so many steps."""
        with QSignalBlocker(self.scrubber), QSignalBlocker(self.steps):
            self.scrubber.setMaximum(max(1, steps))
            self.scrubber.setPageStep(max(1, steps // 20))
            if not self.scrubber.isSliderDown():
                self.scrubber.setValue(step)
            is_typing = self.steps.hasFocus() and self.steps.lineEdit().isModified()
            if not is_typing and self.steps.value() != steps:
                self.steps.setValue(steps)
                self.steps.updateGeometry()
        # Padded to the widest number, so that the scrubber keeps its length.
        padded = str(step).rjust(len(str(steps)), "\N{FIGURE SPACE}")
        self._step.set_text(self.tr("step {0} /").format(padded))

    def set_playing(self, is_playing: bool) -> None:
        """Show whether the race plays."""
        sentence = self.tr("Pause the race.") if is_playing else self.tr("Play the race.")
        self.play_button.set_icon("pause" if is_playing else "play")
        self.play_button.setToolTip(sentence)
        self.play_button.setAccessibleName(sentence)

    def set_speed(self, speed: float) -> None:
        """Show a speed, the nearest of those offered."""
        nearest = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - speed))
        with QSignalBlocker(self.speed):
            self.speed.setCurrentIndex(nearest)

    def set_loop(self, is_looping: bool) -> None:
        """Show whether the race plays again at its end."""
        with QSignalBlocker(self.loop_button):
            self.loop_button.setChecked(is_looping)
        self.loop_button.update()

    def _announce_speed(self, index: int) -> None:
        self.speed_changed.emit(SPEEDS[index])
