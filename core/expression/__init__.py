"""Text → tree: the expression language."""

from core.expression.formula import Formula, parse_expression, parse_loss

__all__ = ["Formula", "parse_expression", "parse_loss"]
