"""Interval arithmetic: bounds on an expression over whole boxes, compiled."""

from core.compiler.intervals.boxes import Enclosure, IntervalFunction, compile_intervals

__all__ = ["Enclosure", "IntervalFunction", "compile_intervals"]
