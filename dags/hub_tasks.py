"""What the DAGs' tasks call: the hub's doors, with connections from Airflow and errors in plain words.

Everything of the hub that is heavy is imported inside the functions; Airflow imports this module at every parse.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Connection
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowNotFoundException,
    TaskAwaitingInput,
)
from hub_triggers import BatchDecided

from hub import connections
from hub.errors import HubError
from hub.i18n import text
from hub.places import of_object_store
from hub.settings import today

log = logging.getLogger(__name__)


def business_date(dag_run: Any, params: Any) -> dt.date:
    """The run's business date: its partition, else what was typed in the form, else today in India."""
    typed = (params or {}).get("business_date")
    given = dag_run.partition_key or typed or (dag_run.conf or {}).get("business_date")
    if typed and given != typed:
        raise AirflowFailException(_both("dag-two-dates", partition=given, typed=typed))
    return dt.date.fromisoformat(given) if given else today()


def from_airflow(conn_id: str) -> connections.Connection | None:
    """A connection out of Airflow's own store or secrets backend, as the hub reads it."""
    try:
        found = Connection.get(conn_id)
    except AirflowNotFoundException:
        return None
    return connections.Connection(
        conn_id=conn_id,
        conn_type=found.conn_type or "",
        host=found.host or "",
        port=found.port,
        login=found.login or "",
        password=found.password or "",
        schema=found.schema or "",
        extra=found.extra_dejson,
    )


@contextmanager
def at_the_hub() -> Iterator[None]:
    """Within an Airflow task: connections come from Airflow too, and a ``HubError`` becomes plain words.

    An error that a later try may mend fails the task with retries; any other fails it for good.
    """
    connections.resolver = from_airflow
    try:
        yield
    except HubError as error:
        raise _plain(error) from None
    except Exception as error:
        if away := of_object_store(error):
            raise _plain(away) from None
        raise


def _plain(error: HubError) -> AirflowException:
    kind = AirflowException if error.retryable else AirflowFailException
    lines = []
    for language in ("en", "hi"):
        said = text(error.message_id, language, **error.details)
        lines.append(f"{said} {text('dag-who-acts', language, actor=text(f'actor-{error.actor}', language))}")
    if error.next_command:
        lines.append(f"$ {error.next_command}")
    return kind("\n".join(lines))


def _both(message_id: str, **values: object) -> str:
    return " · ".join(text(message_id, language, **values) for language in ("en", "hi"))


@at_the_hub()
def land(dataset: str, date: dt.date) -> str:
    """Fetch one dataset's window into landing; the batch id."""
    from hub.sync import land_batch

    return str(land_batch(dataset, date))


@at_the_hub()
def check(batch_id: str) -> str:
    """Check a landed batch; ``checked``, ``unchanged`` (as stored) or ``held``."""
    from hub.sync import check_batch

    return str(check_batch(batch_id))


@at_the_hub()
def store(batch_id: str) -> dt.date:
    """Merge a checked or released batch into the store; its business date."""
    from hub.sync import store_batch

    store_batch(batch_id)
    return dt.date.fromisoformat(batch_id.split("/")[1])


@at_the_hub()
def reconcile(date: dt.date) -> None:
    """Who is who, and where the systems disagree."""
    from hub.reconcile import reconcile as door

    door(date)


@at_the_hub()
def publish(date: dt.date) -> None:
    """Make the feeds' new versions."""
    from hub.feeds import publish as door

    door(date)


@at_the_hub()
def deliver(date: dt.date) -> None:
    """Send what waits in the outbox."""
    from hub.deliver import deliver as door

    door(date)


@at_the_hub()
def evaluate(date: dt.date) -> None:
    """Count the deadlines, open and close alerts."""
    from hub.alerts import evaluate as door
    from hub.clocks import wind

    wind(date)
    door(date)


@at_the_hub()
def look(_date: dt.date) -> None:
    """What is late now, whatever the date: datasets, feeds, channels. ``hub watch`` does it without Airflow."""
    from hub.alerts import watch as door

    door()


@at_the_hub()
def notify(date: dt.date) -> None:
    """Tell what was not told yet."""
    from hub.alerts import notify as door

    door(date)


@at_the_hub()
def make_reports(date: dt.date) -> None:
    """Make the reports that are due and not kept yet."""
    from hub.reports import make_due as door

    door(date)


@at_the_hub()
def mail_reports(date: dt.date) -> None:
    """Mail what of them was not mailed yet."""
    from hub.reports import mail as door

    door(date)


class StewardDecision(ApprovalOperator):
    """A held batch waits here. Approve releases it, Reject refuses it; the hub's own record of the decision rules.

    A batch that is decided elsewhere (console, command line), before the asking or after it, is followed.
    """

    def __init__(self, *, land_task_id: str, **kwargs: Any) -> None:
        self.land_task_id = land_task_id
        super().__init__(
            subject="{{ ti.xcom_pull(task_ids='" + land_task_id + "') }} · held batch · रुका हुआ बैच",
            **kwargs,
        )

    def execute(self, context: Any) -> Any:
        batch_id = self._batch_id(context)
        if _state(batch_id) != "held":
            return self._follow(context, batch_id)
        self._ask(context, batch_id)

    def execute_complete(self, context: Any, event: dict[str, Any]) -> Any:
        batch_id = self._batch_id(context)
        if "decided_elsewhere" in event:
            return self._follow(context, batch_id)
        _settle(batch_id, event)
        state = _state(batch_id)
        if state == "held":  # a second person must agree, or the answer was not one that the hub accepts
            self._ask(context, batch_id)
        event = {**event, "chosen_options": [self.REJECT if state == "refused" else self.APPROVE]}
        return super().execute_complete(context, event)

    def _ask(self, context: Any, batch_id: str) -> NoReturn:
        """Put the form before the steward and wait, without a worker, for his answer or for another's decision."""
        self.body = _why_held(batch_id)
        try:
            super().execute(context)
        except TaskAwaitingInput:  # Airflow's own way of waiting would not see a decision that is taken elsewhere
            waiter = BatchDecided(batch_id=batch_id, ti_id=context["ti"].id)
            self.defer(trigger=waiter, method_name="execute_complete")
        raise AssertionError("Airflow asked and did not wait")

    def _batch_id(self, context: Any) -> str:
        return str(context["ti"].xcom_pull(task_ids=self.land_task_id))

    def _follow(self, context: Any, batch_id: str) -> str:
        state = _state(batch_id)
        log.info(_both("dag-decided-elsewhere", batch=batch_id, state=state))
        if state == "refused":
            self.skip(ti=context["ti"], tasks=context["task"].get_direct_relatives(upstream=False))
        return state


@at_the_hub()
def _state(batch_id: str) -> str:
    from hub.store import ledger

    return str(ledger.state(batch_id))


@at_the_hub()
def _why_held(batch_id: str) -> str:
    """Why the batch waits, for the steward's form (Markdown)."""
    from hub.checks.words import hold_words
    from hub.store import ledger

    known = ledger.get(batch_id)
    parts = []
    for language in ("en", "hi"):
        parts.append(text("dag-held-body", language, batch=batch_id, **known.counts))
        parts += [f"- {hold_words(hold['rule'], language, **hold['details'])}" for hold in known.holds]
        parts.append("")
    return "\n".join(parts)


def _settle(batch_id: str, event: dict[str, Any]) -> None:
    """Tell the hub what the steward answered, unless the batch was decided elsewhere in the meantime.

    An answer that the hub does not accept (no reason, the same person twice) is logged, and the batch waits on.
    """
    from hub.quarantine import batches

    state = _state(batch_id)
    if state != "held":
        log.info(_both("dag-decided-elsewhere", batch=batch_id, state=state))
        return
    door = batches.release if event["chosen_options"] == [ApprovalOperator.APPROVE] else batches.refuse
    who = str((event.get("responded_by_user") or {}).get("name") or "airflow")
    try:
        with at_the_hub():
            door(batch_id, who, (event.get("params_input") or {}).get("reason", ""))
    except AirflowFailException as refusal:
        log.warning("%s", refusal)
