"""The quarantine as a queue: filters, counts and groups; assignments; many rows at once; mappings; undo; lists."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.database import engine
from hub.errors import NotAllowed
from hub.quarantine import (  # fmt: skip
    Collision,
    Filter,
    bulk,
    decisions,
    fix,
    mappings,
    queue,
    refuse,
    refused_list,
    release,
    replay,
    row,
    rows,
    undo,
)
from hub.quarantine.prove import proofs
from hub.settings import today
from hub.sync import sync
from tests.integration.storelab import DAY, Lab, ask, case, lab, person  # noqa: F401  # a fixture
from tests.integration.storelab import rows as stored

pytestmark = pytest.mark.postgres
NEXT = DAY + timedelta(days=1)
LATER = DAY + timedelta(days=2)
CASES = Filter(("lab.cases",))


def odd(number: int, status: str, **more: object) -> dict[str, object]:
    return case(f"C{number:03}", status=status, **more)


def counted() -> dict[str, int]:
    """What the triggers keep, against what the rows themselves say."""
    kept = dict(
        ask("""select expectation || ' ' || status, sum(rows)::int from hub.quarantine_count
            group by 1 having sum(rows) <> 0""")
    )
    told = dict(
        ask("""select f ->> 'expectation' || ' ' || status, count(*)::int from hub.quarantine,
            jsonb_array_elements(failures) f where f ->> 'severity' = 'critical' group by 1
            union all select ' ' || status, count(*)::int from hub.quarantine group by 1""")
    )
    assert kept == told
    assert not [reason for *_subject, reason in proofs() if reason], "the coarser sums agree as well"
    return kept


def test_counts_groups_and_pages_follow_every_decision(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [odd(n, "OPEN", amount=-1) for n in range(3)] + [odd(3, "OPEN", amount="x", title=None)])
    lab.give("people", DAY, [person(1, pay=-1), *(person(n) for n in range(2, 8))])
    sync("lab.cases", DAY)
    sync("lab.people", DAY)
    assert [(item.expectation, item.rows) for item in queue.tally(CASES).reasons] == [
        ("amount.range", 3), ("title.not_null", 1), ("type:amount", 1),
    ]  # fmt: skip
    assert queue.tally(Filter()).statuses == {"open": 5}
    found = [(item.expectation, item.value, item.rows) for item in queue.groups(CASES).groups]
    assert found == [("amount.range", "-1", 3), ("title.not_null", None, 1), ("type:amount", "x", 1)]
    same = Filter(("lab.cases",), reason="amount.range", value="-1")
    assert queue.total(same) == 3
    first = queue.page(CASES, limit=3)
    second = queue.page(CASES, after=first.after or 0, limit=3)
    assert [[item.key for item in each.rows] for each in (first, second)] == [["C000", "C001", "C002"], ["C003"]]
    assert (first.before, second.after) == (None, None)
    assert queue.page(CASES, before=second.before, limit=3).rows == first.rows
    assert not queue.page(CASES.within([212], None)).rows, "a row without a district lies within no limit"
    refuse(first.rows[0].id, "steward", "no")
    bulk.assign(Filter(ids=(first.rows[1].id,)), "asha", "steward")
    counted()
    assert [item.key for item in queue.page(Filter(assignee="asha")).rows] == ["C001"]
    assert queue.total(Filter(("lab.cases",), assignee=queue.NOBODY)) == 2
    assert queue.total(Filter(status="refused")) == 1
    told = queue.tally(replace(CASES, assignee="asha"))
    assert (told.statuses, told.people, sum(item.rows for item in told.reasons)) == ({"open": 1}, {"": 2, "asha": 1}, 1)
    for limited in (replace(CASES, districts=frozenset({0})), replace(CASES, received_until=DAY)):
        assert queue.tally(limited) == queue.tally(CASES), "each table of sums tells the same"
    assert queue.total(Filter(("lab.cases",), received_until=DAY - timedelta(days=1))) == 0
    lab.give("cases", NEXT, [odd(n, "OPEN") for n in range(4)])
    sync("lab.cases", NEXT)
    assert counted()[" replaced"] == 3, "the merge folds the counts and they still agree"
    several = """select 1 from hub.quarantine_count_by_day where dataset = 'lab.cases'
        group by expectation, status, business_date, assignee having count(*) > 1 or sum(rows) = 0"""
    assert not ask(several)
    with engine().begin() as connection:
        connection.exec_driver_sql("update hub.quarantine_count_by_place set rows = rows + 1 where expectation <> ''")
        connection.exec_driver_sql("update hub.quarantine set department = 'Health' where ordinal <> 2")
        connection.exec_driver_sql("update hub.quarantine_count set department = 'Health'")
    assert "quarantine_count_by_place" in [subject for _rule, subject, reason in proofs() if reason]
    theirs = replace(CASES, status="replaced", departments=frozenset({"Health", "Home"}))
    assert [item.key for item in queue.page(theirs).rows] == ["C001", "C003"], "by the index of departments"
    assert queue.page(replace(theirs, departments=frozenset())).rows == []


def test_a_rule_is_looked_at_then_applied_as_audited_fixes(lab: Lab) -> None:  # noqa: F811
    lab.give(
        "cases",
        DAY,
        [odd(n, "OPEN", amount="ten") for n in range(30)]
        + [odd(40, "OPEN", amount="ten", title=None), odd(41, "OPEN", amount=-1)]
        + [odd(50 + n, "OPEN") for n in range(90)],
    )
    sync("lab.cases", DAY)
    rule = bulk.MapValue("amount", "ten", "10")
    seen = bulk.preview(rule, CASES)
    assert (seen.matched, seen.changed, seen.passing, seen.still_fails) == (32, 31, 30, {"title.not_null": 1})
    assert seen.samples[0].before == {"amount": "ten"}
    assert seen.samples[0].after == {"amount": "10"}
    assert any(item.still_fails for item in seen.samples), "one also sees a row that would not pass"
    assert not ask("select 1 from hub.audit where action like 'quarantine%'")
    limited = Filter(("lab.cases",), up_to=queue.page(CASES, limit=20).rows[-1].id)
    assert bulk.fix_many(rule, limited, "steward", "written out").done == 20
    assert bulk.fix_many(rule, CASES, "steward", "written out").done == 10
    assert ask("select count(*) from hub.audit where action = 'quarantine.fixed'") == [(30,)]
    assert replay("lab.cases").entered == 30
    assert [item.key for item in rows("lab.cases")] == ["C040", "C041"]
    assert bulk.refuse_many(Filter(("lab.cases",), reason="amount.range"), "steward", "no refunds here").done == 1
    with pytest.raises(NotAllowed):
        bulk.fix_many(bulk.MapValue("colour", "a", "b"), CASES, "steward", "x")
    counted()


def test_trim_tidies_and_another_system_lends_its_value(lab: Lab) -> None:  # noqa: F811
    assert bulk.tidied(" \u200bPatna\u00a0 City. ") == "Patna City"
    assert bulk.tidied("क्\u200dष") == "क्\u200dष", "a joiner is part of the writing"
    lab.give("people", DAY, [person(7, pay=55), *(person(n) for n in range(20, 30))])
    lab.give(
        "cases",
        DAY,
        [
            odd(1, "OPEN", amount="'12.'", person_no=7),
            odd(2, "OPEN", amount="-", person_no=8),
            odd(3, "OPEN", amount=-3, person_no=7),
        ],
    )
    sync("lab.people", DAY)
    sync("lab.cases", DAY)
    assert bulk.preview(bulk.Trim(), CASES).samples[0].after == {"amount": "12"}
    seen = bulk.preview(bulk.SetFrom("amount", "lab.people", "pay"), CASES)
    assert [(item.key, item.after) for item in seen.samples] == [
        ("C001", {"amount": "55.00"}),
        ("C003", {"amount": "55.00"}),
    ]
    with pytest.raises(NotAllowed):
        bulk.preview(bulk.SetFrom("amount", "lab.notes", "body"), CASES)


def test_a_mapping_mends_the_batches_to_come_until_it_is_revoked(lab: Lab) -> None:  # noqa: F811
    bad = [odd(1, "OPEN", amount="ten"), odd(2, "OPEN", amount="ten", title=None), odd(3, "OPEN")]
    lab.give("cases", DAY, bad)
    sync("lab.cases", DAY)
    assert len(rows("lab.cases")) == 2
    made = mappings.keep("lab.cases", "amount", "ten", "10", "asha", "they write it out")
    assert mappings.keep("lab.cases", "amount", "ten", "10", "ravi", "again").id == made.id
    for field, before, after in (
        ("amount", "ten", "11"),
        ("title", "A", "B"),
        ("case_id", "A", "B"),
        ("amount", "x", "ten"),
    ):
        with pytest.raises(NotAllowed):
            mappings.keep("lab.cases", field, before, after, "ravi", "why not")
    sync("lab.cases", DAY)  # the same pages under another rule are another batch
    flags = stored("lab.cases", "case_id", "amount", "_flags")
    assert [(key, float(amount), flag) for key, amount, flag in flags] == [
        ("C001", 10.0, ["mended:amount"]), ("C003", 10.5, []),
    ]  # fmt: skip
    [waiting] = rows("lab.cases")
    assert '"ten"' in waiting.record, "the row is kept as received"
    assert [item["expectation"] for item in waiting.failures] == ["title.not_null", "mended:amount"]
    assert fix(waiting.id, {"title": "A road"}, "asha").status == "fixed", "the mapping holds when it is checked again"
    mappings.revoke(made.id, "asha", "a person of that name")
    with pytest.raises(NotAllowed):
        mappings.revoke(made.id, "asha", "twice")
    assert replay("lab.cases").returned == 1
    lab.give("cases", NEXT, [odd(1, "OPEN", amount="ten", at="12-11-2026 10:00:00")])
    sync("lab.cases", NEXT)
    assert [item.reasons for item in rows("lab.cases", key="C001")] == [["type:amount"]]
    assert [(item.made_by, item.revoked_by) for item in mappings.listed("lab.cases")] == [("asha", "asha")]
    assert not mappings.listed("lab.cases", is_active=True)
    assert [item[0] for item in ask("select action from hub.audit where action like 'mapping%' order by sequence")] == [
        "mapping.kept", "mapping.revoked",
    ]  # fmt: skip


def test_a_decision_is_undone_until_it_is_published(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [odd(1, "OPEN"), odd(2, "OPEN")])
    sync("lab.cases", DAY)
    later = "12-11-2026 10:00:00"
    lab.give("cases", NEXT, [odd(1, "OPEN", amount=-1, at=later), odd(9, "OPEN", amount=-9)])
    sync("lab.cases", NEXT)
    before = stored("lab.cases", "case_id", "amount", "_batch_id"), stored("lab.cases", "case_id", closed=True)
    changed, new = rows("lab.cases")
    fix(changed.id, {"amount": "1"}, "asha", "as on paper")
    release(new.id, "asha", "a refund")
    assert replay("lab.cases").entered == 2
    assert before != (
        stored("lab.cases", "case_id", "amount", "_batch_id"),
        stored("lab.cases", "case_id", closed=True),
    )
    entered_at = row(new.id).entered_at
    assert entered_at is not None
    with pytest.raises(NotAllowed):
        undo(changed.id, "ravi", "was wrong", published_at=entered_at + timedelta(seconds=1))
    with pytest.raises(Collision):
        undo(changed.id, "ravi", "was wrong", published_at=None, version=1)
    for item in (changed, new):
        done = undo(item.id, "ravi", "was wrong", published_at=entered_at - timedelta(seconds=1))
        assert (done.status, done.edit, done.entered_at) == ("open", None, None)
    assert before == (
        stored("lab.cases", "case_id", "amount", "_batch_id"),
        stored("lab.cases", "case_id", closed=True),
    )
    assert [item.action for item in decisions(changed.id)] == ["quarantine.fixed", "quarantine.undone"]
    assert replay("lab.cases").entered == 0
    with pytest.raises(NotAllowed):
        undo(changed.id, "ravi", "again", published_at=None)
    fix(changed.id, {"amount": "2"}, "asha")
    replay("lab.cases")
    lab.give("cases", LATER, [odd(1, "OPEN", at="13-11-2026 10:00:00")])
    sync("lab.cases", LATER)
    with pytest.raises(NotAllowed):
        undo(changed.id, "ravi", "too late", published_at=None)
    counted()


def test_the_second_of_two_stewards_is_told_who_did_what(lab: Lab) -> None:  # noqa: F811
    lab.give("cases", DAY, [odd(1, "OPEN", amount=-1)])
    sync("lab.cases", DAY)
    [seen] = rows("lab.cases")
    fix(seen.id, {"amount": "5"}, "asha", version=seen.version)
    with pytest.raises(Collision, match=r"asha changed row .* fixed \(fields: amount\)") as told:
        refuse(seen.id, "ravi", "no", version=seen.version)
    assert told.value.row.edit == {"amount": "5"}


def test_refused_rows_are_listed_for_their_owner_without_personal_values(lab: Lab) -> None:  # noqa: F811
    lab.give(
        "cases",
        DAY,
        [odd(1, "OPEN", amount=-1, title=None), odd(2, "OPEN", amount="=cmd()"), odd(3, "OPEN", amount=-1)],
    )
    sync("lab.cases", DAY)
    for item in rows("lab.cases")[:2]:
        refuse(item.id, "asha", "please send it again")
    day = today()
    made = refused_list("test-owner", day - timedelta(days=1), day + timedelta(days=1), "asha", language="en")
    lines = list(csv.reader(io.StringIO(made.body.decode("utf-8-sig"))))
    assert (made.rows, [(line[1], line[3], line[4]) for line in lines[1:]]) == (
        2, [("C001", "amount", "'-1"), ("C001", "title", ""), ("C002", "amount", "'=cmd()")],
    )  # fmt: skip
    assert lines[1][6] == "please send it again"
    assert refused_list("test-owner", day, day, "asha", format="xlsx").body.startswith(b"PK")
    with pytest.raises(NotAllowed):
        refused_list("nobody", day, day, "asha")
