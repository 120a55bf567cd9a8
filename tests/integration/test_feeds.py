"""Feeds on PostgreSQL: versions, changes, files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from stored import FIRST, put, remove

from hub import feeds
from hub.reconcile import reconcile

pytestmark = pytest.mark.postgres
NEXT = FIRST + timedelta(days=1)


def test_versions_only_where_something_changed(database: str) -> None:
    put("hrms.employees", {"employee_id": "E1000001"}, {"employee_id": "E1000002"})
    reconcile(FIRST)
    first = {feed.feed: feed for feed in feeds.publish(FIRST).feeds}
    assert (first["employees"].version, first["employees"].rows, first["employees"].added) == (1, 2, 2)
    again = feeds.publish(FIRST)
    assert [(feed.is_new, feed.version) for feed in again.feeds] == [(False, 1)] * 6

    put("hrms.employees", {"employee_id": "E1000001", "designation": "Block Development Officer"}, on=NEXT)
    remove("hrms.employees", NEXT, employee_id="E1000002")
    reconcile(NEXT)
    second = {feed.feed: feed for feed in feeds.publish(NEXT).feeds}["employees"]
    assert (second.version, second.rows, second.added, second.modified, second.deleted) == (2, 1, 0, 1, 1)
    assert [(change.kind, change.key) for change in feeds.changes("employees", 1)] == [
        ("MOD", "E1000001"),
        ("DEL", "E1000002"),
    ]
    assert [row["designation"] for row in feeds.snapshot("employees", 1)] == ["Circle Officer", "Circle Officer"]
    assert [row["designation"] for row in feeds.snapshot("employees")] == ["Block Development Officer"]
