"""What the programs in either library have in common, from the header to the loop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from core.optimizers.base import LEARNING_RATE
from core.optimizers.language import GIVEN, ITERATE, RULE_FUNCTIONS, Kind, kind_of
from core.schedules import LAST_STEP, STEP
from core.source_code.conditions import exact_gradient, gradient_call
from core.source_code.expressions import Writer
from core.source_code.helpers import Definitions, names_in, needed
from core.source_code.names import Identifiers, comment
from core.source_code.pieces import Dialect, literal
from core.source_code.run import SEEN_GRADIENT, Run, names_used
from core.tree import Node

GRADIENT = "g"

_LONGEST = 92
"""Signs of a line of the rule beyond which its parts get names."""


@dataclass(frozen=True)
class Library:
    """The words of an array library.

    Parameters
    ----------
    title
        What a person calls it.
    name
        What a program calls it.
    imports
        The lines that import it and set it up.
    array
        What makes an array of a list.
    dialect
        How a rule's lines are written.
    """

    title: str
    name: str
    imports: str
    array: str
    dialect: Dialect


class Listing:
    """The parts of a program that repeats a run.

    Parameters
    ----------
    run
        What to repeat.
    library
        In which words.
    """

    def __init__(self, run: Run, library: Library) -> None:
        self._run = run
        self._library = library
        rule = run.rule
        self._names = Identifiers()
        for name in (*GIVEN, *rule.letters, *rule.state, *(name for name, _ in rule.assignments)):
            self._names.give(name)
        self._base_rate = self._names.fresh("eta_0") if run.is_scheduled else ""
        parameters = Identifiers({"p", *self._names.given.values()})
        self.parameters = {name: parameters.give(name) for name in run.parameters}
        self._schedule = Writer(library.dialect, {STEP: "t", LAST_STEP: "steps"}, {LAST_STEP})
        self._parts = count(1)
        self._numbers = self._python_numbers()
        self._writer = self._rule_writer(self._numbers)

    def program(self, body: list[str], definitions: Definitions) -> str:
        """Return the whole program.

        Parameters
        ----------
        body
            The lines that run.
        definitions
            The functions that it may need.
        """
        constants = [*self._constants(body), *self._schedule_function()]
        sources = needed("\n".join([*constants, *body]), definitions)
        names = {name for source in sources for name in names_in(source)}
        if "seed" in names:
            place = self._run.start_index
            constants[:0] = [f"seed = {int(self._run.scene.seed)}", f"start_index = {place}"]
        code = "\n".join([*constants, *body]) + "\n"
        head = [self._header(), self._imports(names, [*sources, code]), self._parameter_lines()]
        return "\n\n".join(part for part in head if part) + "\n\n\n" + "\n\n".join([*sources, code])

    def beginning(self) -> list[str]:
        """Return the lines in front of the loop: the start, the state and the path."""
        rule, name = self._run.rule, self._library.name
        start, x = self._run.start, self._names.give(ITERATE)
        lines = [f"{x} = {self._library.array}([{float(start.x)!r}, {float(start.y)!r}])"]
        lines += self._given(set(_symbols(rule.initial)), "0")
        stated = {symbol for symbol, _ in rule.initial}
        for state in rule.state:
            if state not in stated:
                zero = f"{name}.zeros(2)" if state in rule.vectors else self._scalar("0.0")
                lines.append(f"{self._names.give(state)} = {zero}")
        lines += self._assignments(rule.initial)
        lines.append(f"path = {name}.full((steps + 1, 2), {name}.nan)")
        return [*lines, f"path[0] = {x}"]

    def loop(self) -> list[str]:
        """Return the loop that follows the rule."""
        rule, name, x = self._run.rule, self._library.name, self._names.give(ITERATE)
        lines = [
            *self.stopping(),
            *self._given(set(_symbols(rule.assignments)), "t"),
            *self._assignments(rule.assignments),
            *self.recording(x),
        ]
        steps = f"for t in {name}.arange(1.0, steps + 1):"
        return ["", steps, *(f"    {line}" for line in lines), "", f"print({x}, loss({x}))"]

    def stopping(self, t: str = "int(t)") -> list[str]:
        """Return the lines that end the run where the scene's stopping rule does."""
        rule, x, lines = self._run.scene.stopping, self._names.give(ITERATE), []
        if rule.gradient_norm is not None:
            norm = f"{self._library.name}.linalg.norm(gradient({x}))"
            lines += [f"if {norm} <= {rule.gradient_norm!r}:", "    break  # converged"]
        if rule.loss_change is not None:
            change = f"abs(loss({x}) - loss(path[{t} - 2]))"
            lines += [f"if t > 1 and {change} <= {rule.loss_change!r}:", "    break  # stalled"]
        return lines

    def recording(self, stored: str, t: str = "int(t)") -> list[str]:
        """Return the lines that end a step, `stored` being the text of the next iterate."""
        name, x = self._library.name, self._names.give(ITERATE)
        return [
            f"if not ({name}.isfinite({x}).all() and {name}.isfinite(loss({x}))):",
            "    break  # It diverged or left the domain of the loss.",
            f"path[{t}] = {stored}",
        ]

    def letter(self, name: str) -> str:
        """Return the identifier of a hyperparameter, before any schedule."""
        is_base = name == LEARNING_RATE and self._run.is_scheduled
        return self._base_rate if is_base else self._names.give(name)

    def _given(self, used: set[str], step: str) -> list[str]:
        """Return the lines that compute what a rule is given and uses."""
        lines, x = [], self._names.give(ITERATE)
        if LEARNING_RATE in used and self._run.is_scheduled:
            # A schedule begins with the first step; what a state starts at comes before it.
            factor = " * schedule(t)" if step == "t" else ""
            lines.append(f"{self._names.give(LEARNING_RATE)} = {self._base_rate}{factor}")
        if GRADIENT in used:
            lines.append(f"{self._names.give(GRADIENT)} = {gradient_call(self._run, x, step)}")
        return lines

    def _assignments(self, lines: tuple[tuple[str, Node], ...]) -> list[str]:
        return [text for line in lines for text in self._assignment(*line)]

    def _assignment(self, name: str, tree: Node) -> list[str]:
        lines: list[str] = []
        text, vectors = self._writer.text(tree), self._run.rule.vectors
        if len(text) > _LONGEST:
            lines, (text,) = self._writer.block([tree], self._part, share=False)
        if name in vectors and kind_of(tree, vectors) is Kind.NUMBER:
            text = f"{self._library.name}.zeros(2) + ({text})"
        elif name not in self._numbers and self._writer.is_number(tree):
            text = self._writer.scalar(tree)
        return [*lines, f"{self._names.give(name)} = {text}"]

    def _part(self) -> str:
        """Return a name for a part of a long line."""
        return self._names.fresh(f"part{next(self._parts)}")

    def _scalar(self, text: str) -> str:
        return self._library.dialect.scalar.format(text)

    def _rule_writer(self, numbers: set[str]) -> Writer:
        dialect = self._library.dialect
        own = {name: name for name in RULE_FUNCTIONS if name not in dialect.calls}
        own |= {
            "grad": exact_gradient(self._run), "hess": "hessian", SEEN_GRADIENT: "noisy_gradient",
        }  # fmt: skip
        return Writer(replace(dialect, calls={**own, **dialect.calls}), self._names.given, numbers)

    def _python_numbers(self) -> set[str]:
        """List the names of the rule whose values are always Python numbers."""
        rule = self._run.rule
        numbers = set(rule.letters)
        if self._run.is_scheduled and not self._schedule.is_number(self._run.schedule):
            numbers.discard(LEARNING_RATE)
        for name, _ in rule.assignments:
            writer = self._rule_writer(numbers)
            values = [tree for assigned, tree in rule.assignments if assigned == name]
            if name not in rule.state and all(map(writer.is_number, values)):
                numbers.add(name)
        return numbers

    def _header(self) -> str:
        run, title = self._run, self._run.entry.optimizer.title
        facts = {
            "Scene": run.scene.title,
            "Loss": run.scene.loss,
            "Method": title if run.label == title else f"{title} ({run.label})",
            "Start": f"({literal(run.start.x)}, {literal(run.start.y)})",
        }
        # Python reads an encoding from the first two lines, so no text may stand there.
        lines = [f"# One run of Fall Line, repeated with {self._library.title}.", "#"]
        lines += [f"# {fact}: {comment(text)}" for fact, text in facts.items() if comment(text)]
        return "\n".join(lines)

    def _imports(self, names: set[str], sources: list[str]) -> str:
        lines = self._library.imports
        if "math" in names:
            lines = f"import math\n\n{lines}"
        if any("np.where(" in source for source in sources):
            # NumPy would warn of the side that isn't taken.
            lines += '\n\nnp.seterr(all="ignore")  # np.where computes both of its sides.'
        return lines

    def _parameter_lines(self) -> str:
        values = self._run.parameters.items()
        return "\n".join(f"{self.parameters[name]} = {float(value)!r}" for name, value in values)

    def _constants(self, body: list[str]) -> list[str]:
        used, lines = names_in("\n".join(body)), []
        for letter in self._run.letters:
            if self.letter(letter.name) in used:
                value = letter.value if isinstance(letter.value, bool) else float(letter.value)
                description = comment(letter.description)
                remark = f"  # {description}" if description else ""
                lines.append(f"{self.letter(letter.name)} = {value!r}{remark}")
        return [*lines, f"steps = {self._run.scene.steps}"]

    def _schedule_function(self) -> list[str]:
        if not self._run.is_scheduled:
            return [""]
        purpose = '"""Return the factor on the learning rate at step t, which counts from 1."""'
        factor = self._schedule.text(self._run.schedule)
        return ["", "", "def schedule(t):", f"    {purpose}", f"    return {factor}", "", ""]


def _symbols(lines: tuple[tuple[str, Node], ...]) -> list[str]:
    return [name for _, tree in lines for name in names_used(tree)]
