"""Systems that joined the world later: each is ``<system>.yaml`` (fields, defects) and ``<system>.py`` in this folder.

A system's records are drawn from random streams of its own, so that it changes no row of the others. Its module offers

- ``RENDER``, ``TOMBSTONE``: dataset to the wire form of a record, and of a deleted one
- ``DAMAGE``, ``TWIN``, ``ELIGIBLE``, ``KEY_DEFECTS``: as in ``sandbox.world.defects``
- ``begin(beginning)``: the first day's records of one lot
- ``act(day, arrived)``: one business day; ``arrived`` are the citizens' records that came in on it
- ``broken(truth)``: the rules of agreement that its records break, as ``sandbox.world.agreement.broken``
"""

from __future__ import annotations

import importlib
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sandbox.world.employees import Batch

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Beginning:
    """What a system's first day may build upon: one lot of citizens' records, with the people who brought them."""

    rng: np.random.Generator
    public: Batch
    serials: dict[str, int]
    scale: float
    parts: int
    today: date

    def size(self, at_scale_one: int) -> int:
        """Records of this lot, of a dataset that has ``at_scale_one`` at scale 1."""
        return max(24, round(at_scale_one * self.scale)) // self.parts


def names() -> list[str]:
    """The systems of this folder."""
    return sorted(path.stem for path in _HERE.glob("*.yaml"))


@cache
def modules() -> dict[str, ModuleType]:
    """Each system's module."""
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names()}


def stream(system: str) -> int:
    """The number that sets a system's random draws apart from those of every other."""
    return zlib.crc32(system.encode())


def join() -> None:
    """Let the world know how the systems' records are written and damaged."""
    from sandbox.world import defects, wire

    for module in modules().values():
        wire.RENDER.update(module.RENDER)
        wire.TOMBSTONE.update(module.TOMBSTONE)
        defects.DAMAGE.update(module.DAMAGE)
        defects.TWIN.update(module.TWIN)
        defects.ELIGIBLE.update(module.ELIGIBLE)
        defects.KEY_DEFECTS.update(module.KEY_DEFECTS)
