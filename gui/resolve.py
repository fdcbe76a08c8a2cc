"""From a Scene to everything that is drawn of it, part by part, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from time import monotonic, sleep
from typing import Any, Protocol, TypeVar

from core.derivatives import Derivatives
from core.drawing.stamping import stamp_kernel
from core.drawing.walking import walk_kernel
from core.errors import DerivationError
from core.expression import Formula, parse_loss
from core.landscape import Landscape, Surface
from core.notation.formulas import derivative_mathml, loss_mathml
from core.race import run_race
from core.scene import Scene, without_looks
from gui.landscape_drawing import COARSE, SHARP, Fineness, drawn, sampled
from gui.plot.picture import LandscapePicture
from gui.resolved import Canvas, Resolved, shown_view
from gui.surveying import Surveyor
from gui.tasks import CancelCheck, patiently

RACE_PATIENCE = 1.0
"""Seconds after which a race is given up for a newer scene, or when the window closes."""

REST = 0.08
"""Seconds after which a hand that holds something but does not move is at rest."""

GLANCE = 0.002
"""Seconds between two looks at whether it moves."""

SURVEY_PAUSE = 0.1
"""Seconds between two surveys that are shown: a thousand marks take the time of a frame."""

Value = TypeVar("Value")


class Symbolics(Protocol):
    """Who differentiates and typesets: a worker process, or this one without a window."""

    def derive(self, formula: Formula) -> Derivatives:
        """Differentiate twice; raises `DerivationError` where that can't be had."""
        ...

    def typeset(self, mathml: Sequence[str], colour: str, size: float) -> list[bytes]:
        """Draw formulas as SVG."""
        ...


@dataclass(slots=True)
class Resolver:
    """Resolves scenes one after another, reusing each part whose inputs are the same.

    Used from one thread at a time.
    """

    symbolics: Symbolics
    _parts: dict[str, tuple[tuple[Hashable, ...], Any]] = field(default_factory=dict)
    _surveyor: Surveyor = field(default_factory=Surveyor)
    _has_news: bool = False
    """Whether a part was made since this was last set to False."""

    def resolve(
        self,
        scene: Scene,
        canvas: Canvas,
        cancelled: CancelCheck = lambda: False,
        *,
        is_held: bool = False,
    ) -> Iterator[Resolved]:
        """Yield the result with each part that becomes ready.

        What follows a dragging hand comes first and is not cancelled: a coarse picture
        and the race, unless that takes longer than `RACE_PATIENCE`. What takes longer
        waits until the hand rests, for `REST` where something `is_held`.

        Raises
        ------
        ExpressionError
            If the scene's loss is not an expression of the language.
        Cancelled
            If `cancelled` came true in a long computation.
        """
        known = self._begin(scene, canvas)
        # A sharp picture that is still true is shown again: the hand may move a start only.
        is_sharp = self._has(SHARP.name, self._picture_key(known))
        known = self._sharpened(known) if is_sharp else self._sketched(known)
        if not is_sharp:
            yield known
        known = self._raced(known, patiently(cancelled, RACE_PATIENCE))
        if self._has("derivatives", (known.formula,)):
            known = self._differentiated(known)
        yield known
        if not is_held or not _comes_true(cancelled, REST):
            yield from self._refined(known, cancelled)

    def _refined(self, known: Resolved, cancelled: CancelCheck) -> Iterator[Resolved]:
        """Yield what waits until the hand rests.

        What a search for critical points finds at once comes before SymPy's process is
        asked, and the rest, which may take longer, after it has answered.
        """
        if cancelled():
            return
        self._has_news = False
        known = self._sharpened(known)
        if self._has_news:
            yield known
        findings = self._surveyor.search(known.surface, known.view, cancelled)
        for survey in islice(findings, 1):
            known = replace(known, survey=survey)
            yield known
        pause_end = monotonic() + SURVEY_PAUSE
        for work in (self._formula_typeset, self._differentiated):
            if cancelled():
                return
            self._has_news = False
            known = work(known)
            if self._has_news:
                yield known
        for survey in findings:
            known = replace(known, survey=survey)
            if survey.is_finished or monotonic() > pause_end:
                yield known
                pause_end = monotonic() + SURVEY_PAUSE
        if not cancelled():
            yield self._derivatives_typeset(known)

    def _begin(self, scene: Scene, canvas: Canvas) -> Resolved:
        formula = self._part("formula", (scene.loss,), lambda: parse_loss(scene.loss))
        values = {name: parameter.value for name, parameter in scene.parameters.items()}
        key = (formula, tuple(sorted(values.items())))
        surface = self._part("surface", key, lambda: Surface(formula, values))
        view, survey = shown_view(scene.view, canvas), self._surveyor.known(surface)
        return Resolved(scene, canvas, view, formula, surface, survey=survey)

    def _picture(self, known: Resolved, fineness: Fineness) -> LandscapePicture:
        samples = self._part(
            f"{fineness.name} samples",
            self._sample_key(known),
            lambda: sampled(known, fineness),
        )
        key = self._picture_key(known)
        return self._part(fineness.name, key, lambda: drawn(known, samples, fineness))

    def _sketched(self, known: Resolved) -> Resolved:
        return replace(known, picture=self._picture(known, COARSE))

    def _sharpened(self, known: Resolved) -> Resolved:
        return replace(known, picture=self._picture(known, SHARP))

    def _formula_typeset(self, known: Resolved) -> Resolved:
        svg = self._typeset("formula svg", known, lambda: [loss_mathml(known.formula)])
        return replace(known, formula_svg=svg[0])

    def _raced(self, known: Resolved, cancelled: CancelCheck) -> Resolved:
        surface, scene = known.surface, known.scene
        ground = (surface, scene.starts, scene.steps, scene.stopping, scene.seed)
        # Compiled here, even without runs, so that no view has to.
        surface.slope_function()
        walk_kernel()
        stamp_kernel()
        (last_ground, *_), last = self._parts.get("race", ((None,), None))
        race = self._part(
            "race",
            (ground, without_looks(scene.entries)),
            lambda: run_race(surface, scene, cancelled, last if last_ground == ground else None),
        )
        labelled = self._part(
            "labelled race", (race, scene.entries), lambda: replace(race, entries=scene.entries)
        )
        return replace(known, race=labelled)

    def _differentiated(self, known: Resolved) -> Resolved:
        derivatives, problem = self._part(
            "derivatives", (known.formula,), lambda: self._derived(known.formula)
        )
        if derivatives is None:
            return replace(known, derivation_error=problem)
        landscape = self._part(
            "landscape", (known.surface,), lambda: Landscape(known.surface, derivatives)
        )
        return replace(known, landscape=landscape)

    def _derived(self, formula: Formula) -> tuple[Derivatives | None, str]:
        try:
            return self.symbolics.derive(formula), ""
        except DerivationError as error:
            return None, str(error)

    def _derivatives_typeset(self, known: Resolved) -> Resolved:
        landscape = known.landscape
        if landscape is None:
            return known
        formula, derivatives = known.formula, landscape.derivatives
        mathml = partial(derivative_mathml, formula, derivatives)
        svgs = self._typeset("derivative svgs", known, mathml)
        return replace(known, derivative_svgs=tuple(svgs))

    def _typeset(
        self, name: str, known: Resolved, mathml: Callable[[], Sequence[str]]
    ) -> list[bytes]:
        ink, size = known.canvas.ink, known.canvas.text_size
        return self._part(
            name,
            (known.formula, ink, size),
            lambda: self.symbolics.typeset(mathml(), ink, size),
        )

    def _picture_key(self, known: Resolved) -> tuple[Hashable, ...]:
        canvas = known.canvas
        return (*self._sample_key(known), canvas.theme, canvas.ratio)

    @staticmethod
    def _sample_key(known: Resolved) -> tuple[Hashable, ...]:
        canvas = known.canvas
        return (known.surface, known.view, canvas.width, canvas.height, known.scene.contours)

    def _part(self, name: str, key: tuple[Hashable, ...], make: Callable[[], Value]) -> Value:
        """Return the part of that name, made again only where its inputs changed."""
        if not self._has(name, key):
            self._parts[name] = (key, make())
            self._has_news = True
        value: Value = self._parts[name][1]
        return value

    def _has(self, name: str, key: tuple[Hashable, ...]) -> bool:
        return name in self._parts and self._parts[name][0] == key


def _comes_true(check: CancelCheck, seconds: float) -> bool:
    """Wait for something to come true, for so long at most."""
    end = monotonic() + seconds
    while not check():
        if monotonic() > end:
            return False
        sleep(GLANCE)
    return True
