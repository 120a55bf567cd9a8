"""Which stand-ins there are: each module beside this one that says ``STANDIN = {…}``. Nothing lists them elsewhere.

The declaration is read without importing the module: a start must not pay for every protocol's library.

``place``: offset of its port from the base; a new stand-in takes the next free one, so that no known port moves.
``protocol``: ``http`` or ``sftp`` where a connection of its name leads to it, else empty. ``secrets``: what its clients
must know: ``password`` (with the login ``hub``), or names of settings in the connection's ``extra``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Declared:
    """One stand-in."""

    name: str
    place: int
    protocol: str = ""
    secrets: tuple[str, ...] = ()

    def secret_name(self, secret: str) -> str:
        """Under which name an installation keeps one of its secrets."""
        return self.name if secret == "password" else f"{self.name}_{secret}"  # noqa: S105  # a kind, not a secret


@cache
def declared(folder: Path = _HERE) -> dict[str, Declared]:
    """Every stand-in by name, in the order of their places."""
    found = []
    for path in folder.glob("[!_]*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STANDIN":
                found.append(Declared(path.stem, **ast.literal_eval(node.value)))
    return {item.name: item for item in sorted(found, key=lambda item: (item.place, item.name))}
