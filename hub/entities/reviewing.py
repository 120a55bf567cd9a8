"""What waits for a person, kept up with the entities: a pure function of links, judgements and entities."""

# ruff: noqa: S608  # what is put into the statements is text of this package, never data

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from hub.entities.clusters import Partition
from hub.entities.kinds import Kind
from hub.entities.neighbourhood import VERDICTS
from hub.entities.writing import copy_rows


def refresh(connection: sa.Connection, kind: Kind, day: date, found: Partition) -> int:
    """Bring the items with an end in ``near`` to what is so now; returns how many items wait in all.

    A pair does not wait where a person said yes or no, where both are in one entity already, where a *no* between any
    records of the two entities keeps them apart, or where each entity has a record of its own in the same master and
    the model is not even sure. Such an item stays, closed, so that it waits since the same day again when the answer is
    undone.
    """
    values = {
        "subject": kind.subject, "question": kind.question, "kind": kind.name, "day": day,
        "masters": sorted(kind.masters),
    }  # fmt: skip
    connection.execute(sa.text("drop table if exists wanted, waited, refused"))
    connection.execute(sa.text(_REFUSED))
    rows = [(item.left, item.right, item.reason, item.weight, [item.left, item.right]) for item in found.refused]
    rows += [(cluster[0], cluster[1], "oversize", 0.0, list(cluster)) for cluster in found.oversize]
    copy_rows(
        connection, "refused", ("left_id", "right_id", "reason", "weight", "records"),
        (row for row in rows if row[2] != "judgement"),
    )  # fmt: skip
    connection.execute(sa.text("analyze refused"))
    for statement in (_WANTED, _WAITED, _ANSWERED, "analyze wanted, waited", _FORGET, _KEEP):
        connection.execute(sa.text(statement), values)
    return waiting(connection, kind)


def waiting(connection: sa.Connection, kind: Kind) -> int:
    """How many items wait."""
    total = sa.text("select count(*) from hub.entity_review where kind = :kind and is_open")
    return connection.scalar(total, {"kind": kind.name}) or 0


_REFUSED = """
    create temporary table refused (
        left_id text collate "C", right_id text collate "C", reason text, weight float8, records text[]
    ) on commit drop"""
_WANTED = f"""
    create temporary table wanted on commit drop as
    with said as materialized ({VERDICTS}),
    kept_apart as materialized (
        select l.entity_id as one, r.entity_id as other from said s
          join hub.entity_member l on l.record_id = s.left_id and l.kind = :kind and l.valid_to is null
          join hub.entity_member r on r.record_id = s.right_id and r.kind = :kind and r.valid_to is null
         where s.verdict = 'no'
    ),
    unsure as (
        select l.left_id, l.right_id, l.weight, l.probability from near n
          join hub.link l on l.left_id = n.record_id
         where l.subject = :subject and l.kind = :question and l.band = 'review'
        union
        select l.left_id, l.right_id, l.weight, l.probability from near n
          join hub.link l on l.right_id = n.record_id
         where l.subject = :subject and l.kind = :question and l.band = 'review'
    ),
    candidates as (
        select u.left_id, u.right_id, 'band' as reason, u.weight, u.probability,
               array[u.left_id, u.right_id] as records from unsure u
        union all
        select r.left_id, r.right_id, r.reason, r.weight, coalesce(l.probability, 1), r.records from refused r
          left join hub.link l on l.subject = :subject and l.kind = :question
                               and l.left_id = r.left_id and l.right_id = r.right_id
    ),
    paired as materialized (
        select c.*, l.entity_id as one, r.entity_id as other from candidates c
          join hub.entity_member l on l.record_id = c.left_id and l.kind = :kind and l.valid_to is null
          join hub.entity_member r on r.record_id = c.right_id and r.kind = :kind and r.valid_to is null
    ),
    held as materialized (
        select distinct m.entity_id, split_part(m.record_id, '|', 1) as dataset
          from (select one as entity_id from paired union select other from paired) p
          join hub.entity_member m on m.entity_id = p.entity_id and m.valid_to is null
         where split_part(m.record_id, '|', 1) = any(cast(:masters as text[]))
    ),
    apart as materialized (
        select p.one, p.other, false as by_master from paired p join kept_apart k on k.one = p.one and k.other = p.other
        union
        select p.one, p.other, false from paired p join kept_apart k on k.one = p.other and k.other = p.one
        union
        select p.one, p.other, true from paired p
          join held a on a.entity_id = p.one join held b on b.entity_id = p.other and b.dataset = a.dataset
    )
    select distinct on (c.left_id, c.right_id) c.left_id, c.right_id, c.reason, c.weight, c.probability, c.records,
           c.reason in ('oversize', 'contradiction') or (
               c.one <> c.other
           and s.left_id is null
           and not exists (select from apart k where k.one = c.one and k.other = c.other
                                                 and (c.reason = 'band' or not k.by_master))) as is_open
      from paired c
      left join said s on s.left_id = c.left_id and s.right_id = c.right_id and s.verdict <> 'unsure'
     order by c.left_id, c.right_id, c.reason desc"""
_WAITED = """
    create temporary table waited on commit drop as
    select v.* from near n join hub.entity_review v on v.left_id = n.record_id and v.kind = :kind
    union
    select v.* from near n join hub.entity_review v on v.right_id = n.record_id and v.kind = :kind"""
_ANSWERED = f"""
    insert into wanted
    select o.left_id, o.right_id, o.reason, o.weight, o.probability, o.records, false from waited o
      join ({VERDICTS}) s on s.left_id = o.left_id and s.right_id = o.right_id and s.verdict <> 'unsure'
     where not exists (select from wanted w where w.left_id = o.left_id and w.right_id = o.right_id)"""
_FORGET = """
    delete from hub.entity_review v using waited o
     where v.kind = o.kind and v.left_id = o.left_id and v.right_id = o.right_id
       and not exists (select from wanted w
                        where (w.left_id, w.right_id, w.reason, w.weight, w.probability, w.records, w.is_open)
                            = (v.left_id, v.right_id, v.reason, v.weight, v.probability, v.records, v.is_open))
"""
_KEEP = """
    insert into hub.entity_review (kind, left_id, right_id, reason, weight, probability, since, records, is_open)
    select :kind, w.left_id, w.right_id, w.reason, w.weight, w.probability, coalesce(o.since, :day), w.records,
           w.is_open
      from wanted w left join waited o on o.left_id = w.left_id and o.right_id = w.right_id
    on conflict do nothing"""
