"""Settings of the SOAP and SFTP systems: described for people, and their secrets in no text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from connectors import common, hrms, jandarbar, sparrow
from connectors.common.config import ConnectionSettings, read_settings
from hub.connections import Connection
from hub.errors import NotConfigured
from hub.i18n import text

MODELS: dict[str, type[ConnectionSettings]] = {
    "hrms": hrms.SETTINGS, **hrms.MORE_SETTINGS, "jandarbar": jandarbar.SETTINGS, "sparrow": sparrow.SETTINGS,
}  # fmt: skip
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"


def connection(conn_id: str, **extra: object) -> Connection:
    pinned = {"host_key": KEY} if conn_id in ("hrms_sftp", "sparrow") else {}
    return Connection(conn_id, "", "h.example", 22, "hub", "s3cret", "", {**pinned, **extra})


@pytest.mark.parametrize("conn_id", sorted(MODELS))
def test_every_setting_has_title_meaning_example_and_says_whether_it_is_secret(conn_id: str) -> None:
    for name, field in MODELS[conn_id].model_fields.items():
        assert field.title, name
        assert field.description, name
        assert field.examples, name
        assert isinstance(field.json_schema_extra, dict), name
        assert field.json_schema_extra["secret"] == (name in {"password", "private_key_passphrase", "proxy"}), name


@pytest.mark.parametrize("conn_id", sorted(MODELS))
def test_secrets_are_in_no_text(conn_id: str) -> None:
    settings = read_settings(MODELS[conn_id], connection(conn_id))
    assert "s3cret" not in repr(settings) + str(settings) + settings.model_dump_json()
    with pytest.raises(NotConfigured) as raised:
        read_settings(MODELS[conn_id], connection(conn_id, attempts="many", password="s3cret"))
    assert "s3cret" not in str(raised.value) + repr(raised.value.details)


@pytest.mark.parametrize("conn_id", ["hrms_sftp", "sparrow"])
def test_a_host_key_must_be_pinned(conn_id: str) -> None:
    bare = Connection(conn_id, "", "h.example", 22, "hub", "s3cret", "", {})
    with pytest.raises(NotConfigured) as raised:
        read_settings(MODELS[conn_id], bare)
    assert raised.value.details["setting"] == "host_key"


@pytest.mark.parametrize(("conn_id", "name"), [(conn_id, "attempts") for conn_id in sorted(MODELS)])
def test_a_number_out_of_range_is_refused(conn_id: str, name: str) -> None:
    with pytest.raises(NotConfigured) as raised:
        read_settings(MODELS[conn_id], connection(conn_id, **{name: 0}))
    assert raised.value.details["setting"] == name


@pytest.mark.parametrize("conn_id", sorted(MODELS))
def test_a_misspelt_setting_is_refused(conn_id: str) -> None:
    with pytest.raises(NotConfigured) as raised:
        read_settings(MODELS[conn_id], connection(conn_id, host_keys="x"))
    assert raised.value.message_id == "setting-unknown"


def test_every_reason_that_the_sftp_clients_give_has_its_words() -> None:
    folder = Path(common.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in (
        folder / "sftp.py", folder / "drop.py", *(folder.parent / "sparrow").glob("*.py"),
    ))  # fmt: skip
    reasons = set(re.findall(r'TryAgain\("([a-z-]+)"', code)) | {"not-ready"}
    assert len(reasons) >= 8
    for reason in reasons:
        for language in ("en", "hi"):
            assert text(f"sftp-{reason}", language, system="S", operation="O")
