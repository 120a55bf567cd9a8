"""What may happen to one record in a day: pure functions from its values to its next version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np

from sandbox.world import fields, pools
from sandbox.world.employees import ddo_code
from sandbox.world.people import districts
from sandbox.world.wire import Values

Rng = np.random.Generator


def stamp(rng: Rng, day: date) -> str:
    """A second of the office hours of ``day``."""
    return (datetime(day.year, day.month, day.day, 10) + timedelta(seconds=int(rng.integers(8 * 3600)))).isoformat()  # noqa: DTZ001


def event(rng: Rng, today: date, late: int, last: str) -> str:
    """When it happened: today, or ``late`` days back where that is after the record's last change."""
    day = today - timedelta(days=late)
    return stamp(rng, day if day.isoformat() > last[:10] else today)


def application(rng: Rng, v: Values, today: date, late: int) -> Values | None:
    """The next step of an application, or a clerk's correction of a finished one."""
    at = event(rng, today, late, v[24])
    chance = rng.random()
    if v[19] in ("D", "R"):
        if chance > 0.06:
            return None
        v[16] = pools.BLOCKS[int(rng.integers(len(pools.BLOCKS)))]
        v[24] = at
        return v
    step = pools.RTPS_STEPS.index(v[20])
    if v[21] == "Forward":
        v[19:25] = ["F", pools.RTPS_STEPS[step + 1], None, at, None, at]
    elif step < 3 and chance < 0.3:
        v[19:25] = ["F", v[20], "Forward", v[22], at, at]
    elif step < 2 and chance < 0.85:
        v[19:25] = ["F", pools.RTPS_STEPS[step + 1], None, at, None, at]
    else:
        good = chance < 0.95
        got = v[22] if step == 3 else v[24]
        v[19:25] = ["D" if good else "R", pools.RTPS_STEPS[3], "Deliver" if good else "Reject", got, at, at]
    return v


def grievance(rng: Rng, v: Values, today: date, late: int) -> Values | None:
    """A pending grievance is closed or gets another remark."""
    if v[4] is not None:
        return None
    at = event(rng, today, late, v[3])
    if rng.random() < 0.5:
        v[4], v[5] = at, at
        v[16] = "Disposed with reply"
    else:
        v[16] = pools.REMARKS[int(rng.integers(len(pools.REMARKS)))]
    return v


def matter(rng: Rng, v: Values, today: date, late: int) -> Values | None:
    """A matter is heard on its Monday, reported on, disposed of."""
    at = event(rng, today, late, v[18])
    day = at[:10]
    chance = rng.random()
    if v[15] == "DISPOSED":
        return None
    if v[15] == "REGISTERED":
        if v[2] is None or v[2] > day:
            return None
        v[15] = "HEARD"
    elif v[15] == "HEARD" and chance < 0.5:
        v[15] = "REPORT_AWAITED"
    elif v[16] is None:
        v[16] = day
    elif chance < 0.6:
        v[15], v[17] = "DISPOSED", day
    else:
        return None
    v[18] = at
    return v


def employee(rng: Rng, v: Values, today: date, late: int) -> Values | None:
    """Retirement when its day is over; a transfer; an increment."""
    at = event(rng, today, late, v[20])
    if v[18] != "EMPLOYED":
        return None
    chance = rng.random()
    if v[17] < today.isoformat():
        v[18] = "RETIRED"
    elif chance < 0.25:
        place = districts()[int(rng.integers(len(districts())))]
        v[12] = f"{v[12].split(',')[0]}, {pools.BLOCKS[int(rng.integers(len(pools.BLOCKS)))]}"
        v[13:16] = [ddo_code(place.lgd, int(rng.integers(6))), place.nic, place.lgd]
    elif chance < 0.4 and v[19] < 18:
        v[19] += 1
    else:
        return None
    v[20] = at
    return v


def par(rng: Rng, v: Values, today: date, late: int) -> Values | None:
    """An appraisal report goes to its next stage."""
    at = pools.PAR_STAGES.index(v[8])
    if v[8] == "CLOSED" or rng.random() > 0.5:
        return None
    following = 7 if at == 5 and rng.random() < 0.8 else at + 1
    v[8], v[9] = pools.PAR_STAGES[following], today.isoformat()
    v[12] = "AUTO_FORWARD" if rng.random() < 0.2 else "USER"
    v[14] = today.isoformat() if following == 7 else None
    return v


MOVES: dict[str, Callable[[Rng, Values, date, int], Values | None]] = {
    fields.RTPS: application,
    fields.GRIEVANCES: grievance,
    fields.MATTERS: matter,
    fields.EMPLOYEES: employee,
    fields.PARS: par,
}
