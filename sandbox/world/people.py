"""Invented people, drawn in bulk: names in both scripts with several spellings, district, block, mobile."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sandbox.world import pools

Rng = np.random.Generator
Ints = npt.NDArray[Any]

GIVEN = [*pools.MALE, *pools.FEMALE]
SURNAMES = [*pools.SURNAMES, *pools.WOMEN_SURNAMES]
_WOMEN_FROM = len(pools.MALE)
_WIVES_FROM = len(pools.SURNAMES)
_FOLDER = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class District:
    """One district in every code scheme that the systems use."""

    lgd: int
    name_en: str
    name_hi: str
    census2011: str
    nic: str
    jandarbar: str
    spellings: tuple[str, ...]


@cache
def districts() -> list[District]:
    """The districts of ``hub/reference/districts.csv`` with Jan Darbar's own codes beside."""
    with (_FOLDER / "connectors/jandarbar/codes/district_jandarbar.csv").open(encoding="utf-8", newline="") as lines:
        own = {row["district_lgd"]: row["code"] for row in csv.DictReader(lines)}
    with (_FOLDER / "hub/reference/districts.csv").open(encoding="utf-8", newline="") as lines:
        return [
            District(
                int(row["district_lgd"]), row["name_en"], row["name_hi"], row["district_census2011"],
                row["district_nic"], own[row["district_lgd"]],
                tuple(n for n in (row["name_en"], row["name_hi"], *row["aliases"].split("|")) if n),
            )
            for row in csv.DictReader(lines)
        ]  # fmt: skip


@cache
def _district_odds() -> npt.NDArray[np.float64]:
    weights = np.array([pools.WEIGHTS.get(d.lgd, 10) for d in districts()], dtype=float)
    return np.asarray(weights / weights.sum())


def pick(rng: Rng, options: Sequence[Any], n: int, odds: Sequence[float] | None = None) -> list[Any]:
    """``n`` draws from ``options``, by weight where ``odds`` are given."""
    p = None if odds is None else np.asarray(odds, dtype=float) / float(sum(odds))
    return [options[i] for i in rng.choice(len(options), n, p=p)]


def latin(name: tuple[str, list[str]], at: int) -> str:
    """Spelling number ``at`` of a name."""
    return name[1][at % len(name[1])]


@dataclass(frozen=True)
class People:
    """Some people as arrays, one place a person."""

    ids: Ints
    gender: list[str]
    given: Ints
    surname: Ints
    father: Ints
    father_surname: Ints
    district: Ints
    block: Ints
    mobile: list[str]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, at: Ints) -> People:
        """The people at places ``at``."""
        return People(
            self.ids[at], [self.gender[i] for i in at], self.given[at], self.surname[at], self.father[at],
            self.father_surname[at], self.district[at], self.block[at], [self.mobile[i] for i in at],
        )  # fmt: skip

    def en(self, rng: Rng, noise: float = 0.0) -> list[str]:
        """Names in Latin letters; a share ``noise`` of the words in another common spelling."""
        n = len(self)
        a = np.where(rng.random(n) < noise, rng.integers(1, 3, n), 0)
        b = np.where(rng.random(n) < noise, rng.integers(1, 3, n), 0)
        return [
            f"{latin(GIVEN[g], i)} {latin(SURNAMES[s], j)}"
            for g, s, i, j in zip(self.given, self.surname, a, b, strict=True)
        ]

    def hi(self) -> list[str]:
        """Names in Devanagari."""
        return [f"{GIVEN[g][0]} {SURNAMES[s][0]}" for g, s in zip(self.given, self.surname, strict=True)]

    def either(self, rng: Rng, hindi: float, noise: float) -> list[str]:
        """Names in one script or the other, a share ``hindi`` in Devanagari."""
        return _mix(rng, self.hi(), self.en(rng, noise), hindi)

    def father_either(self, rng: Rng, hindi: float) -> list[str]:
        """Fathers' names in one script or the other."""
        pairs = list(zip(self.father, self.father_surname, strict=True))
        return _mix(
            rng,
            [f"{GIVEN[g][0]} {SURNAMES[s][0]}" for g, s in pairs],
            [f"{GIVEN[g][1][0]} {SURNAMES[s][1][0]}" for g, s in pairs],
            hindi,
        )


def _mix(rng: Rng, hindi: list[str], english: list[str], share: float) -> list[str]:
    return [h if r else e for h, e, r in zip(hindi, english, rng.random(len(hindi)) < share, strict=True)]


def people(rng: Rng, n: int, first_id: int) -> People:
    """``n`` people with ids from ``first_id``; mobiles 600xxxxxxx, an artificial range, follow the id."""
    draw = rng.random(n)
    gender = ["F" if r < 0.44 else "T" if r > 0.997 else "M" for r in draw]
    woman = np.array([g == "F" for g in gender], dtype=bool)
    given = np.where(woman, rng.integers(_WOMEN_FROM, len(GIVEN), n), rng.integers(0, _WOMEN_FROM, n))
    surname = np.where(woman, rng.integers(_WIVES_FROM, len(SURNAMES), n), rng.integers(0, _WIVES_FROM, n))
    ids = np.arange(first_id, first_id + n)
    mobile = [f"600{m:07d}" for m in (ids * 7_919 + 1_234_567) % 9_999_991]
    if n > 1:  # families share a mobile
        for i in np.flatnonzero(rng.random(n) < 0.03):
            mobile[i] = mobile[i - 1]
    return People(
        ids, gender, given, surname, rng.integers(0, _WOMEN_FROM, n), rng.integers(0, _WIVES_FROM, n),
        rng.choice(len(districts()), n, p=_district_odds()), rng.integers(0, len(pools.BLOCKS), n), mobile,
    )  # fmt: skip
