"""Records, links and judgements to clusters: a pure function, whatever the order in which they are given.

People first: their *yes* joins, their *no* keeps apart whatever else is said. Then the model's accepted links, the
strongest first, as far as the clusters that they join may be one: a link that is refused joins nothing and is told.
Since a link is judged against whole clusters, this is not transitive closure: no cluster holds two records of a
master, nor two records that the model holds for relatives, nor two groups that hang together by a single thread.

What happens in one connected part of the graph does not depend on the rest, so a part may be done alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.entities.kinds import Kind, dataset_of

Pair = tuple[str, str]


@dataclass(frozen=True)
class Refused:
    """A link, or a person's yes, that joins nothing. ``reason`` is one of ``tables.REASONS``, or ``judgement``."""

    left: str
    right: str
    weight: float
    reason: str


@dataclass(frozen=True)
class Partition:
    """The clusters, each sorted, in order of their first record; what was refused; clusters beyond the bound, whose
    model links were not applied. ``joins`` are the links that made the clusters: a tree for each of them."""

    clusters: list[tuple[str, ...]]
    refused: list[Refused]
    oversize: list[tuple[str, ...]]
    joins: list[Pair]


def partition(
    kind: Kind,
    records: Iterable[str],
    accepted: Iterable[tuple[str, str, float]],
    *,
    review: Iterable[Pair] = (),
    relatives: Iterable[Pair] = (),
    yes: Iterable[Pair] = (),
    no: Iterable[Pair] = (),
) -> Partition:
    """Clusters of ``records``. ``accepted`` are the model's links with their weight, ``review`` those it is not sure of
    (they only count as support), ``relatives`` pairs that it holds for others; ``yes`` and ``no`` are people's newest
    live judgements. Pairs with an end that is not in ``records`` are ignored.
    """
    forest = _Forest(kind, sorted(set(records)))
    for left, right in forest.known(no):
        forest.part(left, right, by_person=True)
    refused = [
        Refused(forest.names[left], forest.names[right], 0.0, "contradiction")
        for left, right in sorted(forest.known(yes), key=forest.masters_first)
        if not forest.join_by_person(left, right)
    ]
    by_people = len(forest.joins)
    links = sorted((link for link in set(accepted) if forest.has(*link[:2])), key=_strongest)
    for left, right in forest.known(relatives):
        forest.part(left, right, by_person=False)
    if kind.min_support:
        forest.support(forest.known({link[:2] for link in links} | set(review)))
    for name, other, weight in links:
        reason = forest.join_by_model(forest.index[name], forest.index[other])
        if reason:
            refused.append(Refused(name, other, weight, reason))
    return _result(forest, kind.bound, by_people, refused)


def _strongest(link: tuple[str, str, float]) -> tuple[float, str, str]:
    return (-link[2], link[0], link[1])


def _result(forest: _Forest, bound: int, by_people: int, refused: list[Refused]) -> Partition:
    """Clusters within the bound as they are; one beyond it falls back to what people joined, and is told whole."""
    sets = forest.sets()
    kept = [members for members in sets if len(members) <= bound]
    beyond = [members for members in sets if len(members) > bound]
    open_: list[list[int]] = []
    if beyond:
        joined_by_people: dict[int, int] = {}

        def find(node: int) -> int:
            while node in joined_by_people:
                node = joined_by_people[node]
            return node

        for left, right in forest.joins[:by_people]:
            a, b = find(left), find(right)
            joined_by_people[max(a, b)] = min(a, b)
        for members in beyond:
            parts: dict[int, list[int]] = {}
            for node in members:
                parts.setdefault(find(node), []).append(node)
            kept += parts.values()
            if len(parts) > 1:  # else people joined all of it, and nothing is left to decide
                open_.append(members)
    names = forest.names
    clusters = sorted(tuple(names[node] for node in members) for members in kept)
    of = {record: number for number, cluster in enumerate(clusters) for record in cluster}
    dissolved = {names[node] for members in open_ for node in members}
    joins = [(names[left], names[right]) for left, right in forest.joins]
    return Partition(
        clusters=clusters,
        refused=[item for item in refused if of[item.left] != of[item.right] and item.left not in dissolved],
        oversize=sorted(tuple(names[node] for node in members) for members in open_),
        joins=[pair for pair in joins if of[pair[0]] == of[pair[1]]],
    )


class _Forest:
    """Disjoint sets over the records' numbers, with what each set holds of masters, enemies and links to others."""

    def __init__(self, kind: Kind, names: Sequence[str]) -> None:
        self.names = names
        self.index = {name: number for number, name in enumerate(names)}
        self.joins: list[tuple[int, int]] = []
        self._kind = kind
        self._parent = list(range(len(names)))
        self._size = [1] * len(names)
        self._datasets: dict[int, Counter[str]] = {}
        self._is_master = [dataset_of(name) in kind.masters for name in names] if kind.masters else [False] * len(names)
        self._masters = {
            n: frozenset([dataset_of(names[n])]) for n, is_master in enumerate(self._is_master) if is_master
        }
        self._enemies: dict[int, dict[int, bool]] = {}
        self._links: dict[int, dict[int, int]] = {}

    def has(self, left: str, right: str) -> bool:
        """Whether both are records here."""
        return left in self.index and right in self.index

    def known(self, pairs: Iterable[Pair]) -> list[tuple[int, int]]:
        """The numbers of those pairs of which both are records here, in order."""
        return sorted({(self.index[left], self.index[right]) for left, right in pairs if self.has(left, right)})

    def find(self, node: int) -> int:
        """The number that stands for the node's set."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def masters_first(self, pair: tuple[int, int]) -> tuple[bool, int, int]:
        """People may say that two records of the master are one; what follows from it is then no contradiction."""
        return (not self._are_masters(*pair), *pair)

    def part(self, left: int, right: int, *, by_person: bool) -> None:
        """Keep the sets of two records apart; the model's word does not count within what people joined."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return
        for here, there in ((a, right), (b, left)):
            enemies = self._enemies.setdefault(here, {})
            enemies[there] = enemies.get(there, False) or by_person

    def support(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Count the links between the sets."""
        for left, right in pairs:
            a, b = self.find(left), self.find(right)
            if a != b:
                for here, there in ((a, b), (b, a)):
                    counts = self._links.setdefault(here, {})
                    counts[there] = counts.get(there, 0) + 1

    def join_by_person(self, left: int, right: int) -> bool:
        """Join the sets of two records; false where other judgements, or the master, say that they are two."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return True
        if self._hostile(a, b) or (self._two_masters(a, b) and not self._are_masters(left, right)):
            return False
        self._union(a, b)
        self.joins.append((left, right))
        return True

    def join_by_model(self, left: int, right: int) -> str:
        """Join the sets of two records where they may be one; returns why not."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return ""
        reason = self._hostile(a, b) or ("two_masters" if self._two_masters(a, b) else "")
        if not reason and self._kind.min_support:
            linked = self._links.get(a, {}).get(b, 0)
            reason = "weak_chain" if linked < self._kind.min_support * self._comparable(a, b) else ""
        if not reason:
            self._union(a, b)
            self.joins.append((left, right))
        return reason

    def _are_masters(self, left: int, right: int) -> bool:
        return self._is_master[left] and self._is_master[right]

    def _comparable(self, a: int, b: int) -> int:
        """Pairs between two sets, but for those of one dataset: these may never have been compared."""
        one, other = self._of_dataset(a), self._of_dataset(b)
        return self._size[a] * self._size[b] - sum(count * other[name] for name, count in one.items())

    def _of_dataset(self, root: int) -> Counter[str]:
        if root not in self._datasets:
            self._datasets[root] = Counter([dataset_of(self.names[root])])
        return self._datasets[root]

    def _two_masters(self, a: int, b: int) -> bool:
        return a in self._masters and b in self._masters and bool(self._masters[a] & self._masters[b])

    def _hostile(self, a: int, b: int) -> str:
        one, other = self._enemies.get(a), self._enemies.get(b)
        if not one or not other:
            return ""
        root, enemies = (b, one) if len(one) <= len(other) else (a, other)
        met = [by_person for enemy, by_person in enemies.items() if self.find(enemy) == root]
        return "judgement" if any(met) else "household" if met else ""

    def _union(self, a: int, b: int) -> None:
        if self._size[a] < self._size[b]:
            a, b = b, a
        if self._kind.min_support:
            self._of_dataset(a).update(self._of_dataset(b))
            del self._datasets[b]
        self._parent[b] = a
        self._size[a] += self._size[b]
        masters = self._masters.pop(b, None)
        if masters:
            self._masters[a] = self._masters.get(a, frozenset()) | masters
        for enemy, by_person in self._enemies.pop(b, {}).items():
            enemies = self._enemies.setdefault(a, {})
            enemies[enemy] = enemies.get(enemy, False) or by_person
        for other, count in self._links.pop(b, {}).items():
            self._links[other].pop(b, None)
            if other != a:
                for here, there in ((a, other), (other, a)):
                    counts = self._links.setdefault(here, {})
                    counts[there] = counts.get(there, 0) + count

    def sets(self) -> list[list[int]]:
        """The sets, each in order."""
        found: dict[int, list[int]] = {}
        for node in range(len(self.names)):
            found.setdefault(self.find(node), []).append(node)
        return list(found.values())
