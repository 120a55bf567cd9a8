"""What a scope takes out of a row's text: its columns in order, nothing of the others, no row of another place."""

from __future__ import annotations

import msgspec
import orjson
import pytest

from hub.contracts import Classification
from hub.feeds import declared
from hub.portals.scopes import Scope

ROW = {column.name: column.name for column in declared()["pay_cases"].columns} | {"district_lgd": 212, "age_days": 3}


def _seen(scope: Scope, **changed: object) -> bytes | None:
    row = scope.see(orjson.dumps(ROW | changed).decode())
    return None if row is None else msgspec.json.encode(row)


def test_only_the_columns_of_its_class_in_the_feeds_order() -> None:
    scope = Scope("pay_cases", Classification.INTERNAL)
    assert _seen(scope) == orjson.dumps({name: ROW[name] for name in scope.names})
    assert _seen(scope, employee_name="another") == _seen(scope)
    assert _seen(scope, age_days=4) != _seen(scope)
    whole = scope.see(orjson.dumps(ROW).decode())
    assert whole == scope.see(orjson.dumps(ROW | {"employee_name": "another"}).decode())
    assert whole != scope.see(orjson.dumps(ROW | {"age_days": None}).decode())
    assert scope.see(None) is None


def test_a_row_of_a_version_that_had_fewer_and_other_columns() -> None:
    scope = Scope("pay_cases", Classification.INTERNAL)
    older = scope.see(orjson.dumps({"gone": "x", "case_id": "PC/1"}).decode())
    assert older is not None
    assert orjson.loads(msgspec.json.encode(older)) == dict.fromkeys(scope.names) | {"case_id": "PC/1"}
    assert scope.key_of(older) == {"case_id": "PC/1"}


@pytest.mark.parametrize(
    ("place", "is_seen"),
    [
        ({}, True),
        ({"district_lgd": 213}, False),
        ({"district_lgd": None}, False),
        ({"department_name": "another"}, False),
    ],
)
def test_a_row_of_another_place_is_not_seen(place: dict[str, object], is_seen: bool) -> None:
    scope = Scope("pay_cases", Classification.PUBLIC, frozenset({212}), frozenset({"department_name"}))
    assert (_seen(scope, **place) is not None) is is_seen
