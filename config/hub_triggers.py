"""Triggers: small waiters that Airflow's triggerer runs. They stand beside Airflow's settings because every process of
Airflow has this folder on its path, the triggerer too, which does not look into ``dags/``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk.execution_time.hitl import get_hitl_detail_content_detail, update_hitl_detail_response
from airflow.triggers.base import BaseTrigger, TriggerEvent

log = logging.getLogger(__name__)


class BatchDecided(BaseTrigger):
    """Fires when a held batch is decided: in Airflow's form, or anywhere else by the hub's own ledger.

    Waits ``poke_seconds`` before each look, the first one too: the scheduler takes a task that resumes before it has
    seen the task's process end for a lost one (https://github.com/apache/airflow/issues/72716). An answer in Airflow's
    own form resumes the task by itself; given within that second, the task is tried again and asks once more.
    """

    def __init__(self, *, batch_id: str, ti_id: UUID | str, poke_seconds: float = 5.0) -> None:
        super().__init__()
        self.batch_id, self.ti_id, self.poke_seconds = batch_id, UUID(str(ti_id)), poke_seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """How the triggerer makes it anew."""
        kept = {"batch_id": self.batch_id, "ti_id": str(self.ti_id), "poke_seconds": self.poke_seconds}
        return "hub_triggers.BatchDecided", kept

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look every few seconds; a database that is away for a while is waited for."""
        while True:
            await asyncio.sleep(self.poke_seconds)
            try:
                found = await asyncio.to_thread(self._look)
            except Exception as error:  # the batch waits for a person; whatever is down meanwhile comes back
                log.warning("Cannot see whether %s is decided (%s); looking again", self.batch_id, type(error).__name__)
                continue
            if found is not None:
                yield TriggerEvent(found)
                return

    def _look(self) -> dict[str, Any] | None:
        answer = get_hitl_detail_content_detail(ti_id=self.ti_id)
        if answer.response_received and answer.chosen_options:
            user = answer.responded_by_user
            return {
                "chosen_options": list(answer.chosen_options),
                "params_input": answer.params_input or {},
                "responded_at": answer.responded_at,
                "responded_by_user": {"id": user.id, "name": user.name} if user else None,
                "timedout": False,
            }
        from hub.store import ledger

        state = ledger.state(self.batch_id)
        if state == "held":
            return None
        # The form is answered too, so that nobody is asked any more; only the triggerer may do so.
        told = ApprovalOperator.REJECT if state == "refused" else ApprovalOperator.APPROVE
        update_hitl_detail_response(ti_id=self.ti_id, chosen_options=[told], params_input={})
        return {"decided_elsewhere": state}
