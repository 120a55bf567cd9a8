"""The digest mail and who gets it."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from hub.alerts.digest import LISTED, Case, mail, message_id
from hub.alerts.recipients import address
from hub.alerts.smtp import Relay
from hub.errors import NotConfigured
from hub.settings import settings

DAY = date(2026, 11, 20)


def case(number: int = 1, *, age: int = 16, news: str = "opened", kind: str = "INCREMENT") -> Case:
    return Case(f"PC/2026/{number:06}", "E1000001", kind, "CHECKER", DAY - timedelta(days=age), age, 1, news, False)


def text_of(message: object, kind: str) -> str:
    read = message_from_bytes(message.as_bytes(), policy=policy.default)  # type: ignore[attr-defined]
    return str(read.get_body((kind,)).get_content())  # type: ignore[union-attr]


def test_hindi_stands_first_and_english_says_the_same() -> None:
    message = mail("district:212", "a@example.invalid", DAY, [case(1), case(2, age=40, news="")], [1])
    assert str(message["Subject"]).startswith("लंबित वेतन मामले 20.11.2026: 1 नए, कुल 2 / Pay cases pending")
    for kind in ("plain", "html"):
        text = text_of(message, kind)
        assert text.index("आई.टी. प्रबंधक, ज़िला पटना") < text.index("IT Manager, district Patna")
        assert text.count("PC/2026/000001") == text.count("PC/2026/000002") == 2
        assert "वेतन वृद्धि" in text
        assert "Increment" in text
        assert "04.11.2026" in text
        assert text.count("23.12.2022") == 2


def test_new_cases_come_first_then_the_oldest() -> None:
    text = text_of(
        mail("ddo:DDO212001", "a@example.invalid", DAY, [case(1, news="", age=90), case(2), case(3, age=50)], [1]),
        "plain",
    )
    order = [text.index(f"PC/2026/00000{number}") for number in (3, 2, 1)]
    assert order == sorted(order)


def test_a_long_list_is_cut_and_says_by_how_much() -> None:
    cases = [case(number) for number in range(LISTED + 7)]
    text = text_of(mail("ddo:DDO212001", "a@example.invalid", DAY, cases, [1]), "plain")
    assert text.count("E1000001") == 2 * LISTED
    assert "7 more cases" in text


def test_a_code_without_words_is_shown_as_it_is_and_html_is_escaped() -> None:
    message = mail("ddo:DDO212001", "a@example.invalid", DAY, [case(kind="<b>NEW_KIND</b>")], [1])
    assert "<b>NEW_KIND</b>" in text_of(message, "plain")
    assert "<b>NEW_KIND" not in text_of(message, "html")
    assert "&lt;b&gt;NEW_KIND" in text_of(message, "html")


def test_the_same_telling_has_the_same_message_id_and_another_has_not() -> None:
    first = message_id("ddo:DDO212001", DAY, [2, 1])
    assert first == message_id("ddo:DDO212001", DAY, [1, 2])
    others = [
        ("ddo:DDO212002", DAY, [1, 2]),
        ("ddo:DDO212001", DAY + timedelta(days=1), [1, 2]),
        ("ddo:DDO212001", DAY, [1]),
    ]
    assert first not in {message_id(*other) for other in others}
    assert len(first) < 78


def test_recipients_come_from_the_file_and_the_code_is_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert address("ddo:DDO212001") == "ddo212001@ddo.bihar.example.invalid"
    listed = tmp_path / "r.csv"
    listed.write_text("kind,code,address\ndistrict,*,it.{code}@example.invalid\ndistrict,212,patna@example.invalid\n")
    monkeypatch.setenv("HUB_RECIPIENTS", str(listed))
    settings.cache_clear()
    assert address("district:212") == "patna@example.invalid"
    assert address("district:188") == "it.188@example.invalid"
    assert address("ddo:DDO212001") is None


@pytest.mark.parametrize(
    "line", ["clerk,*,a@example.invalid", "ddo,*,nobody", "ddo,,a@example.invalid", 'ddo,*,"a@x.invalid\nBcc: b@x"']
)
def test_an_unsound_list_of_recipients_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    listed = tmp_path / "r.csv"
    listed.write_text(f"kind,code,address\n{line}\n")
    monkeypatch.setenv("HUB_RECIPIENTS", str(listed))
    settings.cache_clear()
    with pytest.raises(NotConfigured):
        address("ddo:DDO212001")


@pytest.mark.parametrize("url", ["", "localhost:25", "http://localhost"])
def test_an_unreadable_relay_is_refused(url: str) -> None:
    with pytest.raises(NotConfigured):
        Relay(url)
