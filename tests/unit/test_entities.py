"""Clusters and ids as pure functions: whatever the order, the same; ids stay, and are never given to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.entities import Reason, Why, lineage, survivorship, wording
from hub.entities.clusters import Partition, partition
from hub.entities.kinds import Kind, dataset_of, kinds
from hub.entities.tables import CHANGES, REASONS, VERDICTS
from hub.i18n import LANGUAGES, text
from hub.linkage.model import Band, Explanation, Step
from hub.linkage.model import Kind as LinkKind
from hub.linkage.spec import spec

EMPLOYEE = kinds()["employee"]
CITIZEN = kinds()["citizen"]
RECORDS = [f"{dataset}|{n}" for dataset, count in (("hrms.employees", 4), ("sparrow.pars", 7)) for n in range(count)]
records = st.sets(st.sampled_from(RECORDS), min_size=2).map(sorted)
pairs = st.tuples(st.sampled_from(RECORDS), st.sampled_from(RECORDS)).filter(lambda p: p[0] < p[1])
links = st.dictionaries(pairs, st.integers(8, 14).map(float), max_size=20)
some = st.sets(pairs, max_size=4)


def made(
    kind: Kind, of: Iterable[str], linked: dict[tuple[str, str], float], **said: Iterable[tuple[str, str]]
) -> Partition:
    return partition(kind, of, [(*pair, weight) for pair, weight in linked.items()], **said)


def together(found: Partition, left: str, right: str) -> bool:
    return any(left in cluster and right in cluster for cluster in found.clusters)


@settings(max_examples=150, deadline=None)
@given(records, links, some, some, some, some, st.randoms())
def test_the_order_of_input_changes_nothing(of, linked, review, relatives, yes, no, rng) -> None:
    for kind in (EMPLOYEE, CITIZEN):
        first = made(kind, of, linked, review=review, relatives=relatives, yes=yes - no, no=no)
        shuffled = [
            rng.sample(sorted(part), len(part)) for part in (of, linked.items(), review, relatives, yes - no, no)
        ]
        again = made(
            kind,
            shuffled[0],
            dict(shuffled[1]),
            review=shuffled[2],
            relatives=shuffled[3],
            yes=shuffled[4],
            no=shuffled[5],
        )
        assert again == first
        assert sorted(record for cluster in first.clusters for record in cluster) == of


@settings(max_examples=150, deadline=None)
@given(records, links, some, some, some)
def test_people_win_and_a_cluster_has_one_master(of, linked, relatives, yes, no) -> None:
    said = {"yes": yes - no, "no": no}
    found = made(EMPLOYEE, of, linked, relatives=relatives, **said)
    assert not any(together(found, *pair) for pair in no if set(pair) <= set(of))
    unheard = {(item.left, item.right) for item in found.refused if item.reason == "contradiction"}
    assert all(together(found, *pair) for pair in yes - no - unheard if set(pair) <= set(of))
    by_people = {frozenset(pair) for pair in yes - no}
    for cluster in found.clusters:
        masters = [record for record in cluster if dataset_of(record) == "hrms.employees"]
        joined = {record for record in masters if any(frozenset({record, other}) in by_people for other in masters)}
        assert len(masters) <= 1 or joined == set(masters)
    assert (
        made(EMPLOYEE, of, linked, relatives=relatives).clusters
        == made(EMPLOYEE, of, linked, relatives=relatives, yes=(), no=()).clusters
    )


@settings(max_examples=100, deadline=None)
@given(links, some, some, some)
def test_parts_may_be_done_alone(linked, relatives, yes, no) -> None:
    """What touches nothing else in a connected part gives the same clusters as all at once: so a day costs its part."""
    whole = made(EMPLOYEE, RECORDS, linked, relatives=relatives, yes=yes - no, no=no)
    reach = {record: {record} for record in RECORDS}
    for left, right in [*linked, *(yes - no)]:
        joined = reach[left] | reach[right]
        for record in joined:
            reach[record] = joined
    parts = {frozenset(part) for part in reach.values()}
    alone = [made(EMPLOYEE, part, linked, relatives=relatives, yes=yes - no, no=no) for part in parts]
    assert sorted(cluster for part in alone for cluster in part.clusters) == whole.clusters


def test_two_groups_do_not_hang_together_by_one_thread() -> None:
    one, other = (
        [f"{d}|{side}{n}" for d in ("rtps.applications", "cpgram.grievances") for n in range(3)] for side in "ab"
    )
    within = {tuple(sorted((x, y))): 14.0 for group in (one, other) for x in group for y in group if x < y}
    thread = {(min(one[0], other[5]), max(one[0], other[5])): 11.0}
    found = made(CITIZEN, one + other, within | thread)
    assert found.clusters == [tuple(sorted(one)), tuple(sorted(other))] or found.clusters == sorted(
        [tuple(sorted(one)), tuple(sorted(other))]
    )
    assert [item.reason for item in found.refused] == ["weak_chain"]


def test_brothers_are_not_chained_through_a_record_of_which_nobody_is_sure() -> None:
    a, b, c = "cpgram.grievances|1", "jandarbar.grievances|2", "rtps.applications|3"
    found = made(CITIZEN, [a, b, c], {(a, b): 12.0, (b, c): 11.0}, relatives=[(a, c)])
    assert found.clusters == [(a, b), (c,)]
    assert [(item.left, item.reason) for item in found.refused] == [(b, "household")]


@dataclass
class Days:
    """The ids of many days, without a database."""

    current: dict[str, tuple[str, int]] = field(default_factory=dict)
    founded: dict[str, int] = field(default_factory=dict)
    minted: dict[str, int] = field(default_factory=dict)
    last: dict[str, frozenset[str]] = field(default_factory=dict)
    leads: dict[str, str | None] = field(default_factory=dict)
    version: int = 0

    def live(self, clusters: Iterable[Iterable[str]]) -> lineage.Plan:
        clusters = sorted(tuple(sorted(cluster)) for cluster in clusters)
        retired: dict[str, list[str]] = {}
        for entity, held in self.last.items():
            for record in held:
                retired.setdefault(record, []).append(entity)
        known = lineage.Known(dict(self.current), dict(self.founded), retired, dict(self.last))
        plan = lineage.plan(clusters, known, "EMP", lambda record: self.minted.get(record, 0))
        if not plan.changes:
            return plan
        self.version += 1
        before: dict[str, set[str]] = {}
        for record, (entity, _) in self.current.items():
            before.setdefault(entity, set()).add(record)
        for record, _entity in plan.left:
            del self.current[record]
        for new in plan.new:
            assert new.entity_id not in self.founded
            assert new.entity_id not in self.last
            self.minted[new.founder] = new.nth + 1
            self.founded[new.entity_id] = self.version
        for entity in plan.restored:
            self.last.pop(entity)
            self.leads.pop(entity)
        for entity, heir in plan.retired.items():
            self.last[entity] = frozenset(before[entity])
            self.leads[entity] = heir
        for record, entity in plan.joined:
            self.current[record] = (entity, self.version)
        return plan

    def ids(self) -> dict[str, str]:
        return {record: entity for record, (entity, _) in self.current.items()}

    def follow(self, entity: str) -> str | None:
        seen = set()
        while entity in self.leads:
            assert entity not in seen, "a circle"
            seen.add(entity)
            if self.leads[entity] is None:
                return None
            entity = self.leads[entity]
        return entity


@st.composite
def partitions(draw) -> list[frozenset[str]]:
    labels = draw(st.lists(st.integers(0, 5), min_size=8, max_size=8))
    groups: dict[int, set[str]] = {}
    for record, label in zip("abcdefgh", labels, strict=True):
        if label:  # 0: the record is not there on that day
            groups.setdefault(label, set()).add(record)
    return [frozenset(group) for group in groups.values()]


@settings(max_examples=60, deadline=None)
@given(st.lists(partitions(), min_size=1, max_size=30))
def test_ids_survive_days_and_every_change_is_told(days) -> None:
    world = Days()
    told: dict[str, set[str]] = {}
    ever: set[str] = set()
    for clusters in days:
        before = dict(world.ids())
        plan = world.live(clusters)
        for change in plan.changes:  # a subscriber who knows only what he was told
            if change.change in ("created", "split", "reopened"):
                assert change.entity_id not in told
                told[change.entity_id] = set(change.records)
            elif change.change == "grew":
                told[change.entity_id] |= set(change.records)
            elif change.change == "shrank":
                told[change.entity_id] -= set(change.records)
            else:
                del told[change.entity_id]
        standing: dict[str, set[str]] = {}
        for record, entity in world.ids().items():
            standing.setdefault(entity, set()).add(record)
        assert told == standing
        assert sorted(map(sorted, standing.values())) == sorted(map(sorted, clusters))
        for cluster in clusters:
            was = {before[record] for record in cluster if record in before}
            whole = [e for e in was if {r for r, x in before.items() if x == e} <= cluster]
            if len(was) == 1 and whole == list(was):
                assert world.ids()[min(cluster)] in was, "an id stays as its cluster grows"
        ever |= set(standing)
        assert {world.follow(entity) for entity in ever} <= set(standing) | {None}
        assert not world.live(clusters).changes, "the same day again"


@settings(max_examples=60, deadline=None)
@given(partitions(), partitions())
def test_what_is_undone_at_once_is_as_it_was(first, second) -> None:
    """Joining entities and parting them again gives every record its id back."""
    joined: list[set[str]] = []
    for cluster in (set(c) for c in [*first, *second]):
        meeting = [other for other in joined if other & cluster]
        joined = [other for other in joined if not other & cluster] + [cluster.union(*meeting)]
    here = set().union(*first) if first else set()
    world = Days()
    world.live(first)
    ids = world.ids()
    world.live([cluster & here for cluster in joined if cluster & here])
    world.live(first)
    assert world.ids() == ids


def test_ids_read_well_and_hold_nothing_of_the_record() -> None:
    made_id = lineage.mint("EMP", "hrms.employees|E1000001", 0)
    assert (
        made_id
        == lineage.mint("EMP", "hrms.employees|E1000001", 0)
        != lineage.mint("EMP", "hrms.employees|E1000001", 1)
    )
    assert len(made_id) == 18
    assert set(made_id[4:]) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


def test_the_rules_of_survivorship_are_sound() -> None:
    for kind in kinds():
        assert survivorship.survivors(kind)


def test_a_bound_is_a_bound() -> None:
    small = replace(EMPLOYEE, bound=3)
    found = made(
        small, RECORDS[3:8], {(RECORDS[3], other): 12.0 for other in RECORDS[4:8]}, yes=[(RECORDS[4], RECORDS[5])]
    )
    assert found.clusters == [(RECORDS[3],), (RECORDS[4], RECORDS[5]), (RECORDS[6],), (RECORDS[7],)]
    assert found.oversize == [tuple(RECORDS[3:8])]


def test_every_comparison_and_level_of_the_models_has_its_words_in_both_languages() -> None:
    for subject in {kind.subject for kind in kinds().values()}:
        for comparison in spec(subject).comparisons:
            for level in (*comparison.levels, "missing"):
                for language in LANGUAGES:
                    assert text(f"entities-compared-{comparison.name.replace('_', '-')}", language)
                    assert text(f"entities-level-{level.replace('_', '-')}", language)


def test_the_reasons_for_review_and_the_changes_have_their_words() -> None:
    for name in [
        *(f"review-{r}" for r in REASONS),
        *(f"change-{c}" for c in CHANGES),
        *(f"verdict-{v}" for v in VERDICTS),
    ]:
        assert text(f"entities-{name.replace('_', '-')}", "hi")


WHY = Why(
    kind="employee", left="hrms.employees|E1", right="sparrow.pars|P1", left_entity="EMP-1", right_entity="EMP-2",
    is_joined=False, reasons=(Reason("entities-why-inherited-no", {"one": "a", "other": "b"}), Reason("entities-why-reject")),
    path=(), judgements=(),
    explanation=Explanation(
        "employee", LinkKind.SAME_PERSON, None, None, -16.0,
        (Step("name_given", "same_sound", 6.0, {"name": "राजेश"}, {"name": "Rajesh"}), Step("dob", "different", -4.0, {}, {})),
        -14.0, 0.00006, Band.REJECT,
    ),
)  # fmt: skip


def test_why_is_told_in_words_and_as_a_waterfall_that_adds_up() -> None:
    for language in LANGUAGES:
        bars = wording.bars(WHY, language)
        assert [(bar.start, bar.end) for bar in bars] == [(0, -16), (-16, -10), (-10, -14), (0, -14)]
        assert not any("Rajesh" in bar.left + bar.right + bar.finding for bar in bars)
        assert "EMP-2" in wording.verdict(WHY, language)
        assert len(wording.reasons(WHY, language)) == 2
    assert wording.bars(WHY, "en", unmask=True)[1].left == "राजेश"
    assert wording.picture(wording.bars(WHY, "en")[1], 16) == f"{'':12}│{'████':12}"
    assert wording.percent(1.0) == "99.99", "nothing is certain"
