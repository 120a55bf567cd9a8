"""What a recipient is told, who gets it, and what stands behind every rule."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from hub.alerts import alert_rules, runbook, sms
from hub.alerts.digest import LISTED, Digest, Row, Section, mail, message_id, pushed, short, table
from hub.alerts.recipients import address
from hub.alerts.smtp import Relay
from hub.calendar.rules import rules as clock_rules
from hub.errors import NotConfigured
from hub.i18n import LANGUAGES
from hub.settings import settings

DAY = date(2026, 11, 20)


def row(number: int = 1, *, over: int = 1, news: str = "opened", **facts: str) -> Row:
    due = DAY - timedelta(days=over)
    return Row("pay_case", f"PC/2026/{number:06}", "overdue", 1, due - timedelta(days=15), due, over,
               {"employee_id": "E1000001", "case_type": "INCREMENT"} | facts, "DDO212001", 212, news=news)  # fmt: skip


def digest(*rows: Row, recipient: str = "district:212", edition: str = "daily") -> Digest:
    section = Section("pay_case", Counter(overdue=len(rows)), Counter({"office:DDO212001": len(rows)}))
    section.fresh = [one for one in rows if one.news][:LISTED]
    section.known = [one for one in rows if not one.news][:LISTED]
    section.new = sum(bool(one.news) for one in rows)
    return Digest(recipient, DAY, edition, [section], rows)


def text_of(message: object, kind: str) -> str:
    read = message_from_bytes(message.as_bytes(), policy=policy.default)  # type: ignore[attr-defined]
    return str(read.get_body((kind,)).get_content())  # type: ignore[union-attr]


def test_hindi_stands_first_and_english_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_CONSOLE_URL", "https://hub.example.invalid/hub")
    settings.cache_clear()
    message = mail(digest(row(1), row(2, over=25, news="")), "a@example.invalid", "<1@x>")
    assert str(message["Subject"]).startswith("20.11.2026 की चेतावनियाँ: 1 नई, कुल 2 / Alerts of 20.11.2026: 1 new")
    for kind in ("plain", "html"):
        text = text_of(message, kind)
        assert text.index("आई.टी. प्रबंधक, ज़िला पटना") < text.index("IT Manager, district Patna")
        assert text.count("PC/2026/000001") == text.count("PC/2026/000002") == 2
        assert "वेतन वृद्धि" in text
        assert "Increment" in text
        assert "04.11.2026" in text
        assert text.count("23.12.2022") == 2, "the order it rests on"
        assert text.count("https://hub.example.invalid/hub/alerts/runbooks/pay_case") == 2
        assert re.search(r"/hub/alerts\?rule=pay_case&(amp;)?district=212", text), "the whole list"


def test_without_a_console_the_runbook_is_named_by_its_file() -> None:
    for kind in ("plain", "html"):
        text = text_of(mail(digest(row()), "a@example.invalid", "<1@x>"), kind)
        assert text.index("docs/runbooks/hi/pay_case.md") < text.index("docs/runbooks/en/pay_case.md")


def test_a_long_list_is_counted_and_stands_whole_in_the_file_beside_it() -> None:
    rows = [row(number, case_type="=cmd()") for number in range(LISTED + 7)]
    message = mail(digest(*rows), "a@example.invalid", "<1@x>")
    text = text_of(message, "plain")
    assert text.count("E1000001") == 2 * LISTED
    assert "and 7 more" in text
    (attached,) = message_from_bytes(message.as_bytes(), policy=policy.default).iter_attachments()
    told = list(csv.DictReader(attached.get_content().removeprefix("\ufeff").splitlines()))
    assert [one["subject"] for one in told] == [one.subject for one in rows]
    assert "'=1" in table([row(over=1), Row(**{**row().__dict__, "subject": "=1"})]), "no formula in a spreadsheet"


def test_a_code_without_words_is_shown_as_it_is_and_html_is_escaped() -> None:
    message = mail(digest(row(case_type="<b>NEW_KIND</b>")), "a@example.invalid", "<1@x>")
    assert "<b>NEW_KIND</b>" in text_of(message, "plain")
    assert "<b>NEW_KIND" not in text_of(message, "html")
    assert "&lt;b&gt;NEW_KIND" in text_of(message, "html")


def test_the_same_telling_has_the_same_id_and_another_has_not() -> None:
    first = ("ddo:DDO212001", "mail", "daily", DAY, "facts")
    others = [("ddo:DDO212002", *first[1:]), ("ddo:DDO212001", "sms", *first[2:]), (*first[:2], "at_once", *first[3:]),
              (*first[:3], DAY + timedelta(days=1), "facts"), (*first[:4], "others")]  # fmt: skip
    assert message_id(*first) == message_id(*first)
    assert message_id(*first) not in {message_id(*other) for other in others}
    assert len(message_id(*first)) < 78


@pytest.mark.parametrize("edition", ["daily", "at_once"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_sms_is_the_registered_text_with_its_places_filled(edition: str, language: str) -> None:
    used = sms.template(edition, language)
    body = json.loads(short((12, 10_000), edition, DAY, language))
    pattern = re.escape(used.text).replace(re.escape(sms.PLACE), "(.{1,30})")
    assert re.fullmatch(pattern, body["text"]).groups() == ("20.11.2026", "12", "10000")  # type: ignore[union-attr]
    assert body["template"] == used.id
    with pytest.raises(NotConfigured):
        used.fill("x" * 31, 1, 2)


def test_a_webhook_says_how_much_and_where() -> None:
    told = json.loads(pushed(digest(row(1), row(2, news=""))))
    assert (told["type"], told["data"]["new"], told["data"]["total"]) == ("alerts.daily", 1, 2)
    assert told["data"]["rules"][0]["worst_new"] == [
        {"subject": "PC/2026/000001", "phase": "overdue", "level": 1, "days": 1}
    ]


def test_recipients_come_from_the_file_and_the_code_is_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to(recipient: str, channel: str = "mail") -> str | None:
        found = address(recipient, channel)
        return found.to if found else None

    assert to("ddo:DDO212001") == "ddo212001@ddo.bihar.example.invalid"
    assert to("department:General Administration Department") == (
        "nodal.general-administration-department@department.bihar.example.invalid"
    )
    assert to("department:राजस्व") is None, "nothing that an address could hold"
    listed = tmp_path / "r.csv"
    listed.write_text(
        "kind,code,address,channel,language\ndistrict,*,it.{code}@example.invalid,,\n"
        "district,212,patna@example.invalid,mail,\ndistrict,212,0000000003,sms,en\n"
    )
    monkeypatch.setenv("HUB_RECIPIENTS", str(listed))
    settings.cache_clear()
    assert to("district:212") == "patna@example.invalid"
    assert to("district:188") == "it.188@example.invalid"
    assert to("ddo:DDO212001") is None
    assert (to("district:212", "sms"), to("district:188", "sms")) == ("0000000003", None)


@pytest.mark.parametrize(
    "line",
    ["clerk,*,a@example.invalid", "ddo,*,nobody", "ddo,,a@example.invalid", 'ddo,*,"a@x.invalid\nBcc: b@x"',
     "ddo,*,98765,sms", "ddo,*,mailto:x,webhook", "ddo,*,a@x.invalid,pigeon"],
)  # fmt: skip
def test_an_unsound_list_of_recipients_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    listed = tmp_path / "r.csv"
    listed.write_text(f"kind,code,address,channel\n{line}\n")
    monkeypatch.setenv("HUB_RECIPIENTS", str(listed))
    settings.cache_clear()
    with pytest.raises(NotConfigured):
        address("ddo:DDO212001")


@pytest.mark.parametrize("url", ["", "localhost:25", "http://localhost"])
def test_an_unreadable_relay_is_refused(url: str) -> None:
    with pytest.raises(NotConfigured):
        Relay(url)


def test_every_clock_makes_alerts_and_every_rule_is_named_in_both_languages() -> None:
    assert set(clock_rules()) < set(alert_rules())
    for rule in alert_rules().values():
        assert len({rule.title(language) for language in LANGUAGES}) == 2, rule.id


RUNBOOK_PARTS = {
    "en": ("What it says", "Who acts", "## What to do", "## When it looks wrong"),
    "hi": ("चेतावनी का अर्थ", "किसे कार्रवाई करनी है", "## क्या करें", "## यदि कुछ ठीक न लगे"),
}


def steps(text: str) -> list[list[str]]:
    """What a runbook tells to type and to look at, line by line of its shape: part, step, row; words left out."""
    blocks = re.split(r"\n(?=#|\*\*|\d\. |\|)", text)
    code = re.compile(r"^(?:#+|\*\*|\d|\|)|`[^`]+`|\]\([^)]+\)")
    return [sorted(code.findall(block)) for block in blocks]


@pytest.mark.parametrize("rule", sorted(alert_rules()))
def test_a_runbook_says_the_same_in_both_languages(rule: str) -> None:
    said = {language: runbook(rule, language) for language in LANGUAGES}
    assert steps(said["hi"]) == steps(said["en"])
    for line in said["hi"].splitlines():
        assert not line or line.startswith("|---") or re.search("[\u0900-\u097f]", line), f"not in Hindi: {line}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", sorted(alert_rules()))
def test_behind_every_rule_stands_a_runbook_that_names_commands(rule: str, language: str) -> None:
    text = runbook(rule, language)
    assert f"`{rule}`" in text.splitlines()[0]
    parts = [text.index(part) for part in RUNBOOK_PARTS[language]]
    assert parts == sorted(parts)
    assert re.search(r"`hub [a-z]", text), "its commands are proven with every other page's (test_cli.py)"
