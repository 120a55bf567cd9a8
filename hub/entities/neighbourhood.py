"""The part of the graph that a change may concern, and what is known of it.

From the touched records on: over the model's accepted links, people's *yes*, and membership in the same entity. Cost
goes with the size of that part, not of the store.
"""

# ruff: noqa: S608  # what is put into the statements is text of this module, never data

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from hub.entities.clusters import Pair, Partition, partition
from hub.entities.kinds import Kind
from hub.entities.lineage import Known
from hub.entities.writing import copy_rows

VERDICTS = """
    select distinct on (left_id, right_id) id, left_id, right_id, verdict
    from hub.judgement
    where subject = :subject and withdrawn_at is null
      and (question = :question
           or (question = 'same_matter' and verdict = 'yes' and :question = 'same_person')
           or (question = 'same_person' and verdict = 'no' and :question = 'same_matter'))
    order by left_id, right_id, id desc"""
"""The newest live judgement a pair: one matter is one person's, and two persons' matters are two."""


@dataclass(frozen=True)
class Part:
    """One part of the graph. ``present`` are its records that exist now."""

    present: frozenset[str]
    accepted: list[tuple[str, str, float]]
    review: list[Pair]
    relatives: list[Pair]
    yes: list[Pair]
    no: list[Pair]

    def clusters(self, kind: Kind) -> Partition:
        """The part's clusters."""
        return partition(
            kind, self.present, self.accepted, review=self.review, relatives=self.relatives, yes=self.yes, no=self.no
        )


def gather(connection: sa.Connection, kind: Kind, touched: Collection[str]) -> int:
    """Fill the temporary table ``near`` with the ids of the part of the graph around ``touched``; returns how many."""
    connection.execute(sa.text("drop table if exists near"))
    connection.execute(
        sa.text(
            'create temporary table near (record_id text collate "C" primary key, round integer not null) '
            "on commit drop"
        )
    )
    copy_rows(connection, "near", ("record_id", "round"), ((record, 0) for record in sorted(touched)))
    grown, round_ = len(touched), 0
    while grown:
        connection.execute(sa.text("analyze near"))
        grown = connection.execute(_GROW, _asked(kind) | {"round": round_}).rowcount
        round_ += 1
    return connection.scalar(sa.text("select count(*) from near")) or 0


_GROW = sa.text(f"""
    insert into near
    with frontier as materialized (select record_id from near where round = :round),
    said as ({VERDICTS}),
    reached as (
        select l.right_id as record_id from frontier f join hub.link l on l.left_id = f.record_id
         where l.subject = :subject and l.kind = :question and l.band = 'accept'
        union all
        select l.left_id from frontier f join hub.link l on l.right_id = f.record_id
         where l.subject = :subject and l.kind = :question and l.band = 'accept'
        union all
        select s.right_id from frontier f join said s on s.left_id = f.record_id where s.verdict = 'yes'
        union all
        select s.left_id from frontier f join said s on s.right_id = f.record_id where s.verdict = 'yes'
        union all
        select other.record_id from frontier f
          join hub.entity_member own on own.record_id = f.record_id and own.kind = :kind and own.valid_to is null
          join hub.entity_member other on other.entity_id = own.entity_id and other.valid_to is null
    )
    select distinct record_id, cast(:round as integer) + 1 from reached
    on conflict do nothing""")


def load(connection: sa.Connection, kind: Kind, present: Collection[str], gone: Collection[str]) -> tuple[Part, Known]:
    """What stands in ``near``: links, judgements, members. ``present`` and ``gone`` are the touched records that exist
    and that do not; of the others those exist that have an entity."""
    asked = _asked(kind)
    members = connection.execute(_CURRENT, asked).all()
    exist = ({row.record_id for row in members} | set(present)) - set(gone)
    accepted, review, relatives = [], [], []
    for row in connection.execute(_LINKS, asked):
        if row.kind == "same_household":
            relatives.append((row.left_id, row.right_id))
        elif row.band == "accept":
            accepted.append((row.left_id, row.right_id, row.weight))
        else:
            review.append((row.left_id, row.right_id))
    said = connection.execute(_SAID, asked).all()
    part = Part(
        frozenset(exist), accepted, review, relatives,
        [(row.left_id, row.right_id) for row in said if row.verdict == "yes"],
        [(row.left_id, row.right_id) for row in said if row.verdict == "no"],
    )  # fmt: skip
    retired: dict[str, list[str]] = {}
    for row in connection.execute(_RETIRED, asked):
        retired.setdefault(row.record_id, []).append(row.entity_id)
    last: dict[str, set[str]] = {}
    ids = sorted({entity for found in retired.values() for entity in found})
    for row in connection.execute(_LAST, {"ids": ids}) if ids else ():
        last.setdefault(row.entity_id, set()).add(row.record_id)
    known = Known(
        current={row.record_id: (row.entity_id, row.since) for row in members},
        founded={row.entity_id: row.founded_in for row in members},
        retired=retired,
        last={entity: frozenset(records) for entity, records in last.items()},
    )
    return part, known


def minted(connection: sa.Connection, kind: Kind) -> dict[str, int]:
    """How many ids were made from each record of ``near`` that founded one."""
    rows = connection.execute(_MINTED, _asked(kind))
    return {row.founder: row.minted for row in rows}


def _asked(kind: Kind) -> dict[str, str]:
    return {"subject": kind.subject, "question": kind.question, "kind": kind.name}


_CURRENT = sa.text("""
    select m.record_id, m.entity_id, m.since, e.founded_in from near n
      join hub.entity_member m on m.record_id = n.record_id and m.kind = :kind and m.valid_to is null
      join hub.entity e on e.entity_id = m.entity_id""")
_LINKS = sa.text("""
    select l.kind, l.left_id, l.right_id, l.weight, l.band from near a
      join hub.link l on l.left_id = a.record_id
      join near b on b.record_id = l.right_id
     where l.subject = :subject and (l.kind = :question or (l.kind = 'same_household' and l.band = 'accept'))""")
_SAID = sa.text(f"""
    select s.left_id, s.right_id, s.verdict from ({VERDICTS}) s
      join near a on a.record_id = s.left_id join near b on b.record_id = s.right_id
     where s.verdict <> 'unsure'""")
_RETIRED = sa.text("""
    select m.record_id, m.entity_id from near n
      join hub.entity_member m on m.record_id = n.record_id and m.kind = :kind and m.valid_to is not null
      join hub.entity e on e.entity_id = m.entity_id and e.retired_in = m.until""")
_LAST = sa.text("""
    select m.entity_id, m.record_id from hub.entity e
      join hub.entity_member m on m.entity_id = e.entity_id and m.until = e.retired_in
     where e.entity_id = any(:ids)""")
_MINTED = sa.text("""
    select e.founder, max(e.nth) + 1 as minted from near n
      join hub.entity e on e.founder = n.record_id and e.kind = :kind group by e.founder""")
