"""Which records are about one person or one matter: pairs with weight, band and reasons (Splink on DuckDB).

Doors:

- ``subjects()``: the declared subjects by name (``subjects.yaml``), e.g. ``employee``, ``matter``.
- ``refresh(connection, subject, known_on=None) -> Refreshed``: brings ``hub.link`` to the store as known on a day,
  within the caller's transaction; only what changed is compared.
- ``links(connection, subject, changed=None) -> Iterator[Link]``: the links that stand, accept and review, ordered by
  (kind, left, right); with ``changed`` only those with an end among these record ids.
- ``records(connection, subject, ids=None, known_on=None) -> Iterator[Record]``: source records with original values.
- ``explain(connection, subject, record_a, record_b) -> list[Explanation]``: one a kind; linked or not.
- ``hub.linkage.files.link_files(subject, a, b, out)``: any two CSV lists (``hub link``).

``hub.link`` (``hub.linkage.tables``) may be joined in SQL. What people decide stands in ``hub.entities``, never here.
"""

from __future__ import annotations

from hub.linkage.declared import subjects
from hub.linkage.explain import explain
from hub.linkage.model import Band, Explanation, Kind, Link, Record, Refreshed, Step
from hub.linkage.publish import links
from hub.linkage.refreshing import refresh
from hub.linkage.source import records

__all__ = [
    "Band", "Explanation", "Kind", "Link", "Record", "Refreshed", "Step", "explain", "links", "records", "refresh",
    "subjects",
]  # fmt: skip
