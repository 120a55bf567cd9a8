"""What the tests of single stand-ins share: a module's own small world, and its faults, cleared around each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from http_standins import make_world

from sandbox.faults import Faults
from sandbox.world.store import World


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sandbox's folder."""
    return tmp_path_factory.mktemp("sandbox") / "home"


@pytest.fixture(scope="module")
def world(home: Path) -> World:
    """A world of some thousand records, two days old."""
    return make_world(home)


@pytest.fixture
def faults(home: Path) -> Iterator[Faults]:
    """How the stand-ins misbehave; nothing at first."""
    faults = Faults(home)
    faults.clear()
    yield faults
    faults.clear()
