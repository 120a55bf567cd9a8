"""Entities in PostgreSQL: ids that stay, judgements that win, and the way back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from hub import entities
from hub.database import engine
from hub.entities.kinds import kind
from hub.entities.resolving import settle
from hub.errors import NotAllowed
from tests.integration.entity_days import FIRST, clusters, day, links, standing, unlink, waiting

A1, A2 = "hrms.employees|E1", "hrms.employees|E2"
P1, P2, P3 = "sparrow.pars|P1", "sparrow.pars|P2", "sparrow.pars|P3"
NEXT = FIRST + timedelta(days=1)


def test_a_cluster_grows_merges_and_splits_and_its_id_stays(database: str) -> None:
    day(links([(A1, P1, 12)]) | {P2, P3})
    first = standing()
    assert first[A1] == first[P1]
    assert len(set(first.values())) == 3
    day(links([(A1, P2, 11), (P2, P3, 9)]), on=NEXT)
    grown = standing()
    assert set(grown.values()) == {first[A1]}
    assert entities.entity(first[P3]).entity_id == first[A1]
    assert entities.entity(first[A1]).aliases == tuple(sorted({first[P2], first[P3]}))
    assert [(c.change, c.entity_id) for c in entities.changes(3)] == sorted(
        [("grew", first[A1]), ("merged", first[P2]), ("merged", first[P3])], key=lambda pair: pair[::-1]
    )
    day(unlink((A1, P2), (A1, P1)) | links([(P1, P2, 10)]), on=NEXT + timedelta(days=1))
    parted = standing()
    assert parted[P1] == parted[P2] == parted[P3] == first[A1], "the largest part keeps the id"
    told = {(c.change, c.other_id) for c in entities.changes(6)}
    assert told == {("shrank", None), ("split", first[A1])}
    assert parted[A1] not in set(first.values())
    assert entities.entity(parted[A1]).split_from == first[A1]
    day((), gone={A1}, on=NEXT + timedelta(days=2))
    assert entities.entity(parted[A1]).state == "closed"
    day({A1}, on=NEXT + timedelta(days=3))
    assert standing()[A1] == parted[A1], "who comes back is who it was"


def test_the_same_day_again_changes_nothing(database: str) -> None:
    touched = links([(A1, P1, 12), (P1, P2, 8)]) | links([(A1, P3, 3)], band="review")
    day(touched)
    before = standing(), waiting(), entities.changes()
    assert day(touched)[0].changes == {}
    assert (standing(), waiting(), entities.changes()) == before


def test_two_masters_are_never_joined_by_the_model_but_by_a_person(database: str) -> None:
    day(links([(A1, P1, 12), (A2, P1, 11.5), (A2, P2, 9)]))
    assert clusters() == {frozenset({A1, P1}), frozenset({A2, P2})}
    assert waiting() == {(A2, P1, "two_masters")}
    act = entities.judge(A1, P1, "yes", "asha", "seen").act
    with pytest.raises(NotAllowed, match="contradicts"):
        entities.judge(A2, P1, "yes", "ravi", "seen, too")
    entities.withdraw(act, "asha", "not needed")
    done = entities.judge(A1, A2, "yes", "asha", "entered twice in HRMS")
    assert done.is_applied
    assert clusters() == {frozenset({A1, A2, P1, P2})}
    assert waiting() == set()


def test_undoing_restores_ids_and_clusters_exactly(database: str) -> None:
    day(links([(A1, P1, 12)]) | links([(A1, P2, 2)], band="review") | {P3})
    day({P3}, on=NEXT)
    before = standing(), entities.review("employee")
    done = entities.merge(standing()[P2], standing()[A1], "asha", "same man, seen in the service book")
    assert clusters() == {frozenset({A1, P1, P2}), frozenset({P3})}
    assert waiting() == set()
    assert {change.change for change in done.changes} == {"merged", "grew"}
    entities.withdraw(done.judgements[0], "asha", "it was his brother")
    assert standing() == before[0]
    (item,) = entities.review("employee")
    assert (item.left, item.right, item.since, item.version) == (A1, P2, FIRST, 2), "it waits where it waited before"
    done = entities.split(standing()[A1], [P1], "asha", "another Asha")
    assert clusters() == {frozenset({A1}), frozenset({P1}), frozenset({P2}), frozenset({P3})}
    entities.withdraw(done.act, "asha", "it was she after all")
    assert standing() == before[0]
    with pytest.raises(NotAllowed):
        entities.withdraw(done.act, "asha", "again")


def test_a_no_is_inherited_whatever_arrives_later(database: str) -> None:
    day(links([(A1, P1, 12)]) | {P2})
    entities.judge(P2, A1, "no", "asha", "another person")
    day(links([(P1, P2, 20), (P1, P3, 15), (P2, P3, 15)]), on=NEXT)
    assert standing()[P2] != standing()[A1]
    assert not any({A1, P2} <= cluster for cluster in clusters())
    entities.judge(P1, P2, "yes", "ravi", "looks alike")
    assert standing()[P1] == standing()[P2] != standing()[A1], (
        "a person's yes moves a record from where the model put it"
    )
    with pytest.raises(NotAllowed, match="contradicts"):
        entities.judge(P1, A1, "yes", "ravi", "looks alike")


def test_a_split_keeps_each_side_together_and_is_one_act(database: str) -> None:
    day(links([(A1, P1, 12), (P1, P2, 11), (P1, P3, 10)]))
    done = entities.split(standing()[A1], [P1], "asha", "another office")
    assert clusters() == {frozenset({A1, P2, P3}), frozenset({P1})}
    assert len(done.judgements) == 5
    entities.withdraw(done.judgements[3], "asha", "wrong")
    assert clusters() == {frozenset({A1, P1, P2, P3})}


def test_a_decision_needs_a_reason_and_the_newest_look(database: str) -> None:
    day(links([(A1, P1, 3)], band="review"))
    with pytest.raises(NotAllowed):
        entities.judge(A1, P1, "yes", "asha", " ")
    with pytest.raises(NotAllowed):
        entities.judge(A1, P1, "yes", "asha", "his number is 499118665246")
    with pytest.raises(NotAllowed):
        entities.judge(A1, "hrms.employees|nobody", "yes", "asha", "guess")
    entities.judge(A1, P1, "unsure", "ravi", "cannot tell", version=0)
    with pytest.raises(NotAllowed):
        entities.judge(A1, P1, "yes", "asha", "seen", version=0)
    entities.judge(A1, P1, "yes", "asha", "seen", version=1)
    assert clusters() == {frozenset({A1, P1})}


def test_a_person_is_not_a_matter(database: str) -> None:
    r, g, j = "rtps.applications|1", "cpgram.grievances|G1", "jandarbar.grievances|J1"
    touched = links([(r, g, 12), (g, j, 12), (r, j, 12)], subject="matter")
    day(touched | links([(r, g, 9)], subject="matter", question="same_matter"), subject="matter")
    assert clusters("citizen") == {frozenset({r, g, j})}
    assert clusters("matter") == {frozenset({r, g}), frozenset({j})}
    done = entities.judge(r, g, "no", "asha", "father and son")
    assert clusters("citizen") == {frozenset({r, j}), frozenset({g})} or clusters("citizen") == {
        frozenset({g, j}), frozenset({r})
    }  # fmt: skip
    assert clusters("matter") == {frozenset({r}), frozenset({g}), frozenset({j})}
    entities.withdraw(done.act, "asha", "one man")
    entities.judge(g, j, "yes", "asha", "the same road", question="same_matter")
    assert clusters("matter") == {frozenset({r, g, j})}


def test_what_waits_is_listed_filtered_and_goes_when_decided(database: str) -> None:
    day(links([(A1, P1, 12)]) | links([(P1, P2, 1), (A1, P3, -0.5)], band="review"))
    day(links([(A2, P3, 0)], band="review"), on=NEXT)
    oldest = entities.review("employee")
    assert [(item.left, item.right, item.since, item.value) for item in oldest] == [
        (P1, P2, FIRST, 3), (A1, P3, FIRST, 3), (A2, P3, NEXT, 2),
    ]  # fmt: skip
    assert [item.right for item in entities.review("employee", order="valuable")] == [P3, P2, P3]
    assert [item.left for item in entities.review("employee", dataset="hrms.employees", record=P3)] == [A1, A2]
    assert entities.review_counts("employee") == {("employee", "band"): 3}
    item = oldest[0]
    entities.judge(item.left, item.right, "unsure", "ravi", "no date of birth", version=item.version)
    (item,) = entities.review("employee", unsure=True)
    assert (item.left, item.right, item.version) == (P1, P2, 1)
    entities.judge(item.left, item.right, "no", "asha", "the other P", version=item.version)
    assert entities.review("employee", reason="band", record=P2) == []


def test_a_cluster_beyond_its_bound_waits_whole_until_people_join_it(database: str) -> None:
    star = [(A1, f"sparrow.pars|{n:03}", 20.0) for n in range(60)]
    day(links(star))
    assert len(clusters()) == 61
    (item,) = entities.review("employee")
    assert (item.reason, len(item.records), item.value) == ("oversize", 61, 61)
    entities.unite(item.records, "asha", "a long service")
    assert len(clusters()) == 1
    assert entities.review("employee") == []


def test_a_decision_during_a_run_is_kept_and_applied_by_the_next(database: str) -> None:
    day(links([(A1, P1, 3)], band="review") | {P2, P3})
    with engine().connect() as run:
        run.execute(sa.select(sa.func.pg_advisory_lock(entities.LOCK)))
        done = entities.judge(A1, P1, "yes", "asha", "seen")
        assert not done.is_applied
        assert standing()[A1] != standing()[P1]
        run.execute(sa.select(sa.func.pg_advisory_unlock(entities.LOCK)))
    assert entities.judge(P2, P3, "no", "asha", "seen").is_applied
    assert standing()[A1] == standing()[P1]


def test_a_run_that_is_killed_leaves_nothing_and_can_be_run_again(database: str) -> None:
    touched = links([(A1, P1, 12), (P1, P2, 9)])
    with engine().connect() as connection, connection.begin() as killed:
        settle(connection, kind("employee"), FIRST, touched, touched)
        killed.rollback()
    assert (standing(), entities.changes()) == ({}, [])
    day(touched)
    assert clusters() == {frozenset({A1, P1, P2})}
    assert [change.change_id for change in entities.changes()] == [1]


def test_stewards_at_the_same_moment_queue_and_none_contradicts_another(database: str) -> None:
    day(links([(A1, P1, 3), (P1, P2, 3)], band="review"))

    def say(answer: tuple[str, str, str]) -> str:
        try:
            return str(entities.judge(*answer, "asha", "at once").is_applied)
        except NotAllowed as refused:
            return refused.message_id

    answers = [(A1, P1, "yes"), (P1, P2, "yes"), (A1, P2, "no")]
    with ThreadPoolExecutor(3) as stewards:
        told = sorted(stewards.map(say, answers))
    assert told == ["True", "True", "entities-contradiction"]
