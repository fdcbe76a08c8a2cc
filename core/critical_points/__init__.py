"""Finding, polishing and naming the critical points in a rectangle."""

from core.critical_points.search import CriticalPoint, find_critical_points

__all__ = ["CriticalPoint", "find_critical_points"]
