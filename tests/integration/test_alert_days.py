"""Ninety days of clocks: each day the alerts, mails and SMS equal an independent model, with kills and outages between.

The clocks are a compact table written straight into the hub, so that a day costs a fraction of a second. The seed is
printed; ``ALERT_SEED`` sets another.
"""

from __future__ import annotations

import csv
import email
import email.policy
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hub import alerts
from hub.clocks import wind
from hub.clocks.tables import clock, clock_run
from hub.database import engine
from hub.errors import SourceUnavailable
from hub.settings import IST, settings
from sandbox.faults import Faults
from sandbox.standins import sms, smtp
from sandbox.standins._http import running
from tests.integration.alert_model import Matter, Model, matters

pytestmark = pytest.mark.postgres
FIRST, DAYS, COUNT = date(2026, 9, 1), 90, 90
MAILED = {"ddo:DDO212001", "ddo:DDO212002", "ddo:DDO208001", "ddo:DDO208002", "district:212", "district:208",
          "division:Patna", "division:Tirhut", "mission:bpsms", "team:hub"}  # fmt: skip
NUMBERS = {"mission:bpsms": "0000000001", "district:212": "0000000002", "team:hub": "0000000003"}

KILLS = ("evaluating", "claiming", "claimed", "mail", "sms")
KILLED = """
import os, signal, sys
from datetime import date, datetime
from hub.alerts import claiming, evaluate, evaluation, notify, notifying, sms, smtp
def kill(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
day, where, now = date.fromisoformat(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
def after(door):
    def send(*given):
        done = door(*given)
        if done[0] == "sent":
            kill()
        return done
    return send
if where == "evaluating": evaluation.Summary = kill
evaluate(day)
if where == "claiming": claiming._body = kill
if where == "claimed": notifying._transmit_all = kill
if where == "mail": smtp.Relay.send = after(smtp.Relay.send)
if where == "sms": sms.Gateway.send = after(sms.Gateway.send)
notify(day, now)
"""


@pytest.fixture
def told(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    listed = tmp_path / "recipients.csv"
    rows = ["kind,code,address,channel,language"]
    rows += [
        f"{kind},*,{kind}.{{code}}@example.invalid,mail," for kind in ("ddo", "district", "division", "mission", "team")
    ]
    rows += [f"{name.replace(':', ',')},{number},sms,en" for name, number in NUMBERS.items()]
    listed.write_text("\n".join(rows) + "\n")
    with smtp.running(tmp_path) as port, running(sms.Gateway(tmp_path, "p", "k")) as gateway:
        address = f"{gateway.address}{sms.PATH}".replace("://", "://hub:p@")
        given = {"HUB_SMTP_URL": f"smtp://127.0.0.1:{port}", "HUB_SMS_URL": address, "HUB_SMS_SENDER": "BPSMSH",
                 "HUB_SMS_KEY": "k", "HUB_RECIPIENTS": str(listed)}  # fmt: skip
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield tmp_path


def write_clocks(known: list[Matter], day: date) -> None:
    """The table of clocks as a winding of the day would leave it."""
    rows = []
    for matter in known:
        state = matter.on(day)
        if state is not None:
            rows.append({
                "rule": matter.key[0], "subject": matter.key[1], "dataset": "synthetic", "ddo_code": matter.ddo,
                "district_lgd": matter.district, "facts": {}, "started_on": matter.started, "days_kind": "calendar",
                "office_class": "field", "state": state[0], "due_on": state[1], "as_of": day,
            })  # fmt: skip
    with engine().begin() as connection:
        version = connection.scalar(sa.select(sa.func.max(clock_run.c.calendar_version)))
        connection.execute(clock.delete())
        connection.execute(clock.insert(), rows)
        connection.execute(clock_run.insert(), {"business_date": day, "calendar_version": version, "summary": {}})


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=IST)


class Mailbox:
    """What arrived since the last look: digests by recipient's address, day and edition, from the list beside each."""

    def __init__(self, home: Path) -> None:
        self.home, self.read, self.ids = home, 0, Counter[str]()

    def new(self) -> Iterator[tuple[str, date, str, set[tuple[str, str]], set[tuple[str, str]]]]:
        taken = sorted((self.home / "mail").glob("[0-9]*.eml"))[self.read :]
        self.read += len(taken)
        for path in taken:
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            self.ids[mail["Message-ID"]] += 1
            if self.ids[mail["Message-ID"]] > 1:
                continue
            (listed,) = mail.iter_attachments()
            rows = list(csv.DictReader(listed.get_content().removeprefix("\ufeff").splitlines()))
            news = {(row["rule"], row["subject"]) for row in rows if row["news"]}
            edition = "at_once" if rows[0]["rule"] == "channel_failed" else "daily"
            day = date.fromisoformat(listed.get_filename()[7:17])
            yield mail["To"], day, edition, news, {(row["rule"], row["subject"]) for row in rows}


def people(chance: random.Random, model: Model, day: date) -> None:
    """Somebody acknowledges an alert or lets one rest."""
    standing = sorted(key for key, alert in model.alerts.items() if alert.status == "open")
    for what in ("acknowledged", "snoozed"):
        if standing and chance.random() < 0.4:
            key = chance.choice(standing)
            standing.remove(key)
            model.alerts[key].status = what
            model.kinds[what] += 1
            if what == "acknowledged":
                alerts.acknowledge(key[1], "someone", "known")
            else:
                model.alerts[key].until = day + timedelta(days=chance.randint(1, 20))
                alerts.snooze(key[1], "someone", "rests", model.alerts[key].until)


def standing() -> dict[tuple[str, str], tuple[str, int, str]]:
    return {
        (row["rule"], row["subject"]): (row["phase"], row["level"], row["status"])
        for row in alerts.alerts() if row["rule"] != "channel_failed"
    }  # fmt: skip


@pytest.mark.timeout(600)
def test_ninety_days_equal_the_model_with_kills_and_outages(told: Path) -> None:
    seed = int(os.environ.get("ALERT_SEED", random.SystemRandom().randrange(10**6)))
    print(f"ALERT_SEED={seed}")
    chance = random.Random(seed)
    known = matters(chance, FIRST, DAYS, COUNT)
    model = Model(known, {"mail": MAILED, "sms": set(NUMBERS)})
    faults, mailbox = Faults(told), Mailbox(told)
    wind(FIRST - timedelta(days=1))
    busy = chance.sample(range(5, DAYS - 5), 17)
    kills = dict(zip(busy, KILLS, strict=False))
    outages = {number: ("mail", "sms")[n % 2] for n, number in enumerate(busy[5:11])}
    hiccups = set(busy[11:])
    waiting: dict[str, list[Any]] = {"mail": [], "sms": []}
    heard: dict[str, int] = {"sms": 0}
    down_since: dict[str, int] = {}
    last_down: dict[str, int] = {}
    resent = 0
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        write_clocks(known, day)
        model.evaluate(day)
        if number in kills:
            child = subprocess.run(
                [sys.executable, "-c", KILLED, day.isoformat(), kills[number], at(day).isoformat()],
                env=os.environ,
                check=False,
            )
            # Of a day on which nobody is told anything on a channel, nothing could be killed in between.
            assert child.returncode in (-9, 0)
            resent += child.returncode == -9 and kills[number] in ("mail", "sms")
        alerts.evaluate(day)
        assert standing() == {key: (a.phase, a.level, a.status) for key, a in model.alerts.items()}, (seed, day)

        failed = outages.get(number)
        waiting["mail"] += [(_address(who), day, "daily", *keys) for who, keys in model.tell("mail").items()]
        waiting["sms"] += [
            (NUMBERS[who], day, "daily", len(news), model.past_limit(stands))
            for who, (news, stands) in model.tell("sms").items()
        ]
        if failed and waiting[failed]:
            faults.inject({"mail": "smtp", "sms": "sms"}[failed], "server_error", times=1000)
            down_since[failed] = number if last_down.get(failed) != number - 1 else down_since[failed]
            last_down[failed] = number
            waiting["sms" if failed == "mail" else "mail"] += _failing(failed, day, number - down_since[failed])
        if number in hiccups:
            faults.inject("smtp", chance.choice(("server_error", "reset", "too_many_requests")))
            faults.inject("sms", "server_error")
        try:
            alerts.notify(day, at(day))
        except SourceUnavailable:
            assert failed or number in hiccups
        if number in hiccups:
            faults.clear()
            alerts.notify(day, at(day))
        faults.clear()
        down = {row["subject"] for row in alerts.alerts(rule="channel_failed")}
        is_down = bool(failed and waiting[failed])
        assert down <= ({failed} if is_down else set()) | ({"mail", "sms"} if number in hiccups else set())
        assert is_down == (failed in down)
        if failed != "mail":
            arrived = sorted(mailbox.new())
            assert arrived == sorted(waiting.pop("mail") + _of_hiccups(arrived, number in hiccups)), (seed, day)
            waiting["mail"] = []
        if failed != "sms":
            _same_sms(
                told,
                waiting.pop("sms"),
                heard,
                seed,
                day,
                may_repeat=kills.get(number) == "sms",
                more=number in hiccups,
            )
            waiting["sms"] = []
        people(chance, model, day)
    assert sum(mailbox.ids.values()) - len(mailbox.ids) <= resent, "only what was killed in mid-air came twice"
    met = {name for name, count in model.kinds.items() if count}
    assert {"opened", "reopened", "closed", "eased", "woken", "acknowledged", "snoozed", "to due 0", "to overdue 1",
            "to escalated 2", "to escalated 3"} <= met  # fmt: skip


def _address(recipient: str) -> str:
    kind, _, code = recipient.partition(":")
    return f"{kind}.{code.lower()}@example.invalid"


def _failing(channel: str, day: date, days: int) -> list[Any]:
    """Who is told at once on the other channel that one fails: the IT team; a day on, the mission; then nobody more."""
    if days > 1:
        return []
    who = ("team:hub", "mission:bpsms")[days]
    if channel == "mail":
        return [(NUMBERS[who], day, "at_once", 1, 1)]
    key = {("channel_failed", channel)}
    return [(_address(who), day, "at_once", key, key)]


def _of_hiccups(arrived: list[Any], is_hiccup: bool) -> list[Any]:
    return [item for item in arrived if item[2] == "at_once"] if is_hiccup else []


def _same_sms(
    home: Path, wanted: list[Any], heard: dict[str, int], seed: int, day: date, *, may_repeat: bool, more: bool
) -> None:
    taken = sms.taken(home)[heard["sms"] :]
    heard["sms"] += len(taken)
    texts = Counter((one["to"], one["text"]) for one in taken)
    expected = Counter()
    for to, on, edition, new, total in wanted:
        words = {
            "daily": f"BPSMS Hub {on:%d.%m.%Y}: {new} matters newly past their limit, {total} pending in all. "
            "Details by mail and in the hub. - BPSMS",
            "at_once": f"BPSMS Hub {on:%d.%m.%Y}: {new} faults in the hub's own working, {total} standing. "
            "Please look at the hub. - BPSMS",
        }
        expected[to, words[edition]] += 1
    if more:
        texts = Counter({key: count for key, count in texts.items() if "faults" not in key[1]})
    extra = texts - expected
    assert not expected - texts, (seed, day, "missing")
    assert sum(extra.values()) <= may_repeat, (seed, day, "twice")
    assert set(extra) <= set(expected), (seed, day, "invented")
