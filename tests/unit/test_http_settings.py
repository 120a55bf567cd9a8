"""A connection's settings: what is missing, misspelt or unsound is named; no secret is shown."""

from __future__ import annotations

import pytest

from connectors.common.http import HttpClient, HttpSettings
from connectors.cpgram import SETTINGS as CPGRAM
from connectors.cpgram import source as cpgram_source
from connectors.cpgram import target as cpgram_target
from connectors.rtps import SETTINGS as RTPS
from connectors.rtps import source as rtps_source
from hub.connections import Connection
from hub.contracts import contract
from hub.errors import ContractInvalid, HubError, NotConfigured
from hub.settings import ROOT

SECRET = "s3cr3t-Passw0rd"


def rtps(**changes: object) -> Connection:
    values: dict[str, object] = {"host": "rtps.example", "login": "hub", "password": SECRET, "extra": {}} | changes
    return Connection("rtps", "http", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("missing", ["host", "login", "password"])
def test_a_missing_setting_is_named(missing: str) -> None:
    with pytest.raises(NotConfigured) as raised:
        rtps_source(contract("rtps.services"), rtps(**{missing: ""}))
    assert (raised.value.message_id, raised.value.details["setting"]) == ("setting-missing", missing)
    assert raised.value.details["example"]


@pytest.mark.parametrize("missing", ["key", "token"])
def test_cpgram_wants_key_and_token(missing: str) -> None:
    extra: dict[str, object] = {"key": SECRET, "token": SECRET}
    del extra[missing]
    with pytest.raises(NotConfigured) as raised:
        cpgram_source(contract("cpgram.closures"), Connection("cpgram", host="cpgram.example", extra=extra))
    assert raised.value.details["setting"] == missing
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    ("extra", "message", "setting"),
    [
        ({"attempts": "many"}, "setting-invalid", "attempts"),
        ({"attempts": 0}, "setting-invalid", "attempts"),
        ({"page_size": 0}, "setting-invalid", "page_size"),
        ({"retry_wait_seconds": -1}, "setting-invalid", "retry_wait_seconds"),
        ({"atempts": 3}, "setting-unknown", "atempts"),
    ],
)
def test_an_unsound_setting_is_named(extra: dict[str, object], message: str, setting: str) -> None:
    with pytest.raises(NotConfigured) as raised:
        rtps_source(contract("rtps.services"), rtps(extra=extra))
    assert (raised.value.message_id, raised.value.details["setting"]) == (message, setting)
    assert raised.value.__context__ is None  # pydantic's error could quote the values


def test_secrets_do_not_show() -> None:
    source = rtps_source(contract("rtps.services"), rtps())
    assert SECRET not in repr(vars(source)) + repr(vars(source._client)) + repr(source._client.settings)


@pytest.mark.parametrize("model", [RTPS, CPGRAM])
def test_every_setting_is_described(model: type[HttpSettings]) -> None:
    for name, field in model.model_fields.items():
        assert field.title, name
        assert field.description, name
        assert field.examples, name
        assert isinstance(field.json_schema_extra, dict), name
    secrets = {name for name, field in model.model_fields.items() if field.json_schema_extra == {"secret": True}}
    assert secrets >= ({"password"} if model is RTPS else {"key", "token"})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_plain_http_stays_on_the_machine(host: str) -> None:
    HttpClient("X", "x", HttpSettings(host=host, scheme="http"))


def test_plain_http_to_another_machine_is_refused_unless_allowed() -> None:
    with pytest.raises(NotConfigured) as raised:
        HttpClient("X", "x", HttpSettings(host="rtps.example", scheme="http"))
    assert raised.value.message_id == "setting-plain-http"
    HttpClient("X", "x", HttpSettings(host="rtps.example", scheme="http", allow_plain_http=True))


def test_a_dataset_or_operation_of_another_system_is_refused() -> None:
    with pytest.raises(ContractInvalid):
        rtps_source(contract("hrms.employees"), rtps())
    with pytest.raises(HubError) as raised:
        cpgram_target("insert_report", Connection("cpgram", host="x", extra={"key": "k", "token": "t"}))
    assert raised.value.message_id == "source-operation-unknown"


@pytest.mark.parametrize(("system", "model"), [("rtps", RTPS), ("cpgram", CPGRAM)])
def test_the_readme_lists_every_setting(system: str, model: type[HttpSettings]) -> None:
    lines = (ROOT / "connectors" / system / "README.md").read_text(encoding="utf-8").splitlines()
    listed = {line.split("`")[1]: line for line in lines if line.startswith("| `") and line.count("|") == 5}
    for name, field in model.model_fields.items():
        assert str(field.description) in listed[name]
        assert ("Secret." in listed[name]) == (field.json_schema_extra == {"secret": True})
