"""The clock of a race: a playhead over trajectories that already exist."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

STEPS_PER_SECOND = 30.0
"""Pace at speed 1: slow enough to name each step, fast enough to see a curve grow."""

FRAME_MILLISECONDS = 16


class Playback(QObject):
    """A playhead between 0 and the number of steps.

    The position advances by the time that really passed, so a late frame skips ahead
    and never slows the race.
    """

    step_changed = Signal(int)
    moved = Signal(float)
    """Where the playhead glides between two steps, at every frame of playing."""
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    loop_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._position = 0.0
        self._steps = 0
        self.speed = 1.0
        self.loop = False
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MILLISECONDS)
        self._timer.timeout.connect(self._advance)

    @property
    def step(self) -> int:
        """The last step that the playhead has reached."""
        return int(self._position)

    @property
    def is_playing(self) -> bool:
        """Whether the playhead moves by itself."""
        return self._timer.isActive()

    def set_steps(self, steps: int) -> None:
        """Set the length of the race; the playhead stays where it is if it can."""
        self._steps = steps
        if self._position > steps:
            self.seek(steps)

    def set_speed(self, speed: float) -> None:
        """Play at a multiple of the usual pace."""
        self.speed = speed
        self.speed_changed.emit(speed)

    def set_loop(self, loop: bool) -> None:
        """Start again at the end, or stop there."""
        self.loop = loop
        self.loop_changed.emit(loop)

    def toggle(self) -> None:
        """Play, or pause; at the end of the race, play from the beginning."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Let the playhead move; from the start again if it stands at the end."""
        if self.is_playing or not self._steps:
            return
        if self.step >= self._steps:
            self.seek(0)
        self._elapsed.start()
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop the playhead where it is."""
        if self.is_playing:
            self._timer.stop()
            # Heads rest on iterates; only under way do they glide between them.
            self._position = float(self.step)
            self.moved.emit(self._position)
            self.playing_changed.emit(False)

    def seek(self, step: int) -> None:
        """Put the playhead on a step; out of range means the nearest end."""
        before = self.step
        self._position = float(min(max(step, 0), self._steps))
        if self.step != before:
            self.step_changed.emit(self.step)

    def step_by(self, steps: int) -> None:
        """Pause and move by whole steps."""
        self.pause()
        self.seek(self.step + steps)

    def _advance(self) -> None:
        before = self.step
        self._position += self._elapsed.restart() / 1000.0 * STEPS_PER_SECOND * self.speed
        if self._position >= self._steps:
            self._reach_end()
        if self.step != before:
            self.step_changed.emit(self.step)
        self.moved.emit(self._position)

    def _reach_end(self) -> None:
        if self.loop:
            self._position %= max(self._steps, 1)
        else:
            self._position = float(self._steps)
            self.pause()
