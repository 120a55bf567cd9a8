"""The world: what each source would answer on a day, and what the hub must then hold."""

from __future__ import annotations

import bisect
import json
import sqlite3
import threading
import unicodedata
from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from sandbox.world import agreement, defects, evolve, fields, generate, schema, wire
from sandbox.world.inbound import Inbound, Received
from sandbox.world.times import month_number

_WINDOWS_KEPT = 8  # windows of changes whose positions are remembered
_PAY_ALERT_DAYS = 15  # pending for more than 15 days: 15 is not overdue, 16 is


@dataclass(frozen=True)
class WireRecord:
    """One record as its source gives it; ``position`` orders the dataset and is the cursor of a page."""

    position: int
    key: str
    wire: dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """One row that the hub's store must hold: contract field to canonical value (ISO text, int, Decimal, text)."""

    key: tuple[str, ...]
    values: dict[str, Any]


@dataclass(frozen=True)
class Defect:
    """One row that must stand in quarantine, and why; ``key`` as the wire shows it."""

    key: tuple[str, ...]
    reason: str
    position: int


class World:
    """One sandbox home's world. Many processes and threads read; ``advance`` writes one day in one transaction."""

    def __init__(self, home: Path) -> None:
        self._path = home / "world.sqlite"
        if not self._path.exists():
            raise FileNotFoundError(f"no world in {home}; make one with World.create")
        self._local = threading.local()
        self._lock = threading.Lock()
        self._windows: dict[tuple[Any, ...], array[int]] = {}
        self._inbound = Inbound(home / "inbound.sqlite")

    @classmethod
    def create(cls, home: Path, *, seed: int, scale: float, start: date) -> World:
        """Make a world whose clock stands at ``start``; the file appears when it is whole.

        ``scale`` 1 is about 50,000 records. Raises ``FileExistsError`` where a world stands already.
        """
        home.mkdir(parents=True, exist_ok=True)
        path, draft = home / "world.sqlite", home / "world.sqlite.part"
        if path.exists():
            raise FileExistsError(f"a world stands in {home} already")
        draft.unlink(missing_ok=True)
        db = sqlite3.connect(draft, isolation_level=None)
        try:
            db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
            serials = generate.populate(db, seed=seed, scale=scale, start=start)
            meta = {"seed": seed, "scale": scale, "start": start.isoformat(), "clock": start.isoformat(),
                    "serials": serials}  # fmt: skip
            db.executemany("INSERT INTO meta VALUES (?, ?)", [(k, json.dumps(v)) for k, v in meta.items()])
            db.execute("ANALYZE")
            db.execute("PRAGMA journal_mode=WAL")
        finally:
            db.close()
        draft.rename(path)
        return cls(home)

    @classmethod
    def open(cls, home: Path) -> World:
        """The world that stands in ``home``; raises ``FileNotFoundError`` where there is none."""
        return cls(home)

    @property
    def clock(self) -> date:
        """The day that the world has reached, read from the file at each access."""
        return date.fromisoformat(self._meta("clock"))

    @property
    def start(self) -> date:
        """The day on which the world began; nothing is visible before it."""
        return date.fromisoformat(self._meta("start"))

    def advance(self, days: int = 1) -> date:
        """Move the clock by ``days`` business days (Monday to Saturday) and return where it stands."""
        for _ in range(days):
            db = self._db()
            db.execute("BEGIN IMMEDIATE")
            try:
                meta = {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM meta")}
                clock, serials = evolve.step(
                    db, seed=meta["seed"], clock=date.fromisoformat(meta["clock"]), serials=meta["serials"]
                )
                for name, value in (("clock", clock.isoformat()), ("serials", serials)):
                    db.execute("UPDATE meta SET value = ? WHERE name = ?", (json.dumps(value), name))
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
        return self.clock

    def records(
        self, dataset: str, *, as_of: date, since: date | None = None, until: date | None = None,
        month: str | None = None, after: int = 0, limit: int | None = None,
    ) -> list[WireRecord]:  # fmt: skip
        """What the source answers on ``as_of``, ordered by position, those past position ``after``.

        Snapshot datasets: all current records. Changes datasets: the newest visible version of each record whose
        source change date lies in ``since`` to ``until`` (both included; left out: no bound), rows that the source
        repeats, and tombstones. ``hrms.payroll``: the rows of ``month``, by default the last month closed before
        ``as_of``.
        """
        where, bound = self._window(dataset, as_of, since, until, month)
        wanted = "SELECT position, rid, key, kind, defect, vals FROM " + schema.table(dataset)  # noqa: S608
        if limit is not None and since is not None and dataset in fields.CHANGES:
            places = self._places(dataset, where, bound)
            first = bisect.bisect_right(places, after)
            marks = json.dumps(places[first : first + limit].tolist())
            rows = self._db().execute(
                f"{wanted} WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position",  # noqa: S608
                (marks,),
            )
        else:
            rows = self._db().execute(
                f"{wanted} WHERE {where} AND position > ? ORDER BY position LIMIT ?",
                (*bound, after, -1 if limit is None else limit),
            )
        return [self._render(dataset, *row) for row in rows]

    def count(
        self, dataset: str, *, as_of: date, since: date | None = None, until: date | None = None,
        month: str | None = None,
    ) -> int:  # fmt: skip
        """How many records ``records`` gives without ``limit``."""
        where, bound = self._window(dataset, as_of, since, until, month)
        found = self._db().execute(f"SELECT count(*) FROM {schema.table(dataset)} WHERE {where}", bound)  # noqa: S608
        return int(found.fetchone()[0])

    def expected(self, dataset: str, *, as_of: date) -> Iterator[Expected]:
        """The rows that the hub's store must hold after syncing each business day from the start to ``as_of``."""
        day, names = as_of.toordinal(), fields.NAMES[dataset]
        width = fields.KEY_WIDTH[dataset]
        money = [at for at, row in enumerate(fields.SPECS[dataset]) if row[2] == "n"]
        rows = self._db().execute(
            f"SELECT vals FROM {schema.table(dataset)} WHERE accepted_from <= ? AND accepted_to > ? ORDER BY position",  # noqa: S608
            (day, day),
        )
        for (vals,) in rows:
            values = orjson.loads(vals)
            for at, value in enumerate(values):  # the hub keeps text in NFC; the wire may be written otherwise
                if isinstance(value, str) and not value.isascii():
                    values[at] = unicodedata.normalize("NFC", value)
            for at in money:
                if values[at] is not None:
                    values[at] = Decimal(values[at]).scaleb(-2)
            yield Expected(tuple(str(v) for v in values[:width]), dict(zip(names, values, strict=True)))

    def defects(
        self, dataset: str, *, as_of: date, since: date | None = None, until: date | None = None,
        month: str | None = None, cumulative: bool = False,
    ) -> Iterator[Defect]:  # fmt: skip
        """The rows among ``records`` of the same window that must go to quarantine.

        ``cumulative`` gives instead every defective row that was visible on any day up to ``as_of``.
        """
        if cumulative:
            where, bound = "visible_from <= ?", [as_of.toordinal()]
        else:
            where, bound = self._window(dataset, as_of, since, until, month)
        rows = self._db().execute(
            f"SELECT key, defect, position FROM {schema.table(dataset)} WHERE defect IS NOT NULL AND {where}"  # noqa: S608
            " ORDER BY position",
            bound,
        )
        for key, reason, position in rows:
            yield Defect(tuple(key.split("|")), reason, position)

    def pay_alert_truth(self, as_of: date) -> set[str]:
        """Pay cases which the hub holds, that are not paid and were opened more than 15 days before ``as_of``."""
        return {
            row.key[0]
            for row in self.expected(fields.PAY_CASES, as_of=as_of)
            if row.values["stage"] != "PAID"
            and (as_of - date.fromisoformat(row.values["opened_on"])).days > _PAY_ALERT_DAYS
        }

    def truth_links(self) -> Iterator[tuple[int, str | None, str, str]]:
        """Who and what is the same: person, matter, dataset, key."""
        yield from self._db().execute("SELECT person_id, matter_id, dataset, key FROM truth_links ORDER BY rowid")

    def truth_discrepancies(self, as_of: date) -> Iterator[tuple[str, str, str, str, str]]:
        """Planted disagreements: kind, dataset, key, the other dataset, its key."""
        yield from self._db().execute(
            "SELECT kind, dataset, key, other_dataset, other_key FROM truth_discrepancies"
            " WHERE since <= ? ORDER BY rowid",
            (as_of.toordinal(),),
        )

    def once_settled(self, days: Collection[date]) -> set[str]:
        """Pay cases that a version which the hub met on one of ``days`` showed as paid."""
        rows = self._db().execute(
            f"SELECT key, accepted_from, accepted_to, vals FROM {schema.table(fields.PAY_CASES)}"  # noqa: S608
            " WHERE accepted_from IS NOT NULL AND accepted_to <= ?",
            (max(days, default=date.min).toordinal(),),
        )
        return {
            key for key, first, last, vals in rows
            if orjson.loads(vals)[7] == "PAID" and agreement.seen_on(days, first, last)
        }  # fmt: skip

    def receive(self, system: str, operation: str, idempotency_key: str, payload: dict[str, Any]) -> str:
        """Take a message of the hub and return the system's reference; the same key again changes nothing."""
        return self._inbound.receive(system, operation, idempotency_key, payload)

    def inbound(self, system: str, operation: str) -> list[Received]:
        """What the hub has sent to a system, in the order in which it came; once a key."""
        return self._inbound.listing(system, operation)

    def _window(
        self, dataset: str, as_of: date, since: date | None, until: date | None, month: str | None
    ) -> tuple[str, list[Any]]:
        day = as_of.toordinal()
        where, bound = "visible_from <= ? AND visible_to > ?", [day, day]
        if dataset in fields.CHANGES:
            if since is not None:
                where += " AND changed_on >= ?"
                bound.append(since.toordinal())
            if until is not None and until < as_of:
                where += " AND changed_on <= ?"
                bound.append(until.toordinal())
        elif dataset == fields.PAYROLL:
            where += " AND changed_on = ?"
            bound.append(int(month[:4]) * 12 + int(month[5:]) - 1 if month else month_number(as_of) - 1)
        return where, bound

    def _places(self, dataset: str, where: str, bound: list[Any]) -> array[int]:
        """Positions of a window of changes, found once for all its pages: the index by date knows no order."""
        asked = (dataset, self.clock, where, *bound)
        with self._lock:
            known = self._windows.pop(asked, None)
            if known is None:
                found = self._db().execute(
                    f"SELECT position FROM {schema.table(dataset)} WHERE {where} ORDER BY position",  # noqa: S608
                    bound,
                )
                known = array("q", (position for (position,) in found))
            self._windows[asked] = known  # the latest stand last
            while len(self._windows) > _WINDOWS_KEPT:
                self._windows.pop(next(iter(self._windows)))
        return known

    def _render(
        self, dataset: str, position: int, rid: int, key: str, kind: int, defect: str | None, vals: bytes
    ) -> WireRecord:
        values = orjson.loads(vals)
        if kind == schema.TOMBSTONE:
            return WireRecord(position, key, wire.TOMBSTONE[dataset](values))
        record = wire.RENDER[dataset](values, rid)
        if defect is not None:
            defects.damage(dataset, defect, kind == schema.TWIN, record, values, rid)
        return WireRecord(position, key, record)

    def _meta(self, name: str) -> Any:
        found = self._db().execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return json.loads(found[0])

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = sqlite3.connect(self._path, timeout=60, isolation_level=None)
            db.executescript("PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;")
            self._local.db = db
        return db
