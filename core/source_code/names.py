"""Names and comments of a generated program: valid Python, whatever the scene holds."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

OWN_NAMES = frozenset({
    "np", "torch", "math", "loss", "gradient", "hessian", "steps", "path", "start", "seed",
    "start_index", "optimizer", "scheduler", "schedule", "eigen", "erf", "sigmoid", "softplus",
    "cbrt", "step", "threefry", "uniform", "normal", "student", "noisy_gradient",
    "difference_quotient", "eigenvalue1", "eigenvalue2", "eigenvector1", "eigenvector2",
})  # fmt: skip
"""What a program calls by these names; no name of the scene may take them."""

_RESERVED = OWN_NAMES | frozenset(keyword.kwlist) | frozenset(dir(builtins))


class Identifiers:
    """Gives every name of a scene an identifier of its own.

    Parameters
    ----------
    taken
        Identifiers that are in use already.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*_RESERVED, *taken}
        self._given: dict[str, str] = {}

    def give(self, name: str) -> str:
        """Return the identifier of a name, with underscores behind it where it is taken."""
        if name not in self._given:
            self._given[name] = self.fresh(name)
        return self._given[name]

    def fresh(self, wish: str) -> str:
        """Return an identifier that nothing else has, close to the wish."""
        # Python reads identifiers in this form, so that two spellings may be one name.
        plain = re.sub(r"\W", "_", unicodedata.normalize("NFKC", wish))
        identifier = plain if plain.isidentifier() else f"_{plain}"
        while identifier in self._taken:
            identifier += "_"
        self._taken.add(identifier)
        return identifier

    @property
    def given(self) -> Mapping[str, str]:
        """Identifiers by name."""
        return MappingProxyType(self._given)


def comment(text: str) -> str:
    """Return a text as the inside of a comment: one line of printable signs."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())
