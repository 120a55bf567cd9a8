"""Conditions of a linkage model, SQL of DuckDB, as Python functions of two records: for a pair at a time, at once.

Three-valued logic as in SQL: null is ``None``, and a condition holds only where it is ``True``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from operator import add, floordiv, ge, gt, le, lt, mod, mul, sub
from typing import Any

import sqlglot
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein
from sqlglot import expressions as sql

from hub.errors import ContractInvalid

Row = Mapping[str, Any]
Term = Callable[[Row, Row], Any]


def compiled(condition: str) -> Term:
    """A function of the left and the right record that gives what the condition gives: ``True``, ``False`` or ``None``.

    Columns are written ``<name>_l`` and ``<name>_r``. Raises ``ContractInvalid`` for SQL that has no translation here.
    """
    return _term(sqlglot.parse_one(condition, read="duckdb"), condition)


def columns(condition: str) -> frozenset[str]:
    """Names of the columns that a condition reads, without their side."""
    return frozenset(node.name[:-2] for node in sqlglot.parse_one(condition, read="duckdb").find_all(sql.Column))


def _term(node: Any, whole: str) -> Term:
    if isinstance(node, sql.Paren):
        return _term(node.this, whole)
    if isinstance(node, sql.Column):
        return _column(node.name)
    if isinstance(node, sql.Literal):
        constant: Any = node.this if node.is_string else float(node.this) if "." in node.this else int(node.this)
        return lambda left, right: constant
    if isinstance(node, sql.Boolean):
        truth = bool(node.this)
        return lambda left, right: truth
    if isinstance(node, sql.And | sql.Or):
        return _junction(_term(node.this, whole), _term(node.expression, whole), is_and=isinstance(node, sql.And))
    if isinstance(node, sql.Not):
        inner = _term(node.this, whole)
        return _strict(lambda value: not value, inner)
    if isinstance(node, sql.Is) and isinstance(node.expression, sql.Null):
        inner = _term(node.this, whole)
        return lambda left, right: inner(left, right) is None
    if isinstance(node, sql.Coalesce):
        parts = [_term(part, whole) for part in (node.this, *node.expressions)]
        return lambda left, right: next((v for part in parts if (v := part(left, right)) is not None), None)
    if isinstance(node, sql.In) and node.expressions and all(isinstance(one, sql.Literal) for one in node.expressions):
        among = [_term(one, whole) for one in node.expressions]
        return _strict(lambda value, *constants: value in constants, _term(node.this, whole), *among)
    if isinstance(node, sql.Cast):
        kind = node.to.this
        if kind in (sql.DataType.Type.INT, sql.DataType.Type.BIGINT):
            return _strict(int, _term(node.this, whole))
    named = node.name.lower() if isinstance(node, sql.Anonymous) else type(node).__name__.lower()
    function = _FUNCTIONS.get(named)
    if function is None:
        raise ContractInvalid("lookup-condition-unknown", record=whole, condition=whole, part=node.sql("duckdb"))
    return _strict(function, *(_term(part, whole) for part in _arguments(node)))


def _arguments(node: Any) -> list[Any]:
    if isinstance(node, sql.Anonymous):
        return list(node.expressions)
    first = [node.this] if node.this is not None else []
    second = [node.expression] if isinstance(node.args.get("expression"), sql.Expression) else []
    return [*first, *second, *node.args.get("expressions", [])]


def _column(name: str) -> Term:
    key, side = name[:-2], name[-2:]
    if side == "_l":
        return lambda left, right: left.get(key)
    if side == "_r":
        return lambda left, right: right.get(key)
    raise ContractInvalid("lookup-condition-unknown", record=name, condition=name, part=name)


def _strict(function: Callable[..., Any], *terms: Term) -> Term:
    """Null where any argument is null."""
    if len(terms) == 1:
        (only,) = terms

        def of_one(left: Row, right: Row) -> Any:
            value = only(left, right)
            return None if value is None else function(value)

        return of_one
    if len(terms) == 2:
        one, other = terms

        def of_two(left: Row, right: Row) -> Any:
            a = one(left, right)
            if a is None:
                return None
            b = other(left, right)
            return None if b is None else function(a, b)

        return of_two

    def of_many(left: Row, right: Row) -> Any:
        values = [term(left, right) for term in terms]
        return None if None in values else function(*values)

    return of_many


def _junction(one: Term, other: Term, *, is_and: bool) -> Term:
    decisive = not is_and

    def junction(left: Row, right: Row) -> Any:
        a = one(left, right)
        if a is decisive:
            return decisive
        b = other(left, right)
        if b is decisive:
            return decisive
        return None if a is None or b is None else is_and

    return junction


def _difference(a: Any, b: Any) -> Any:
    found = sub(a, b)
    return found.days if isinstance(found, timedelta) else found


def _part(name: str) -> Callable[[date], int]:
    return lambda day: int(getattr(day, name))


def _jaro_winkler(a: str, b: str) -> float:
    return JaroWinkler.similarity(a, b)


def _right(text: str, count: int) -> str:
    return text[-count:] if count else ""


def _same(a: Any, b: Any) -> bool:
    return bool(a == b)


# By the name of sqlglot's node, or of a function that sqlglot does not know.
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "eq": _same,
    "neq": lambda a, b: not _same(a, b),
    "gt": gt,
    "gte": ge,
    "lt": lt,
    "lte": le,
    "add": add,
    "sub": _difference,
    "mul": mul,
    "intdiv": floordiv,  # as DuckDB where nothing is below zero
    "mod": mod,
    "abs": abs,
    "dpipe": lambda a, b: a + b,
    "contains": lambda text, part: part in text,
    "year": _part("year"),
    "month": _part("month"),
    "day": _part("day"),
    "left": lambda text, count: text[:count],
    "right": _right,
    "length": len,
    "len": len,
    "arraysize": len,
    "greatest": max,
    "least": min,
    "jaro_winkler_similarity": _jaro_winkler,
    "jarowinklersimilarity": _jaro_winkler,
    "levenshtein": Levenshtein.distance,
    "damerau_levenshtein": DamerauLevenshtein.distance,
    "list_has_any": lambda a, b: not set(a).isdisjoint(b),
    "arrayoverlaps": lambda a, b: not set(a).isdisjoint(b),
    "list_intersect": lambda a, b: list(set(a) & set(b)),
    "arrayintersect": lambda a, b: list(set(a) & set(b)),
}
