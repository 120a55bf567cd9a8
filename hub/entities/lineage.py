"""Which id each cluster bears: ids stay as clusters grow, merge and split. A pure function.

- An id stays with the cluster that holds most of its records; where several ids meet in a cluster, the one with most
  records there stays (tie: the oldest). The others are merged into it and lead there for ever.
- In a split the largest part keeps the id (tie: the part that bore it longer); the others get new ids with
  ``split_from``. A part that holds more than half of what a retired id held when it was retired gets that id back, so
  that undoing a merge restores it; an id is therefore never given to others than those who bore it.
- A new id is made from the first record of its cluster, so that the same days give the same ids again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Cluster = tuple[str, ...]
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread


@dataclass(frozen=True)
class Known:
    """What was before. ``current``: record → (entity, version since); ``founded``: live entity → version of its
    founding; ``retired``: record → merged or closed entities that held it at their end; ``last``: those entities → all
    records at their end."""

    current: Mapping[str, tuple[str, int]]
    founded: Mapping[str, int]
    retired: Mapping[str, Sequence[str]] = field(default_factory=dict)
    last: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class New:
    """A new id."""

    entity_id: str
    founder: str
    nth: int
    split_from: str | None
    members: int


@dataclass(frozen=True)
class Happened:
    """One change as ``entity_change`` keeps it."""

    entity_id: str
    change: str
    other_id: str | None
    records: Cluster
    members: int
    is_restored: bool = False


@dataclass(frozen=True)
class Plan:
    """What has to be written. ``resized``: live ids (the restored ones with them) and their number of records;
    ``retired``: id → where it was merged into, or None where it was closed; ``joined`` and ``left``: (record, id)."""

    new: list[New]
    resized: dict[str, int]
    restored: frozenset[str]
    retired: dict[str, str | None]
    joined: list[tuple[str, str]]
    left: list[tuple[str, str]]
    changes: list[Happened]


def mint(prefix: str, founder: str, nth: int) -> str:
    """An id of 60 bits, e.g. ``EMP-4T7Q-0ZKM-B2XC``, from the founding record's id; ``nth`` counts its earlier ones."""
    number = int.from_bytes(hashlib.sha256(f"{prefix}|{founder}|{nth}".encode()).digest()[:8]) >> 4
    text = "".join(_LETTERS[number >> shift & 31] for shift in range(55, -1, -5))
    return f"{prefix}-{text[:4]}-{text[4:8]}-{text[8:]}"


def plan(clusters: Sequence[Cluster], known: Known, prefix: str, nth: Callable[[str], int]) -> Plan:
    """What changes when ``clusters`` (all that is left of the records in ``known``, and new ones) come in the place of
    what was. ``nth(record)`` tells how many ids were made from a record before."""
    before: dict[str, set[str]] = {}
    for record, (entity, _since) in known.current.items():
        before.setdefault(entity, set()).add(record)
    bearer = _stay(clusters, known)
    borne = dict(bearer)
    restored: set[str] = set()
    new: dict[int, New] = {}
    for number, cluster in enumerate(clusters):
        if number in borne:
            continue
        back = _back(cluster, known)
        if back is not None and back not in restored:
            borne[number] = back
            restored.add(back)
            continue
        founder, source = cluster[0], _source(cluster, known)
        count = nth(founder)
        made = New(mint(prefix, founder, count), founder, count, source, len(cluster))
        new[number], borne[number] = made, made.entity_id
    after = {borne[number]: cluster for number, cluster in enumerate(clusters)}
    home = {record: entity for entity, cluster in after.items() for record in cluster}
    retired = {entity: _heir(records, home) for entity, records in before.items() if entity not in after}
    changed = [
        (borne[number], cluster)
        for number, cluster in enumerate(clusters)
        if number not in bearer or before[borne[number]] != set(cluster)
    ]
    return Plan(
        new=[new[number] for number in sorted(new)],
        resized={entity: len(cluster) for entity, cluster in changed if entity in before or entity in restored},
        restored=frozenset(restored),
        retired=retired,
        joined=[(r, e) for e, cluster in changed for r in cluster if known.current.get(r, ("",))[0] != e],
        left=[(r, e) for r, (e, _since) in sorted(known.current.items()) if home.get(r) != e],
        changes=sorted(_changes(changed, before, retired, restored, known), key=lambda c: (c.entity_id, c.change)),
    )


def _stay(clusters: Sequence[Cluster], known: Known) -> dict[int, str]:
    """The clusters (by number) that keep an id."""
    wishes = []
    for number, cluster in enumerate(clusters):
        held = [known.current[record] for record in cluster if record in known.current]
        for entity, count in Counter(entity for entity, _since in held).items():
            since = min(version for name, version in held if name == entity)
            wishes.append((-count, known.founded[entity], entity, since, cluster[0], number))
    bearer: dict[int, str] = {}
    given = set()
    for *_order, entity, _since, _first, number in sorted(wishes):
        if number not in bearer and entity not in given:
            bearer[number] = entity
            given.add(entity)
    return bearer


def _back(cluster: Cluster, known: Known) -> str | None:
    """The retired id of which the cluster holds more than half of the last records."""
    candidates = {entity for record in cluster for entity in known.retired.get(record, ())}
    shares = [(len(known.last[entity] & set(cluster)), entity) for entity in candidates]
    fitting = [(-share, entity) for share, entity in shares if 2 * share > len(known.last[entity])]
    return min(fitting)[1] if fitting else None


def _source(cluster: Cluster, known: Known) -> str | None:
    """The live entity from which most of the cluster's records come."""
    counts = Counter(known.current[record][0] for record in cluster if record in known.current)
    return min(counts, key=lambda entity: (-counts[entity], entity)) if counts else None


def _heir(records: set[str], home: Mapping[str, str]) -> str | None:
    """The entity that now holds most of these records; None where all of them are gone."""
    counts = Counter(home[record] for record in records if record in home)
    return min(counts, key=lambda entity: (-counts[entity], entity)) if counts else None


def _changes(
    changed: Sequence[tuple[str, Cluster]], before: Mapping[str, set[str]], retired: Mapping[str, str | None],
    restored: set[str], known: Known,
) -> Iterator[Happened]:  # fmt: skip
    for entity, cluster in changed:
        size = len(cluster)
        if entity not in before:
            source = _source(cluster, known)
            change = "split" if source else "reopened" if entity in restored else "created"
            yield Happened(entity, change, source, cluster, size, entity in restored)
            continue
        came = tuple(record for record in cluster if record not in before[entity])
        went = tuple(sorted(before[entity] - set(cluster)))
        if came:
            yield Happened(entity, "grew", None, came, size)
        if went:
            yield Happened(entity, "shrank", None, went, size)
    for entity, heir in retired.items():
        records = tuple(sorted(before[entity]))
        yield Happened(entity, "merged" if heir else "closed", heir, records, 0)
