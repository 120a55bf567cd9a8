"""A report that is corrected, and mails that wait for a person: what was given out stays, nothing goes out twice in
silence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from stored import put

from hub import reports
from hub.audit import audit, record
from hub.database import engine
from hub.errors import NotAllowed, SourceRefused
from hub.reports.revisions import hold
from hub.reports.tables import report_mail
from hub.settings import settings

pytestmark = pytest.mark.postgres
DAY = date(2026, 11, 16)  # a Monday
PATNA = reports.area("district:212")
Sink = Callable[[], list[EmailMessage]]


@pytest.fixture
def sink(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A running SMTP sink, and one edition that is to be mailed; gives what the sink has taken so far."""
    from sandbox.standins import smtp

    monkeypatch.setenv("HUB_REPORTS_URL", str(tmp_path / "kept"))
    with smtp.running(tmp_path) as port:
        monkeypatch.setenv("HUB_SMTP_URL", f"smtp://127.0.0.1:{port}")
        settings.cache_clear()
        reports.make("pay_cases", DAY, [PATNA])
        yield lambda: smtp.mails(tmp_path)


def come(*cases: int) -> None:
    """Pay cases of ``DAY`` come in, each with its age."""
    from hub.store.tables import COUNTS, batch

    rows = [{"case_id": f"PC/2026/{age:06}", "opened_on": DAY - timedelta(days=age)} for age in cases]
    put("hrms.employees", {"employee_id": "E1000001"}, on=DAY)
    put("hrms.pay_cases", *rows, on=DAY)
    for dataset in ("hrms.employees", "hrms.pay_cases"):
        row = {"batch_id": f"{dataset}/{DAY}/001", "dataset": dataset, "business_date": DAY, "sequence": 1,
               "until": DAY, "status": "stored"} | dict.fromkeys(COUNTS, 0)  # fmt: skip
        with engine().begin() as connection:
            connection.execute(batch.insert().values(row))


def pending(revision: int | None = None) -> list[object]:
    page = reports.page("pay_cases", DAY, PATNA, "en", revision)
    return [cell["number"] for section in page["sections"][:1] for cell in section.get("figures", ())[:2]]


def test_a_correction_stands_and_what_it_corrects_stays_with_its_rows(sink: Sink) -> None:
    assert reports.mail(DAY).sent == 1
    before = {one.sha256 for one in reports.files("pay_cases", DAY)}
    come(10, 20, 30)
    assert reports.make("pay_cases", DAY, [PATNA]).made == 0, "what is kept is not made again"
    assert pending() == []
    with pytest.raises(NotAllowed, match="Say why"):
        reports.remake("pay_cases", DAY, "it-manager", "  ")
    done = reports.remake("pay_cases", DAY, "it-manager", "pay cases came\n after eleven")
    assert (done.revision, done.made, done.missing) == (2, 1, ())
    assert pending() == [3, 2]
    assert pending(1) == []
    assert {one.sha256 for one in reports.files("pay_cases", DAY, revision=1)} == before
    assert reports.read("pay_cases", DAY, PATNA, "dm", "hi", "pdf", 1) != reports.read(
        "pay_cases", DAY, PATNA, "dm", "hi", "pdf"
    )
    cut = reports.cut_of("list=pay_cases&measure=pending")
    assert reports.rows_behind("pay_cases", DAY, PATNA, cut, "en").number == 3
    assert reports.rows_behind("pay_cases", DAY, PATNA, cut, "en", revision=1).number == 0
    assert reports.page("pay_cases", DAY, PATNA, "en")["correction"].endswith("pay cases came after eleven")
    assert reports.make("pay_cases", DAY, [reports.area("division:Patna")]).revision == 2, (
        "what is made later is of what stands"
    )
    assert [one.number for one in reports.revisions("pay_cases", DAY)] == [2, 1]
    with engine().connect() as connection:
        told = connection.execute(sa.select(audit).where(audit.c.action == "report.remake")).one()
    assert (told.actor, told.subject, told.reason) == (
        "it-manager", "pay_cases/2026-11-16", "pay cases came after eleven"
    )  # fmt: skip
    later = DAY + timedelta(days=7)
    assert [reports.mail(later).sent, reports.mail(later).sent] == [1, 0], "also when it is no longer the newest"
    first, corrected = sink()
    assert first["Message-ID"] != corrected["Message-ID"]
    assert ["संशोधित" in mail["Subject"] for mail in (first, corrected)] == [False, True]
    body = corrected.get_body(("plain",))
    assert body is not None
    assert "pay cases came after eleven" in body.get_content()


def test_what_waits_of_a_superseded_revision_is_not_sent(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr("hub.reports.mailing._transmit_all", lambda *_told: ("", ""))
        reports.mail(DAY)
    assert states() == ["claimed"]
    come(20)
    with monkeypatch.context() as broken:
        broken.setattr("hub.reports.making.audit.record", lambda *_told, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reports.remake("pay_cases", DAY, "it-manager", "late data")
    assert [one.number for one in reports.revisions("pay_cases", DAY)] == [1], "all of it or nothing"
    assert pending() == []

    def hold_while_another_decides(*told: Any) -> None:
        hold(*told)
        with engine().begin() as other:
            record(other, actor="steward", action="test", subject="another decision")

    with monkeypatch.context() as busy:
        busy.setattr("hub.reports.making.hold", hold_while_another_decides)
        assert reports.remake("pay_cases", DAY, "it-manager", "late data").revision == 2
    assert pending() == [1, 1]
    assert reports.mail(DAY).sent == 1
    [mail] = sink()
    assert "संशोधित" in mail["Subject"]
    assert states() == ["superseded", "sent"]


BLOW = """
import datetime, os, signal
from hub.reports import mail, mailing
kill = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
marked = mailing._mark
mailing._mark = lambda c, i, **v: kill() if v["status"] == "sent" else marked(c, i, **v)
mail(datetime.date(2026, 11, 16))
"""


def blow() -> None:
    assert subprocess.run([sys.executable, "-c", BLOW], env=os.environ, check=False).returncode == -9


def states() -> list[str]:
    with engine().connect() as connection:
        return list(connection.scalars(sa.select(report_mail.c.status).order_by(report_mail.c.id)))


def test_killed_between_sending_and_noting_it_the_mail_is_in_doubt_and_waits_for_a_person(sink: Sink) -> None:
    """The limit of SMTP: whether the relay took it cannot be asked. A mailbox sees one Message-ID."""
    blow()
    assert len(sink()) == 1
    blow()
    first, again = sink()
    assert first.as_bytes() == again.as_bytes()
    done = reports.mail(DAY)
    assert (done.sent, done.doubtful, reports.mail(DAY).sent) == (0, 1, 0)
    assert len(sink()) == 2, "never a third time without a person"
    [mail] = reports.mails()
    assert (mail.status, mail.report, mail.area) == ("doubtful", "pay_cases", "district:212")
    with pytest.raises(NotAllowed):
        reports.send_again(mail.id, "it-manager", " ")
    reports.send_again(mail.id, "it-manager", "the officer has no mail")
    assert (reports.mail(DAY).sent, states(), reports.mails()) == (1, ["sent"], [])
    assert len({one.as_bytes() for one in sink()}) == 1
    with engine().connect() as connection:
        told = connection.execute(sa.select(audit).where(audit.c.action == "report.send_again")).one()
    assert (told.actor, told.reason, told.details["was"]) == ("it-manager", "the officer has no mail", "doubtful")
    with pytest.raises(NotAllowed):
        reports.send_again(mail.id, "it-manager", "once more")


def test_a_refused_mail_goes_out_to_the_address_of_now(
    sink: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from hub.cli.main import build

    def hub(*words: str) -> str:
        build()(["reports", *words], standalone_mode=False)
        return capsys.readouterr().out

    def name(address: str) -> None:
        file = tmp_path / f"{len(address)}.csv"
        file.write_text(f"role,area,address,language\ndm,*,{address},en\n")
        monkeypatch.setenv("HUB_REPORT_RECIPIENTS", str(file))
        settings.cache_clear()

    name(f"{'x' * 600}@district.bihar.example.invalid")  # longer than a command of SMTP may be
    with pytest.raises(SourceRefused):
        reports.mail(DAY)
    assert (reports.mail(DAY).sent, states()) == (0, ["refused"])
    name("moved.{code}@district.bihar.example.invalid")
    [mail] = json.loads(hub("mails", "--json"))
    assert str(mail["id"]) in hub("send-again", str(mail["id"]), "--reason", "the address was wrong")
    assert json.loads(hub("mails", "--json")) == []
    assert reports.mail(DAY).sent == 1
    [taken] = sink()
    assert taken["To"] == "moved.212@district.bihar.example.invalid"
    assert "revision 2" in hub(
        "remake", "pay_cases", "--date", str(DAY), "--as", "it-manager", "--reason", "wrong date"
    )
    assert "wrong date" in hub("revisions", "pay_cases", "--date", str(DAY))


def test_a_changed_file_and_an_edition_without_one_are_found(sink: Sink, tmp_path: Path) -> None:
    def broken() -> list[tuple[str, str]]:
        return [(rule, subject) for rule, subject, reason in reports.proofs() if reason]

    come(20)
    reports.remake("pay_cases", DAY, "it-manager", "late data")
    assert broken() == []
    files = sorted((tmp_path / "kept").rglob("*.pdf")) + sorted((tmp_path / "kept").rglob("rows/*.parquet"))
    assert len(files) > 4
    for file, subject in ((files[0], "pay_cases"), (files[-1], "pay_weeks")):
        kept = file.read_bytes()
        file.write_bytes(kept[:-1] + b"?")
        assert broken() == [("verify-report-files", subject)]
        file.unlink()
        assert broken() == [("verify-report-files", subject)]
        file.write_bytes(kept)
    for statement in (
        "delete from hub.report_file where revision = 1 and format = 'xlsx' and language = 'hi'",
        "delete from hub.report_rows where list = 'pay_weeks' and revision = 2",
    ):
        with engine().connect() as connection, connection.begin() as tried:
            assert connection.execute(sa.text(statement)).rowcount == 1
            tried.commit()
        assert ("verify-report-editions", "pay_cases") in broken()
        with engine().begin() as connection:
            connection.execute(sa.text("delete from hub.report_file where revision = 1"))
