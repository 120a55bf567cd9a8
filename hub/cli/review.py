"""``hub review``: pairs that wait for a person."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.entity import Reason, titles, told
from hub.cli.output import ActorOption, JsonOption, actor_name, choose, print_json, print_table, say
from hub.contracts import contract
from hub.errors import NotAllowed

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_items(
    subject: Annotated[str, typer.Argument()] = "employee",
    kind: str = "",
    why: Annotated[str, typer.Option("--why")] = "",
    record: str = "",
    dataset: str = "",
    order: str = "oldest",
    limit: Annotated[int, typer.Option(min=1)] = 50,
    counts: Annotated[bool, typer.Option("--counts")] = False,
    as_json: JsonOption = False,
) -> None:
    """What waits for a decision, and why."""
    from hub import entities
    from hub.entities.kinds import kinds, kinds_of
    from hub.entities.reviews import Order
    from hub.entities.tables import REASONS

    kinds_of(subject)
    choose("--kind", kind, kinds())
    choose("--why", why, REASONS)
    choose("--order", order, tuple(Order))
    if dataset:
        contract(dataset)
    if counts:
        counted = [
            {"kind": of, "reason": why_, "items": n} for (of, why_), n in entities.review_counts(subject).items()
        ]
        if as_json:
            print_json(counted)
            return
        rows = [(say(f"entities-kind-{c['kind']}"), say(f"entities-review-{_id(str(c['reason']))}"), c["items"])
                for c in counted]  # fmt: skip
        print_table("", titles("kind", "reason", "waiting"), rows)
        return
    found = entities.review(
        subject, kind=kind or None, reason=why or None, record=record or None, dataset=dataset or None,
        order=order, limit=limit,
    )  # fmt: skip
    if as_json:
        print_json(found)
        return
    shown = [
        (item.since.isoformat(), f"{item.left}\n{item.right}", f"{100 * item.probability:.1f} %", item.value,
         say(f"entities-review-{_id(item.reason)}"))
        for item in found
    ]  # fmt: skip
    print_table("", titles("since", "pair", "probability", "records", "reason"), shown)


@app.command()
def decide(
    left: str,
    right: str,
    verdict: str,
    reason: Reason,
    question: str = "same_person",
    whole: Annotated[bool, typer.Option("--whole")] = False,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Say whether two records are of one person (or one matter). Kept for ever, and can be taken back."""
    from hub import entities
    from hub.entities.kinds import kinds

    if not whole:
        done = entities.judge(left, right, verdict, actor_name(actor), reason, question=question)
        told(done, as_json=as_json)
        return
    subjects = sorted({of.subject for of in kinds().values() if of.question == question})
    items = [item for name in subjects for item in entities.review(name, reason="oversize", record=left)]
    items = [item for item in items if item.question == question and right in item.records]
    if verdict != "yes" or not items:
        raise NotAllowed("entities-no-whole", record=f"{left} {right}", next_command="hub review list --why oversize")
    told(entities.unite(items[0].records, actor_name(actor), reason, question=question), as_json=as_json)


@app.command()
def withdraw(
    judgement: int,
    reason: Reason,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Take a decision back: who is who is then as if it had never been taken."""
    from hub import entities

    done = entities.withdraw(judgement, actor_name(actor), reason)
    told(done, as_json=as_json, message="entities-withdrawn")


@app.command()
def decisions(
    record: str = "",
    withdrawn: Annotated[bool, typer.Option("--withdrawn")] = False,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """What people decided, the newest first."""
    from hub import entities

    found = entities.judgements(record=record or None, include_withdrawn=withdrawn, limit=limit)
    if as_json:
        print_json(found)
        return
    rows = [
        (str(j.id), j.at.date().isoformat(), j.actor, j.left, j.right, say(f"entities-verdict-{j.verdict}"), j.reason)
        for j in found
    ]
    print_table("", titles("id", "date", "actor", "left", "right", "verdict", "reason"), rows)


def _id(reason: str) -> str:
    return reason.replace("_", "-")
