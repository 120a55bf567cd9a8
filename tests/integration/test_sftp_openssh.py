"""The SFTP client against OpenSSH's own server: key and password, real files, a server that ends in mid-file."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import paramiko
import pytest
from http_standins import DAY
from sftp_standins import FAST

from connectors.common import drop
from connectors.common.config import read_settings
from connectors.common.drop import Drop
from connectors.common.sftp import NotThere, SftpClient, SftpSettings
from connectors.hrms import source
from hub.connections import Connection
from hub.contracts import Window, contract
from hub.errors import NotConfigured, SourceRefused, SourceUnavailable
from sandbox.standins._sftp import host_key
from tests.ports import free_port

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.skipif(SSHD is None, reason="OpenSSH's sshd is not installed (Debian: apt-get install openssh-server)"),
]


@dataclass
class Sshd:
    """One sshd of this test, with its folder of files."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    keys: Path

    def connection(self, **extra: object) -> Connection:
        """A connection with the user's key and the server's key pinned."""
        pinned = host_key(self.keys / "server")
        told = {
            **FAST, "host_key": f"{pinned.get_name()} {pinned.get_base64()}", "root": str(self.folder),
            "private_key_file": str(self.keys / "user"), **extra,
        }  # fmt: skip
        return Connection("hrms_sftp", "sftp", "127.0.0.1", self.port, pwd.getpwuid(os.getuid()).pw_name, "", "", told)

    def client(self, **extra: object) -> SftpClient:
        """A client of it."""
        asked = self.connection(**extra)
        return SftpClient("hrms", asked.conn_id, read_settings(SftpSettings, asked))


@pytest.fixture
def sshd(tmp_path: Path) -> Iterator[Sshd]:
    keys, folder, port = tmp_path / "keys", tmp_path / "files", free_port()
    keys.mkdir()
    (folder / "outbound").mkdir(parents=True)
    (folder / "inbound").mkdir()
    host_key(keys / "server")
    host_key(keys / "user")
    (keys / "allowed").write_text((keys / "user.pub").read_text(encoding="ascii"), encoding="ascii")
    lines = [
        f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {keys / 'server'}",
        f"AuthorizedKeysFile {keys / 'allowed'}",
        "StrictModes no", "UsePAM no", "PasswordAuthentication no", "PidFile none", "Subsystem sftp internal-sftp",
        "PermitRootLogin prohibit-password",
    ]  # fmt: skip
    (keys / "sshd_config").write_text("\n".join(lines) + "\n", encoding="ascii")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # OpenSSH's privilege separation wants it
    command = [str(SSHD), "-D", "-e", "-f", str(keys / "sshd_config")]
    with (tmp_path / "sshd.log").open("wb") as log:
        # a file too large is an error to answer, as a full disk is, and not the end of the process
        process = subprocess.Popen(command, stdout=log, stderr=log, restore_signals=False)
    try:
        _wait(port, process, tmp_path / "sshd.log")
        yield Sshd(port, folder, process, keys)
    finally:
        kill(process)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    ends_at = time.monotonic() + 20
    while time.monotonic() < ends_at:
        assert process.poll() is None, log.read_text()
        try:
            with paramiko.Transport(("127.0.0.1", port)) as transport:
                transport.start_client(timeout=5)
                return
        except (paramiko.SSHException, OSError):
            time.sleep(0.05)
    raise AssertionError(log.read_text())


def leave(sshd: Sshd, name: str, body: bytes, rows: int) -> None:
    path = sshd.folder / "outbound" / name
    path.write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    path.with_name(f"{name}.sha256").write_text(f"{digest}  {name}\n", encoding="ascii")
    path.with_name(f"{name}.done").write_text(json.dumps({"rows": rows, "bytes": len(body)}), encoding="ascii")


def test_a_file_of_many_blocks_is_read_byte_for_byte(sshd: Sshd) -> None:
    body = os.urandom(7_000_003)
    leave(sshd, "big.bin", body, 1)
    with sshd.client() as client:
        assert client.read("outbound/big.bin") == body
        marker, whole = Drop(client, "outbound/big.bin").fetch(1 << 30)
        assert whole == body
        parts = list(Drop(client, "outbound/big.bin").parts(marker))
    assert b"".join(parts) == body
    assert max(map(len, parts)) == 2 << 20


def test_a_file_that_shrank_after_its_marker_is_incomplete(sshd: Sshd) -> None:
    body = os.urandom(3_000_000)
    leave(sshd, "short.bin", body, 1)
    (sshd.folder / "outbound" / "short.bin").write_bytes(body[: 2 << 20])
    with sshd.client() as client, pytest.raises(SourceUnavailable) as raised:
        Drop(client, "outbound/short.bin").fetch(1 << 30)
    assert raised.value.message_id == "sftp-incomplete"


def test_a_file_that_changed_after_its_marker_fails_its_checksum(sshd: Sshd) -> None:
    leave(sshd, "changed.bin", b"abc", 1)
    (sshd.folder / "outbound" / "changed.bin").write_bytes(b"abd")
    with sshd.client() as client, pytest.raises(SourceUnavailable) as raised:
        Drop(client, "outbound/changed.bin").fetch(1 << 30)
    assert raised.value.message_id == "sftp-checksum"


def test_payroll_is_read_from_it(sshd: Sshd) -> None:
    body = b"EMP_ID,NET\r\n" + b"".join(b"E%07d,%d.00\r\n" % (at, at) for at in range(5_000))
    leave(sshd, "payroll_2026-10.csv", body, 5_000)
    day = Window("hrms.payroll", DAY, None, DAY, "2026-10")
    reading = source(contract("hrms.payroll"), sshd.connection(page_bytes=4_096))
    pages = [page.body for page in reading.pages(day)]
    assert pages[0] + b"".join(page.partition(b"\n")[2] for page in pages[1:]) == body
    assert reading.control_total(day) == 5_000


def test_what_is_put_there_is_whole_and_replaces_what_was(sshd: Sshd) -> None:
    with sshd.client() as client:
        for body in (os.urandom(300_000), b"short"):
            drop.put(client, "inbound/master.xlsx", body, 3)
            assert (sshd.folder / "inbound" / "master.xlsx").read_bytes() == body
        assert client.names("inbound") == ["master.xlsx", "master.xlsx.done", "master.xlsx.sha256"]
        with pytest.raises(NotThere):
            client.read("inbound/ack/master.xlsx.json")


def test_another_user_key_is_refused(sshd: Sshd, tmp_path: Path) -> None:
    host_key(tmp_path / "stranger")
    with sshd.client(private_key_file=str(tmp_path / "stranger")) as client, pytest.raises(SourceRefused) as raised:
        client.step("outbound", lambda: client.names("outbound"))
    assert raised.value.message_id == "sftp-login-refused"


def test_another_host_key_is_refused(sshd: Sshd, tmp_path: Path) -> None:
    other = host_key(tmp_path / "other")
    with (
        sshd.client(host_key=f"{other.get_name()} {other.get_base64()}") as client,
        pytest.raises(SourceRefused) as raised,
    ):
        client.step("outbound", lambda: client.names("outbound"))
    assert raised.value.message_id == "sftp-host-key"


def test_a_private_key_that_is_not_there_is_said(sshd: Sshd, tmp_path: Path) -> None:
    with pytest.raises(NotConfigured) as raised:
        sshd.client(private_key_file=str(tmp_path / "nothing"))
    assert raised.value.details["setting"] == "private_key_file"


@pytest.mark.skipif(os.getuid() == 0, reason="root may read every file")
def test_a_file_without_the_right_to_it_is_refused(sshd: Sshd) -> None:
    (sshd.folder / "outbound" / "closed").write_bytes(b"x")
    (sshd.folder / "outbound" / "closed").chmod(0)
    with sshd.client() as client, pytest.raises(SourceRefused) as raised:
        client.step("closed", lambda: client.read("outbound/closed"))
    assert raised.value.message_id == "sftp-forbidden"


def test_a_server_killed_in_mid_file_is_unavailable(sshd: Sshd) -> None:
    with broken_in_mid_file(sshd):
        kill(sshd.process)


def test_a_line_that_breaks_between_two_requests_is_not_the_end_of_the_file(sshd: Sshd) -> None:
    before = set(threading.enumerate())
    with broken_in_mid_file(sshd):
        (line,) = (thread for thread in set(threading.enumerate()) - before if isinstance(thread, paramiko.Transport))
        for child in children(sshd.process.pid):
            os.kill(child, signal.SIGSTOP)  # else it closes its side, and paramiko sees that before it sends
        line.sock.shutdown(socket.SHUT_WR)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a server and its sessions, stopped ones too."""
    for pid in (*children(process.pid), process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait(10)


def children(pid: int) -> list[int]:
    """The processes below one of this machine."""
    try:
        found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:  # it has ended
        return []
    return [*found, *(deeper for child in found for deeper in children(child))]


@contextmanager
def broken_in_mid_file(sshd: Sshd) -> Iterator[None]:
    """What the body does to the line, done after the first part of a file, ends it as a broken connection."""
    leave(sshd, "killed.bin", os.urandom(40_000_000), 1)
    with sshd.client() as client:
        marker = Drop(client, "outbound/killed.bin").fetch(0)[0]
        parts = Drop(client, "outbound/killed.bin").parts(marker)
        next(parts)
        yield
        with pytest.raises(SourceUnavailable) as raised:
            list(parts)
    assert raised.value.message_id == "sftp-connection"
    assert raised.value.__context__ is None


def test_a_file_that_finds_no_room_does_not_replace_the_one_before(sshd: Sshd) -> None:
    (sshd.folder / "inbound" / "master.csv").write_bytes(b"the one before")
    resource.prlimit(sshd.process.pid, resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    with sshd.client() as client, pytest.raises(SourceUnavailable) as raised:
        drop.put(client, "inbound/master.csv", os.urandom(1_500_000), 3)
    assert raised.value.message_id == "sftp-not-written"
    assert (sshd.folder / "inbound" / "master.csv").read_bytes() == b"the one before"
    assert [path.name for path in (sshd.folder / "inbound").iterdir()] == ["master.csv"]
