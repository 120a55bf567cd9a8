"""Two lists of the same invented people, spoilt on purpose, with the truth: what linkage is measured by.

``employees`` gives two lists of government servants, ``matters`` two lists of citizens' matters, in the columns that
``hub link`` reads. ``noise`` is the share of the second list's fields that are damaged (.1 light, .3 heavy, .6 very
heavy), ``hindi`` the share of its rows in Devanagari. Nothing here knows how the hub compares names: spellings come
from the pools, damage from what clerks do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sandbox.world import pools
from sandbox.world.linkage_noise import damaged, spelled
from sandbox.world.linkage_pools import POSTS_HI, Name, Pool, Topic
from sandbox.world.people import districts

Row = dict[str, str]
EMPLOYEE = ("rec_id", "employee_id", "name", "father_or_husband_name", "gender", "dob", "mobile", "district",
            "designation", "department")  # fmt: skip
MATTER = ("rec_id", "name", "relation_name", "relation", "gender", "mobile", "village", "block", "district", "filed_on",
          "category", "subject")  # fmt: skip


@dataclass
class Lists:
    """Two lists and the truth: pairs of ``rec_id`` of one person and, for matters, of one matter."""

    a: list[Row] = field(default_factory=list)
    b: list[Row] = field(default_factory=list)
    same_person: set[tuple[str, str]] = field(default_factory=set)
    same_matter: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class _Person:
    gender: str
    name: tuple[Name, ...]
    relative: tuple[Name, ...]
    relation: str
    mobile: str
    place: int
    block: str
    village: Name


def _full(rng: random.Random, pool: Pool, gender: str, family: Name | None = None) -> tuple[Name, ...]:
    """Given name, sometimes a middle one, and a family name."""
    given = pool.draw(rng, "women" if gender == "F" else "men")
    last = family or pool.draw(rng, "women_last" if gender == "F" else "men_last")
    middle = (pool.draw(rng, "middle"),) if gender == "M" and rng.random() < 0.3 else ()
    return (given, *middle, last)


def _mobile(rng: random.Random) -> str:
    return f"60{rng.randrange(10**8):08d}"  # an artificial range


def _household(rng: random.Random, pool: Pool, sizes: Sequence[float]) -> list[_Person]:
    """People of one house: brothers, sisters, wives; one village, often one mobile, the same father or husband."""
    head = _full(rng, pool, "M")
    place, block, village = rng.randrange(len(districts())), rng.choice(pools.BLOCKS), pool.draw(rng, "villages")
    shared = _mobile(rng)
    out = []
    for _ in range(rng.choices(range(1, len(sizes) + 1), sizes)[0]):
        gender = "F" if rng.random() < 0.44 else "M"
        is_wife = gender == "F" and rng.random() < 0.5
        mobile = shared if rng.random() < 0.5 else _mobile(rng)
        name = _full(rng, pool, gender, head[-1] if gender == "M" and rng.random() < 0.8 else None)
        out.append(_Person(gender, name, head, "W/o" if is_wife else "S/o" if gender == "M" else "D/o", mobile, place,
                           block, village))  # fmt: skip
    return out


class _Writer:
    """Writes one list's rows: a script, spellings, and damage."""

    def __init__(self, rng: random.Random, noise: float, hindi: float) -> None:
        self.rng, self.noise, self.hindi = rng, noise, hindi
        self.is_hindi = False

    def turn(self) -> None:
        self.is_hindi = self.rng.random() < self.hindi

    def name(self, words: tuple[Name, ...], kind: str = "name", other: tuple[Name, ...] = ()) -> str:
        return self.spoil(kind, self._written(words), lambda: self._written(other))

    def _written(self, words: tuple[Name, ...]) -> str:
        return " ".join(word.hindi if self.is_hindi else spelled(self.rng, word, self.noise) for word in words)

    def spoil(self, kind: str, text: str, other: Callable[[], str] | None = None) -> str:
        if not text or self.rng.random() >= self.noise:
            return text
        return damaged(self.rng, kind, text, other)

    def place(self, index: int) -> str:
        found = districts()[index]
        other = districts()[self.rng.randrange(len(districts()))]
        text = found.name_hi if self.is_hindi else found.name_en
        if self.rng.random() < self.noise and self.rng.random() < 0.4:
            text = self.rng.choice(found.spellings)
        return self.spoil("place", text, lambda: other.name_hi if self.is_hindi else other.name_en)

    def post(self, text: str) -> str:
        return POSTS_HI.get(text, text) if self.is_hindi else text

    def day(self, value: date) -> str:
        text = value.isoformat() if self.rng.random() < 0.7 else value.strftime("%d/%m/%Y")
        return self.spoil("date", text)


def employees(
    seed: int, n: int, *, noise: float, hindi: float, pool: Pool, with_id: bool = True, with_mobile: bool = True
) -> Lists:
    """A roster of ``n`` people and a list of about 1.15 ``n``: nine in ten of them, one in ten twice, and others."""
    rng = random.Random(f"employees {seed}")
    made = Lists()
    calm, rough = _Writer(rng, noise * 0.15, 0.0), _Writer(rng, noise, hindi)
    serial, base = 0, 1_000_000
    people: list[tuple[_Person, date, str, str, str]] = []
    while len(people) < int(n * 1.16):
        for person in _household(rng, pool, (0.94, 0.05, 0.01)):
            born = date(1966, 1, 1) + timedelta(days=rng.randrange(38 * 365))
            if rng.random() < 0.06:
                born = date(born.year, rng.choice((1, 7)), 1)
            _services, posts, _levels = pools.CADRES[rng.choices("कखग", (8, 22, 70))[0]]
            people.append((person, born, rng.choice(posts), rng.choice(pools.DEPARTMENTS), f"E{base + serial:07d}"))
            serial += 1 + (rng.random() < 0.3)

    def row(writer: _Writer, rec_id: str, who: tuple[_Person, date, str, str, str]) -> Row:
        person, born, post, department, number = who
        writer.turn()
        stranger = people[rng.randrange(len(people))]
        post_now = writer.spoil("post", writer.post(post), lambda: writer.post(stranger[2]))
        return {
            "rec_id": rec_id,
            "employee_id": writer.spoil("number", number, lambda: stranger[4]) if with_id else "",
            "name": writer.name(person.name, other=(stranger[0].name[0], *person.name[1:])),
            "father_or_husband_name": writer.name(person.relative, "relative", stranger[0].relative),
            "gender": writer.spoil("gender", person.gender),
            "dob": writer.day(born),
            "mobile": writer.spoil("mobile", person.mobile, lambda: _mobile(rng)) if with_mobile else "",
            "district": writer.place(person.place),
            "designation": post_now,
            "department": writer.spoil("post", writer.post(department), lambda: writer.post(stranger[3])),
        }

    for i in range(n):
        made.a.append(row(calm, f"A{i:07d}", people[i]))
    for i, who in enumerate(people):
        times = 1 if i >= n else 0 if rng.random() < 0.1 else 2 if rng.random() < 0.1 else 1
        for _ in range(times):
            number = f"B{len(made.b):07d}"
            made.b.append(row(rough, number, who))
            if i < n:
                made.same_person.add((f"A{i:07d}", number))
    _shuffle(rng, made)
    return made


def matters(seed: int, n: int, *, noise: float, hindi: float, pool: Pool) -> Lists:
    """Two lists of about ``n`` matters each, brought by people of some ``n`` / 2 households."""
    rng = random.Random(f"matters {seed}")
    made = Lists()
    calm, rough = _Writer(rng, noise * 0.3, 0.2), _Writer(rng, noise, hindi)
    while len(made.a) < n:
        for person in _household(rng, pool, (0.45, 0.3, 0.2, 0.05)):
            sides: tuple[list[tuple[str, int]], list[tuple[str, int]]] = ([], [])
            for matter in range(rng.choices((1, 2, 3), (0.65, 0.27, 0.08))[0]):
                topic, number = pool.topic(rng), str(rng.randrange(100, 10 ** rng.randrange(4, 9)))
                day = date(2026, 1, 1) + timedelta(days=rng.randrange(300))
                told = rng.random() < 0.65
                where = rng.choices(("a", "b", "both"), (0.3, 0.3, 0.4))[0]
                for side, rows, writer in ((0, made.a, calm), (1, made.b, rough)):
                    if where == "both" or where == "ab"[side]:
                        rec_id = f"{'AB'[side]}{len(rows):07d}"
                        later = day + timedelta(days=rng.randrange(45) if side else 0)
                        number_told = number if told and rng.random() < 0.85 else ""
                        rows.append(_matter(writer, rec_id, person, topic, number_told, later))
                        sides[side].append((rec_id, matter))
            for left, one in sides[0]:
                for right, two in sides[1]:
                    made.same_person.add((left, right))
                    if one == two:
                        made.same_matter.add((left, right))
    _shuffle(rng, made)
    return made


def _matter(writer: _Writer, rec_id: str, person: _Person, topic: Topic, number: str, day: date) -> Row:
    rng = writer.rng
    writer.turn()
    text = rng.choice(topic.hindi if writer.is_hindi else topic.english)
    place = (person.village.hindi if writer.is_hindi else person.village.latin[0]) if rng.random() < 0.3 else ""
    words = {
        "number": number, "village": place,
        "tail": (" कृपया शीघ्र कार्रवाई की जाए।" if writer.is_hindi else " Kindly take action at the earliest.")
        if rng.random() < 0.4 else "",
    }  # fmt: skip
    subject = " ".join(
        part for part in (text, words["village"], _numbered(rng, number, writer.is_hindi), words["tail"]) if part
    )
    village = person.village.hindi if writer.is_hindi else spelled(rng, person.village, writer.noise)
    return {
        "rec_id": rec_id,
        "name": writer.name(person.name),
        "relation_name": writer.name(person.relative, "relative", (person.name[-1], *person.relative[1:])),
        "relation": person.relation,
        "gender": writer.spoil("gender", person.gender),
        "mobile": writer.spoil("mobile", person.mobile, lambda: _mobile(rng)),
        "village": writer.spoil("relative", village),
        "block": writer.spoil("place", person.block),
        "district": writer.place(person.place),
        "filed_on": writer.day(day),
        "category": writer.spoil("category", topic.category_hi if writer.is_hindi else topic.category),
        "subject": subject,
    }


def _numbered(rng: random.Random, number: str, is_hindi: bool) -> str:
    if not number:
        return ""
    return f"{rng.choice(('संख्या', 'सं०') if is_hindi else ('No.', 'number', 'no'))} {number}"


def _shuffle(rng: random.Random, made: Lists) -> None:
    rng.shuffle(made.a)
    rng.shuffle(made.b)
