"""Pay alerts on PostgreSQL, mailed to the sandbox's SMTP sink over a socket."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from stored import put, remove

from hub import alerts
from hub.alerts.evaluation import Summary
from hub.alerts.tables import alert_event, notification, notification_fact
from hub.audit import audit
from hub.clocks import wind
from hub.database import engine
from hub.errors import NotAllowed, NotConfigured, SourceUnavailable
from hub.settings import settings

pytestmark = pytest.mark.postgres
DAY = date(2026, 11, 20)


def case(number: int, age: int, **values: object) -> dict[str, object]:
    return {"case_id": f"PC/2026/{number:06}", "opened_on": DAY - timedelta(days=age)} | values


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[EmailMessage]]]:
    """A running SMTP sink; gives what it has taken so far."""
    from sandbox.standins import smtp

    with smtp.running(tmp_path) as port:
        monkeypatch.setenv("HUB_SMTP_URL", f"smtp://127.0.0.1:{port}")
        settings.cache_clear()
        yield lambda: smtp.mails(tmp_path)


def evaluate(day: date) -> Summary:
    """Wind the clocks, as each day does before its alerts."""
    wind(day)
    return alerts.evaluate(day)


def standing() -> dict[str, str]:
    return {row["subject"]: row["status"] for row in alerts.alerts(status="all")}


def test_fifteen_days_are_not_overdue_sixteen_are(database: str) -> None:
    put("hrms.pay_cases", case(15, 15), case(16, 16), case(40, 40, stage="PAID", settled_on=DAY), on=DAY)
    assert evaluate(DAY).opened == 1
    assert standing() == {"PC/2026/000016": "open"}
    assert evaluate(DAY + timedelta(days=1)).opened == 1
    assert standing() == {"PC/2026/000015": "open", "PC/2026/000016": "open"}


def test_an_alert_closes_when_settled_or_gone_and_reopens_when_it_returns(database: str) -> None:
    day = [DAY + timedelta(days=number) for number in range(4)]
    put("hrms.pay_cases", case(1, 20), case(2, 20), on=day[0])
    assert evaluate(day[0]).open == 2
    put("hrms.pay_cases", case(1, 20, stage="PAID", settled_on=day[1]), on=day[1])
    remove("hrms.pay_cases", day[1], case_id="PC/2026/000002")
    assert (evaluate(day[1]).closed, evaluate(day[1]).closed) == (2, 0)
    put("hrms.pay_cases", case(1, 20, stage="RETURNED"), on=day[2])
    summary = evaluate(day[2])
    assert (summary.reopened, summary.opened, summary.open) == (1, 0, 1)
    (returned,) = alerts.alerts()
    assert (returned["reopened"], returned["opened_on"], returned["reopened_on"]) == (1, day[0], day[2])


def test_an_earlier_date_does_not_turn_alerts_back(database: str) -> None:
    put("hrms.pay_cases", case(1, 16), on=DAY)
    evaluate(DAY)
    with engine().connect() as connection:
        before = connection.execute(sa.select(alert_event)).all()
    summary = evaluate(DAY - timedelta(days=1))
    assert (summary.business_date, summary.asked, summary.closed) == (DAY, DAY - timedelta(days=1), 0)
    with engine().connect() as connection:
        assert connection.execute(sa.select(alert_event)).all() == before


def test_acknowledged_by_a_person_with_a_reason_and_closed_by_itself(database: str) -> None:
    put("hrms.pay_cases", case(1, 16), on=DAY)
    evaluate(DAY)
    with pytest.raises(NotAllowed):
        alerts.acknowledge("PC/2026/000001", "steward", " ")
    alerts.acknowledge("PC/2026/000001", "steward", "service book awaited")
    with pytest.raises(NotAllowed) as again:
        alerts.acknowledge("PC/2026/000001", "steward", "service book awaited")
    assert again.value.message_id == "alerts-is-acknowledged"
    with engine().connect() as connection:
        kept = connection.execute(sa.select(audit).where(audit.c.action == "alert.acknowledge")).mappings().one()
    assert (kept["actor"], kept["subject"], kept["reason"]) == ("steward", "PC/2026/000001", "service book awaited")
    put("hrms.pay_cases", case(1, 16, stage="PAID", settled_on=DAY), on=DAY + timedelta(days=1))
    assert evaluate(DAY + timedelta(days=1)).closed == 1


def test_each_recipient_is_mailed_once_in_both_languages(database: str, sink: Callable[[], list[EmailMessage]]) -> None:
    put("hrms.pay_cases", case(1, 16), case(2, 25, ddo_code="DDO212002"), on=DAY)
    evaluate(DAY)
    assert alerts.notify(DAY).sent == 3
    assert alerts.notify(DAY).sent == 0
    taken = sink()
    assert sorted(mail["To"] for mail in taken) == [
        "ddo212001@ddo.bihar.example.invalid",
        "ddo212002@ddo.bihar.example.invalid",
        "it-manager.212@district.bihar.example.invalid",
    ]
    (district,) = [mail for mail in taken if "it-manager" in mail["To"]]
    for kind in ("plain", "html"):
        part = district.get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert "PC/2026/000001" in text
        assert "PC/2026/000002" in text
        assert "E1000001" in text
        assert text.index("लंबित") < text.index("Pay case")
        assert "Asha" not in text
        assert "आशा" not in text
    evaluate(DAY + timedelta(days=1))
    assert alerts.notify(DAY + timedelta(days=1)).sent == 0


def test_only_news_is_mailed_and_a_return_is_news(database: str, sink: Callable[[], list[EmailMessage]]) -> None:
    put("hrms.pay_cases", case(1, 16), case(2, 15), on=DAY)
    evaluate(DAY)
    alerts.notify(DAY)
    day = DAY + timedelta(days=1)
    put("hrms.pay_cases", case(1, 16, stage="PAID", settled_on=day), on=day)
    evaluate(day)
    assert alerts.notify(day).sent == 2
    assert "PC/2026/000001" not in sink()[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    day += timedelta(days=1)
    put("hrms.pay_cases", case(1, 16, stage="MAKER"), on=day)
    evaluate(day)
    assert alerts.notify(day).sent == 2
    assert len({mail["Message-ID"] for mail in sink()}) == len(sink()) == 6


def test_a_relay_that_fails_takes_the_same_mail_later(
    database: str, sink: Callable[[], list[EmailMessage]], tmp_path: Path
) -> None:
    from sandbox.faults import Faults

    put("hrms.pay_cases", case(1, 16), on=DAY)
    evaluate(DAY)
    Faults(tmp_path).inject("smtp", "server_error", times=1)
    Faults(tmp_path).inject("smtp", "reset", times=1)
    with pytest.raises(SourceUnavailable):
        alerts.notify(DAY)
    with engine().connect() as connection:
        wanted = set(connection.scalars(sa.select(notification.c.message_id)))
    assert alerts.notify(DAY).sent == 2
    assert sorted(mail["Message-ID"] for mail in sink()) == sorted(wanted)


def test_nothing_is_mailed_for_a_date_that_was_not_evaluated(
    database: str, sink: Callable[[], list[EmailMessage]]
) -> None:
    with pytest.raises(NotAllowed) as refused:
        alerts.notify(DAY)
    assert refused.value.message_id == "alerts-not-evaluated"


KILLED = """
import datetime, os, signal, sys
from hub.alerts import notify, notifying
kill = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
marked = notifying._mark
if sys.argv[2] == "claimed": notifying._transmit_all = kill
if sys.argv[2] == "transmitted": notifying._mark = lambda c, i, **v: kill() if v["status"] == "sent" else marked(c, i, **v)
notify(datetime.date.fromisoformat(sys.argv[1]))
"""


def killed(where: str) -> None:
    child = subprocess.run([sys.executable, "-c", KILLED, DAY.isoformat(), where], env=os.environ, check=False)
    assert child.returncode == -9


def test_killed_before_transmitting_each_mail_arrives_once(
    database: str, sink: Callable[[], list[EmailMessage]]
) -> None:
    put("hrms.pay_cases", case(1, 16), on=DAY)
    evaluate(DAY)
    killed("claimed")
    assert sink() == []
    assert alerts.notify(DAY).sent == 2
    assert len(sink()) == 2


def test_killed_after_transmitting_the_mail_in_doubt_goes_out_once_more_the_same_to_the_byte(
    database: str, sink: Callable[[], list[EmailMessage]]
) -> None:
    """The limit of SMTP: whether the relay took it cannot be asked. A mailbox sees one Message-ID."""
    put("hrms.pay_cases", case(1, 16), on=DAY)
    evaluate(DAY)
    killed("transmitted")
    assert len(sink()) == 1
    killed("transmitted")
    first, again = sink()
    assert first.as_bytes() == again.as_bytes()
    summary = alerts.notify(DAY)
    assert (summary.doubtful, summary.sent) == (1, 1)
    assert len({mail["Message-ID"] for mail in sink()}) == 2
    assert len(sink()) == 3
    with engine().connect() as connection:
        doubtful = connection.scalar(sa.select(notification.c.id).where(notification.c.status == "doubtful"))
    alerts.send_again(doubtful, "it-manager", "not in the mailbox")
    assert alerts.notify(DAY).sent == 1
    assert len({mail["Message-ID"] for mail in sink()}) == 2


def test_no_database_accepts_a_second_telling_of_a_fact(database: str, sink: Callable[[], list[EmailMessage]]) -> None:
    put("hrms.pay_cases", case(1, 16), on=DAY)
    evaluate(DAY)
    alerts.notify(DAY)
    with engine().connect() as connection:
        told = connection.execute(sa.select(notification_fact)).mappings().first()
        assert told is not None
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(notification_fact.insert(), dict(told))


def test_an_address_of_its_own_wins_and_none_at_all_waits(
    database: str, sink: Callable[[], list[EmailMessage]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "recipients.csv"
    listed.write_text("kind,code,address\nddo,DDO212001,office@example.invalid\n")
    monkeypatch.setenv("HUB_RECIPIENTS", str(listed))
    settings.cache_clear()
    put("hrms.pay_cases", case(1, 16), on=DAY)
    evaluate(DAY)
    summary = alerts.notify(DAY)
    assert (summary.sent, summary.without_address) == (1, 1)
    assert [mail["To"] for mail in sink()] == ["office@example.invalid"]
    monkeypatch.delenv("HUB_RECIPIENTS")
    settings.cache_clear()
    assert alerts.notify(DAY).sent == 1


def test_a_relay_is_needed_only_when_there_is_something_to_mail(database: str) -> None:
    evaluate(DAY)
    assert alerts.notify(DAY).sent == 0
    put("hrms.pay_cases", case(1, 16), on=DAY)
    evaluate(DAY)
    with pytest.raises(NotConfigured, match="HUB_SMTP_URL"):
        alerts.notify(DAY)
