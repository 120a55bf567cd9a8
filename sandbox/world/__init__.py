"""One seeded world of invented people of Bihar, with the truth beside it."""

from sandbox.world.inbound import Received
from sandbox.world.store import Defect, Expected, WireRecord, World
from sandbox.world.systems import join

join()

__all__ = ["Defect", "Expected", "Received", "WireRecord", "World"]
