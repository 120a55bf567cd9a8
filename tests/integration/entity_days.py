"""Days of linked records, put straight before the room of entities: records, links, and what the room makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.database import engine
from hub.entities.kinds import kind, kinds_of
from hub.entities.resolving import settle
from hub.entities.tables import entity_state
from hub.linkage.tables import link

FIRST = date(2026, 11, 2)
Row = tuple[str, str, float]


def links(
    rows: Iterable[Row], *, band: str = "accept", question: str = "same_person", subject: str = "employee"
) -> set[str]:
    """Put links (left, right, weight) as a refresh of linkage would; returns the records touched."""
    made = [
        {"subject": subject, "kind": question, "left_id": min(a, b), "right_id": max(a, b), "weight": weight,
         "probability": 2**weight / (1 + 2**weight), "band": band, "comparisons": {}}
        for a, b, weight in rows
    ]  # fmt: skip
    with engine().begin() as connection:
        for row in made:
            same = (link.c.subject, link.c.kind, link.c.left_id, link.c.right_id)
            connection.execute(link.delete().where(*(column == row[column.name] for column in same)))
        if made:
            connection.execute(link.insert(), made)
    return {record for row in made for record in (row["left_id"], row["right_id"])}


def unlink(*pairs: tuple[str, str]) -> set[str]:
    """Take links away."""
    with engine().begin() as connection:
        for a, b in pairs:
            connection.execute(link.delete().where(link.c.left_id == min(a, b), link.c.right_id == max(a, b)))
    return {record for pair in pairs for record in pair}


def day(touched: Iterable[str], *, gone: Iterable[str] = (), on: date = FIRST, subject: str = "employee") -> list[Any]:
    """What ``resolve`` does once the subject's links are refreshed: ``touched`` exist, ``gone`` do not."""
    touched, gone = set(touched) - set(gone), set(gone)
    with engine().begin() as connection:
        connection.execute(entity_state.delete().where(entity_state.c.subject == subject))
        connection.execute(entity_state.insert(), {"subject": subject, "business_date": on})
        return [settle(connection, of, on, touched | gone, touched, gone) for of in kinds_of(subject)]


def standing(name: str = "employee") -> dict[str, str]:
    """record → entity, as it stands."""
    assert kind(name)
    query = sa.text("select record_id, entity_id from hub.entity_member where kind = :kind and valid_to is null")
    with engine().connect() as connection:
        return dict(connection.execute(query, {"kind": name}).all())


def clusters(name: str = "employee") -> set[frozenset[str]]:
    """The entities' records."""
    found: dict[str, set[str]] = {}
    for record, entity in standing(name).items():
        found.setdefault(entity, set()).add(record)
    return {frozenset(records) for records in found.values()}


def waiting(name: str = "employee") -> set[tuple[str, str, str]]:
    """(left, right, reason) of what waits for review."""
    query = sa.text("select left_id, right_id, reason from hub.entity_review where kind = :kind and is_open")
    with engine().connect() as connection:
        return {tuple(row) for row in connection.execute(query, {"kind": name})}
