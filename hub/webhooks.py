"""Pushing to an address of another's, after Standard Webhooks (https://www.standardwebhooks.com): the address is
judged, the message signed with a secret that is kept nowhere.

The name is resolved and every address behind it is judged, when it is named and again at each push; the connection
goes to the address that was judged, so that a name that changes its mind in between changes nothing. Redirects are not
followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import urllib3
from standardwebhooks import Webhook

from hub.errors import NotAllowed, NotConfigured
from hub.settings import settings

TIMEOUT = urllib3.Timeout(connect=5, read=10)
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Place:
    """Where a push goes: the judged address, and the name under which it is asked for."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def judge(url: str) -> Place:
    """Resolve a URL and prove that the hub may push there.

    Raises ``NotAllowed`` for anything but https to the public Internet or, by ``HUB_WEBHOOK_NETWORKS``, to networks
    that the installation names (where http will do).
    """
    try:
        parts = urlsplit(url)
        port = {"https": 443, "http": 80}.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        raise _refused(url) from None
    host = parts.hostname or ""
    if not host or not port or parts.username is not None or parts.fragment or not url.isascii() or len(url) > 2000:
        raise _refused(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotAllowed("portals-address-unknown", record=host, host=host) from None
    addresses = [ipaddress.ip_address(item[4][0]) for item in found]
    named = [ipaddress.ip_network(one.strip()) for one in settings().webhook_networks.split(",") if one.strip()]
    is_named = all(any(address in network for network in named) for address in addresses)
    is_public = parts.scheme == "https" and all(_is_public(address) for address in addresses)
    if not addresses or not (is_named or is_public):
        raise _refused(url)
    path = parts.path or "/"
    return Place(parts.scheme, host, port, f"{path}?{parts.query}" if parts.query else path, str(addresses[0]))


def post(place: Place, body: bytes, headers: Mapping[str, str]) -> int:
    """Send and return the status; nothing of the answer's body is read.

    Raises ``urllib3.exceptions.HTTPError`` without an answer.
    """
    is_default = place.port == {"https": 443, "http": 80}[place.scheme]
    host = f"[{place.host}]" if ":" in place.host else place.host
    told = {"Host": host if is_default else f"{host}:{place.port}", "Content-Type": "application/json",
            "User-Agent": "bihar-integration-hub", **headers}  # fmt: skip
    pool: urllib3.HTTPConnectionPool
    if place.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            place.address, place.port, server_hostname=place.host, assert_hostname=place.host, timeout=TIMEOUT
        )
    else:
        pool = urllib3.HTTPConnectionPool(place.address, place.port, timeout=TIMEOUT)
    with pool:
        answer = pool.urlopen(
            "POST", place.path, body=body, headers=told, redirect=False, retries=False, preload_content=False
        )
        status = answer.status
        answer.close()
    return status


def signing_secret(identifier: str, number: int) -> str:
    """The secret of one subscription or receiver. It is drawn from ``HUB_WEBHOOK_SECRET`` and kept nowhere.

    Raises ``NotConfigured`` without that setting.
    """
    root = settings().webhook_secret
    if not root:
        raise NotConfigured("portals-webhook-secret-missing")
    drawn = hmac.new(root.encode(), f"{identifier}:{number}".encode(), hashlib.sha256).digest()
    return f"whsec_{base64.b64encode(drawn).decode()}"


def signed(message_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The headers of a message: its id, its time, and a signature by each of the secrets."""
    signatures = [Webhook(secret).sign(message_id, at, body.decode()) for secret in secrets]
    return {"webhook-id": message_id, "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(signatures)}  # fmt: skip


def _is_public(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
        if any(one is not None for one in inner):
            return False  # a way around: the plain address can be named as well
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refused(url: str) -> NotAllowed:
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2] or url[:50]
    return NotAllowed("portals-address-refused", record=host, host=host)
