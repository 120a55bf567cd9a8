"""Pages of SOAP read from their bytes give what reading element by element gives, and odd pages are left to that."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from hub.contracts import contract
from hub.landing.formats import soap

RECORDS = 40


def page() -> bytes:
    """A list of employees, every element written, one text in Hindi."""
    paths = [wire.path for wire in contract("hrms.employees").wire_fields]
    rows = "".join(
        f"<Employee>{''.join(f'<{path}>{path} {number} पटना</{path}>' for path in paths)}</Employee>"
        for number in range(RECORDS)
    )
    listing = f"<GetEmployeesResult><Total>{RECORDS}</Total>{rows}</GetEmployeesResult>"
    envelope = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{envelope}<R xmlns="urn:x">{listing}</R></s:Body></s:Envelope>'.encode()
    )


def thinned(body: bytes, seed: int) -> bytes:
    """Some elements left out, some empty in either way of writing, some on a line of their own."""
    dice = random.Random(seed)

    def vary(match: re.Match[bytes]) -> bytes:
        tag = match.group(1)
        kinds = [match.group(), b"", b"<%b/>" % tag, b"<%b></%b>" % (tag, tag), b"\n  " + match.group()]
        return dice.choices(kinds, [90, 3, 3, 2, 2])[0]

    return re.sub(rb"<([A-Z]\w+)>[^<]*</\1>", vary, body)


def without(name: bytes) -> Callable[[bytes], bytes]:
    return lambda body: re.sub(rb"<%b>[^<]*</%b>" % (name, name), b"", body)


SEEDS = [random.SystemRandom().randrange(10**6) for _ in range(5)]


@pytest.mark.parametrize(
    ("change", "is_written"),
    [
        (lambda body: body, True),
        *((lambda body, seed=seed: thinned(body, seed), None) for seed in SEEDS),
        (without(b"FatherName"), True),
        (lambda body: body.replace(b"</Employee>", b"<Odd>x</Odd></Employee>"), True),
        (lambda body: body.replace(b"</Employee>", b"<Odd>x</Odd></Employee>", 3), None),
        (lambda body: body.replace(b"NameEn 3 ", b"R &amp; S"), False),
        (lambda body: body.replace(b"NameEn 3 ", b"<![CDATA[<NameEn>]]>"), False),
        (lambda body: body.replace(b"<NameEn>", b'<NameEn a="1">', 1), False),
        (lambda body: body.replace(b"<Employee>", b"<!-- <Employee></Employee> --><Employee>", 1), False),
        (lambda body: body.replace(b"NameEn 3 ", b"two\r\nlines"), False),
        (lambda body: body.replace(b"</Employee>", b"<NameEn>twice</NameEn></Employee>"), False),
    ],
)
def test_bytes_say_what_elements_say(
    change: Callable[[bytes], bytes], is_written: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = change(page())
    told: list[bool] = []
    written = soap.SoapReader._as_written

    def watched(self: soap.SoapReader, body: bytes, elements: list[object]) -> object:
        found = written(self, body, elements)  # type: ignore[arg-type]
        told.append(found is not None)
        return found

    monkeypatch.setattr(soap.SoapReader, "_as_written", watched)
    (quick,) = soap.reader(contract("hrms.employees")).read(body, "page")
    assert is_written is None or any(told) == is_written
    monkeypatch.setattr(soap, "_is_plain", lambda body, root: False)
    (slow,) = soap.reader(contract("hrms.employees")).read(body, "page")
    assert quick.rows == slow.rows == RECORDS
    assert all(quick.columns[name].equals(column) for name, column in slow.columns.items()), SEEDS
    assert {name: list(rows) for name, rows in quick.absent.items()} == {
        name: list(rows) for name, rows in slow.absent.items()
    }, SEEDS
    assert dict(quick.unknown) == dict(slow.unknown), SEEDS
