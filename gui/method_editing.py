"""Writing a method of one's own: from typed text to an entry of the race."""

from __future__ import annotations

import re

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import RuleError, SceneError
from core.expression.names import canonical
from core.optimizers import METHODS
from core.optimizers.base import Optimizer, declared
from core.optimizers.equations import NAME_PATTERN
from core.optimizers.facts import hyperparameters, learning_rate, values
from core.optimizers.own import OwnMethod
from core.optimizers.rule import parse_rule
from core.scene import Entry, Scene
from core.scene_faults import letter_fault
from core.validation import validated
from gui.controller import Controller
from gui.intents import TYPING_PAUSE_MILLISECONDS, Intents
from gui.panels.method_editor import MethodEditor
from gui.side_pages import SidePages

PAGE = "method editor"
USUAL_VALUE = 0.5
"""Of a hyperparameter whose letter no method has."""


class MethodEditing(QObject):
    """Reads what is written in the editor; what is right becomes the entry's method."""

    understood = Signal(object)
    """The `Rule` that was typed, whenever it is right."""

    def __init__(
        self,
        editor: MethodEditor,
        pages: SidePages,
        controller: Controller,
        intents: Intents,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._pages = pages
        self._controller = controller
        self._intents = intents
        self._place: int | None = None
        """The edited entry; None while the method is not in the race."""
        self._shown: OwnMethod | None = None
        """The method as it was last shown or taken; typing makes another of it."""
        self._known: Optimizer | None = None
        """The edited entry's method, as the scene has it."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.take)
        editor.edited.connect(self._pause.start)
        editor.template_chosen.connect(self.start_from)
        editor.declared.connect(self.declare)
        editor.confirmed.connect(self.confirm)
        pages.page_changed.connect(self._leave)
        controller.scene_changed.connect(self._follow)

    def open_new(self) -> None:
        """Begin a method, which joins the race when it is confirmed."""
        self._leave("")
        first = METHODS[0]()
        self._show(OwnMethod(self.tr("My method"), _plain(first.rule), _numbers(first)))
        self._open()

    def open_entry(self, place: int) -> None:
        """Edit the method of an entry; one that is built in becomes one's own by it."""
        self._leave("")
        self._place = place
        self._show_entry(self._controller.scene.entries[place])
        self._hold()
        self._open()

    def start_from(self, method: Optimizer) -> None:
        """Begin anew with the equations of a method."""
        self._editor.set_method(self._own_name(method.title), _plain(method.rule), _numbers(method))
        self._editor.rule.setFocus()
        self.take()

    def declare(self, letter: str) -> None:
        """Make a name of the rule a hyperparameter."""
        self._editor.hyperparameters.declare(letter, _usual_value(letter))
        self._editor.rule.setFocus()
        self.take()

    def confirm(self) -> None:
        """Enter a new method into the race, or go back to the race."""
        method = self.take()
        if method is None:
            self._editor.rule.setFocus()
        elif self._place is not None:
            self._pages.close_page()
        else:
            self._join(method)

    def take(self) -> OwnMethod | None:
        """Check what is typed; let the entry follow it, or say what is wrong with it."""
        self._pause.stop()
        method = self._typed()
        if method is None:
            return None
        if self._place is not None and method != self._shown:
            self._change(self._place, method)
        self._shown = method
        return method

    def close(self) -> None:
        """Forget what was typed but not yet taken."""
        self._pause.stop()

    def _open(self) -> None:
        self._pages.open(PAGE)
        self._editor.rule.setFocus()

    def _show_entry(self, entry: Entry) -> None:
        method = self._known = entry.optimizer
        if isinstance(method, OwnMethod):
            self._show(replace(method, title=entry.label or method.title))
        else:
            name = entry.label or self._own_name(method.title)
            self._show(OwnMethod(name, _plain(method.rule), _numbers(method)))

    def _show(self, method: OwnMethod) -> None:
        self._editor.set_method(method.title, method.rule, method.hyperparameters)
        self._editor.set_joined(self._place is not None)
        self._shown = self._typed()

    def _own_name(self, title: str) -> str:
        return self.tr("{0} (own)").format(title)[:40]

    def _join(self, method: OwnMethod) -> None:
        count = len(self._controller.scene.entries)
        self._intents.add_entry(method)
        # A race that would be too large is refused, and said so.
        if len(self._controller.scene.entries) > count:
            self._place, self._known = count, method
            self._editor.set_joined(True)
            self._hold()

    def _change(self, place: int, method: OwnMethod) -> None:
        entry = self._controller.scene.entries[place]
        schedule = entry.schedule if learning_rate(method) is not None else ""
        self._known = method
        wanted = replace(entry, optimizer=method, label="", schedule=schedule)
        self._intents.change_entry(place, wanted, False)

    def _hold(self) -> None:
        """Begin the gesture that editing is: while it lasts, whole trails are shown."""
        self._controller.replace(self._controller.scene, "", "method", finished=False)

    def _release(self) -> None:
        """End the gesture, and with it the step of the history."""
        self._controller.replace(self._controller.scene, "")

    def _leave(self, page: str) -> None:
        """Take what was typed last, and let go of the entry."""
        if page == PAGE:
            return
        if self._pause.isActive():
            self.take()
        if self._place is not None:
            self._release()
        self._place = self._known = None

    def _follow(self, scene: Scene) -> None:
        """Keep to the edited entry when the scene changes by another hand, as by Undo."""
        place = self._place
        if place is None:
            return
        optimizers = _optimizers(scene)
        if place < len(optimizers) and optimizers[place] == self._known:
            return
        if self._known in optimizers:
            self._place = optimizers.index(self._known)
        elif place < len(optimizers):
            self._pause.stop()
            self._show_entry(scene.entries[place])
        else:
            self._place = self._known = None
            self._editor.set_joined(False)
            self._release()

    def _typed(self) -> OwnMethod | None:
        """Return the method as it is typed, or None and say what is wrong with it."""
        items = self._editor.hyperparameters.items()
        letters = tuple(canonical(letter) for letter, _value in items)
        for place, (letter, _value) in enumerate(items):
            if fault := self._letter_fault(letters[place], letters[:place]):
                self._editor.hyperparameters.mark(letter)
                self._editor.set_problem(fault)
                return None
        self._editor.hyperparameters.mark("")
        numbers = {letter: value for letter, (_typed, value) in zip(letters, items, strict=True)}
        text = self._editor.rule.toPlainText()
        method = OwnMethod(self._editor.name.text().strip(), text, numbers)
        if not self._is_readable(method):
            return None
        self._editor.set_problem("")
        return method

    def _letter_fault(self, letter: str, before: tuple[str, ...]) -> str:
        if not re.fullmatch(NAME_PATTERN, letter):
            return self.tr("The name of a hyperparameter is a letter or a word, such as beta1.")
        if letter in before:
            return self.tr("Two hyperparameters are named {0}.").format(letter)
        return letter_fault(letter)

    def _is_readable(self, method: OwnMethod) -> bool:
        letters = tuple(method.hyperparameters)
        try:
            rule = parse_rule(method.rule, letters)
            validated(Scene(loss="x + y", entries=(Entry(method),)))
        except RuleError as error:
            unknown = error.unknown if not letter_fault(error.unknown) else ""
            self._editor.set_problem(error.message, error.place, unknown)
            return False
        except SceneError as error:
            field = str(error).removeprefix("entries[0].optimizer.")
            self._editor.set_problem(self.tr("The {0}").format(field))
            return False
        self.understood.emit(rule)
        return True


def _numbers(method: Optimizer) -> dict[str, float]:
    """Return each hyperparameter's value by its letter; a truth is 1 or 0."""
    shown = values(method)
    return {fact.letter: float(shown[fact.name]) for fact in hyperparameters(method)}


def _plain(rule: str) -> str:
    """Return a rule without the indentation it has in a source file."""
    return "\n".join(line.strip() for line in rule.strip().splitlines())


def _optimizers(scene: Scene) -> list[Optimizer]:
    return [entry.optimizer for entry in scene.entries]


def _usual_value(letter: str) -> float:
    """Return the default of the first method that has a hyperparameter of that letter."""
    for method in METHODS:
        for fact in declared(method):
            if fact.letter == letter and not fact.is_truth:
                return float(fact.default)
    return USUAL_VALUE
