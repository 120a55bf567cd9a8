"""``hub audit``: who did what, and the proof that nothing was changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import sqlalchemy as sa
import typer

from hub.audit import audit
from hub.cli.output import ActorOption, JsonOption, actor_name, print_json, print_table, say
from hub.database import engine
from hub.settings import IST

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_rows(limit: Annotated[int, typer.Option(min=1)] = 50, as_json: JsonOption = False) -> None:
    """The newest audit rows."""
    query = sa.select(audit).order_by(audit.c.sequence.desc()).limit(limit)
    with engine().connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    if as_json:
        print_json(rows)
        return
    columns = ("sequence", "at", "actor", "action", "subject", "reason")
    shown = [
        [
            str(row["sequence"]),
            datetime.fromisoformat(row["at"]).astimezone(IST).strftime("%d.%m.%Y %H:%M:%S"),
            *map(row.get, columns[2:]),
        ]
        for row in rows
    ]
    print_table("", [say(f"cli-audit-{name}") for name in columns], shown)


@app.command("verify")
def verify_chains(actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """Prove the chains of audit rows and of receipts from end to end; that it was done is an audit row."""
    from hub.cli.verify import show
    from hub.desk import note_whole_proof
    from hub.verify import chains

    proofs = list(chains())
    note_whole_proof(actor_name(actor), [proof.subject for proof in proofs if not proof.holds])
    show(proofs, as_json=as_json)
