"""What an alert says of its record, in words: for messages and for the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.contracts import codes
from hub.i18n import text
from hub.settings import settings


def word(kind: str, value: object, language: str) -> str:
    """A code of a source in plain words; a code without words is shown as it is."""
    return _said(f"alerts-{kind}-{_dashed(str(value))}", language) or str(value)


def detail(facts: Mapping[str, Any], language: str) -> str:
    """The facts of an alert in one line; what has no words of its own is left out."""
    parts = []
    for key, value in facts.items():
        said = word(_KINDS.get(key, key), value, language) if value not in (None, "") else ""
        line = said if key in _PLAIN else _said(f"alerts-fact-{_dashed(key)}", language, value=said)
        parts += [line] if said and line else []
    return ", ".join(parts)


_PLAIN = ("case_type", "stage", "category", "workflow_stage", "service", "reason")
"""Facts whose value says enough by itself."""
_KINDS = {"case_type": "case", "workflow_stage": "par"}


def holder(value: str | None, language: str) -> str:
    """With whom a matter waits, where the source says so by a code that has words."""
    return word("stage", value, language) if value else ""


def names_of(recipient: str) -> dict[str, str]:
    """A recipient's name by language: a district's, else its code."""
    kind, _, code = recipient.partition(":")
    for row in codes.districts():
        if kind == "district" and row["district_lgd"] == code:
            return {"hi": row["name_hi"], "en": row["name_en"]}
        if kind == "division" and row["division_en"] == code:
            return {"hi": row["division_hi"], "en": code}
    return {"hi": code, "en": code}


def district(code: int | str | None, language: str) -> str:
    """A district's name by its LGD code; empty without one."""
    return names_of(f"district:{code}")[language] if code else ""


def link(path: str) -> str:
    """The address of a page of the console; empty where the installation does not say where its console is."""
    root = settings().console_url.rstrip("/")
    return f"{root}{path}" if root else ""


def _dashed(value: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in value.lower())


def _said(message_id: str, language: str, **values: object) -> str:
    try:
        return text(message_id, language, **values)
    except KeyError:
        return ""
