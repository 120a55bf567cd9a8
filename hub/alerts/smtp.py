"""The mail relay of ``HUB_SMTP_URL``: one connection for many mails, STARTTLS when offered, passwords only over TLS."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from contextlib import suppress
from email import message_from_bytes
from email.policy import SMTP as POLICY
from urllib.parse import unquote, urlsplit

from hub.alerts.channels import Outcome
from hub.errors import NotConfigured

TIMEOUT_SECONDS = 30


class Relay:
    """An open connection to the mail relay, made again after it broke."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise NotConfigured("alerts-smtp-unreadable")
        self._host = parts.hostname
        self._is_tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._is_tls else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._smtp: smtplib.SMTP | None = None

    def send(self, address: str, body: bytes, message_id: str) -> tuple[Outcome, str]:
        """Transmit one mail; returns what became of it and a short reason without personal data. The address and the
        id stand in the mail itself.

        Raises ``NotConfigured`` when the password would have to go in clear.
        """
        message = message_from_bytes(body, policy=POLICY)
        try:
            smtp = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome.AWAY, _reason(error)
        try:
            smtp.sendmail(
                str(message["From"].addresses[0].addr_spec), [str(message["To"].addresses[0].addr_spec)], body
            )
        except smtplib.SMTPResponseException as error:
            self.close()
            return (Outcome.REFUSED if error.smtp_code >= 500 else Outcome.LATER), _reason(error)
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            codes = [code for code, _words in error.recipients.values()]
            return (Outcome.REFUSED if min(codes) >= 500 else Outcome.LATER), f"SMTP {min(codes)}"
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Outcome.UNKNOWN, _reason(error)
        return Outcome.SENT, ""

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        if self._is_tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        try:
            smtp.ehlo()
            secured = self._is_tls
            if not secured and smtp.has_extn("starttls"):
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
                secured = True
            if self._user:
                if not secured and not is_loopback(self._host):
                    raise NotConfigured("alerts-smtp-in-clear")
                smtp.login(self._user, self._password)
        except BaseException:
            smtp.close()
            raise
        self._smtp = smtp
        return smtp

    def close(self) -> None:
        """End the connection, politely where it still stands."""
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp = None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, to which a password may go in clear."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _reason(error: Exception) -> str:
    """The kind of failure and the relay's code; its words may name the recipient and are left out."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
