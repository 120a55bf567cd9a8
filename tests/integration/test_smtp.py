"""The SMTP sink: every mail whole, once, readable in both languages; its misbehaviour as a mail server's."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from sandbox.faults import Faults
from sandbox.standins.smtp import mails, running

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with running(tmp_path) as port:
        yield port


def mail(subject: str = "वेतन चेतावनी / pay alert") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "hub@localhost", "ddo212001@example.invalid", subject
    message.set_content("3 मामले 15 दिनों से अधिक समय से लंबित हैं।\n3 cases are pending for more than 15 days.\n")
    return message


def send(port: int, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as relay:
        relay.send_message(message)


def test_mails_are_kept_in_the_order_of_arrival(port: int, tmp_path: Path) -> None:
    for number in range(3):
        send(port, mail(f"अंक {number}"))
    kept = mails(tmp_path)
    assert [message["Subject"] for message in kept] == ["अंक 0", "अंक 1", "अंक 2"]
    assert "लंबित" in kept[0].get_content()
    assert "15 days" in kept[0].get_content()
    assert kept[0]["X-Envelope-To"] == "ddo212001@example.invalid"
    assert not list((tmp_path / "mail").glob(".*"))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("server_error", smtplib.SMTPDataError),
        ("too_many_requests", smtplib.SMTPException),
        ("reset", smtplib.SMTPServerDisconnected),
    ],
)
def test_a_mail_that_was_refused_is_not_kept_and_the_next_one_is(
    port: int, tmp_path: Path, fault: str, error: type[Exception]
) -> None:
    Faults(tmp_path).inject("smtp", fault)
    with pytest.raises(error):
        send(port, mail())
    assert mails(tmp_path) == []
    send(port, mail())
    assert len(mails(tmp_path)) == 1


def test_a_slow_sink_keeps_the_mail(port: int, tmp_path: Path) -> None:
    Faults(tmp_path).inject("smtp", "slow", seconds=0.2)
    send(port, mail())
    assert len(mails(tmp_path)) == 1


def test_the_sink_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox.standins.smtp", "--home", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = process.stdout.readline().split()
            assert ready[:2] == ["ready", "smtp"]
            send(int(ready[2].rpartition(":")[2]), mail())
        finally:
            process.kill()
    assert len(mails(tmp_path)) == 1
