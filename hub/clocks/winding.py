"""Brings the clocks to the store as it was known on a business date, by the rules and the newest calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from hub.calendar import Calendar, Days, calendars
from hub.calendar.rules import CARRIED, Rule, rules
from hub.clocks.counting import COUNTED, LONGEST, dated
from hub.clocks.tables import STATES, clock, clock_run
from hub.clocks.views import VIEWS
from hub.contracts import contracts
from hub.database import engine
from hub.reconcile.sources import Sources
from hub.store import ledger

LOCK = 0x7EC0_0021
_KEPT = (
    "dataset", *CARRIED, "facts", "started_on", "limit_days", "days_kind", "office_class", "due_on", "due_by_source",
    "calendar_version", "state", "stopped_on",
)  # fmt: skip
_INPUTS = ("started_on", "limit_days", "days_kind", "office_class")


@dataclass(frozen=True)
class Summary:
    """What one winding did. ``business_date`` is the date it counted by, ``asked`` the one it was called with;
    ``states`` counts the clocks as they stand, ``skipped`` names the rules whose dataset is not installed."""

    business_date: date
    asked: date
    calendar_version: int
    new: int
    changed: int
    withdrawn: int
    states: dict[str, int]
    skipped: tuple[str, ...]


def wind(business_date: date, rules_of: dict[str, Rule] | None = None) -> Summary:
    """Bring every clock to the store as known on the date. The same date again changes nothing; for a date before the
    newest one wound, that newest date is wound again, and the summary says so.

    A clock that stopped keeps the deadline and the version that it stopped with: a holiday moved later does not make a
    matter late, or in time, that is done. Raises ``NotAllowed`` for a date too far ahead (``ledger.demand_near``).
    """
    ledger.demand_near(business_date)
    known = rules() if rules_of is None else rules_of
    installed = {name: rule for name, rule in known.items() if rule.dataset in contracts()}
    with engine().begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        newest: date | None = connection.scalar(sa.select(sa.func.max(clock_run.c.business_date)))
        day = max(business_date, newest or business_date)
        calendar = calendars(None, connection)
        fresh = _fresh(connection, Sources(connection, day), installed, calendar)
        changed, new = _update(connection, fresh, day), _insert(connection, fresh, day)
        withdrawn = _withdraw(connection, fresh, set(known) - set(installed), day)
        counted = dict.fromkeys(STATES, 0)
        for state, count in connection.execute(sa.select(clock.c.state, sa.func.count()).group_by(clock.c.state)):
            counted[state] = count
        version = next(iter(calendar.values())).version
        skipped = tuple(name for name in known if name not in installed)
        done = Summary(day, business_date, version, new, changed, withdrawn, counted, skipped)
        _remember(connection, done)
        return done


def _fresh(
    connection: sa.Connection, at: Sources, known: dict[str, Rule], calendar: dict[str, Calendar]
) -> sa.Table:  # fmt: skip
    """A temporary table of the clocks as the store says, with their deadlines."""
    connection.execute(sa.text("set local default_statistics_target to 10"))  # of tables that live for one winding
    connection.execute(sa.text("set local work_mem to '128MB'"))  # every clock is compared with what it was
    wound = sa.Table(
        "wound_clock", sa.MetaData(), *(sa.Column(name, clock.c[name].type) for name in ("rule", "subject", *_KEPT)),
        sa.Column("moves_on", sa.Boolean), prefixes=["TEMPORARY"], postgresql_on_commit="DROP",
    )  # fmt: skip
    wound.create(connection)
    for rule in known.values():
        connection.execute(wound.insert().from_select(wound.columns.keys(), _subjects(rule, at)))
    needs = sa.and_(wound.c.due_on.is_(None), wound.c.state.in_(("running", "stopped")),
                    wound.c.limit_days.between(0, LONGEST))  # fmt: skip
    due = dated(connection, sa.select(*(wound.c[name] for name in COUNTED)).where(needs), calendar, "wound_due")
    same = sa.and_(*(due.c[name] == wound.c[name] for name in COUNTED))
    is_asked = sa.or_(wound.c.days_kind != Days.CALENDAR, wound.c.moves_on)
    version = next(iter(calendar.values())).version
    found: dict[str, Any] = {
        "due_on": due.c.due_on,
        "calendar_version": sa.case((sa.and_(is_asked, due.c.due_on.is_not(None)), version)),
    }
    connection.execute(wound.update().where(needs, same).values(found))
    running = sa.and_(wound.c.state == "running", wound.c.due_on.is_(None))
    connection.execute(wound.update().where(running).values(state="undated"))
    connection.execute(sa.text(f"analyze {wound.name}"))
    return wound


def _subjects(rule: Rule, at: Sources) -> sa.Select[Any]:
    """The clocks of one rule in the order of the temporary table's columns; a record without a start has none."""
    view = VIEWS[rule.view](at) if rule.view else at(rule.dataset)

    def day(name: str) -> sa.ColumnElement[Any]:
        return sa.cast(view.c[name], sa.Date)

    is_stopped = rule.is_stopped(view)
    state = sa.case((is_stopped, "stopped"), (rule.is_paused(view), "paused"), else_="running")
    days_of = [day(name) for name in rule.stopped.day]
    stopped_on = sa.func.coalesce(*days_of) if days_of else sa.cast(sa.null(), sa.Date)
    facts = [part for name in rule.facts for part in (sa.literal(name, sa.Text), view.c[name])]
    columns: dict[str, sa.ColumnElement[Any]] = {
        "rule": sa.literal(rule.name, sa.Text),
        "subject": sa.cast(view.c[rule.subject], sa.Text),
        "dataset": sa.literal(rule.dataset, sa.Text),
        "facts": sa.func.jsonb_strip_nulls(sa.func.jsonb_build_object(*facts), type_=JSONB),
        "started_on": day(rule.starts),
        "limit_days": rule.limit_of(view),
        "days_kind": rule.days.of_row(view, sa.Text()),
        "office_class": rule.office_class.of_row(view, sa.Text()),
        "due_on": sa.case((state != "paused", day(rule.due))) if rule.due else sa.cast(sa.null(), sa.Date),
        "due_by_source": day(rule.due_by_source) if rule.due_by_source else sa.cast(sa.null(), sa.Date),
        "calendar_version": sa.cast(sa.null(), sa.Integer),
        "state": state,
        "stopped_on": sa.case((is_stopped, stopped_on)),
        "moves_on": sa.literal(rule.on_closed_day == "next_working", sa.Boolean),
    }  # fmt: skip
    for name in CARRIED:
        type_ = clock.c[name].type
        field = rule.carries.get(name)  # type: ignore[call-overload]
        columns[name] = sa.cast(view.c[field] if field else sa.null(), type_)
    order = ("rule", "subject", *_KEPT, "moves_on")
    return sa.select(*(columns[name].label(name) for name in order)).where(view.c[rule.starts].is_not(None))


def _same(fresh: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(clock.c.rule == fresh.c.rule, clock.c.subject == fresh.c.subject)


def _update(connection: sa.Connection, fresh: sa.Table, day: date) -> int:
    """Bring known clocks to what the store says now."""
    stays = sa.and_(
        clock.c.state == "stopped", fresh.c.state == "stopped", clock.c.due_on.is_not(None),
        *(clock.c[name].is_not_distinct_from(fresh.c[name]) for name in _INPUTS),
    )  # fmt: skip
    values: dict[str, Any] = {name: fresh.c[name] for name in _KEPT}
    was_counted = sa.and_(stays, fresh.c.calendar_version.is_not(None))
    # A report that is closed waits for no date any more: the date that it last waited for stays.
    kept = sa.case((fresh.c.state == "stopped", clock.c.due_on))
    values["due_on"] = sa.case((was_counted, clock.c.due_on), else_=sa.func.coalesce(fresh.c.due_on, kept))
    values["calendar_version"] = sa.case((was_counted, clock.c.calendar_version), else_=fresh.c.calendar_version)
    differs = sa.or_(*(clock.c[name].is_distinct_from(value) for name, value in values.items()))
    done = connection.execute(clock.update().values(**values, as_of=day).where(_same(fresh), differs))
    return done.rowcount


def _insert(connection: sa.Connection, fresh: sa.Table, day: date) -> int:
    names = ["rule", "subject", *_KEPT]
    new = sa.select(*(fresh.c[name] for name in names), sa.literal(day, sa.Date)).where(
        ~sa.exists().where(_same(fresh))
    )
    statement = clock.insert().from_select([*names, "as_of"], new)
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _withdraw(connection: sa.Connection, fresh: sa.Table, skipped: Iterable[str], day: date) -> int:
    """Clocks whose record the source no longer has; those of rules that were skipped stay as they stand."""
    gone = clock.update().values(state="withdrawn", as_of=day)
    done = connection.execute(
        gone.where(clock.c.state != "withdrawn", clock.c.rule.not_in(list(skipped)), ~sa.exists().where(_same(fresh)))
    )
    return done.rowcount


def _remember(connection: sa.Connection, done: Summary) -> None:
    summary = {"states": asdict(done)["states"], "skipped": list(done.skipped)}
    row = {"business_date": done.business_date, "calendar_version": done.calendar_version, "summary": summary}
    upsert = insert(clock_run).values(row)
    compared = ("calendar_version", "summary")
    connection.execute(
        upsert.on_conflict_do_update(
            index_elements=["business_date"],
            set_={name: upsert.excluded[name] for name in compared} | {"wound_at": sa.func.now()},
            where=sa.or_(*(clock_run.c[name] != upsert.excluded[name] for name in compared)),
        )
    )
