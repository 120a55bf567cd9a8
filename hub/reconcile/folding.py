"""How values are made comparable in the database: exact after folding, never fuzzy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

_TITLES = r"^\s*((shri|smt|sri|sushri|kumari|mr|mrs|ms|dr|md)\.?\s+)?"
_TITLES_HI = r"^\s*((श्री|श्रीमती|सुश्री|डॉ|मो)\.?\s+)?"


def folded_name(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A person's name without case, title, blanks, dots and hyphens. Exact, not fuzzy: another spelling differs."""
    plain = sa.func.lower(sa.func.normalize(column, sa.text("NFC")))
    untitled = sa.func.regexp_replace(sa.func.regexp_replace(plain, _TITLES, ""), _TITLES_HI, "")
    return sa.func.regexp_replace(untitled, r"[\s.\-']+", "", "g", type_=sa.Text)


def folded_department(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A department's name without case and signs, ``&`` read as *and*, and without the word *department*."""
    plain = sa.func.replace(sa.func.lower(column), "&", "and")
    return sa.func.regexp_replace(plain, r"(\mdepartment\M|\mdept\M|[\s.,\-'()]+)", "", "g", type_=sa.Text)


def as_text(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """The value as text, without outer blanks."""
    return sa.func.btrim(sa.cast(column, sa.Text), type_=sa.Text)


FOLDS: dict[str, Callable[[sa.ColumnElement[Any]], sa.ColumnElement[str]]] = {
    "text": as_text, "department": folded_department,
}  # fmt: skip
