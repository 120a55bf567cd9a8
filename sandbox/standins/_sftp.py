"""An SFTP server for stand-ins: files made on demand in ``outbound/``, real files in ``inbound/``.

Its host key is kept in ``<home>/<name>_host_key``, so that a restart keeps it.
"""

from __future__ import annotations

import logging
import os
import socket
import struct
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.faults import Fault, Faults

#: What can go wrong with a connection, with a marker (and what it stands for), and with the file itself.
LINE_FAULTS = ("host_key", "too_many_requests")
MARKER_FAULTS = ("half_written", "server_error", "wrong_encoding", "field_missing", "field_renamed", "field_retyped",
                 "page_order", "wrong_total")  # fmt: skip
FILE_FAULTS = ("slow", "reset", "truncated")
_FOLDER = 0o040755
_FILE = 0o100644

logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # a client that breaks off is what a stand-in expects


class SftpStandIn(ABC):
    """One server. A subclass makes the files of ``outbound/`` and hears of what is left in ``inbound/``."""

    name = ""
    systems: tuple[str, ...] = ()  # under which faults are injected for it
    dataset = ""
    inbound_dataset = ""  # under which faults are injected for what it takes in

    def __init__(self, home: Path, login: str, password: str, public_key: str = "") -> None:
        self.home = home
        self.faults = Faults(home)
        self.login, self.password, self.public_key = login, password, public_key
        self.inbound = home / f"{self.name}_inbound"
        self.inbound.mkdir(parents=True, exist_ok=True)
        self.host_key = host_key(home / f"{self.name}_host_key")

    @abstractmethod
    def names(self) -> list[str]:
        """Names of the files in ``outbound/``, without markers."""

    @abstractmethod
    def outbound(self, name: str, fault: Fault | None) -> bytes | None:
        """The file, spoilt by ``fault``; ``None`` where there is none. Markers come as ``<name>.done``, ``.sha256``."""

    def arrived(self, path: Path) -> None:  # noqa: B027  # a system without it does nothing
        """A file stands complete in ``inbound/``."""

    def take(self, *faults: str, is_inbound: bool = False) -> Fault | None:
        """One waiting fault of this server."""
        for system in self.systems:
            found = self.faults.take(system, self.inbound_dataset if is_inbound else self.dataset, *faults)
            if found is not None:
                return found
        return None


def host_key(path: Path) -> paramiko.PKey:
    """The Ed25519 key kept at ``path``, made at the first call; its public half is in ``<path>.pub``."""
    if not path.exists():
        raw = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
        )
        part = path.with_suffix(".part")
        part.touch(0o600)
        part.write_bytes(raw)
        part.replace(path)
        key = paramiko.Ed25519Key.from_private_key_file(str(path))
        Path(f"{path}.pub").write_text(f"{key.get_name()} {key.get_base64()}\n", encoding="ascii")
    return paramiko.Ed25519Key.from_private_key_file(str(path))


def public_half(home: Path, name: str) -> str:
    """``ssh-ed25519 AAAA…`` of a server of this home, to pin in a connection; made when it is not there yet."""
    key = host_key(home / f"{name}_host_key")
    return f"{key.get_name()} {key.get_base64()}"


class _Guard(paramiko.ServerInterface):
    """Lets in one user; remembers what was told to this connection about each file."""

    def __init__(self, stand_in: SftpStandIn, transport: paramiko.Transport) -> None:
        self.stand_in = stand_in
        self.transport = transport
        self.told: dict[str, Fault | None] = {}

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"

    def check_auth_password(self, username: str, password: str) -> int:
        return self._decide(username == self.stand_in.login and password == self.stand_in.password)

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        known = self.stand_in.public_key.split()[1:2]
        return self._decide(username == self.stand_in.login and key.get_base64() in known)

    def _decide(self, is_right: bool) -> int:
        if not is_right or self.stand_in.take("token_expired"):
            return paramiko.common.AUTH_FAILED
        return paramiko.common.AUTH_SUCCESSFUL

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.common.OPEN_SUCCEEDED if kind == "session" else paramiko.common.OPEN_FAILED_UNKNOWN_CHANNEL_TYPE

    def cut(self) -> None:
        """Break the connection with a reset."""
        self.transport.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.close()


class _Made(paramiko.SFTPHandle):
    """A file of ``outbound/`` being read."""

    def __init__(self, guard: _Guard, body: bytes, fault: Fault | None) -> None:
        super().__init__()
        self._guard, self._body, self._fault = guard, body, fault.fault if fault else ""

    def stat(self) -> paramiko.SFTPAttributes:
        return _attributes("", _FILE, len(self._body))

    def read(self, offset: int, length: int) -> bytes | int:
        half = len(self._body) // 2
        if self._fault == "reset" and offset + length > half:
            self._guard.cut()
            return paramiko.SFTP_CONNECTION_LOST
        end = half if self._fault == "truncated" else len(self._body)
        return self._body[offset : min(end, offset + length)] or paramiko.SFTP_EOF


class _Kept(paramiko.SFTPHandle):
    """A file of ``inbound/`` being read or written."""

    def __init__(self, path: Path, flags: int, breaks: Callable[[], None] | None = None) -> None:
        """``breaks`` is called instead of the first write."""
        super().__init__(flags)
        self._path = path
        self._breaks = breaks
        mode = "r+b" if flags & os.O_RDWR else "wb" if flags & os.O_WRONLY else "rb"  # an open descriptor is not cut
        self.readfile = self.writefile = os.fdopen(os.open(path, flags | os.O_CLOEXEC, 0o600), mode, buffering=0)

    def stat(self) -> paramiko.SFTPAttributes:
        return paramiko.SFTPAttributes.from_stat(self._path.stat())

    def write(self, offset: int, data: bytes) -> int:
        if self._breaks is not None:
            self._breaks()
            return paramiko.SFTP_CONNECTION_LOST
        return super().write(offset, data)


class _Files(paramiko.SFTPServerInterface):
    """What the client sees: ``outbound/`` to read, ``inbound/`` to read and write."""

    def __init__(self, server: _Guard, *args: Any, **kwargs: Any) -> None:
        super().__init__(server, *args, **kwargs)
        self._guard = server
        self._stand_in = server.stand_in

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        parts = PurePosixPath(self.canonicalize(path)).parts[1:]
        if not parts:
            return [_attributes("inbound", _FOLDER), _attributes("outbound", _FOLDER)]
        if parts == ("outbound",):
            names = [f"{name}{end}" for name in self._stand_in.names() for end in ("", ".sha256", ".done")]
            return [_attributes(name, _FILE) for name in names]
        folder = self._kept(path)
        if folder is None or not folder.is_dir():
            return paramiko.SFTP_NO_SUCH_FILE
        return [paramiko.SFTPAttributes.from_stat(item.stat(), item.name) for item in sorted(folder.iterdir())]

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        parts = PurePosixPath(self.canonicalize(path)).parts[1:]
        if not parts or parts == ("outbound",):
            return _attributes("", _FOLDER)
        if parts[0] == "outbound":
            body = self._outbound(parts[-1], self._guard.told.get(_base(parts[-1])))
            return paramiko.SFTP_NO_SUCH_FILE if body is None else _attributes("", _FILE, len(body))
        kept = self._kept(path)
        if kept is None or not kept.exists():
            return paramiko.SFTP_NO_SUCH_FILE
        return paramiko.SFTPAttributes.from_stat(kept.stat())

    lstat = stat

    def open(self, path: str, flags: int, attr: paramiko.SFTPAttributes) -> paramiko.SFTPHandle | int:
        parts = PurePosixPath(self.canonicalize(path)).parts[1:]
        if len(parts) == 2 and parts[0] == "outbound":
            return paramiko.SFTP_PERMISSION_DENIED if flags & (os.O_WRONLY | os.O_RDWR) else self._open_made(parts[1])
        kept = self._kept(path)
        if kept is None or kept.is_dir():
            return paramiko.SFTP_NO_SUCH_FILE
        is_write = bool(flags & (os.O_WRONLY | os.O_RDWR))
        fault = self._stand_in.take("reset", "server_error", is_inbound=True) if is_write else None
        if fault is not None and fault.fault == "server_error":
            return paramiko.SFTP_FAILURE
        try:
            return _Kept(kept, flags, self._guard.cut if fault else None)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    def _open_made(self, name: str) -> paramiko.SFTPHandle | int:
        base = _base(name)
        if name.endswith(".done"):  # the client begins here: what is wrong now is wrong with all that it reads of it
            self._guard.told[base] = self._stand_in.take(*MARKER_FAULTS)
        told = self._guard.told.get(base)
        kind = told.fault if told else ""
        is_partial = kind == "half_written" and told is not None and told.params.get("mode") == "partial"
        if name.endswith(".done") and kind == "half_written" and not is_partial:
            return paramiko.SFTP_NO_SUCH_FILE
        if name.endswith(".done") and kind == "server_error":
            return paramiko.SFTP_FAILURE
        body = self._outbound(name, told)
        if body is None:
            return paramiko.SFTP_NO_SUCH_FILE
        if name != base:
            return _Made(self._guard, body, None)
        fault = self._stand_in.take(*FILE_FAULTS)
        if fault is not None and fault.fault == "slow":
            time.sleep(float(fault.params.get("seconds", 1.0)))
        return _Made(self._guard, body[: len(body) // 2] if is_partial else body, fault)

    def _outbound(self, name: str, fault: Fault | None) -> bytes | None:
        return self._stand_in.outbound(name, fault)

    def remove(self, path: str) -> int:
        kept = self._kept(path)
        if kept is None or not kept.is_file():
            return paramiko.SFTP_NO_SUCH_FILE
        kept.unlink()
        return paramiko.SFTP_OK

    def rename(self, oldpath: str, newpath: str) -> int:
        target = self._kept(newpath)
        if target is not None and target.exists():
            return paramiko.SFTP_FAILURE  # SFTP version 3: a plain rename never replaces
        return self._move(oldpath, newpath)

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        return self._move(oldpath, newpath)

    def _move(self, oldpath: str, newpath: str) -> int:
        old, new = self._kept(oldpath), self._kept(newpath)
        if old is None or new is None or not old.is_file():
            return paramiko.SFTP_NO_SUCH_FILE
        old.replace(new)
        self._stand_in.arrived(new)
        return paramiko.SFTP_OK

    def _kept(self, path: str) -> Path | None:
        """The real file of an ``inbound/`` path; never one outside of that folder."""
        parts = PurePosixPath(self.canonicalize(path)).parts[1:]
        if not parts or parts[0] != "inbound" or ".." in parts:
            return None
        return self._stand_in.inbound.joinpath(*parts[1:])


def _base(name: str) -> str:
    return name.removesuffix(".done").removesuffix(".sha256")


def _attributes(name: str, mode: int, size: int = 0) -> paramiko.SFTPAttributes:
    attributes = paramiko.SFTPAttributes()
    attributes.filename = name
    attributes.st_mode, attributes.st_size, attributes.st_mtime = mode, size, int(time.time())
    return attributes


class Server:
    """Serves one stand-in; ``port`` 0 picks a free one."""

    def __init__(self, stand_in: SftpStandIn, host: str = "127.0.0.1", port: int = 0) -> None:
        self.stand_in = stand_in
        self._socket = socket.create_server((host, port), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self._open: set[paramiko.Transport] = set()

    def serve_forever(self) -> None:
        """Take connections until ``close``."""
        while True:
            try:
                line, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._greet, args=(line,), daemon=True).start()

    def close(self) -> None:
        """End all connections."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for transport in list(self._open):
            transport.close()

    def _greet(self, line: socket.socket) -> None:
        fault = self.stand_in.take(*LINE_FAULTS)
        if fault is not None and fault.fault == "too_many_requests":
            line.close()
            return
        key = self.stand_in.host_key
        if fault is not None and fault.fault == "host_key":
            key = host_key(self.stand_in.home / f"{self.stand_in.name}_other_host_key")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport = paramiko.Transport(line)
        transport.add_server_key(key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files)
        self._open = {item for item in self._open if item.is_active()} | {transport}
        try:
            transport.start_server(server=_Guard(self.stand_in, transport))
        except (paramiko.SSHException, EOFError, OSError):
            transport.close()


@contextmanager
def running(stand_in: SftpStandIn, port: int = 0) -> Iterator[Server]:
    """The stand-in served by a thread of this process, for tests."""
    server = Server(stand_in, port=port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.close()


def serve(stand_in: SftpStandIn, host: str, port: int) -> None:
    """Serve until the process ends; prints the ready line."""
    server = Server(stand_in, host, port)
    print(f"ready {stand_in.name} sftp://{host}:{server.port}", flush=True)  # noqa: T201
    server.serve_forever()
