"""XML from outside is read without its tricks, and its text never reaches an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.common.retry import TryAgain
from connectors.common.xml import first_text, local_name, parse

BOMB = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY e{at} "' + (f"&e{at - 1};" * 20 if at else "boom") + '">' for at in range(8)
) + "]><x>&e7;</x>"  # fmt: skip


@pytest.mark.parametrize(
    "before", ["", '<?xml version="1.0"?>', "\ufeff", "<!-- a --> \n", "<?p x?><!-- b -->" + " " * 9_000]
)
def test_a_document_type_is_refused_before_it_is_parsed(before: str) -> None:
    with pytest.raises(TryAgain) as raised:
        parse((before + BOMB).encode())
    assert raised.value.reason in ("dtd", "not-xml")
    assert raised.value.is_broken


def test_a_document_type_hidden_by_utf16_is_refused() -> None:
    with pytest.raises(TryAgain) as raised:
        parse('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"))
    assert raised.value.reason == "dtd"


def test_no_file_of_this_machine_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret", encoding="ascii")
    uri = (tmp_path / "secret").as_uri()
    with pytest.raises(TryAgain):
        parse(f'<!DOCTYPE x [<!ENTITY a SYSTEM "{uri}">]><x>&a;</x>'.encode())
    include = f'<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{uri}" parse="text"/></x>'
    assert "".join(str(part) for part in parse(include.encode()).itertext()) == ""


@pytest.mark.parametrize("text", ["", "plain", "<a><b></a>", "<a>", "<a>\x00</a>", "<a>&unknown;</a>"])
def test_what_is_not_well_formed_is_said_without_its_text(text: str) -> None:
    with pytest.raises(TryAgain) as raised:
        parse(text.encode())
    assert raised.value.reason == "not-xml"
    assert raised.value.__context__ is None


def test_bytes_that_are_no_utf8_pass_for_the_rows_to_be_judged() -> None:
    root = parse(b'<?xml version="1.0" encoding="utf-8"?><a><b>ok</b><c>x \x96 y</c></a>')
    assert first_text(root, "b") == "ok"
    assert first_text(root, "c") == "x \ufffd y"


def test_a_declared_encoding_is_kept() -> None:
    root = parse('<?xml version="1.0" encoding="windows-1252"?><a>x – y</a>'.encode("cp1252"))
    assert root.text == "x – y"


def test_names_are_found_whatever_their_namespace() -> None:
    root = parse(b'<s:E xmlns:s="urn:s" xmlns="urn:d"><s:B><R> <T> 12 </T></R></s:B></s:E>')
    assert local_name(root) == "E"
    assert first_text(root, "T") == "12"
    assert first_text(root, "Nothing") == ""
