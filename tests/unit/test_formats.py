"""What holds for every format: the tolerant way reads sound pages as the fast one does, and no page is too broken."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from landing_pages import application, envelope, json_page, workbook

from hub.contracts import Contract, contract, contracts
from hub.errors import ContractInvalid, HubError
from hub.landing import blocks
from hub.landing.formats import csv as csv_format
from hub.landing.formats import flat, format_named, tolerant
from hub.landing.formats import soap as soap_format
from hub.landing.formats.json import JsonReader
from hub.landing.formats.records import Records
from hub.landing.formats.shape import shape

RTPS = contract("rtps.applications")
PAYROLL = contract("hrms.payroll")

MONGO = (
    '{ "registration_no" : "GOVBH/E/2026/0000001", "CategoryV7" : NumberInt(11578), "recvd_date" : '
    'ISODate("2026-11-02T00:00:19.977+0000"), "closing_date" : {"$date": {"$numberLong": "1794268800000"}}, '
    '"dist_name" : "Patna", "subject_content_text" : "Grant &gt;&gt; R&amp;D" }\n'
)
SOUND = {
    "rtps.applications": json_page([application(number) for number in range(3)]),
    "cpgram.grievances": (MONGO * 3).encode(),
    "jandarbar.grievances": envelope(
        "<Grievance><UniqueNo>JD/2026/000001</UniqueNo><Subject>नल &amp; जल</Subject></Grievance>" * 3
    ),
    "hrms.payroll": b"EMP_ID,PAY_MONTH,NET,PAID_ON\r\nE1,2026-10,1.50,31/10/2026\r\n" + b'E2,"a""b",x,\r\n' * 2,
    "sparrow.pars": workbook([["PAR ID", "Period From"], *[["PAR-1", "01-04-2025"]] * 3]),
}


def typed(of: Contract, found: Iterator[Records]) -> list[Any]:
    """The typed blocks that come of records."""
    gathered = blocks.Blocks(of, 1_000)
    parts = [*(block for records in found for block in gathered.add(records)), *gathered.rest()]
    return [(p.table, p.is_tombstone, p.odd, +p.unknown, +p.absent) for p in parts]


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
whole = st.integers(-(2**62), 2**62)
fields = st.fixed_dictionaries(
    {},
    optional={
        "appl_id": whole | whole.map(str) | st.none() | text,
        "version_no": whole | st.floats(-9, 9).map(lambda number: round(number, 1)),
        "amount": st.integers(-(10**14), 10**14).map(lambda paise: paise / 100) | whole | text | st.none(),
        "service_name": text | whole | st.none() | st.booleans(),
        "submission_date": text | st.datetimes().map(lambda when: f"{when:%d-%m-%Y %H:%M:%S}"),
        "more": st.none() | st.lists(whole) | text,
        "even": st.dictionaries(text, text, max_size=2),
    },
)
lists = st.sampled_from([[], None, [None], [{"task_details": None}], [{"task_details": {"task_name": "x"}}, {}], [{}]])


@st.composite
def applications(draw: st.DrawFn) -> dict[str, Any]:
    """A record whose leaves are scalars of any kind, whose containers may be missing, null or empty."""
    record = application(draw(st.integers(0, 9)), **draw(fields))
    if draw(st.booleans()):
        record["execution_data"] = draw(lists)
    for name in draw(st.lists(st.sampled_from(["appl_info", "attribute_details"]), max_size=1)):
        record["initiated_data"][name] = None
        if draw(st.booleans()):
            del record["initiated_data"][name]
    for name in draw(st.lists(st.sampled_from(sorted(record)), max_size=1)):
        del record[name]
    return record


@settings(max_examples=200, deadline=None)
@given(st.lists(applications(), min_size=1, max_size=6), st.booleans())
def test_json_reads_alike_on_the_fast_and_the_tolerant_way(records: list[Any], ascii_only: bool) -> None:
    body = json_page(records, ascii_only=ascii_only)
    slowly = tolerant.records(shape(RTPS), tolerant.parse_json(body.decode())["records"])
    assert typed(RTPS, JsonReader(RTPS).read(body, "page")) == typed(RTPS, iter([slowly]))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6), min_size=2, max_size=2)
    )
)
def test_csv_reads_alike_on_the_fast_and_the_tolerant_way(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["EMP_ID", "NET"], *rows])
    body = out.getvalue().encode()
    reader = csv_format.CsvReader(PAYROLL)
    names = ["EMP_ID", "NET"]
    assert reader._table(body, names) is not None
    slowly = flat.batches(PAYROLL, reader._rows(body, names, "page"))
    assert typed(PAYROLL, reader.read(body, "page")) == typed(PAYROLL, slowly)


elements = st.fixed_dictionaries(
    {},
    optional={
        name: st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff<&"), max_size=6
        )
        for name in ("UniqueNo", "Subject", "RegistrationDate", "RecordStatus", "Extra", "AadhaarNo")
    },
)


@settings(max_examples=100, deadline=None)
@given(st.lists(elements, max_size=6), st.booleans())
def test_soap_reads_alike_on_the_fast_and_the_tolerant_way(rows: list[dict[str, str]], is_turned: bool) -> None:
    of = contract("jandarbar.grievances")
    if is_turned:
        rows = [dict(reversed(row.items())) for row in rows]
    inner = ["".join(f"<{name}>{text}</{name}>" for name, text in row.items()) for row in rows]
    body = envelope("".join(f"<Grievance>{one}</Grievance>" for one in inner))
    reader = soap_format.SoapReader(of)
    slowly = flat.batches(of, reader._rows(soap_format._root(body, "page"), False))
    assert typed(of, reader.read(body, "page")) == typed(of, slowly)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A sound page of some dataset with bytes changed, put in, left out or cut off."""
    dataset = draw(st.sampled_from(sorted(SOUND)))
    body = bytearray(SOUND[dataset])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = start + draw(st.integers(0, 3))
        body[start:end] = draw(
            st.binary(max_size=3) | st.sampled_from([b'"', b"{", b"}", b"<", b"&", b",", b"\\u0000"])
        )
    return dataset, bytes(body[: draw(st.integers(0, len(body)) | st.just(len(body)))])


@settings(max_examples=600, deadline=None)
@given(damaged() | st.tuples(st.sampled_from(sorted(contracts())), st.binary(max_size=200)))
def test_no_bytes_raise_anything_but_a_clear_error(page: tuple[str, bytes]) -> None:
    dataset, body = page
    of = contract(dataset)
    form = format_named(of.format)
    kept = form.scrub(body, of.ignored_fields | {"AadhaarNo", "NET", "Period From"})
    reader = form.reader(of)
    try:
        count = sum(records.rows for records in reader.read(kept, "page"))
        typed(of, reader.read(kept, "page"))
        texts = reader.texts(kept, "page", range(count))
    except HubError as error:
        told = str(error)
        assert told
        return
    assert len(texts) == count
    for one in texts:
        assert "\0" not in one
        json.loads(one.encode())


@pytest.mark.parametrize("dataset", sorted(SOUND))
def test_the_sound_pages_are_sound(dataset: str) -> None:
    of = contract(dataset)
    body = SOUND[dataset]
    assert format_named(of.format).scrub(body, of.ignored_fields) == body
    assert sum(records.rows for records in format_named(of.format).reader(of).read(body, "page")) == 3


def test_common_oddities_do_not_leave_the_fast_way() -> None:
    gone = {"initiated_data": {"appl_info": {"appl_id": 7}, "attribute_details": {}}, "record_status": "DELETED"}
    page = json_page([application(1, amount="twenty", caste="x"), application(5, version_no="3"), gone])
    (records,) = JsonReader(RTPS).read(page, "page")
    kinds = {name: str(records.columns[name].type) for name in ("appl_id", "version_no", "amount")}
    assert kinds == {"appl_id": "int64", "version_no": "int64", "amount": "double"}  # the tolerant way gives texts
    assert records.unknown == {"initiated_data.appl_info.caste": 1}


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ContractInvalid, match="pickle"):
        format_named("pickle")


def test_a_source_that_invents_keys_without_end_is_still_counted() -> None:
    reader = JsonReader(RTPS)
    for start in range(0, 600, 100):
        page = json_page([{**application(1), f"k{start + number}": 1} for number in range(100)])
        (records,) = reader.read(page, "page")
        assert records.unknown == {f"k{start + number}": 1 for number in range(100)}
        assert records.columns["appl_id"].to_pylist() in ([40_000_001] * 100, ["40000001"] * 100)
