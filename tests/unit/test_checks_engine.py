"""The engine against Great Expectations' own pandas engine: the same rows fail, for every expectation of every suite."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hub.checks.engine import kernels, stock
from hub.checks.engine.columns import Columns
from hub.checks.engine.plan import Rule, compile_suite, day_parameters, gx_expectation
from hub.checks.engine.regex import to_re2
from hub.checks.suite import Expectation, Suite, load_suite
from hub.checks.verdicts import Severity
from hub.contracts import contracts
from hub.contracts.model import Contract, LogicalType
from hub.errors import ContractInvalid
from hub.landing.chunk import ARROW_TYPES

DAY = date(2026, 11, 20)
KNOWN = pa.array(["1101", "E1000001", "GOVBH/E/2026/0000001"])


def reference(dataset: str, field: str) -> pa.Array | None:
    about = contracts().get(dataset)
    is_number = about is not None and about.field(field).type is LogicalType.INTEGER
    return pa.array([1, 7, 1101]) if is_number else KNOWN


TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "१२३४५६७८९०", "9876543210\n", "9876543210", "६876543210", "BRCCO/2026/0001234", "brcco/2026/0001234",
         "GOVBH/E/2026/0000001", "GOVBH/E/2026/0000001\n", "E1000001", "E100000१", "DDO212001", "PC/2026/000001",
         "PAR-2025-000001", "JD/2026/000001", "2025-26", "2026-10", "2026-13", "SBIN0001234", "800001", "GOVBH",
         "a@b.in", "a" * 64, "x" * 4000, "क" * 4001, "Auto Forwarded - RI Web API", "1101", "ख", "A\x00B", "e\u0301", "𑂍"]
    ),
    st.text(max_size=12),
)  # fmt: skip
DATES = st.one_of(
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.integers(-40, 2).map(lambda days: DAY + timedelta(days=days)),
)
TIMES = st.one_of(
    st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from([datetime(2026, 11, 20, 23, 59, 59, 999999), datetime(2026, 11, 21), datetime(1969, 12, 31, 23)]),
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    LogicalType.STRING: TEXTS,
    LogicalType.INTEGER: st.one_of(st.integers(-1, 20), st.integers(-(2**62), 2**62)),
    LogicalType.NUMBER: st.integers(-300, 300).map(lambda paise: Decimal(paise) / 100),
    LogicalType.BOOLEAN: st.booleans(),
    LogicalType.DATE: DATES,
    LogicalType.TIMESTAMP: TIMES,
}


def set_values(suite: Suite) -> dict[str, list[Any]]:
    """Values that the suite itself names for a field, so that random frames meet them."""
    found: dict[str, list[Any]] = {}
    for item in suite.expectations:
        if "value_set" in item.kwargs:
            found.setdefault(item.kwargs["column"], []).extend(item.kwargs["value_set"])
        condition = item.kwargs.get("row_condition")
        if condition:
            found.setdefault(condition["column"]["name"], []).append(condition["parameter"])
    return found


@st.composite
def tables(draw: Callable[[st.SearchStrategy[Any]], Any], contract: Contract, suite: Suite) -> pa.Table:
    rows = draw(st.integers(0, 40))
    chance = Random(draw(st.integers(0, 2**32)))
    named = set_values(suite)
    columns: dict[str, pa.Array] = {}
    for field in contract.fields:
        pool = [*named.get(field.name, []), *draw(st.lists(VALUES[field.type], min_size=1, max_size=6))]
        nulls = chance.choice([0, 0.3, 0.3, 1])
        values = [None if chance.random() < nulls else chance.choice(pool) for _ in range(rows)]
        columns[field.name] = pa.array(values, ARROW_TYPES[field.type])
    return pa.table(columns)


def types_of(contract: Contract) -> dict[str, pa.DataType]:
    return {field.name: ARROW_TYPES[field.type] for field in contract.fields}


@pytest.mark.slow
@pytest.mark.parametrize("dataset", sorted(contracts()))
def test_every_expectation_fails_the_same_rows_as_great_expectations(dataset: str) -> None:
    contract = contracts()[dataset]
    suite = load_suite(contract)
    rules = compile_suite(suite, types_of(contract), day_parameters(DAY), reference)
    assert all(rule.unexpected for rule in rules), "an expectation of the suites has no kernel"

    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(tables(contract, suite))
    def same(table: pa.Table) -> None:
        columns = Columns(table)
        by_kernel = {rule.expectation.id: rule.rows(columns).tolist() for rule in rules}
        assert by_kernel == stock.unexpected_rows(table, [rule.gx for rule in rules], day_parameters(DAY), reference)

    same()


def expectation(kind: str, **kwargs: Any) -> Expectation:
    return Expectation("field.rule", kind, kwargs, Severity.CRITICAL, "row", {"id": "field.rule"})


def compiled(item: Expectation, types: dict[str, pa.DataType]) -> Rule:
    suite = Suite("x.y", (item,), 0.2, 0.3, 20, contracts()["rtps.services"].path)
    return compile_suite(suite, types, day_parameters(DAY), reference)[0]


NULLS = [None, "a", "b", None]
MORE = [
    expectation("expect_column_values_to_be_between", column="n", min_value=2, strict_min=True),
    expectation("expect_column_values_to_be_between", column="n", max_value=2, strict_max=True, min_value=-1),
    expectation("expect_column_values_to_be_between", column="m", min_value=0.5, max_value=2),
    expectation("expect_column_values_to_be_between", column="t", min_value="2026-01-01T00:00:00",
                max_value="2026-12-01T10:00:00"),
    expectation("expect_column_value_lengths_to_be_between", column="s", min_value=1, max_value=3),
    expectation("expect_column_value_lengths_to_be_between", column="s", min_value=1, strict_min=True),
    expectation("expect_column_values_to_match_regex", column="s", regex=r"\w(?i:A)"),
    expectation("expect_column_values_to_match_regex", column="s", regex=r"^\d+$"),
    expectation("expect_column_values_to_not_match_regex", column="s", regex=r"a|^.$"),
    expectation("expect_column_values_to_be_in_set", column="n", value_set=[1, 2]),
    expectation("expect_column_values_to_not_be_in_set", column="s", value_set=["a"]),
    expectation("expect_column_values_to_be_null", column="s"),
    expectation("expect_column_pair_values_a_to_be_greater_than_b", column_A="n", column_B="k",
                ignore_row_if="either_value_is_missing"),
    expectation("expect_column_values_to_not_be_null", column="s",
                row_condition={"type": "and", "conditions": [
                    {"type": "nullity", "column": {"name": "t"}, "is_null": False},
                    {"type": "comparison", "column": {"name": "n"}, "operator": ">=", "parameter": 1}]}),
    expectation("expect_column_values_to_be_in_set", column="n", value_set=[1],
                row_condition={"type": "comparison", "column": {"name": "s"}, "operator": "!=", "parameter": "a"}),
    expectation("expect_column_values_to_be_in_set", column="n", value_set=[1],
                row_condition={"type": "comparison", "column": {"name": "s"}, "operator": "IN",
                               "parameter": ["a", "ab"]}),
    expectation("expect_column_values_to_be_in_set", column="n", value_set=[1],
                row_condition={"type": "or", "conditions": [
                    {"type": "comparison", "column": {"name": "s"}, "operator": "NOT_IN", "parameter": ["a"]},
                    {"type": "comparison", "column": {"name": "k"}, "operator": "==", "parameter": 1}]}),
    expectation("expect_column_values_to_fall_on_weekday", column="t", weekday=7, weeks=[2, 5]),
    expectation("expect_multicolumn_first_to_equal_second_less_rest", column_list=["n", "k"],
                ignore_row_if="any_value_is_missing"),
]  # fmt: skip


@pytest.mark.parametrize("item", MORE, ids=lambda item: f"{item.type}-{sorted(item.kwargs)}")
def test_other_uses_of_the_expectations_agree_too(item: Expectation) -> None:
    types = {"n": pa.int64(), "k": pa.int64(), "m": pa.decimal128(18, 2), "s": pa.string(), "t": pa.timestamp("us")}
    rule = compiled(item, types)
    small = {
        "n": st.integers(-2, 4), "k": st.integers(-2, 4), "m": VALUES[LogicalType.NUMBER],
        "s": st.sampled_from(["a", "ab", "A", "x\n", "12", "12\n", "१२", ""]), "t": TIMES,
    }  # fmt: skip
    rows = st.lists(st.tuples(*(st.one_of(st.none(), value) for value in small.values())), max_size=25)

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(rows)
    def same(listed: list[tuple[Any, ...]]) -> None:
        columns = zip(*listed, strict=True) if listed else [()] * len(small)
        table = pa.table(
            {name: pa.array(list(column), types[name]) for name, column in zip(small, columns, strict=True)}
        )
        by_stock = stock.unexpected_rows(table, [gx_expectation(item)], day_parameters(DAY), reference)
        assert {item.id: rule.rows(Columns(table)).tolist()} == by_stock

    same()


ATOMS = st.sampled_from(
    [*"aA0/-.^$|()[]", r"\d", r"\.", r"\Z", r"\A", "[0-9]", "[^a]", "[A-Zक]", "(a|b)", "{2}", "*", "+", "?", "."]
)


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(ATOMS, min_size=1, max_size=7).map("".join), st.lists(st.text("aAbk0१/-.\n़क", max_size=6), max_size=8))
def test_patterns_mean_in_re2_what_they_mean_in_python(pattern: str, texts: list[str]) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error:
        return
    translated = to_re2(pattern)
    if translated is None:
        return
    found = pc.match_substring_regex(pa.array(texts, pa.string()), translated).to_pylist()
    assert found == [compiled.search(text) is not None for text in texts]


def test_a_large_reference_is_searched_as_a_small_one_is() -> None:
    known = pa.array([f"E{number:07d}" for number in range(0, 2 * kernels.LARGE, 2)])
    values = pa.array([*(f"E{number:07d}" for number in range(500)), None, "", "E", "E0000000\n"])
    setting = kernels.Setting(
        {"column": "s", "dataset": "hrms.employees", "field": "employee_id"},
        {"s": pa.string()},
        lambda dataset, field: known,
    )
    unexpected = kernels.kernel("expect_column_values_to_be_known_in", setting)
    assert unexpected is not None
    mask = unexpected(Columns(pa.table({"s": values})))
    assert pc.indices_nonzero(mask).to_pylist() == [*range(1, 500, 2), 501, 502, 503]


def test_a_pattern_that_re2_cannot_say_runs_on_great_expectations() -> None:
    assert to_re2(r"(?=a)b") is None
    rule = compiled(expectation("expect_column_values_to_match_regex", column="s", regex=r"(a)\1"), {"s": pa.string()})
    assert rule.unexpected is None
    table = pa.table({"s": pa.array(["aa", "ab", None])})
    assert rule.rows(Columns(table)).tolist() == [1]


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        ("expect_column_values_to_be_in_set", {"column": "n", "value_set": ["1", "2"]}),
        ("expect_column_values_to_be_between", {"column": "n", "min_value": "2026-01-01"}),
        ("expect_column_values_to_be_between", {"column": "m", "min_value": 0.005}),
        ("expect_column_values_to_be_between", {"column": "t", "min_value": "2026-01-01"}),
        ("expect_column_values_to_be_between", {"column": "n", "lowest": 1}),
        ("expect_column_values_to_be_between", {"column": "n", "max_value": {"$PARAMETER": "tomorrow"}}),
        ("expect_column_values_to_match_regex", {"column": "s", "regex": "("}),
        ("expect_column_mean_to_be_between", {"column": "n", "min_value": 1}),
        ("expect_column_values_to_please_everybody", {"column": "n"}),
    ],
)
def test_what_cannot_judge_the_rows_is_refused_at_once(kind: str, kwargs: dict[str, Any]) -> None:
    with pytest.raises(ContractInvalid):
        compiled(
            expectation(kind, **kwargs),
            {"s": pa.string(), "n": pa.int64(), "m": pa.decimal128(18, 2), "t": pa.timestamp("us")},
        )
