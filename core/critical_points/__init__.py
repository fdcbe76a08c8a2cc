"""Finding, proving and naming the critical points in a rectangle."""

from core.critical_points.findings import (
    Convexity,
    CriticalCurve,
    CriticalPoint,
    Receipt,
    Status,
    Survey,
    Verdict,
)
from core.critical_points.survey import survey, track

__all__ = [
    "Convexity",
    "CriticalCurve",
    "CriticalPoint",
    "Receipt",
    "Status",
    "Survey",
    "Verdict",
    "survey",
    "track",
]
