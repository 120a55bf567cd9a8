"""An entry of the navigation; a page module names its own in ``NAV``."""

from __future__ import annotations

from dataclasses import dataclass

from console.access import Right


@dataclass(frozen=True)
class Entry:
    """``message`` names the page; the entry is shown to who holds ``right``."""

    order: int
    message: str
    path: str
    right: Right = Right.SEE

    def is_here(self, path: str) -> bool:
        """Whether ``path`` is this page or lies below it."""
        return path == self.path or (self.path != "/" and path.startswith(self.path + "/"))
