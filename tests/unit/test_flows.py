"""What the flows declare: out of which columns or answers, to which operation, and off until a person decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connections import Connection
from hub.contracts import connector
from hub.errors import ContractInvalid
from hub.feeds.declared import feed_named
from hub.outbox import Retry, flows
from hub.settings import ROOT


def test_every_flow_names_columns_of_its_feed_and_an_operation_of_its_system() -> None:
    assert set(flows()) == {
        "action_taken", "closure_receipt", "cpgram_referral", "cpgram_referral_number", "cpgram_status",
        "employee_master", "lokshikayat_referral", "lokshikayat_referral_number", "lokshikayat_status", "par_stage",
        "rtps_status",
    }  # fmt: skip
    for flow in flows().values():
        if flow.feed:
            columns = {column.name for column in feed_named(flow.feed).columns}
            named = {flow.subject, *flow.payload.values(), *(condition.column for condition in flow.when)}
            assert named <= columns, flow.name
        with pytest.raises(Exception, match=r".") as unknown:
            connector(flow.system).target("no_such_operation", Connection(flow.connection))
        assert "operation" in str(unknown.value.args)


def test_waits_double_up_to_the_ceiling() -> None:
    retry = Retry(attempts=8, first_delay_seconds=30, ceiling_seconds=200)
    assert [retry.delay(attempts) for attempts in (1, 2, 3, 4, 5)] == [30, 60, 120, 200, 200]


LINES = {
    "name": "told", "title_en": "t", "title_hi": "t", "purpose": "p", "feed": "employees", "subject": "employee_id",
    "payload": "{employee_id: employee_id}", "system": "sparrow", "operation": "o", "connection": "c",
    "receipt": "r", "daily_limit": "1",
}  # fmt: skip


def written(folder: Path, file: str = "told", **changes: str) -> None:
    lines = {name: value for name, value in (LINES | changes).items() if value}
    text = "\n".join(f"{name}: {value}" for name, value in lines.items())
    (folder / f"{file}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"daily_limit": "0"}, {"kinds": "[DEL]"}, {"surprise": "yes"}, {"name": "other"}, {"enabled": "true"}, {"receipt": ""},
        {"feed": ""}, {"follows": "told"}, {"feed": "", "follows": "nobody"},
    ],
    ids=str,
)  # fmt: skip
def test_an_unsound_flow_is_refused_by_its_file(tmp_path: Path, change: dict[str, str]) -> None:
    written(tmp_path, **change)
    with pytest.raises(ContractInvalid, match=r"told\.yaml"):
        flows(tmp_path)


def test_a_flow_follows_only_what_the_other_flow_carries(tmp_path: Path) -> None:
    written(tmp_path)
    after = {"name": "then", "feed": "", "follows": "told"}
    written(tmp_path, "then", **after, payload="{employee_id: employee_id, number: reference, day: answered_on}")
    assert flows(tmp_path)["then"].source == "told"
    written(tmp_path, "then", **after, payload="{name: name_en}")
    flows.cache_clear()
    with pytest.raises(ContractInvalid, match="told does not carry name_en"):
        flows(tmp_path)


def test_the_page_names_every_flow() -> None:
    told = (ROOT / "docs" / "reference" / "flows.md").read_text(encoding="utf-8")
    assert [name for name in flows() if f"`{name}`" not in told] == []
