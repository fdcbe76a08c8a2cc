"""The limits of the methods as formulas, and what chart and plot say with them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from core.descent import PRECONDITIONED
from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.base import Optimizer
from core.optimizers.momentum import Momentum
from core.optimizers.nadam import Nadam
from core.optimizers.nesterov import Nesterov
from core.optimizers.rmsprop import RMSprop
from core.sharpness import SharpnessRecord
from core.unstable_region import UnstableRegion
from gui.numbers import format_number
from gui.panels.chart_legend import LegendLine
from gui.plot.curvature_chart import LIMIT_DASH, LIMIT_WIDTH, WIDTHS
from gui.translation import QT_TRANSLATE_NOOP

HATCHED = QT_TRANSLATE_NOOP("Stability", "Unstable for {0}: {1} > {2}")
EVERYWHERE = QT_TRANSLATE_NOOP("Stability", "Unstable for {0} in the whole view: {1} > {2}")
NOWHERE = QT_TRANSLATE_NOOP("Stability", "{0} is stable in the whole view: {1} < {2}")
AT_STEP = QT_TRANSLATE_NOOP("Stability", "{0}, P = {1} at step {2}")
NO_LIMIT = QT_TRANSLATE_NOOP(
    "Stability", "{0} has no limit of this kind, so that nothing is hatched."
)

PLAIN_TIP = QT_TRANSLATE_NOOP(
    "Stability",
    "Above the dashed limit steps swing ever more widely along the steepest bend"
    " (Cohen et al., 2021).",
)
SCALED_TIP = QT_TRANSLATE_NOOP(
    "Stability",
    "P = {0} divides the step; above the dashed limit steps swing (Cohen et al., 2022).",
)
NO_LIMIT_TIP = QT_TRANSLATE_NOOP("Stability", "This method has no limit to compare with.")


def chart_tip(optimizer: Optimizer, *, has_limit: bool) -> str:
    """Return a sentence that says what the curves are compared with, and whose result it is."""
    if not has_limit:
        return QCoreApplication.translate("Stability", NO_LIMIT_TIP)
    if isinstance(optimizer, PRECONDITIONED):
        tip = QCoreApplication.translate("Stability", SCALED_TIP)
        return tip.format(divisor_formula(optimizer))
    return QCoreApplication.translate("Stability", PLAIN_TIP)


def limit_formula(optimizer: Optimizer) -> str:
    """Return the limit of a method in its own letters, for those that have one."""
    match optimizer:
        case Momentum():
            return "2(1+γ)/η"
        case Nesterov():
            return "2(1+μ)/((1+2μ)η)"
        case Adam() | AMSGrad():
            return "2(1+β₁)/((1−β₁)η)"
        case AdamW():
            return "(2/η−λ)(1+β₁)/(1−β₁)"
        case Nadam():
            return QCoreApplication.translate("Stability", "limit")
        case _:
            return "2/η"


def divisor_formula(optimizer: Optimizer) -> str:
    """Return what an adaptive method divides its step by, in its own letters."""
    match optimizer:
        case AdaGrad() | RMSprop():
            return "√s + ε"
        case Adadelta():
            return "√(s + ε)/√(u + ε)"
        case Nadam():
            return "√v̂ + ε"
        case Adam(bias_correction=False):
            return "√v + ε"
        case _:
            return "(1 − β₁ᵗ)(√v̂ + ε)"


def curvature_names(optimizer: Optimizer) -> tuple[str, str]:
    """Return what the smaller and the larger eigenvalue that count are called."""
    if isinstance(optimizer, PRECONDITIONED):
        return "λmin(P⁻¹H)", "λmax(P⁻¹H)"
    return "λmin", "λmax"


def legend_lines(
    record: SharpnessRecord, optimizer: Optimizer, step: float, colours: tuple[QColor, QColor]
) -> list[LegendLine]:
    """Name the lines of the sharpness chart, with their values under the playhead.

    Parameters
    ----------
    record
        The curvature along a run.
    optimizer
        Its method.
    step
        Where the playhead stands.
    colours
        Of the run, and of the limit.
    """
    place = record.place(step)
    named = zip(curvature_names(optimizer), record.governing[:, place], WIDTHS, strict=True)
    smaller, larger = (
        LegendLine(f"{name} {format_number(float(value), keep_zeros=True)}", colours[0], width)
        for name, value, width in named
    )
    if record.limit is None:
        return [larger, smaller]
    text = f"{limit_formula(optimizer)} = {format_number(float(record.limit[place]))}"
    return [larger, LegendLine(text, colours[1], LIMIT_WIDTH, LIMIT_DASH), smaller]


def region_note(
    label: str, optimizer: Optimizer, limit: float, region: UnstableRegion, step: int
) -> str:
    """Return the sentence about the unstable region.

    Parameters
    ----------
    label
        The entry's.
    optimizer
        Its method.
    limit
        The curvature above which it is unstable.
    region
        Where the curvature is above it.
    step
        Where the playhead stands: an adaptive method's P is the one of that step.
    """
    sentence = HATCHED if region.share > 0 else NOWHERE
    sentence = EVERYWHERE if region.share == 1 else sentence
    is_scaled = isinstance(optimizer, PRECONDITIONED)
    # The formula of a scaled limit is long, and stands above the chart.
    formula = "" if is_scaled else f"{limit_formula(optimizer)} = "
    text = QCoreApplication.translate("Stability", sentence).format(
        label, curvature_names(optimizer)[1], formula + format_number(limit)
    )
    if is_scaled:
        at_step = QCoreApplication.translate("Stability", AT_STEP)
        text = at_step.format(text, divisor_formula(optimizer), step)
    return text + "."


def no_limit_note(label: str) -> str:
    """Return the sentence about a method that has no limit."""
    return QCoreApplication.translate("Stability", NO_LIMIT).format(label)
