"""The SMS gateway of ``HUB_SMS_URL``, in the manner of C-DAC's Mobile Seva (``sendsmsrequestDLT``), which governments'
offices use: a form with the registered header and the template's id, signed with the department's secure key.

A text must be the one that stands registered under its template id (TRAI's rules on commercial communication, "DLT"),
with at most 30 characters in each place. The texts are data: ``sms.yaml`` beside this file, or ``HUB_SMS_TEMPLATES``.
Answers are a code and words; the codes are those that Mobile Seva's clients know.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import requests
import yaml

from hub.alerts.channels import Outcome
from hub.alerts.smtp import is_loopback
from hub.errors import NotConfigured
from hub.settings import settings

TIMEOUT_SECONDS = (5, 30)
PLACE = "{#var#}"
PLACE_LENGTH = 30
_OWN = Path(__file__).with_name("sms.yaml")
_TAKEN = {"402", "409"}  # 409: the operator was slow, the gateway sends it on
_OF_THE_MESSAGE = {"406", "413", "414"}  # number, text, or refused by the operator
# Account, credit, header, secure key, template id: nothing goes out until it is set right.
_UNUSABLE = {"401", "403", "410", "411", "412", "415", "416", "418", "422", "423", "425"}


@dataclass(frozen=True)
class Template:
    """A registered text in one language and its id."""

    id: str
    text: str

    def fill(self, *values: object) -> str:
        """The text with its places filled in order.

        Raises ``NotConfigured`` where the text has not as many places, or a value is too long for one.
        """
        filled = [str(value) for value in values]
        parts = self.text.split(PLACE)
        if len(parts) != len(filled) + 1 or any(len(value) > PLACE_LENGTH for value in filled):
            raise NotConfigured("alerts-sms-template-unsound", record=self.id, template=self.id)
        return "".join(part + value for part, value in zip(parts, [*filled, ""], strict=True))


def template(name: str, language: str) -> Template:
    """A template by its name (``daily``, ``at_once``) and language.

    Raises ``NotConfigured`` when the file is missing or unsound.
    """
    path = Path(settings().sms_templates or _OWN)
    found = _templates(path).get((name, language))
    if found is None:
        raise NotConfigured("alerts-sms-templates-unreadable", record=str(path), file=str(path))
    return found


@cache
def _templates(path: Path) -> dict[tuple[str, str], Template]:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        made = {
            (name, language): Template(str(one["id"]), str(one["text"]).strip())
            for name, languages in read.items()
            for language, one in languages.items()
        }
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise NotConfigured("alerts-sms-templates-unreadable", record=str(path), file=str(path)) from error
    if any(not re.fullmatch(r"\d{12}|\d{19}", one.id) for one in made.values()):
        raise NotConfigured("alerts-sms-templates-unreadable", record=str(path), file=str(path))
    return made


def message(used: Template, text: str) -> bytes:
    """What is kept of an SMS until it is sent, and sent again the same."""
    return json.dumps({"template": used.id, "text": text}, ensure_ascii=False, sort_keys=True).encode()


class Gateway:
    """The gateway, for many messages."""

    def __init__(self) -> None:
        parts = urlsplit(settings().sms_url)
        is_sound = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        if not is_sound or not parts.hostname or not parts.username or not parts.password:
            raise NotConfigured("alerts-sms-unreadable")
        if not settings().sms_sender or not settings().sms_key:
            raise NotConfigured("alerts-sms-unreadable")
        self._url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self._user, self._password = unquote(parts.username), unquote(parts.password)
        self._session = requests.Session()

    def send(self, address: str, body: bytes, message_id: str) -> tuple[Outcome, str]:
        """Send one SMS; the gateway has no place for our id."""
        try:
            answer = self._session.post(
                self._url, data=self._form(address, body), timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
        except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
            return Outcome.AWAY, type(error).__name__
        except requests.ConnectionError as error:
            # Never connected, or broken off before the answer: only the first is known not to have been taken.
            is_away = "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)
            return (Outcome.AWAY if is_away else Outcome.UNKNOWN), type(error).__name__
        except requests.RequestException as error:
            return Outcome.UNKNOWN, type(error).__name__
        if answer.status_code != 200:
            is_unusable = 300 <= answer.status_code < 500 and answer.status_code != 429
            return (Outcome.AWAY if is_unusable else Outcome.LATER), f"HTTP {answer.status_code}"
        code = answer.text.strip()[:3]
        if code in _TAKEN:
            return Outcome.SENT, ""
        reason = f"SMS {code}" if code.isdigit() else "SMS answer unreadable"
        if code in _OF_THE_MESSAGE:
            return Outcome.REFUSED, reason
        if not code.isdigit():
            return Outcome.UNKNOWN, reason
        return (Outcome.AWAY if code in _UNUSABLE else Outcome.LATER), reason

    def _form(self, address: str, body: bytes) -> dict[str, str]:
        kept = json.loads(body)
        content = kept["text"]
        is_unicode = not content.isascii()
        if is_unicode:  # each character as its number, as the gateway asks
            content = "".join(f"&#{ord(letter)};" for letter in content)
        sender = settings().sms_sender
        signed = f"{self._user}{sender}{content}{settings().sms_key}"
        return {
            "username": self._user,
            "password": hashlib.sha1(self._password.encode()).hexdigest(),  # noqa: S324  # what the gateway asks for
            "senderid": sender,
            "content": content,
            "smsservicetype": "unicodemsg" if is_unicode else "singlemsg",
            "mobileno": address,
            "key": hashlib.sha512(signed.encode()).hexdigest(),
            "templateid": kept["template"],
        }

    def close(self) -> None:
        """End the connection."""
        self._session.close()
