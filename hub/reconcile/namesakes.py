"""Whether two systems write one person's name, whatever script and spelling; each pair of spellings is judged once.

The measure is that of ``hub.names`` (``docs/reference/names.md``). Judged pairs are kept by a hash of both spellings,
so a day costs what is new in it; the names themselves are not kept.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

import hub.names
from hub.names import NameKey, compatible, similarity
from hub.reconcile.folding import folded_name
from hub.reconcile.tables import name_pair

ALIKE = 0.7
"""Below it two names are rarely the same."""
GIVEN = 0.9
"""Up to it the given names must fit each other as well: brothers share the rest."""
INITIAL = 0.5
"""Instead of both where a name is written with an initial."""
_CHUNK = 5_000


def differ(one: str, other: str) -> bool:
    """Whether two written names are hardly one person's."""
    left, right = NameKey.of(one), NameKey.of(other)
    alike = similarity(left, right)
    if any(len(word) == 1 for word in (*left.words, *right.words)):
        return alike < INITIAL
    return alike < ALIKE or (alike < GIVEN and not compatible(left, right))


def pairs_differ(column: sa.ColumnElement[Any], other: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """The condition in the database: both are there, and were judged to differ (``judge`` comes first)."""
    known = sa.select(name_pair.c.is_different).where(name_pair.c.pair == _pair(column, other)).scalar_subquery()
    return sa.and_(folded_name(column) != folded_name(other), sa.func.coalesce(known, sa.false()))


def judge(connection: sa.Connection, view: sa.FromClause, column: str, other: str) -> None:
    """Judge the pairs of spellings of two columns that were not judged yet; those written alike need none."""
    one, two = view.c[column], view.c[other]
    connection.execute(name_pair.delete().where(name_pair.c.measure != _measure()))
    unknown = (
        sa.select(_pair(one, two).label("pair"), one.label("one"), two.label("two"))
        .where(
            one.is_not(None), two.is_not(None), folded_name(one) != folded_name(two),
            ~sa.exists().where(name_pair.c.pair == _pair(one, two)),
        )
        .distinct()
    )  # fmt: skip
    for part in connection.execute(unknown).partitions(_CHUNK):
        rows = [
            {"pair": row.pair, "measure": _measure(), "is_different": differ(row.one, row.two)} for row in part
        ]  # fmt: skip
        connection.execute(insert(name_pair).on_conflict_do_nothing(), rows)


def _pair(one: sa.ColumnElement[Any], two: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    text = sa.func.convert_to(sa.func.concat(one, "\x1f", two), "UTF8")
    return sa.func.encode(sa.func.sha256(text), "hex", type_=sa.Text)


@cache
def _measure() -> str:
    """A fingerprint of the measure: rules and code of ``hub.names``, and the limits here."""
    digest = hashlib.sha256(repr((ALIKE, GIVEN, INITIAL)).encode())
    for path in sorted(Path(hub.names.__path__[0]).rglob("*")):
        if path.suffix in (".py", ".yaml", ".csv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
