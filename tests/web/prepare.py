"""A small world for the console's tests: two business days from the stand-ins, some batches held on the second.

Run as ``python -m tests.web.prepare HOME`` with ``HUB_DATABASE_URL``; the stand-ins are gone when it ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import date
from pathlib import Path

from tests.web.planted import plant

START, SECOND = date(2026, 11, 20), date(2026, 11, 21)
HELD = {  # dataset -> what the source does wrong on the second day
    "rtps.applications": ("wrong_total", {}),
    "jandarbar.grievances": ("wrong_total", {}),
    "cpgram.closures": ("wrong_total", {}),
    "sparrow.pars": ("field_renamed", {"field": "Stage"}),
}

LATE = ("hrms.payroll", "hrms.pay_cases", "rtps.services")  # not synced on the second day


def main(home: Path) -> None:
    """Sync both days."""
    mine = {name: value for name, value in os.environ.items() if name.startswith("HUB_")}
    from hub.settings import settings
    from tests.standins import Standins  # forgets the developer's own HUB_ variables

    standins = Standins(home, seed=5, scale=0.05, start=START)
    try:
        standins.start()
        os.environ.update(standins.environment(START) | mine)
        settings.cache_clear()
        _sync(standins)
    finally:
        standins.stop()


def _sync(standins: object) -> None:
    from hub.cycle import after_syncs
    from hub.database import engine
    from hub.entities import resolve
    from hub.errors import BatchHeld
    from hub.migrations import migrate
    from hub.reports import area, make, remake
    from hub.sync import in_order, sync
    from tests.standins import Standins

    assert isinstance(standins, Standins)
    migrate()
    for described in in_order("all"):
        sync(described.id, START)
    for _step in after_syncs(START):
        pass
    make("pay_cases", START, [area("state"), area("district:212"), area("district:211")])
    make("district", START, [area("district:212")])
    remake("district", START, "it-manager", "made before all data were in")
    with engine().begin() as connection:
        for subject in ("employee", "matter"):
            resolve(subject, START, connection)
    standins.world.advance()
    for described in in_order("all"):
        if described.id in LATE:
            continue
        if described.id in HELD:
            fault, params = HELD[described.id]
            standins.faults.inject(described.system, fault, times=50, **params)
        with contextlib.suppress(BatchHeld):
            sync(described.id, SECOND)
        standins.faults.clear()
    plant()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
