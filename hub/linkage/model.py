"""Words of the room: kinds of link, bands, and the shapes that its doors give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a link says of two records. Three statements, never one: each has a row, a probability, a band of its own.

    Two records of one matter are of one person as well, so such a pair has a ``same_person`` and a ``same_matter`` row.
    """

    SAME_PERSON = "same_person"
    SAME_HOUSEHOLD = "same_household"
    SAME_MATTER = "same_matter"


class Band(StrEnum):
    """What becomes of a link: the model may accept it, a person must look at it, or it is no link."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True)
class Link:
    """One statement about two records; ``left`` < ``right`` as text. Ids are ``<dataset>|<key>``, e.g.
    ``hrms.employees|E1000001`` (a key of several fields joined by ``|``).

    ``weight`` is log2 of the odds, rounded to 6 places; ``probability`` follows from it. ``comparisons`` holds the part
    that each comparison added to the weight, in bits, by its name; its values are no personal data.
    """

    subject: str
    kind: Kind
    left: str
    right: str
    weight: float
    probability: float
    band: Band
    comparisons: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """One source record as the subject sees it. ``values`` are the original texts by the subject's field names
    (``name``, ``father``, ``mobile`` …): personal data."""

    subject: str
    id: str
    system: str
    dataset: str
    key: str
    batch_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One comparison of an explained pair. ``level`` names what was found,
    ``weight`` what it added in bits; ``left`` and ``right`` are the original values, by field."""

    comparison: str
    level: str
    weight: float
    left: Mapping[str, Any]
    right: Mapping[str, Any]


@dataclass(frozen=True)
class Explanation:
    """Why two records are or are not linked: ``prior`` plus the steps' weights is ``weight``, for every kind of link.

    ``vetoes`` are message ids of rules that moved the pair out of its band (a clashing name, a better partner).
    """

    subject: str
    kind: Kind
    left: Record
    right: Record
    prior: float
    steps: tuple[Step, ...]
    weight: float
    probability: float
    band: Band
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refreshed:
    """What one refresh did: counts of records and of links; ``touched`` are the ids of records that are new,
    changed or gone, or whose links are. They are told against the work file: where the database was of another state
    (rolled back, restored from a dump, first met), ``is_continued`` is false and any record may be new to it."""

    subject: str
    model: str
    records: int
    added: int
    modified: int
    deleted: int
    links: int
    touched: frozenset[str]
    was_full: bool
    is_continued: bool
