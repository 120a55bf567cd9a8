"""Levels, rests, channels and what is watched by the hour: on PostgreSQL, over sockets to the stand-ins."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from standardwebhooks import Webhook
from stored import put
from typer.testing import CliRunner

from hub import alerts
from hub.alerts import webhook
from hub.alerts.tables import alert, alert_event, notification, notification_fact
from hub.audit import audit
from hub.cli.main import build
from hub.clocks import wind
from hub.clocks.tables import clock, clock_run
from hub.contracts import contracts
from hub.database import engine
from hub.errors import NotAllowed, SourceRefused, SourceUnavailable
from hub.i18n import text
from hub.settings import hub_home, settings
from hub.store.tables import batch
from sandbox.faults import Faults
from sandbox.standins import sms, smtp
from sandbox.standins._http import running

pytestmark = pytest.mark.postgres
DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def home(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Running stand-ins for mail and SMS; what they took stands in the folder."""
    with smtp.running(tmp_path) as port, running(sms.Gateway(tmp_path, "p", "k")) as gateway:
        given = {
            "HUB_SMTP_URL": f"smtp://127.0.0.1:{port}", "HUB_SMS_SENDER": "BPSMSH", "HUB_SMS_KEY": "k",
            "HUB_SMS_URL": f"{gateway.address}{sms.PATH}".replace("://", "://hub:p@"),
        }  # fmt: skip
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield tmp_path


def cases(*ages: int) -> None:
    put("hrms.pay_cases", *({"case_id": f"PC/2026/{n:06}", "opened_on": DAY - timedelta(days=age)}
                            for n, age in enumerate(ages)), on=DAY)  # fmt: skip


def evaluate(day: date = DAY) -> alerts.evaluation.Summary:  # type: ignore[name-defined]
    wind(day)
    return alerts.evaluate(day)


def mailed(home: Path) -> dict[str, EmailMessage]:
    return {str(mail["To"]).partition("@")[0]: mail for mail in smtp.mails(home)}


def test_ten_thousand_overdue_cases_make_one_readable_message_a_recipient(home: Path) -> None:
    with engine().begin() as connection:
        wind(DAY - timedelta(days=1))
        version = connection.scalar(sa.select(clock_run.c.calendar_version))
        connection.execute(sa.text(
            "insert into hub.clock (rule, subject, dataset, ddo_code, district_lgd, facts, started_on, days_kind, "
            "office_class, state, due_on, as_of) select 'pay_case', 'PC/' || n, 'hrms.pay_cases', 'DDO212001', 212, "
            "'{}', :day - 46 - n % 200, 'calendar', 'field', 'running', :day - 31 - n % 200, :day "
            "from generate_series(1, 10000) n"), {"day": DAY})  # fmt: skip
        connection.execute(clock_run.insert(), {"business_date": DAY, "calendar_version": version, "summary": {}})
    assert alerts.evaluate(DAY).opened == 10_000
    assert alerts.notify(DAY).sent == 5
    took = mailed(home)
    assert sorted(took) == ["commissioner.patna", "ddo212001", "it-manager.212", "mission"]
    for mail in took.values():
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        # The mission is told of what is over 60 days old, the others of all.
        assert "10,000" in text or mail["To"].startswith("mission")
        assert len(text) < 20_000, "one can read it"
        assert all(int(case) % 200 == 199 for case in re.findall(r"PC/(\d+)", text)), "the worst are named"
        assert len(mail.as_bytes()) < 2_000_000
    (text,) = [one["text"] for one in sms.taken(home)]
    assert "20.11.2026" in text
    with engine().connect() as connection:
        facts = sa.select(sa.func.count()).where(notification_fact.c.recipient == "ddo:DDO212001")
        assert connection.scalar(facts) == 10_000, "nothing is lost"


def test_each_level_tells_its_own_and_no_message_names_a_person(home: Path) -> None:
    put(
        "hrms.employees",
        {"employee_id": "E1000001", "name_en": "Zubaida Zz", "name_hi": "ज़ुबैदा", "mobile_number": "9000000017"},
    )
    cases(16, 31, 61)
    evaluate()
    alerts.notify(DAY)
    took = mailed(home)
    told = {name: {n for n in range(3) if f"PC/2026/{n:06}" in mail.get_body(("plain",)).get_content()}  # type: ignore[union-attr]
            for name, mail in took.items()}  # fmt: skip
    assert told == {"ddo212001": {0, 1, 2}, "it-manager.212": {0, 1, 2}, "commissioner.patna": {1, 2}, "mission": {2}}
    with engine().connect() as connection:
        bodies = b"".join(bytes(body) for body in connection.scalars(sa.select(notification.c.body)))
    whole = b"".join(mail.as_bytes() for mail in took.values()) + bodies
    parts = [part.get_content() for mail in took.values() for part in mail.walk() if not part.is_multipart()]
    for person in ("Zubaida", "ज़ुबैदा", "9000000017"):
        assert person.encode() not in whole
        assert not any(person in part for part in parts)


def test_a_rest_needs_a_reason_and_an_end_and_is_over_on_its_day(home: Path) -> None:
    cases(16)
    evaluate()
    for until, reason in ((DAY, "why"), (DAY + timedelta(days=31), "why"), (DAY + timedelta(days=3), " ")):
        with pytest.raises(NotAllowed):
            alerts.snooze("PC/2026/000000", "steward", reason, until)
    alerts.snooze("PC/2026/000000", "steward", "the court decides on Monday", DAY + timedelta(days=3))
    for days in range(3):
        evaluate(DAY + timedelta(days=days))
        assert alerts.notify(DAY + timedelta(days=days)).sent == 0
    assert evaluate(DAY + timedelta(days=3)).woken == 1
    assert alerts.notify(DAY + timedelta(days=3)).sent == 2
    with engine().connect() as connection:
        kept = connection.execute(sa.select(audit).where(audit.c.action == "alert.snooze")).mappings().one()
        kinds = list(connection.scalars(sa.select(alert_event.c.kind).order_by(alert_event.c.id)))
    assert (kept["actor"], kept["reason"], kept["details"]["until"]) == (
        "steward", "the court decides on Monday", "2026-11-23",
    )  # fmt: skip
    assert kinds == ["opened", "snoozed", "woken"]


def test_a_channel_that_fails_is_told_of_on_the_others_until_it_works(home: Path) -> None:
    cases(16)
    evaluate()
    Faults(home).inject("smtp", "server_error", times=100)
    with pytest.raises(SourceUnavailable):
        alerts.notify(DAY, NOON)
    (failed,) = alerts.alerts(rule="channel_failed")
    assert (failed["subject"], failed["facts"]["reason"]) == ("mail", "SMTPDataError 451")
    (told,) = sms.taken(home)
    assert "faults" in told["text"], "the team's own SMS"
    states = {row["channel"]: (row["status"], row["waiting"]) for row in alerts.channels()}
    assert states == {"mail": ("failed", 2), "sms": ("ok", 0), "webhook": ("", 0)}
    Faults(home).clear()
    assert alerts.notify(DAY, NOON + timedelta(hours=1)).sent == 2
    assert [*alerts.alerts(rule="channel_failed")] == []
    assert len(sms.taken(home)) == 1


@pytest.mark.parametrize(
    ("password", "number", "outcome"), [("p", "9" * 10, SourceRefused), ("x", "0" * 10, SourceUnavailable)]
)
def test_what_the_gateway_refuses_is_told_apart_from_what_it_cannot_take(
    home: Path, monkeypatch: pytest.MonkeyPatch, password: str, number: str, outcome: type[Exception]
) -> None:
    """406: this number is wrong, a person corrects it. 401: nothing goes out until the login is right."""
    listed = home / "r.csv"
    listed.write_text(f"kind,code,address,channel\nddo,*,{number},sms\nteam,*,team@example.invalid,mail\n")
    monkeypatch.setenv("HUB_RECIPIENTS", str(listed))
    monkeypatch.setenv("HUB_SMS_URL", settings().sms_url.replace(":p@", f":{password}@"))
    settings.cache_clear()
    cases(16)
    evaluate()
    with pytest.raises(outcome):
        alerts.notify(DAY, NOON)
    assert sms.taken(home) == []
    assert bool([*alerts.alerts(rule="channel_failed")]) == (outcome is SourceUnavailable)
    assert len(mailed(home)) == (outcome is SourceUnavailable)


def test_a_webhook_is_signed_and_has_one_id(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[tuple[dict[str, str], bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # http.server's
            got.append((dict(self.headers.items()), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(503 if len(got) == 1 else 204)
            self.end_headers()

        def log_message(self, *_given: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    listed = home / "r.csv"
    listed.write_text(f"kind,code,address,channel\ndistrict,*,http://127.0.0.1:{server.server_port}/in,webhook\n")
    given = {"HUB_RECIPIENTS": str(listed), "HUB_WEBHOOK_SECRET": "root", "HUB_WEBHOOK_NETWORKS": "127.0.0.0/8"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    cases(16)
    evaluate()
    with pytest.raises(SourceUnavailable):
        alerts.notify(DAY, NOON)
    assert alerts.notify(DAY, NOON).sent == 1
    server.shutdown()
    (first, body), (second, again) = got
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    told = Webhook(webhook.secret()).verify(again, {key.lower(): value for key, value in second.items()})
    assert told["data"]["rules"][0]["worst_new"][0]["subject"] == "PC/2026/000000"


def test_a_receiver_where_the_hub_may_not_push_is_refused_in_words(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = home / "r.csv"
    listed.write_text("kind,code,address,channel\ndistrict,*,http://10.0.0.1/in,webhook\n")
    monkeypatch.setenv("HUB_RECIPIENTS", str(listed))
    monkeypatch.setenv("HUB_WEBHOOK_SECRET", "root")
    settings.cache_clear()
    cases(16)
    evaluate()
    with pytest.raises(SourceRefused):
        alerts.notify(DAY, NOON)
    with engine().connect() as connection:
        (why,) = connection.scalars(sa.select(notification.c.last_error).where(notification.c.status == "refused"))
    assert "HUB_WEBHOOK_NETWORKS" in text(why, "hi")
    assert "$" not in text(why, "hi")


def synced(at: datetime, *datasets: str, day: date = DAY) -> None:
    """A good batch of each dataset at a moment."""
    with engine().begin() as connection:
        connection.execute(batch.insert(), [
            {"batch_id": f"{dataset}/{day}/{at:%H%M%S}", "dataset": dataset, "business_date": day,
             "sequence": int(f"{at:%d%H%M}"), "until": day, "status": "unchanged", "created_at": at, "updated_at": at}
            for dataset in datasets
        ])  # fmt: skip


def rules_standing() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in alerts.alerts():
        found.setdefault(row["rule"], set()).add(row["subject"])
    return found


def test_silence_is_noticed_without_any_scheduler_and_closes_when_something_runs(home: Path) -> None:
    """An installation on which nothing ever ran, then one whose syncs stopped: told once, at once, then to the mission."""
    every = list(contracts())
    alerts.watch(NOON)
    alerts.watch(NOON + timedelta(hours=26))
    assert rules_standing() == {}
    alerts.watch(NOON + timedelta(hours=27))
    assert rules_standing()["nothing_ran"] == {"hub"}
    assert alerts.notify_at_once(NOON + timedelta(hours=27)).sent == 2
    assert alerts.notify_at_once(NOON + timedelta(hours=28)).sent == 0
    assert {one["to"] for one in sms.taken(home)} == {"0000000002"}
    at = NOON + timedelta(hours=30)
    synced(at, *every)
    alerts.watch(at)
    assert rules_standing() == {}
    alerts.watch(at + timedelta(hours=38))
    (stands,) = alerts.alerts(rule="nothing_ran")
    assert (stands["reopened"], stands["level"], stands["phase"]) == (1, 2, "escalated")
    alerts.notify_at_once(at + timedelta(hours=38))
    assert "0000000001" in {one["to"] for one in sms.taken(home)}, "after half a day more the mission knows"


def test_a_dataset_is_late_by_its_own_contract_and_feeds_when_a_whole_day_is_not_published(home: Path) -> None:
    every = list(contracts())
    daily = {name for name, known in contracts().items() if known.latency == timedelta(hours=26)}
    synced(NOON, *every)
    alerts.watch(NOON + timedelta(hours=5))
    assert rules_standing() == {}
    alerts.watch(NOON + timedelta(hours=7))
    assert rules_standing() == {"feed_late": {"feeds"}}, "complete six hours ago"
    synced(NOON + timedelta(hours=20), *(set(every) - {"hrms.pay_cases"}), day=DAY + timedelta(days=1))
    alerts.watch(NOON + timedelta(hours=27))
    assert rules_standing() == {"feed_late": {"feeds"}, "dataset_late": {"hrms.pay_cases"}}
    assert "hrms.pay_cases" in daily


def test_the_command_looks_tells_and_ends_for_cron(home: Path) -> None:
    """``hub watch`` in a process that knows no Airflow: late by the clock of the machine."""
    long_ago = datetime.now(UTC) - timedelta(days=3)
    synced(long_ago, *contracts())
    done = CliRunner().invoke(build(), ["watch", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["watch"]["standing"]["nothing_ran"] == 1
    assert (hub_home() / "watched").exists(), "what the container's health check looks at"
    assert told["notify"]["sent"] >= 1
    (mail,) = [mail for name, mail in mailed(home).items() if name == "hub-team"]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "docs/runbooks/hi/nothing_ran.md" in text
    assert "docs/runbooks/en/nothing_ran.md" in text
    assert "कुछ नहीं चला" in text


def test_an_alert_of_a_rule_that_is_gone_closes(home: Path) -> None:
    cases(16)
    evaluate()
    with engine().begin() as connection:
        connection.execute(alert.update().values(rule="once_upon_a_time"))
    assert evaluate(DAY + timedelta(days=1)).opened == 1
    with engine().connect() as connection:
        closed = connection.scalar(sa.select(alert.c.status).where(alert.c.rule == "once_upon_a_time"))
        assert (closed, connection.scalar(sa.select(sa.func.count()).select_from(clock))) == ("closed", 1)
