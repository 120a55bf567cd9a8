"""Counting records in Mongo shell notation without reading them."""

from __future__ import annotations

import pytest

from connectors.cpgram.mongo_shell import is_whole, split_records

RECORD = b"""{
\t"_id" : "GOVBH/E/2026/0000001",
\t"CategoryV7" : NumberInt(11578),
\t"recvd_date" : ISODate("2026-11-02T00:00:19.977Z"),
\t"subject_content_text" : "braces { } and \\n{ in text, \\"_id\\" : 1",
\t"desk" : { "code" : NumberLong(7) },
\t"remarks_text" : null
}"""
ONE_LINE = b'{ "_id" : "GOVBH/E/2026/0000002", "CategoryV7" : null }'


@pytest.mark.parametrize(
    "body",
    [
        RECORD + b"\n" + ONE_LINE + b"\n",
        RECORD + b"\r\n" + ONE_LINE,
        b"[\n" + RECORD + b",\n" + ONE_LINE + b"\n]\n",
        b"[" + RECORD + b"\n,\n" + ONE_LINE + b"]",
    ],
)
def test_records_are_found_in_either_form(body: bytes) -> None:
    assert split_records(body) == [RECORD, ONE_LINE]
    assert is_whole(body)


@pytest.mark.parametrize("body", [b"", b"\n", b"[]", b"[ ]\n"])
def test_an_empty_part_is_whole(body: bytes) -> None:
    assert split_records(body) == []
    assert is_whole(body)


def test_a_part_cut_anywhere_within_a_record_is_not_whole_or_counts_fewer() -> None:
    body = RECORD + b"\n" + RECORD + b"\n"
    for end in range(1, len(body) - 1):
        cut = body[:end]
        complete = [record for record in split_records(cut) if record == RECORD]
        assert not is_whole(cut) or len(complete) < 2


def test_a_cut_array_is_not_whole() -> None:
    assert not is_whole(b"[\n" + RECORD + b",\n" + ONE_LINE)
