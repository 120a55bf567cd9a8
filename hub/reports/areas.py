"""The areas that an edition is cut to: the state, a division, a district, a subdivision, a department."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.contracts import codes
from hub.errors import NotAllowed
from hub.i18n import text
from hub.names import places

LEVELS = ("state", "division", "district", "subdivision", "department")
_DEPARTMENTS = Path(places.__file__).with_name("aliases") / "departments.csv"


@dataclass(frozen=True, order=True)
class Area:
    """A part of the state. ``code``: empty for the state, a division's English name, a district's LGD code,
    ``<LGD code>:<subdivision>``, or a department's code."""

    level: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.level}:{self.code}" if self.code else self.level

    @property
    def slug(self) -> str:
        """The area as a part of a file's name and of a mail address; two areas never share one."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.code.lower()).strip("-")
        is_whole = bool(re.fullmatch(r"[A-Za-z0-9 :_-]*", self.code))
        return (plain if is_whole else f"{plain}-{hashlib.sha256(self.code.encode()).hexdigest()[:8]}") or self.level

    @property
    def districts(self) -> tuple[int, ...] | None:
        """LGD codes of the districts that the area lies in; ``None`` where it is not a matter of districts."""
        if self.level == "division":
            return tuple(number for number, place in district_places().items() if place["division_en"] == self.code)
        if self.level in ("district", "subdivision"):
            return (int(self.code.partition(":")[0]),)
        return None

    @property
    def condition(self) -> tuple[str, list[object]]:
        """The area as a condition in SQL on a list's columns, with its values."""
        if self.level == "state":
            return "true", []
        if self.level == "department":
            return "department = ?", [self.code]
        if self.level == "subdivision":
            district, _, name = self.code.partition(":")
            return "district_lgd = ? and subdivision = ?", [int(district), name]
        return "list_contains(?, district_lgd)", [list(self.districts or ())]

    def words(self, language: str) -> str:
        """The area's name for people."""
        if self.level == "division":
            return text("report-area-division", language, name=division_name(self.code, language))
        if self.level == "district":
            return text("report-area-district", language, name=district_name(int(self.code), language))
        if self.level == "subdivision":
            district, _, name = self.code.partition(":")
            return text("report-area-subdivision", language, name=name, district=district_name(int(district), language))
        return (
            department_name(self.code, language) if self.level == "department" else text("report-area-state", language)
        )


STATE = Area("state")


def area(written: str) -> Area:
    """The area that ``str(area)`` wrote.

    Raises ``NotAllowed`` for a level, division or district that there is not.
    """
    level, _, code = written.partition(":")
    found = Area(level, code)
    known = {
        "state": code == "", "division": code in divisions(), "department": bool(code),
        "district": code.isdigit() and int(code) in district_places(),
        "subdivision": code.partition(":")[0].isdigit() and int(code.partition(":")[0]) in district_places(),
    }  # fmt: skip
    if not known.get(level, False):
        raise NotAllowed("report-area-unknown", record=written, area=written, next_command="hub reports list")
    return found


@cache
def district_places() -> dict[int, dict[str, str]]:
    """The districts' rows of the reference by LGD code."""
    return {int(row["district_lgd"]): row for row in codes.districts()}


@cache
def divisions() -> dict[str, str]:
    """The divisions' Hindi names by the English ones."""
    return {row["division_en"]: row["division_hi"] for row in codes.districts()}


@cache
def departments() -> dict[str, dict[str, str]]:
    """Known departments by code: ``name_en``, ``name_hi``."""
    with _DEPARTMENTS.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def district_name(code: int | None, language: str) -> str:
    """A district's name; the code of one that is not Bihar's."""
    place = district_places().get(code or 0)
    return place[f"name_{language}"] if place else str(code or text("report-not-named", language))


def division_name(name: str, language: str) -> str:
    """A division's name."""
    return divisions().get(name, name) if language == "hi" else name


def department_name(code: str, language: str) -> str:
    """A department's name; what the source wrote for one that is not known."""
    known = departments().get(code)
    return known[f"name_{language}"] if known else code


def of_level(level: str) -> list[Area]:
    """The areas of a level that are known beforehand: all but subdivisions, which the rows name."""
    known = {
        "state": [""], "division": sorted(divisions()), "district": [str(code) for code in sorted(district_places())],
        "department": sorted(departments()),
    }  # fmt: skip
    return [Area(level, code) for code in known.get(level, [])]


def above(place: Area) -> list[Area]:
    """The areas with which a district is compared: its division and the state."""
    found = [STATE]
    if place.level in ("district", "subdivision"):
        district = int(place.code.partition(":")[0])
        found.insert(0, Area("division", district_places()[district]["division_en"]))
    return found
