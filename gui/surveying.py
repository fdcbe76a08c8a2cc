"""What is known of a loss's critical points, from one scene to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.critical_points import Survey, survey
from core.landscape import Surface
from core.scene import View
from gui.tasks import CancelCheck


@dataclass(slots=True)
class Surveyor:
    """Surveys one scene after another and hands on what was proved and named before.

    Used from one thread at a time.
    """

    _surface: Surface | None = None
    _newest: Survey | None = None

    def known(self, surface: Surface) -> Survey | None:
        """Return what is true of a loss without a search, if anything is.

        It may be of another view than the one that is shown.
        """
        if self._surface is not None and surface.formula.tree != self._surface.formula.tree:
            self._surface = self._newest = None
        return self._newest if surface is self._surface else None

    def search(self, surface: Surface, view: View, cancelled: CancelCheck) -> Iterator[Survey]:
        """Yield what is found in a view, nothing where all of it is known already."""
        known = self.known(surface)
        if known is not None and known.is_finished and known.view == view:
            return
        for found in survey(surface, view, self._newest, cancelled):
            self._surface, self._newest = surface, found
            yield found
