"""SFTP client: paramiko with a pinned host key, limits on every wait, and new tries when the line breaks."""

from __future__ import annotations

import binascii
import posixpath
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import SecretStr

from connectors.common.config import setting
from connectors.common.network import NetworkSettings
from connectors.common.retry import TryAgain, retry
from hub.errors import HubError, NotConfigured, SourceBroken, SourceRefused, SourceUnavailable

if TYPE_CHECKING:
    import paramiko

T = TypeVar("T")
_REQUEST = 255 << 10  # bytes; the most that OpenSSH answers at once, and others answer what they can
_PART = 2 << 20


class SftpSettings(NetworkSettings):
    """Settings that every system reached by SFTP has."""

    port: int = setting(22, title="Port", description="SSH port.", example=22)
    login: str = setting(title="Login", description="User on the server.", example="bpsms-hub")
    password: SecretStr = setting(
        SecretStr(""), title="Password", description="Its password; none with a private key.", example="********",
        secret=True,
    )  # fmt: skip
    host_key: str = setting(
        title="Host key",
        description="The server's public key (ssh-keyscan), compared with its owner over another channel.",
        example="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB2Nn…",
    )
    root: str = setting("/", title="Root", description="Folder that holds outbound/ and inbound/.", example="/")
    private_key_file: str = setting(
        "", title="Private key", description="File of the private key, readable by the hub only.",
        example="/etc/hub/id_ed25519",
    )  # fmt: skip
    private_key_passphrase: SecretStr = setting(
        SecretStr(""), title="Passphrase", description="Passphrase of the private key.", example="********", secret=True
    )
    connect_timeout_seconds: float = setting(
        15.0,
        title="Connect timeout",
        description="Seconds for connection, greeting and login, each.",
        example=15,
        least=0.001,
    )
    read_timeout_seconds: float = setting(
        60.0,
        title="Read timeout",
        description="Seconds of silence after which the connection is given up.",
        example=60,
        least=0.001,
    )


class NotThere(Exception):
    """The server has no such file."""


class SftpClient:
    """A session that opens itself when it is needed. Use it as a context manager, in one thread.

    Paths are below ``root``. The server's key must be ``host_key``: an unknown or changed one ends with
    ``SourceRefused`` before any password is sent. A step is a call of ``step``; the other methods are single tries
    that raise ``TryAgain`` when the line breaks.
    """

    def __init__(self, system: str, conn_id: str, settings: SftpSettings) -> None:
        """Raises ``NotConfigured`` when the pinned key or the private key cannot be read."""
        self.system = system
        self.conn_id = conn_id
        self.settings = settings
        self._pinned = pinned_key(settings.host_key, conn_id)
        self._private = private_key(settings, conn_id) if settings.private_key_file else None
        self._ssh: paramiko.SSHClient | None = None
        self._sftp: paramiko.SFTPClient | None = None

    def __enter__(self) -> SftpClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the server; a line that is broken already cannot be told of it."""
        channels = (self._sftp, self._ssh)
        self._ssh = self._sftp = None
        for channel in channels:
            if channel is not None:
                with suppress(EOFError, OSError):
                    channel.close()

    def step(self, operation: str, call: Callable[[], T]) -> T:
        """``call()``, tried again while it raises ``TryAgain``. ``operation`` names it in messages.

        Raises ``SourceUnavailable`` or ``SourceBroken`` when the tries are used up, and what ``call`` raises else.
        """
        failure: TryAgain
        try:
            return retry(call, self.settings.policy, f"{self.system} {operation}")
        except NotThere:
            failure = TryAgain("missing", is_broken=True)
        except TryAgain as error:
            failure = error
        kind = SourceBroken if failure.is_broken else SourceUnavailable
        raise self.error(kind, f"sftp-{failure.reason}", operation=operation)

    def read(self, path: str) -> bytes:
        """A whole small file; raises ``NotThere``."""
        return b"".join(self.stream(path))

    def stream(self, path: str) -> Iterator[bytes]:
        """A file in parts of at most 2 MiB; raises ``NotThere``.

        A file cut short ends early: the caller compares sizes. One request after the other: paramiko's prefetching
        waits for ever where a file ends before its size, and its thread prints a trace where the line breaks.
        """
        with self._session() as sftp, sftp.open(self._at(path), "rb") as file:
            file.MAX_REQUEST_SIZE = _REQUEST
            left = file.stat().st_size or 0
            while part := file.read(min(_PART, left)):
                yield part
                left -= len(part)
            if left:
                file.stat()  # paramiko's read takes a line that breaks as it sends for the end of the file

    def names(self, folder: str) -> list[str]:
        """The names in a folder, sorted; raises ``NotThere``."""
        with self._session() as sftp:
            return sorted(sftp.listdir(self._at(folder)))

    def put(self, path: str, body: bytes) -> None:
        """Write a file so that nobody sees half of it: under another name first, then renamed over ``path``.

        Its size is asked before it is renamed: pipelined writes do not hear of a refusal, such as of a full disk.
        """
        part = f"{self._at(path)}.part"
        with self._session() as sftp:
            with sftp.open(part, "wb") as file:
                file.set_pipelined(True)
                file.write(body)
            if sftp.stat(part).st_size != len(body):
                sftp.remove(part)
                raise TryAgain("not-written")
            try:
                sftp.posix_rename(part, self._at(path))
            except OSError:  # a server without OpenSSH's extension; its plain rename wants the name to be free
                with suppress(FileNotFoundError):
                    sftp.remove(self._at(path))
                sftp.rename(part, self._at(path))

    def error(self, kind: type[HubError], message_id: str, **details: object) -> HubError:
        """An error of this connection."""
        return kind(message_id, record=self.conn_id, next_command="hub check", system=self.system, **details)

    def _at(self, path: str) -> str:
        return posixpath.join(self.settings.root, path.lstrip("/"))

    @contextmanager
    def _session(self) -> Iterator[paramiko.SFTPClient]:
        """The open session; paramiko's errors become the hub's, and a broken session is dropped."""
        problem: Exception
        try:
            yield self._sftp or self._open()
            return
        except (HubError, NotThere, TryAgain, GeneratorExit):
            raise
        except Exception as error:
            explained = self._explain(error)
            if explained is None:
                raise
            problem = explained
        if not isinstance(problem, NotThere):
            self.close()
        raise problem  # outside the handler, so that the library's error is not its context

    def _open(self) -> paramiko.SFTPClient:
        import paramiko

        settings, limit = self.settings, self.settings.connect_timeout_seconds
        line = socket.create_connection((settings.host, settings.port), timeout=limit)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each request waits 40 ms for the one before
        self._ssh = paramiko.SSHClient()
        name = settings.host if settings.port == 22 else f"[{settings.host}]:{settings.port}"
        self._ssh.get_host_keys().add(name, *self._pinned)
        self._ssh.set_missing_host_key_policy(_refuse_unknown_key())
        self._ssh.connect(
            settings.host, settings.port, username=settings.login, pkey=self._private,
            password=None if self._private else settings.password.get_secret_value(),
            sock=line, timeout=limit, banner_timeout=limit, auth_timeout=limit, channel_timeout=limit,
            allow_agent=False, look_for_keys=False,
        )  # fmt: skip
        self._sftp = self._ssh.open_sftp()
        channel = self._sftp.get_channel()
        if channel is not None:
            channel.settimeout(settings.read_timeout_seconds)
        return self._sftp

    def _explain(self, error: Exception) -> Exception | None:
        """What an error of the line or the server means to the hub; ``None`` where it is not one of theirs."""
        import paramiko

        if isinstance(error, FileNotFoundError):
            return NotThere()
        if isinstance(error, paramiko.BadHostKeyException | UnknownKey):
            return self.error(SourceRefused, "sftp-host-key")
        if isinstance(error, paramiko.AuthenticationException):
            return self.error(SourceRefused, "sftp-login-refused")
        if isinstance(error, PermissionError):
            return self.error(SourceRefused, "sftp-forbidden")
        if isinstance(error, TimeoutError):
            return TryAgain("timeout")
        if isinstance(error, paramiko.SSHException | EOFError | OSError):
            return TryAgain("connection")
        return None


class UnknownKey(Exception):
    """The server has no key of the pinned kind."""


def _refuse_unknown_key() -> paramiko.MissingHostKeyPolicy:
    import paramiko

    class Refuse(paramiko.MissingHostKeyPolicy):
        """As paramiko's RejectPolicy, with an error that can be told from a broken line."""

        def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
            raise UnknownKey

    return Refuse()


def pinned_key(text: str, conn_id: str) -> tuple[str, paramiko.PKey]:
    """Kind and key out of ``ssh-ed25519 AAAA…``; raises ``NotConfigured`` when it is missing or unreadable."""
    import paramiko

    parts = text.split()
    try:
        return parts[0], paramiko.PKey.from_type_string(parts[0], binascii.a2b_base64(parts[1]))
    except (IndexError, paramiko.SSHException, paramiko.pkey.UnknownKeyType, ValueError):
        raise _unsound("host_key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…", conn_id) from None


def private_key(settings: SftpSettings, conn_id: str) -> paramiko.PKey:
    """The private key that the settings name; raises ``NotConfigured``."""
    import paramiko

    phrase = settings.private_key_passphrase.get_secret_value() or None
    try:
        return paramiko.PKey.from_path(Path(settings.private_key_file), phrase)
    except (OSError, paramiko.SSHException, paramiko.pkey.UnknownKeyType, ValueError, TypeError):
        raise _unsound("private_key_file", "/etc/hub/id_ed25519", conn_id) from None


def _unsound(name: str, example: str, conn_id: str) -> NotConfigured:
    return NotConfigured(
        "setting-invalid", record=conn_id, connection=conn_id, setting=name, example=example, next_command="hub check"
    )
