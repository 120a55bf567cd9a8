"""From the weights of pairs to statements: probabilities of each kind, one partner among rivals, bands.

A pair is one of: strangers; two people of one house; one person with two matters; one person with one matter. Each has
its odds from the evidence; the probability of a kind is its share of all. So what a family shares (father, village,
mobile) makes a household, and only the name makes the person: a given name that clashes is the veto between brothers.
"""

# ruff: noqa: S608 (the names in the SQL are the specification's own; no value comes from outside)
from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, log2
from typing import Any

import duckdb

from hub.linkage.model import Kind
from hub.linkage.spec import Spec

SHARED_MOBILE = -1.5
"""Bits that an equal mobile counts less for a household than for a person: not every member gives the same one."""
SURE = 5.0
"""Bits from which a pair is counted as one person, or as two people of one house (``census``)."""
CAP = 200.0


@dataclass(frozen=True)
class Bands:
    """Probabilities from which a link of a kind is looked at, and from which it is accepted."""

    review: float
    accept: float


@dataclass(frozen=True)
class Policy:
    """What stands beside the weights in a model: bands and the odds before evidence, from labelled lists."""

    bands: dict[Kind, Bands]
    partners: float
    """Expected true partners of a record of the larger list, before evidence."""
    same_matter: float
    """Share of one person's pairs that are one matter."""
    houses: float = 0.0
    """Bits by which pairs of two people of one house are rarer than those of one person."""

    @classmethod
    def read(cls, declared: dict[str, Any]) -> Policy:
        """From the model's JSON."""
        bands = {Kind(kind): Bands(**band) for kind, band in declared["bands"].items()}
        return cls(bands, declared["partners"], declared["same_matter"])


def prior(policy: Policy, left: int, right: int) -> float:
    """Bits before any evidence that a pair of lists of these sizes is one person; moves in steps as lists grow."""
    return log2(policy.partners) - log2(stepped(max(left, right)))


def stepped(size: int) -> int:
    """A size as a power of two, not above it."""
    return 1 << (max(size, 1).bit_length() - 1)


@dataclass(frozen=True)
class Census:
    """What the records themselves tell of the odds before evidence, in whole bits, so that it moves in steps."""

    houses: int = 0
    """Pairs of two people of one house against those of one person, never above even. Namesakes of one house look like
    one person; how many there are follows from how many houses have several members in the records."""
    matters: int = 0
    """Pairs of one person that speak for one matter against those that speak for two."""

    def __str__(self) -> str:
        return f"{self.houses} {self.matters}"

    @classmethod
    def read(cls, text: str) -> Census:
        """From its text."""
        return cls(*(int(part) for part in text.split()))

    def of(self, policy: Policy) -> Policy:
        """The policy for such records."""
        odds = 2.0**self.matters
        return replace(policy, houses=float(self.houses), same_matter=odds / (1 + odds))


def census(connection: duckdb.DuckDBPyConnection, spec: Spec, bits: float, pairs: str) -> Census:
    """Of all the pairs of some records; even odds where the subject has no households."""
    if Kind.SAME_HOUSEHOLD not in spec.kinds:
        return Census()
    house, person, one, two = connection.execute(
        f"select count(*) filter (not is_one and house + {bits} >= {SURE}), count(*) filter (is_one), "
        "count(*) filter (is_one and matter > 0), count(*) filter (is_one and matter < 0) from "
        f"(select matter, {_house(spec)} as house, g_name_given > 0 and person + {bits} >= {SURE} as is_one, "
        f"g_name_given from {pairs}) where is_one or g_name_given = 0"
    ).fetchall()[0]
    return Census(min(0, floor(_bits(house, person))), round(_bits(one, two)))


def _bits(some: int, others: int) -> float:
    """The odds of ``some`` against ``others``."""
    return log2((some + 1) / (others + 1))


def decide(connection: duckdb.DuckDBPyConnection, spec: Spec, policy: Policy, bits: float, pairs: str, to: str) -> None:
    """Table ``to`` (``kind``, ``left_id``, ``right_id``, ``weight``, ``probability``, ``clashes``) of the kinds of each
    pair; ``clashes`` where it must not be accepted as one person."""
    house = f"{_house(spec)} + {_family(spec)}"
    has_house, has_matter = Kind.SAME_HOUSEHOLD in spec.kinds, Kind.SAME_MATTER in spec.kinds
    connection.execute(
        f"""
        create or replace table {to} as
        with odds as (
          select left_id, right_id, {clashes(spec)} as clashes,
            pow(2, least(person + {bits}, {CAP})) as person_odds,
            {f"pow(2, least({house} + {bits + policy.houses}, {CAP}))" if has_house else "0"} as house_odds,
            {
            f"pow(2, least(matter + {log2(policy.same_matter / (1 - policy.same_matter))}, {CAP / 2}))"
            if has_matter
            else "0"
        } as matter_odds
          from {pairs}
        ), shares as (
          select left_id, right_id, clashes,
            {1 - policy.same_matter if has_matter else 1} * person_odds as other_matter,
            {1 - policy.same_matter if has_matter else 0} * person_odds * matter_odds as one_matter,
            house_odds, person_odds
          from odds
        )
        select kind, left_id, right_id, clashes, round(log2(greatest(share, 1e-300) / rest), 6) as weight,
          round(share / (share + rest), 9) as probability
        from (
          select '{Kind.SAME_PERSON}' as kind, left_id, right_id, clashes, other_matter + one_matter as share,
            1 + house_odds as rest from shares
          {_also(Kind.SAME_HOUSEHOLD, "house_odds", "1 + other_matter + one_matter") if has_house else ""}
          {_also(Kind.SAME_MATTER, "one_matter", "1 + house_odds + other_matter") if has_matter else ""}
        )
        """
    )


def clashes(spec: Spec) -> str:
    """SQL of what is never accepted as one person, however strong the rest: given names that cannot be one person's,
    and a number one digit off (a colleague's, as numbers run in sequence) where nothing as good as it agrees."""
    found = ["g_name_given = 0"]
    for one in spec.comparisons:
        if one.never_alone:
            level, others = one.never_alone
            found.append(f"g_{one.name} = {level} and " + " and ".join(f"w_{name} <= 0" for name in others))
    return " or ".join(f"({one})" for one in found)


def band(policy: Policy, alias: str = "") -> str:
    """SQL of a decided row's band. What ``clashes`` is never accepted as one person."""
    at = f"{alias}." if alias else ""
    cases = " ".join(
        f"when {at}kind = '{kind}' and {at}probability >= {bands.accept}"
        f"{'' if kind is Kind.SAME_HOUSEHOLD else f' and not {at}clashes'} then 'accept' "
        f"when {at}kind = '{kind}' and {at}probability >= {bands.review} then 'review'"
        for kind, bands in sorted(policy.bands.items())
    )
    return f"case {cases} else 'reject' end"


RIVAL = 0.02
"""Probability from which a pair is a rival of another."""


def rivals(connection: duckdb.DuckDBPyConnection, kind: Kind, masters: str, decided: str, to: str) -> None:
    """Table ``to`` of pairs of records that want the same partner: whether they are one themselves must be known.

    ``masters`` is an SQL condition on ``other``: which records a partner may have only one of.
    """
    connection.execute(
        f"""
        create or replace table {to} as
        with ends as ({_ends(kind, masters, decided)})
        select distinct a.other as left_id, b.other as right_id from ends a join ends b on a.one = b.one
        where a.other < b.other
        """
    )


def settle(connection: duckdb.DuckDBPyConnection, kind: Kind, masters: str, decided: str, known: str) -> None:
    """Share the probability of ``kind`` among rivals: a record has one partner among ``masters``, unless the partners
    are one themselves.

    ``known`` (``left_id``, ``right_id``, ``probability``) says how likely two rivals are the same. Pairs without rivals
    stay as they are.
    """
    connection.execute(
        f"""
        create or replace temp table settled as
        with ends as ({_ends(kind, masters, decided)}),
        same as (
          select left_id as one, right_id as other, probability from {known} union all
          select right_id, left_id, probability from {known}
        ), against as (
          select p.one, p.other, p.odds, r.odds * (1 - coalesce(s.probability, 0)) as rival
          from ends p join ends r on r.one = p.one and r.other <> p.other
          left join same s on s.one = p.other and s.other = r.other
        ), summed as (
          select least(one, other) as left_id, greatest(one, other) as right_id, any_value(odds) as odds,
            sum(rival order by rival) as rivals from against group by all
        )
        select left_id, right_id, round(log2(odds / (1 + rivals)), 6) as weight
        from summed where rivals > 0
        """
    )
    connection.execute(
        f"""
        update {decided} set weight = settled.weight, probability = round(1 / (1 + pow(2, -settled.weight)), 9)
        from settled where {decided}.kind = '{kind}' and {decided}.left_id = settled.left_id
        and {decided}.right_id = settled.right_id
        """
    )
    connection.execute("drop table settled")


def _ends(kind: Kind, masters: str, decided: str) -> str:
    """Each pair from either end: ``one`` that looks for a partner, ``other`` the partner."""
    told = f"from {decided} where kind = '{kind}' and probability >= {RIVAL}"
    return (
        f"select * from (select left_id as one, right_id as other, pow(2, weight) as odds {told} "
        f"union all select right_id, left_id, pow(2, weight) {told}) where {masters}"
    )


def _also(kind: Kind, share: str, rest: str) -> str:
    return f"union all select '{kind}', left_id, right_id, clashes, {share}, {rest} from shares"


def _house(spec: Spec) -> str:
    """SQL of the bits that speak for one house, whoever of it."""
    return " + ".join(_of_house(one.name) for one in spec.comparisons if one.of_household) or "0"


def _of_house(name: str) -> str:
    if name == "mobile":
        return f"(case when w_mobile > 0 then w_mobile + {SHARED_MOBILE} else w_mobile / 8 end)"
    return f"w_{name}"


def _family(spec: Spec) -> str:
    """SQL of what else is likely between two of one house: one family name, and between namesakes one gender."""
    levels = next(one.levels for one in spec.comparisons if one.name == "name_given")
    alike = [len(levels) - 1 - at for at, level in enumerate(levels) if level in ("same", "joined")]
    return (
        "(case when w_name_last > 0 then 0.7 * w_name_last else 0 end) + "
        f"(case when g_name_given in ({', '.join(map(str, alike))}) then w_gender else 0 end)"
    )
