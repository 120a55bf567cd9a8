"""The world's tables: one a dataset, a row a version of a record; the truth; the clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import orjson

from sandbox.world import defects, fields
from sandbox.world.employees import Batch
from sandbox.world.pools import RTPS_STEPS
from sandbox.world.times import FOREVER, month_number, ordinals
from sandbox.world.wire import Values

NEWEST, TWIN, REPEAT, OLDER, TOMBSTONE = range(5)
"""Kinds of row: the record, the other half of a key conflict, the same row again, an older version served beside the
newer one, and the mark of a deletion."""

TRUTH = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE truth_links (person_id INTEGER NOT NULL, matter_id TEXT, dataset TEXT NOT NULL, key TEXT NOT NULL);
CREATE TABLE truth_discrepancies (
  kind TEXT NOT NULL, dataset TEXT NOT NULL, key TEXT NOT NULL, other_dataset TEXT NOT NULL, other_key TEXT NOT NULL,
  since INTEGER NOT NULL
);
CREATE INDEX truth_links_grievance ON truth_links (key) WHERE dataset = 'cpgram.grievances';
"""
RECORDS = """
CREATE TABLE {table} (
  position INTEGER PRIMARY KEY, rid INTEGER NOT NULL, key TEXT NOT NULL, kind INTEGER NOT NULL,
  visible_from INTEGER NOT NULL, visible_to INTEGER NOT NULL, accepted_from INTEGER, accepted_to INTEGER,
  changed_on INTEGER NOT NULL, defect TEXT, is_pinned INTEGER NOT NULL, vals BLOB NOT NULL
);
"""
INDEXES = """
CREATE INDEX {table}_rid ON {table} (rid);
CREATE INDEX {table}_changed ON {table} (changed_on);
CREATE INDEX {table}_defect ON {table} (visible_to) WHERE defect IS NOT NULL;
"""


def table(dataset: str) -> str:
    """Name of the dataset's table."""
    return dataset.replace(".", "_")


def changed_on(dataset: str, rows: Sequence[Values], day: int) -> list[int]:
    """The source change date of each record as a day number (payroll: its month's number)."""
    if dataset == fields.PAYROLL:
        return [month_number(datetime.fromisoformat(row[1] + "-01").date()) for row in rows]
    if dataset not in fields.CHANGES:
        return [day] * len(rows)
    name = "closed_on" if dataset == fields.CLOSURES else fields.CHANGE_TIME[dataset]
    at = fields.AT[dataset][name]
    return ordinals(row[at] for row in rows)


class Writer:
    """Appends versions of records to one dataset's table."""

    def __init__(self, db: sqlite3.Connection, dataset: str, position: int = 0, rid: int = 0) -> None:
        self.db, self.dataset, self.position, self.rid = db, dataset, position, rid
        self._insert = f"INSERT INTO {table(dataset)} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
        end = "SET {0} = ? WHERE rid = ? AND {0} = ?"
        self._unlist = f"UPDATE {table(dataset)} {end.format('visible_to')}"
        self._unaccept = f"UPDATE {table(dataset)} {end.format('accepted_to')}"

    @classmethod
    def resume(cls, db: sqlite3.Connection, dataset: str) -> Writer:
        """A writer that goes on where the table ends."""
        found = db.execute(f"SELECT coalesce(max(position), 0), coalesce(max(rid), 0) FROM {table(dataset)}")  # noqa: S608
        return cls(db, dataset, *found.fetchone())

    def write(
        self, rows: Sequence[Values], day: int, *, damaged: dict[int, str] | None = None,
        pinned: Iterable[int] = (), rids: Sequence[int] | None = None, repeats: np.random.Generator | None = None,
        kind: int = NEWEST,
    ) -> None:  # fmt: skip
        """Write one version of each record, visible from ``day``. ``rids`` are the records' numbers (new ones where
        left out); ``repeats`` draws which of the RTPS rows come twice."""
        damaged, kept, dataset = damaged or {}, frozenset(pinned), self.dataset
        out: list[tuple[Any, ...]] = []
        draws = repeats.random((len(rows), 2)).tolist() if repeats is not None else None
        for i, (row, changed) in enumerate(zip(rows, changed_on(dataset, rows, day), strict=True)):
            if rids is None:
                self.rid += 1
                rid = self.rid
            else:
                rid = rids[i]
            defect = damaged.get(i)
            key = "|".join(defects.wire_key(dataset, row, defect, rid))
            sound = defect is None and kind == NEWEST
            pin = int(i in kept)

            def add(
                kind: int, values: Values, changed: int, *, accepted: bool = False, at: Any = (rid, key, defect, pin)
            ) -> None:
                self.position += 1
                rid, key, defect, pin = at
                out.append(
                    (self.position, rid, key, kind, day, FOREVER, day if accepted else None,
                     FOREVER if accepted else None, changed, defect, pin, orjson.dumps(values))
                )  # fmt: skip

            older = None
            if draws is not None and sound and draws[i][0] < 0.007:
                older = _earlier(row)
            if older is not None and draws is not None and draws[i][1] < 0.5:
                add(OLDER, older, ordinals([older[24]])[0])
            add(kind, row, changed, accepted=sound)
            if older is not None and draws is not None and draws[i][1] >= 0.5:
                add(OLDER, older, ordinals([older[24]])[0])
            if defect == defects.KEY_CONFLICT:
                add(TWIN, row, changed)
            elif draws is not None and sound and draws[i][0] > 0.99:
                add(REPEAT, row, changed)
        self.db.executemany(self._insert, out)

    def close(self, rid: int, day: int, *, accepted: bool) -> None:
        """End what is visible of a record on ``day``; ``accepted`` ends what the hub holds of it as well."""
        self.db.execute(self._unlist, (day, rid, FOREVER))
        if accepted:
            self.db.execute(self._unaccept, (day, rid, FOREVER))


def _earlier(application: Values) -> Values | None:
    """The same application as it stood at its first step, if that was before."""
    begun = (datetime.fromisoformat(application[5]) + timedelta(seconds=60)).isoformat()
    if application[24] <= begun:
        return None
    return [*application[:19], "I", RTPS_STEPS[0], None, begun, None, begun, "ACTIVE"]


def write_truth(db: sqlite3.Connection, batch: Batch, day: int) -> None:
    """Keep the truth about generated records."""
    db.executemany("INSERT INTO truth_links VALUES (?, ?, ?, ?)", batch.links)
    db.executemany(
        "INSERT INTO truth_discrepancies VALUES (?, ?, ?, ?, ?, ?)", [(*row, day) for row in batch.discrepancies]
    )
