"""Lok Shikayat over SOAP in the ASMX manner, and RTPS Appeal over JSON, over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from http_standins import DAY, read, window
from soap_standins import LOGIN, PASSWORD, connection, truth, wires

from connectors.lokshikayat import SETTINGS, source, target
from connectors.rtpsappeal import SETTINGS as APPEAL_SETTINGS
from connectors.rtpsappeal import source as appeal_source
from hub.contracts import Message, contract
from hub.errors import ContractInvalid, SourceRefused
from hub.settings import ROOT
from sandbox.standins._http import Server, running
from sandbox.standins.lokshikayat import LokShikayatWebService
from sandbox.standins.rtpsappeal import RtpsAppeal
from sandbox.world.store import World

pytestmark = pytest.mark.timeout(60)
RECORD = {"complaints": "Complaint", "hearings": "Hearing", "appeals": "Appeal"}
COMPLAINT = {"name": "आशा कुमारी", "gender": "F", "mobile_number": "6000000001", "address": "Phulwari, Patna, Bihar",
             "district_lgd": 212, "department_name": "Food and Consumer Protection Department",
             "category": "Ration card", "subject": "राशन कार्ड", "unique_no": "JD/2026/000001",
             "received_on": "2026-11-02"}  # fmt: skip


@pytest.fixture(scope="module")
def server(home: Path, world: World) -> Iterator[Server]:
    with running(LokShikayatWebService(home, LOGIN, PASSWORD)) as server:
        yield server


@pytest.mark.parametrize("dataset", RECORD)
def test_every_list_is_read_whole_and_by_its_changes(server: Server, world: World, dataset: str) -> None:
    about = contract(f"lokshikayat.{dataset}")
    for since in (None, DAY - timedelta(days=2)):
        pages, total = read(source(about, connection("lokshikayat", server, page_size=40)), window(about.id, since))
        assert wires(pages, RECORD[dataset]) == truth(world, about.id, since)
        assert total == len(truth(world, about.id, since))


def test_a_complaint_is_registered_once_and_refused_in_the_services_own_words(server: Server, world: World) -> None:
    sender = target("register_complaint", connection("lokshikayat", server))
    messages = (("k1", COMPLAINT), ("k1", COMPLAINT), ("k2", COMPLAINT | {"subject": ""}))
    first, again, refused = sender.send([Message(key, "register_complaint", told) for key, told in messages])
    assert first.is_accepted
    assert first.reference == again.reference != ""
    assert (refused.is_accepted, refused.answer) == (False, "Name or subject missing")
    (held,) = world.inbound("lokshikayat", "register_complaint")
    assert (held.payload["district_lokshikayat"], held.payload["received_on"]) == ("LS26", "2026-11-02")
    with pytest.raises(ContractInvalid):
        target("insert_report", connection("lokshikayat", server))


def test_a_wrong_password_is_an_empty_token_and_a_clear_error(server: Server) -> None:
    about = contract("lokshikayat.complaints")
    with pytest.raises(SourceRefused):
        read(source(about, connection("lokshikayat", server, password="wrong")), window(about.id))


@pytest.mark.parametrize("dataset", ["appeals", "events"])
def test_rtps_appeals_lists_are_read_whole_and_by_their_changes(home: Path, world: World, dataset: str) -> None:
    about = contract(f"rtpsappeal.{dataset}")
    with running(RtpsAppeal(home, LOGIN, PASSWORD)) as server:
        for since in (None, DAY - timedelta(days=2)):
            pages, total = read(appeal_source(about, connection("rtpsappeal", server)), window(about.id, since))
            given = [record for page in pages for record in orjson.loads(page.body)["records"]]
            expected = world.records(about.id, as_of=DAY, since=since, until=DAY)
            assert given == [record.wire for record in expected]
            assert total == len(expected)


@pytest.mark.parametrize(("system", "model"), [("lokshikayat", SETTINGS), ("rtpsappeal", APPEAL_SETTINGS)])
def test_what_is_inferred_is_a_setting_that_the_readme_lists(system: str, model: type[SETTINGS]) -> None:
    told = (ROOT / "connectors" / system / "README.md").read_text(encoding="utf-8")
    for name, field in model.model_fields.items():
        if name.endswith(("_operation", "_path", "_format")):
            assert f"| `{name}` | extra | `{field.default}` | {field.description} |" in told


def test_no_shared_code_names_the_two_systems() -> None:
    """Each was added by its folder, suite, stand-in with its part of the world, declarations and reports."""
    named = [
        str(path.relative_to(ROOT))
        for folder in ("connectors", "console", "dags", "embedded", "hub", "plugins", "sandbox")
        for path in (ROOT / folder).rglob("*.py")
        if any(system in path.read_text(encoding="utf-8") for system in ("lokshikayat", "rtpsappeal"))
    ]
    own = ("connectors/lokshikayat/", "connectors/rtpsappeal/", "sandbox/standins/", "sandbox/world/systems/")
    assert [path for path in named if not path.startswith((*own, "hub/reports/"))] == []
