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
from hub.linkage import Record, fields
from hub.linkage.spec import spec
from hub.linkage.trained import model
from hub.names import NameKey, places

_EACH_KEY = 300
"""Records looked at of one key: a very common name alone has more, and no answer would tell them apart."""
_SCORED = 400
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
    with engine().connect() as connection:
        if asked.entity_id:
            return _by_id(connection, asked.entity_id)
        found: list[Found] = []
        for subject in {one.subject for one in kinds().values() if kind in (None, one.name)}:
            found += _of_subject(connection, subject, asked, kind)
    found.sort(key=lambda one: (not one.is_by_id, -one.score, one.entity_id))
    return found[:limit]


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


def _of_subject(connection: sa.Connection, subject: str, asked: Asked, kind: str | None) -> list[Found]:
    record = Record(subject, "", "", "", "", "", dict(asked.values))
    (row,) = listing.rows(subject, [record])
    wanted = [
        (key, _SURE[of]) for of, own in listing.keys(subject, row, asked.numbers).items() for key in own
    ]  # fmt: skip
    if not wanted:
        return []
    given = {"keys": [key for key, _ in wanted], "sure": [sure for _, sure in wanted], "each": _EACH_KEY,
             "most": _SCORED}  # fmt: skip
    hits = connection.execute(_CANDIDATES, given).all()
    if not hits:
        return []
    score = scorer(subject).against(row, _frequencies(connection, subject, row))
    weighed = []
    for hit in hits:
        said = score(listing.dated(subject, orjson.loads(hit.compared)))
        weighed.append((hit.sure >= _SURE["number"], weight(said), hit.no, said))
    weighed.sort(key=lambda one: (not one[0], -one[1], one[2]))
    best = {one[2]: one for one in weighed[:_DETAILED]}
    own_kinds = [one.name for one in kinds().values() if one.subject == subject]
    found: dict[str, Found] = {}
    for hit in connection.execute(_DETAILS, {"nos": list(best), "kinds": own_kinds}):
        is_by_id, bits, _, said = best[hit.no]
        # A matter is meant only where its own number stands; else it is the person who is looked for.
        if kind != hit.kind and (kind is not None or (hit.kind == "matter" and not is_by_id)):
            continue
        known = found.get(hit.entity_id)
        if known is None or (is_by_id, bits) > (known.is_by_id, known.score):
            found[hit.entity_id] = Found(
                hit.entity_id, hit.kind, bits, hit.record_id, hit.members, is_by_id, said, hit.shown
            )
    return list(found.values())


def _by_id(connection: sa.Connection, entity_id: str) -> list[Found]:
    leads_to = reading.leads_to(connection, entity_id)
    row = connection.execute(_ENTITY, {"id": leads_to}).first() if leads_to else None
    if row is None:
        return []
    return [Found(row.entity_id, row.kind, 0.0, row.record_id or "", row.members, True, {}, row.shown or {})]


def _frequencies(connection: sa.Connection, subject: str, row: Mapping[str, Any]) -> Any:
    """Frequencies of the values asked for, in the same steps as linkage's (``hub.linkage.work.weigh``)."""
    asked = [(name, str(row[name])) for name in spec(subject).frequencies if name in row]
    pairs = [*asked, *((name, "") for name, _ in asked)]
    names, values = [name for name, _ in pairs], [value for _, value in pairs]
    counts = {
        (name, value): n
        for name, value, n in connection.execute(_FREQUENCY, {"subject": subject, "names": names, "values": values})
    }

    def frequency(name: str, value: Any) -> float | None:
        n, whole = counts.get((name, str(value)), 0), counts.get((name, ""), 0)
        return stepped(n, whole) if n > 1 else None

    return frequency


def stepped(n: int, whole: int) -> float:
    """A frequency in half octaves over the number of values as a power of two."""
    return float(2 ** (math.floor(2 * math.log2(n)) / 2) / 2 ** math.floor(math.log2(whole)))


_CANDIDATES = sa.text("""
    with hits as (
        select x.no, sum(w.sure) as sure
          from unnest(cast(:keys as bigint[]), cast(:sure as integer[])) w (key, sure)
         cross join lateral (
             select k.no from hub.entity_lookup_key k where k.key = w.key order by k.no limit :each
         ) x
         group by x.no order by sure desc, x.no limit :most
    )
    select h.no, h.sure, cast(l.compared as text) as compared from hits h join hub.entity_lookup l on l.no = h.no""")
_DETAILS = sa.text("""
    select l.no, l.record_id, l.shown, m.entity_id, m.kind, e.members from hub.entity_lookup l
      join hub.entity_member m on m.record_id = l.record_id and m.valid_to is null and m.kind = any(:kinds)
      join hub.entity e on e.entity_id = m.entity_id
     where l.no = any(:nos)""")
_FREQUENCY = sa.text("""
    select f.name, f.value, f.n
      from unnest(cast(:names as text[]), cast(:values as text[])) w (name, value)
      join hub.entity_lookup_frequency f on f.subject = :subject and f.name = w.name and f.value = w.value""")
_ENTITY = sa.text("""
    select e.entity_id, e.kind, e.members, l.record_id, l.shown
      from hub.entity e left join hub.entity_member m on m.entity_id = e.entity_id and m.valid_to is null
      left join hub.entity_lookup l on l.record_id = m.record_id
     where e.entity_id = :id order by l.record_id limit 1""")
