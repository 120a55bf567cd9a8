"""What always holds of entities, for ``hub verify``: each rule with the reason where it does not hold."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from hub.database import engine
from hub.entities import resolving
from hub.entities.kinds import Kind, kinds
from hub.entities.neighbourhood import VERDICTS


def proofs() -> Iterator[tuple[str, str, str]]:
    """(rule, kind of entity, reason why it does not hold, or empty), for each kind that was ever resolved."""
    for kind in kinds().values():
        with engine().connect() as connection:
            if resolving.reached(connection, kind.subject) is None:
                continue
            asked = {"subject": kind.subject, "question": kind.question, "kind": kind.name}
            for rule, query in _QUERIES.items():
                row = connection.execute(sa.text(query), asked).first()
                yield rule, kind.name, "" if row is None else ", ".join(str(value) for value in row)
        yield "verify-entities-again", kind.name, _again(kind)


def _again(kind: Kind) -> str:
    """All entities made anew from records, links and judgements, and thrown away: nothing may differ."""
    with engine().connect() as connection, connection.begin() as rehearsal:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(resolving.LOCK)))
        day = resolving.reached(connection, kind.subject)
        if day is None or connection.scalar(sa.text("select exists (select from hub.entity_pending)")):
            return ""  # what people decided during a run is applied by the next one
        records = connection.scalars(
            sa.text("select record_id from hub.entity_member where kind = :kind and valid_to is null"),
            {"kind": kind.name},
        ).all()
        done = resolving.settle(connection, kind, day, records)
        rehearsal.rollback()
    return ", ".join(f"{change}: {count}" for change, count in done.changes.items())


_QUERIES = {
    # An entity holds the records that say so, and lives while it holds any.
    "verify-entities-members": """
        select e.entity_id, e.members, count(m.record_id) from hub.entity e
          left join hub.entity_member m on m.entity_id = e.entity_id and m.valid_to is null
         where e.kind = :kind group by e.entity_id having e.members <> count(m.record_id) limit 1""",
    # Who knows only the changes he was told knows the entities.
    "verify-entities-told": """
        with told as (
            select distinct on (c.entity_id) c.entity_id, c.members from hub.entity_change c
             where c.kind = :kind order by c.entity_id, c.change_id desc
        )
        select e.entity_id, e.members, t.members from hub.entity e left join told t on t.entity_id = e.entity_id
         where e.kind = :kind and e.members is distinct from t.members limit 1""",
    # An id that was merged leads to one that holds records, or held them last.
    "verify-entities-lead": """
        with recursive way (asked, entity_id, merged_into, steps) as (
            select entity_id, entity_id, merged_into, 0 from hub.entity where kind = :kind and state = 'merged'
            union all
            select w.asked, e.entity_id, e.merged_into, w.steps + 1
              from way w join hub.entity e on e.entity_id = w.merged_into where w.steps < 1000
        )
        select asked from way group by asked having bool_and(merged_into is not null) limit 1""",
    # What people keep apart is apart.
    "verify-entities-apart": f"""
        with said as ({VERDICTS})
        select s.left_id, s.right_id, l.entity_id from said s
          join hub.entity_member l on l.record_id = s.left_id and l.kind = :kind and l.valid_to is null
          join hub.entity_member r on r.record_id = s.right_id and r.kind = :kind and r.valid_to is null
         where s.verdict = 'no' and l.entity_id = r.entity_id
           and not exists (select from hub.entity_pending) limit 1""",  # noqa: S608
}
