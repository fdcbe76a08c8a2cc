"""Tree → what a person reads: plain text, MathML and pictures of formulas."""

from core.notation.markup import printed_size, to_mathml
from core.notation.plain_text import to_text

__all__ = ["printed_size", "to_mathml", "to_text"]
