"""Who is meant, at a counter: ``find("राजेश कुमार, पटना")`` gives the entities at once, the likeliest first.

The text may hold a name in either script, ``S/o`` with a second name, a district after a comma, a mobile, a date of
birth, an employee's number, a registration number, or an entity's id; in any order. Candidates come from the list that
``listing`` keeps in step with the store, their weights from the same model as linkage's (``scoring``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa

from hub.database import engine
from hub.entities import listing, reading
from hub.entities.kinds import kind as known_kind
from hub.entities.kinds import kinds
from hub.entities.scoring import Said, Scorer
from hub.linkage import fields
from hub.linkage.trained import model
from hub.names import NameKey, places

_EACH_KEY = 300
"""Records looked at of one key: a very common name alone has more, and no answer would tell them apart."""
_SCORED = 150
_DETAILED = 80
"""Records of the best scores whose entities are read; an entity may hold several."""
_SURE = {"number": 1000, "mobile": 100, "whole_relative": 40, "whole_district": 30, "given_relative": 12, "whole": 10,
         "joined": 10, "given_last": 6, "relative": 6, "initials_district": 5, "initials_relative": 5, "initials": 3,
         "given_district": 2, "given": 1}  # fmt: skip
"""What a key that is met counts when more records are found than are scored."""
_NUMBER = re.compile(r"[A-Za-z0-9/.-]*[0-9](?:[A-Za-z0-9/.-]|(?<=[0-9]) (?=[0-9]))*")


@dataclass(frozen=True)
class Found:
    """An entity that may be meant. ``score`` is the weight of evidence in bits, as linkage would weigh its nearest
    record; ``why`` holds each comparison's level and bits; ``shown`` that record's original texts (personal data)."""

    entity_id: str
    kind: str
    score: float
    record_id: str
    records: int
    is_by_id: bool = False
    """Whether the text named it by an id or a number of its own."""
    why: Mapping[str, Said] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What a text was read as."""

    entity_id: str = ""
    numbers: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """``name``, ``relative``, ``mobile``, ``dob``, ``district``: fields of a record."""


def find(text: str, limit: int = 10, kind: str | None = None) -> list[Found]:
    """Entities that the text may mean, the likeliest first, ``limit`` at most; none for a text that says nothing.

    ``kind`` is ``employee``, ``citizen`` or ``matter``; people of both kinds where it is left out, and a matter where
    its own number is named. Raises ``NotAllowed`` for an unknown kind.
    """
    if kind is not None:
        known_kind(kind)
    asked = read(text)
    # Reading only: no transaction, so that a question costs three round trips.
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if asked.entity_id:
            return _by_id(connection, asked.entity_id)
        found = _likely(connection, asked, kind)
    return sorted(found, key=lambda one: (not one.is_by_id, -one.score, one.entity_id))[:limit]


def read(text: str) -> Asked:
    """What a text says: an entity's id, numbers, a mobile, a district, a name and whose son, daughter or wife."""
    shown = fields.digits(text).strip()
    prefixes = "|".join(one.prefix for one in kinds().values())
    if re.fullmatch(rf"(?:{prefixes})-[0-9A-Z]{{4}}-[0-9A-Z]{{4}}-[0-9A-Z]{{4}}", shown.upper()):
        return Asked(entity_id=shown.upper())
    numbers: list[str] = []
    values: dict[str, str] = {}
    for number in _NUMBER.findall(shown):
        if fields.day(number):
            values.setdefault("dob", number)
            continue
        mobile = None if any(letter.isalpha() for letter in number) else fields.mobile(number)
        if mobile:
            values.setdefault("mobile", mobile)
        if plain := fields.number(number):
            numbers.append(plain)
    rest: list[str] = []
    for part in _NUMBER.sub(",", shown).split(","):
        place = places.district(part) if part.strip() else None
        # The first part is a name even where a district bears it.
        if place and place.is_resolved and (rest or numbers):
            values.setdefault("district", place.code)
        elif part.strip():
            rest.append(part.strip())
    named = " ".join(rest)
    key = NameKey.of(named)
    if key.words:
        values["name"] = named
        if key.relation in ("father", "husband"):
            values["relative"] = key.relation_text
            values["name"] = named.removesuffix(key.relation_text).strip()
    return Asked(numbers=tuple(dict.fromkeys(numbers)), values=values)


def weight(said: Mapping[str, Said]) -> float:
    """The evidence in all, in bits, rounded as linkage rounds it."""
    return round(sum(one.weight for one in said.values()), 6)


@lru_cache(maxsize=4)
def scorer(subject: str) -> Scorer:
    """The subject's model, read once."""
    return Scorer(model(subject).settings)


def _likely(connection: sa.Connection, asked: Asked, kind: str | None) -> list[Found]:
    subjects = sorted({one.subject for one in kinds().values() if kind in (None, one.name)})
    rows = {subject: listing.asked(subject, asked.values) for subject in subjects}
    wanted = [
        (subject, key, _SURE[of])
        for subject, row in rows.items()
        for of, own in listing.keys(subject, row, asked.numbers).items()
        for key in own
    ]
    if not wanted:
        return []
    best: dict[int, tuple[bool, float, Mapping[str, Said]]] = {}
    for subject, some in _candidates(connection, rows, wanted).items():
        score = scorer(subject).against(rows[subject], some.frequency)
        weighed = []
        for no, sure, compared in some.hits:
            told = score(listing.dated(subject, compared))
            weighed.append((no, (sure >= _SURE["number"], weight(told), told)))
        weighed.sort(key=lambda one: (not one[1][0], -one[1][1], one[0]))
        best.update(weighed[:_DETAILED])
    found: dict[str, Found] = {}
    for hit in connection.execute(_DETAILS, {"nos": list(best)}):
        is_by_id, bits, said = best[hit.no]
        # A matter is meant only where its own number stands; else it is the person who is looked for.
        if kind != hit.kind and (kind is not None or (hit.kind == "matter" and not is_by_id)):
            continue
        known = found.get(hit.entity_id)
        if known is None or (is_by_id, bits) > (known.is_by_id, known.score):
            found[hit.entity_id] = Found(
                hit.entity_id, hit.kind, bits, hit.record_id, hit.members, is_by_id, said, hit.shown
            )
    return list(found.values())


@dataclass
class _Candidates:
    """What one subject's list holds for a text: records with how surely their keys name them, and frequencies."""

    hits: list[tuple[int, int, dict[str, Any]]] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def frequency(self, name: str, value: Any) -> float | None:
        """In the same steps as linkage's (``hub.linkage.work.weigh``)."""
        n = self.counts.get((name, str(value)), 0)
        return stepped(n, self.counts[name, ""]) if n > 1 else None


def _candidates(
    connection: sa.Connection, rows: Mapping[str, Mapping[str, Any]], wanted: list[tuple[str, int, int]]
) -> dict[str, _Candidates]:
    valued = [
        (subject, name, value)
        for subject, row in rows.items()
        for name in listing.counted(subject)
        if name in row
        for value in (str(row[name]), "")
    ]
    given = {
        "of": [subject for subject, _, _ in wanted], "keys": [key for _, key, _ in wanted],
        "sure": [sure for _, _, sure in wanted], "each": _EACH_KEY, "most": _SCORED,
        "subjects": [subject for subject, _, _ in valued], "names": [name for _, name, _ in valued],
        "values": [value for _, _, value in valued],
    }  # fmt: skip
    out = {subject: _Candidates() for subject in rows}
    for subject, no, n, name, text in connection.execute(_CANDIDATES, given):
        if no is None:
            out[subject].counts[name, text] = n
        else:
            out[subject].hits.append((no, n, orjson.loads(text)))
    return out


def _by_id(connection: sa.Connection, entity_id: str) -> list[Found]:
    leads_to = reading.leads_to(connection, entity_id)
    row = connection.execute(_ENTITY, {"id": leads_to}).first() if leads_to else None
    if row is None:
        return []
    return [Found(row.entity_id, row.kind, 0.0, row.record_id or "", row.members, True, {}, row.shown or {})]


def stepped(n: int, whole: int) -> float:
    """A frequency in half octaves over the number of values as a power of two."""
    return float(2 ** (math.floor(2 * math.log2(n)) / 2) / 2 ** math.floor(math.log2(whole)))


# Records that keys name, the surest of each subject; beside them, with no number, how often the values asked for stand.
_CANDIDATES = sa.text("""
    with met as (
        select w.subject, x.no, sum(w.sure) as sure
          from unnest(cast(:of as text[]), cast(:keys as bigint[]), cast(:sure as integer[])) w (subject, key, sure)
         cross join lateral (
             select k.no from hub.entity_lookup_key k where k.key = w.key order by k.no limit :each
         ) x
         group by w.subject, x.no
    ), ranked as (
        select met.*, row_number() over (partition by subject order by sure desc, no) as place from met
    )
    select r.subject, r.no, r.sure as n, '' as name, cast(l.compared as text) as text
      from ranked r join hub.entity_lookup l on l.no = r.no where r.place <= :most
    union all
    select f.subject, null, f.n, f.name, f.value
      from unnest(cast(:subjects as text[]), cast(:names as text[]), cast(:values as text[])) w (subject, name, value)
      join hub.entity_lookup_frequency f on f.subject = w.subject and f.name = w.name and f.value = w.value""")
_DETAILS = sa.text("""
    select l.no, l.record_id, l.shown, m.entity_id, m.kind, e.members from hub.entity_lookup l
      join hub.entity_member m on m.record_id = l.record_id and m.valid_to is null
      join hub.entity e on e.entity_id = m.entity_id
     where l.no = any(:nos)""")
_ENTITY = sa.text("""
    select e.entity_id, e.kind, e.members, l.record_id, l.shown
      from hub.entity e left join hub.entity_member m on m.entity_id = e.entity_id and m.valid_to is null
      left join hub.entity_lookup l on l.record_id = m.record_id
     where e.entity_id = :id order by l.record_id limit 1""")
