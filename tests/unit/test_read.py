"""Reading a landed batch: types, what could not be read, order, chunks, raw records."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from landing_pages import Pages, application, batch, envelope, json_page, window, workbook

from hub.contracts import Contract, contract
from hub.errors import SourceBroken
from hub.landing import ARROW_TYPES, ORDINAL, Chunk, Unreadable, land, read

RTPS = contract("rtps.applications")
CPGRAM = contract("cpgram.grievances")
CLOSURES = contract("cpgram.closures")
PAYROLL = contract("hrms.payroll")
PARS = contract("sparrow.pars")
DARBAR = contract("jandarbar.grievances")
again = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
_sequence = iter(range(1, 1_000_000))


def chunks(of: Contract, bodies: Sequence[bytes], rows: int = 50_000) -> list[Chunk]:
    """Land the bodies as a batch of their own and read it."""
    batch_id = batch(of, next(_sequence))
    land(of, window(of), Pages(bodies), batch_id=batch_id)
    return list(read(of, batch_id, rows))


def chunk(of: Contract, *bodies: bytes) -> Chunk:
    (only,) = chunks(of, bodies)
    return only


def value(of: Chunk, field: str, row: int = 0) -> Any:
    return of.table[field][row].as_py()


def test_a_sound_application_is_typed_by_its_contract() -> None:
    got = chunk(RTPS, json_page([application(1)]))
    assert got.table.schema == pa.schema(
        [(field.name, ARROW_TYPES[field.type.value]) for field in RTPS.fields] + [(ORDINAL, pa.int64())]
    )
    row = got.table.to_pylist()[0]
    assert row["appl_id"] == 40_000_001
    assert row["submitted_at"] == datetime(2026, 11, 2, 10, 15)
    assert row["due_on"] == date(2026, 11, 16)
    assert row["amount"] == Decimal("20.15")
    assert row["applicant_name"] == "आशा कुमारी"
    assert (row["district_census2011"], row["district_lgd"]) == ("230", 212)
    assert row["current_received_at"] == datetime(2026, 11, 4, 11)
    assert row["current_executed_at"] is None
    assert (got.unreadable, got.unknown_fields, got.absent_fields) == ([], {}, {})


def test_ordinals_are_dense_over_chunks_and_pages() -> None:
    pages = [json_page([application(start + number) for number in range(7)]) for start in range(0, 70, 7)]
    got = chunks(RTPS, pages, rows=16)
    assert [part.rows for part in got] == [16, 16, 16, 16, 6]
    assert [o for part in got for o in part.table[ORDINAL].to_pylist()] == list(range(70))
    assert [i for part in got for i in part.table["appl_id"].to_pylist()] == list(range(40_000_000, 40_000_070))


def test_an_empty_batch_has_no_chunk() -> None:
    assert chunks(RTPS, [json_page([])]) == []
    assert chunks(RTPS, []) == []


def test_raw_gives_the_records_as_received_in_the_order_asked_for() -> None:
    records = [application(number) for number in range(10)]
    parts = chunks(RTPS, [json_page(records[:4]), json_page(records[4:])], rows=3)
    assert [json.loads(text) for text in parts[-1].raw([9, 0, 4, 3])] == [records[n] for n in (9, 0, 4, 3)]


@pytest.mark.parametrize(
    ("key", "wire", "field", "rule"),
    [
        ("submission_date", "31-31-2026 10:00:00", "submitted_at", "format"),
        ("submission_date", "30-02-2026 10:00:00", "submitted_at", "format"),
        ("submission_date", "2-11-2026 10:00:00", "submitted_at", "format"),
        ("submission_date", "02-11-2026 24:00:00", "submitted_at", "format"),
        ("submission_date", "02-11-2026 10:00:00 x", "submitted_at", "format"),
        ("submission_date", "०२-11-2026 10:00", "submitted_at", "format"),
        ("submission_date", 20261102, "submitted_at", "format"),
        ("due_date", "16/11/2026", "due_on", "format"),
        ("amount", "twenty", "amount", "type"),
        ("amount", 20.155, "amount", "type"),
        ("amount", "20.155", "amount", "type"),
        ("amount", True, "amount", "type"),
        ("amount", [20], "amount", "type"),
        ("amount", 1e13, "amount", "type"),
        ("amount", "10000000000000", "amount", "type"),
        ("version_no", 3.5, "version_no", "type"),
        ("version_no", "3.0", "version_no", "type"),
        ("version_no", 2**70, "version_no", "type"),
        ("version_no", 10**18, "version_no", "type"),
        ("version_no", -(2**63), "version_no", "type"),
        ("service_name", "lost \ufffd letter", "service_name", "encoding"),
        ("version_no", True, "version_no", "type"),
        ("service_name", {"a": 1}, "service_name", "type"),
        ("service_name", 1.5, "service_name", "type"),
        ("service_name", True, "service_name", "type"),
        ("service_name", "a\x00b", "service_name", "encoding"),
        ("service_name", "a\ud800b", "service_name", "encoding"),
    ],
)
def test_what_does_not_fit_its_type_is_null_and_named(key: str, wire: Any, field: str, rule: str) -> None:
    page = json_page([application(0), application(1, **{key: wire}), application(2)], ascii_only=True)
    got = chunk(RTPS, page)
    assert got.unreadable == [Unreadable(1, field, rule)]
    assert [value(got, field, row) is None for row in range(3)] == [False, True, False]
    text = got.raw([1])[0]
    assert "\x00" not in text
    json.loads(text.encode())  # sound UTF-8 and JSON, fit for any store


@pytest.mark.parametrize(
    ("key", "wire", "field", "read_as"),
    [
        ("amount", "20.5", "amount", Decimal("20.50")),
        ("amount", " +20.100 ", "amount", Decimal("20.10")),
        ("amount", 20, "amount", Decimal("20.00")),
        ("amount", -0.1, "amount", Decimal("-0.10")),
        ("amount", 9999999999999, "amount", Decimal("9999999999999.00")),
        ("amount", 1234567890123.45, "amount", Decimal("1234567890123.45")),
        ("amount", "", "amount", None),
        ("appl_id", " 0012 ", "appl_id", 12),
        ("version_no", 3.0, "version_no", 3),
        ("version_no", 10**18 - 1, "version_no", 10**18 - 1),
        ("base_service_id", 1101, "base_service_id", "1101"),
        ("submission_date", "29-02-2028 00:00:00", "submitted_at", datetime(2028, 2, 29)),
        ("service_name", "  \u00a0 ", "service_name", None),
        ("service_name", "क\u093c", "service_name", "\u0915\u093c"),
        ("service_name", "e\u0301", "service_name", "é"),
    ],
)
def test_what_can_be_read_without_a_guess_is_read(key: str, wire: Any, field: str, read_as: Any) -> None:
    got = chunk(RTPS, json_page([application(1), application(1, **{key: wire})]))
    assert got.unreadable == []
    assert value(got, field, 1) == read_as


def test_a_tombstone_needs_no_more_than_its_key() -> None:
    gone = {"initiated_data": {"appl_info": {"appl_id": 7, "amount": "?"}}, "record_status": "DELETED"}
    got = chunk(RTPS, json_page([application(1), gone]))
    assert got.is_tombstone.to_pylist() == [False, True]
    assert value(got, "appl_id", 1) == 7
    assert (got.unreadable, got.absent_fields) == ([], {})


def test_unknown_and_absent_fields_are_counted() -> None:
    record = application(1, caste="x")
    del record["initiated_data"]["attribute_details"]["pin_code"]
    record["execution_data"][0]["task_details"]["anything"] = 1  # lists hold the history: not reported
    bare = application(2)
    del bare["initiated_data"]["attribute_details"]
    got = chunk(RTPS, json_page([record, application(3, caste="y", gotra=None), {**bare, "new": {"a": 1}}]))
    assert got.unknown_fields == {
        "initiated_data.appl_info.caste": 2, "initiated_data.appl_info.gotra": 1, "new": 1,
    }  # fmt: skip
    assert got.absent_fields == {
        "pin_code": 2, "applicant_name": 1, "father_name": 1, "applicant_gender": 1, "mobile_number": 1,
        "district_census2011": 1, "block_name": 1,
    }  # fmt: skip


def test_broken_bytes_spoil_their_own_value_only() -> None:
    page = json_page([application(1), application(2)]).replace("आशा".encode(), b"\xff\xfeasha", 1)
    got = chunk(RTPS, page)
    assert got.unreadable == [Unreadable(0, "applicant_name", "encoding")]
    assert value(got, "service_name") == "Issuance of Caste Certificate"
    assert "\ufffd" in got.raw([0])[0]


@pytest.mark.parametrize("page", [b"", b"{", b"[]", b'{"records": 5}', b'{"records": null}', b"[" * 100_000, b"NaN"])
def test_a_page_that_is_no_page_is_a_clear_error(page: bytes) -> None:
    with pytest.raises(SourceBroken, match=r"page-00002\.json\.zst"):
        chunks(RTPS, [json_page([application(1)]), page])
    with pytest.raises(SourceBroken):
        chunks(RTPS, [json_page([application(1)])[:-40]])


def test_records_that_are_no_objects_are_rows_without_values() -> None:
    got = chunk(RTPS, json_page([application(1), None, 5, [1]]))
    assert got.rows == 4
    assert got.table["appl_id"].to_pylist() == [40_000_001, None, None, None]
    assert got.raw([2]) == ["5"]


def test_documents_become_hashes_and_must_be_pdf() -> None:
    def closure(document: Any) -> dict[str, Any]:
        return {"RegistrationNumber": "GOVBH/E/2026/0000001", "DateOfAction": "11-12-2026", "ReplyDocument": document}

    pdf = b"%PDF-1.4 x"
    documents = [base64.b64encode(pdf).decode(), base64.b64encode(b"GIF8").decode(), "no base64!", "", None]
    got = chunk(CLOSURES, json_page([closure(document) for document in documents], "FinalClosureList"))
    digest = hashlib.sha256(pdf).hexdigest()
    assert got.table["reply_document_sha256"].to_pylist() == [digest, None, None, None, None]
    assert [one for one in got.unreadable if one.field == "reply_document_sha256"] == [
        Unreadable(1, "reply_document_sha256", "not_a_pdf"), Unreadable(2, "reply_document_sha256", "not_a_pdf"),
    ]  # fmt: skip
    assert value(got, "closed_on") == date(2026, 11, 12)  # month first


MONGO = """{
 "_id" : ObjectId("5f0"), "registration_no" : "GOVBH/E/2026/0000001", "CategoryV7" : NumberInt(11578),
 "DiaryDate" : ISODate("2026-11-02T00:00:19.977+0000"), "recvd_date" : {"$date": "2026-11-02T00:00:19Z"},
 "closing_date" : {"$date": {"$numberLong": "1794268800000"}}, "resolution_date" : null,
 "dist_name" : "  Patna ", "subject_content_text" : "Grant &gt;&gt; R&amp;D { \\"ISODate(1)\\" : NumberInt(5) } "
}
{ "registration_no" : "GOVBH/E/2026/0000002", "CategoryV7" : {"$numberLong":"12"}, "recvd_date" : ISODate("x"),
 "dist_name" : "Nowhere", "closing_date": new Date("2026-11-03T10:00:00+05:30"), "remarks_text": "} {", }
{ registration_no: 'GOVBH/E/2026/0000003', CategoryV7: NumberLong("13"), recvd_date: ISODate('2026-11-04T00:00:00Z'),
 dist_name: 'बाँका', subject_content_text: 'it\\'s "so"', sex: undefined }
"""


@pytest.mark.parametrize("page", [MONGO, "[" + MONGO.replace("\n}\n{", "\n},\n{").replace('", }\n{', '" },{') + "]"])
def test_mongo_shell_notation_is_read(page: str) -> None:
    got = chunk(CPGRAM, page.encode())
    assert got.table["registration_no"].to_pylist() == [f"GOVBH/E/2026/000000{n}" for n in (1, 2, 3)]
    assert got.table["category_code"].to_pylist() == [11578, 12, 13]
    assert value(got, "diary_at") == datetime(2026, 11, 2, 0, 0, 19)
    assert got.table["received_at"].to_pylist() == [datetime(2026, 11, 2, 0, 0, 19), None, datetime(2026, 11, 4)]
    assert got.table["closed_at"].to_pylist() == [datetime(2026, 11, 10), datetime(2026, 11, 3, 10), None]
    assert got.table["district_lgd"].to_pylist() == [212, None, 190]
    assert value(got, "subject") == 'Grant >> R&D { "ISODate(1)" : NumberInt(5) }'
    assert value(got, "subject", 2) == 'it\'s "so"'
    assert value(got, "remarks", 1) == "} {"
    assert got.unreadable == [Unreadable(1, "received_at", "format")]
    assert json.loads(got.raw([1])[0])["remarks_text"] == "} {"


def test_soap_is_read_by_local_names() -> None:
    page = envelope(
        "<Grievance><UniqueNo>JD/2026/000001</UniqueNo><RegistrationDate>02/11/2026</RegistrationDate>"
        "<ApplicantName>सीता &amp; राम</ApplicantName><DistCode>JD26</DistCode><AadhaarNo>secret</AadhaarNo>"
        "<ModifiedOn>03/11/2026 10:15:00</ModifiedOn><New>1</New></Grievance>"
        "<x:Grievance xmlns:x='urn:other'><x:UniqueNo>JD/2026/000002</x:UniqueNo><x:Subject><b>x</b></x:Subject>"
        "<x:Category xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>"
        "<x:RecordStatus><![CDATA[DELETED]]></x:RecordStatus></x:Grievance>"
    )
    got = chunk(DARBAR, page)
    assert got.table["unique_no"].to_pylist() == ["JD/2026/000001", "JD/2026/000002"]
    assert value(got, "registered_on") == date(2026, 11, 2)
    assert value(got, "modified_at") == datetime(2026, 11, 3, 10, 15)
    assert value(got, "complainant_name") == "सीता & राम"
    assert value(got, "district_lgd") == 212
    assert got.is_tombstone.to_pylist() == [False, True]
    assert got.unknown_fields == {"New": 1}
    assert got.absent_fields["subject"] == 1
    assert got.unreadable == []  # the tombstone's subject is no matter
    assert json.loads(got.raw([0])[0])["AadhaarNo"] is None


@pytest.mark.parametrize(
    "page",
    [
        b"<a>",
        b"",
        b'<!DOCTYPE a [<!ENTITY b "c">]><Grievance><UniqueNo>&b;</UniqueNo></Grievance>',
        b'<?xml version="1.0"?><!-- x --><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
    ],
)
def test_xml_that_is_broken_or_declares_a_type_is_refused(page: bytes) -> None:
    with pytest.raises(SourceBroken):
        chunks(DARBAR, [page])


def test_a_document_type_is_refused_before_anything_is_parsed() -> None:
    with pytest.raises(SourceBroken, match="document type"):
        chunks(DARBAR, [b'<?xml version="1.0"?><!-- ?> --> <!DOCTYPE a [<!ENTITY b "&b;"> broken'])


def test_broken_bytes_in_soap_spoil_their_own_value_only() -> None:
    page = envelope("<Grievance><UniqueNo>JD/1</UniqueNo><Subject>क</Subject></Grievance>").replace(
        "क".encode(), b"\xe0"
    )
    got = chunk(DARBAR, page)
    assert got.unreadable == [Unreadable(0, "subject", "encoding")]
    assert value(got, "unique_no") == "JD/1"


def test_csv_is_read_as_text_and_typed() -> None:
    page = (
        "\ufeffEMP_ID, PAY_MONTH ,DDO_CODE,BILL_NO,PAY_LEVEL,BASIC,GROSS,DEDUCTIONS,NET,PAID_ON,EXTRA\r\n"
        'E0000001,2026-10,DDO212001,"a, ""b""\nc",7,44900.00,60000,10000.5,49999.50,31/10/2026,z\r\n'
        "E0000002,2026-10,DDO212001,x,seven,1,2,3,4,31/31/2026,\r\n"
    )
    got = chunk(PAYROLL, page.encode())
    assert value(got, "bill_no") == 'a, "b"\nc'
    assert value(got, "deductions") == Decimal("10000.50")
    assert value(got, "paid_on") == date(2026, 10, 31)
    assert got.unreadable == [Unreadable(1, "paid_on", "format"), Unreadable(1, "pay_level", "type")]
    assert got.unknown_fields == {"EXTRA": 2}
    assert got.absent_fields == {"bank_ifsc": 2}
    assert json.loads(got.raw([1])[0])["PAY_LEVEL"] == "seven"


def test_csv_rows_that_slipped_are_not_trusted() -> None:
    page = b"EMP_ID,PAY_MONTH,BILL_NO\nE1,2026-10,x\nE2,2026-10\nE3,2026-10,x,y\nE4,2026-10,\xff\n"
    got = chunk(PAYROLL, page)
    assert got.table["employee_id"].to_pylist() == ["E1", None, None, "E4"]
    assert {one.ordinal for one in got.unreadable if one.field == "employee_id"} == {1, 2}
    assert Unreadable(3, "bill_no", "encoding") in got.unreadable
    assert json.loads(got.raw([2])[0]) == {"EMP_ID": "E3", "PAY_MONTH": "2026-10", "BILL_NO": "x", "(3)": "y"}


def test_workbooks_are_read_with_real_dates_and_loose_headings() -> None:
    rows = [
        [None, None, None, None],
        [" PAR  ID", "Employee Code", "Period From", "Financial\nYear ", "Period To", "Odd"],
        ["PAR-2026-000001", "E0000001", date(2025, 4, 1), "2025-26", "31-03-2026", 1],
        [None, None, None, None, None, None],
        [17, 5.0, datetime(2025, 4, 1, 10), True, "31/03/2026", None],
    ]
    got = chunk(PARS, workbook(rows))
    assert got.table["apar_id"].to_pylist() == ["PAR-2026-000001", "17"]
    assert got.table["employee_code"].to_pylist() == ["E0000001", "5"]
    assert got.table["period_from"].to_pylist() == [date(2025, 4, 1), date(2025, 4, 1)]
    assert got.table["period_to"].to_pylist() == [date(2026, 3, 31), None]
    assert got.table["financial_year"].to_pylist() == ["2025-26", "true"]
    assert got.unreadable == [Unreadable(1, "period_to", "format")]
    assert json.loads(got.raw([0])[0])["Period From"] == "2025-04-01"


@pytest.mark.parametrize("page", [b"no workbook", workbook([["PAR ID"]], sheet="Other"), workbook([])])
def test_what_is_no_workbook_of_the_sheet_is_a_clear_error(page: bytes) -> None:
    with pytest.raises(SourceBroken):
        chunks(PARS, [page])


def same(first: list[Chunk], second: list[Chunk]) -> bool:
    def content(part: Chunk) -> tuple[Any, ...]:
        known = (part.unreadable, part.unknown_fields, part.absent_fields, part.raw(range_of(part)))
        return (part.table, part.is_tombstone, *known)

    return [content(part) for part in first] == [content(part) for part in second]


def range_of(part: Chunk) -> list[int]:
    return [int(ordinal) for ordinal in part.table[ORDINAL].to_pylist()]


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
names = st.sampled_from([leaf.path.rsplit(".", 1)[-1] for leaf in RTPS.wire_fields] + ["more", ""])
records = st.builds(
    lambda number, changes: application(number, **changes),
    st.integers(0, 9),
    st.dictionaries(names.filter(str.isidentifier), anything, max_size=3),
)


@again
@given(st.lists(st.lists(records | anything, max_size=4), max_size=4), st.integers(1, 5))
def test_reading_twice_gives_equal_chunks(pages: list[list[Any]], rows: int) -> None:
    batch_id = batch(RTPS, next(_sequence))
    bodies = [json_page(page, ascii_only=True) for page in pages]
    land(RTPS, window(RTPS), Pages(bodies), batch_id=batch_id)
    first = list(read(RTPS, batch_id, rows))
    assert same(first, list(read(RTPS, batch_id, rows)))
    assert sum(part.rows for part in first) == sum(map(len, pages))
    assert all(part.rows == rows for part in first[:-1])
