"""Patterns as Great Expectations reads them (Python's ``re``), for Arrow's RE2.

The two agree on most of what a suite writes but not on all: ``$`` lets a trailing line break pass in Python and not in
RE2, ``\\d`` takes Devanagari digits in Python only. A pattern is therefore taken apart by Python's own parser and
written again for RE2; what has no exact counterpart is left to Python.
"""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_MOST_REPEATS = 1000  # RE2's own limit
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_PLACES = {op.AT_BEGINNING: r"\A", op.AT_BEGINNING_STRING: r"\A", op.AT_END: r"(?:\n?\z)", op.AT_END_STRING: r"\z"}
_CATEGORIES = {op.CATEGORY_DIGIT: r"\p{Nd}"}


class NoCounterpart(Exception):
    """RE2 has nothing that means the same."""


def to_re2(pattern: str) -> str | None:
    """The same pattern for RE2 (used to search anywhere in a text), or ``None`` where RE2 has no exact counterpart."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & ~re.UNICODE:
        return None
    try:
        return _sequence(parsed)
    except NoCounterpart:
        return None


def _sequence(items: Any) -> str:
    return "".join(_item(kind, value) for kind, value in items)


def _item(kind: Any, value: Any) -> str:
    if kind is op.LITERAL:
        return _character(value)
    if kind is op.NOT_LITERAL:
        return f"[^{_character(value)}]"
    if kind is op.ANY:
        return r"[^\n]"
    if kind is op.AT and value in _PLACES:
        return _PLACES[value]
    if kind is op.IN:
        return _set(value)
    if kind in _REPEATS:
        least, most, body = value
        if least > _MOST_REPEATS or (most is not op.MAXREPEAT and most > _MOST_REPEATS):
            raise NoCounterpart
        return f"(?:{_sequence(body)}){{{least},{'' if most is op.MAXREPEAT else most}}}"
    if kind is op.SUBPATTERN:
        _group, added, removed, body = value
        if added or removed:
            raise NoCounterpart
        return f"(?:{_sequence(body)})"
    if kind is op.BRANCH:
        return f"(?:{'|'.join(_sequence(branch) for branch in value[1])})"
    raise NoCounterpart


def _set(members: Any) -> str:
    parts: list[str] = []
    for kind, value in members:
        if kind is op.NEGATE:
            parts.append("^")
        elif kind is op.LITERAL:
            parts.append(_character(value))
        elif kind is op.RANGE:
            parts.append(f"{_character(value[0])}-{_character(value[1])}")
        elif kind is op.CATEGORY and value in _CATEGORIES:
            parts.append(_CATEGORIES[value])
        else:
            raise NoCounterpart
    return f"[{''.join(parts)}]"


def _character(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and character.isalnum() else f"\\x{{{code:x}}}"
