"""``hub verify``: what must always hold, proven now."""

from __future__ import annotations

from collections.abc import Iterable

from hub.cli.output import JsonOption, console, print_json, print_table, say
from hub.errors import HubError
from hub.verify import Proof


def verify(as_json: JsonOption = False) -> None:
    """Prove that nothing is lost, doubled or changed; exits with 1 and the reason where something does not hold."""
    from hub.verify import verify as prove

    show(prove(), as_json=as_json)


def show(proofs: Iterable[Proof], *, as_json: bool) -> None:
    """Print proofs; raises ``HubError`` naming the first that does not hold."""
    done = list(proofs)
    broken = [proof for proof in done if not proof.holds]
    if as_json:
        print_json(done)
    else:
        rows = [
            (
                say(proof.rule),
                proof.subject,
                say("cli-verify-holds" if proof.holds else "cli-verify-broken"),
                proof.reason,
            )
            for proof in done
        ]
        titles = [say(f"cli-verify-{name}") for name in ("rule", "subject", "result", "why")]
        print_table(say("cli-verify-title"), titles, rows)
        if not broken:
            console.print(say("cli-verify-all", count=len(done)))
    if broken:
        first = f"{say(broken[0].rule)} — {broken[0].subject}: {broken[0].reason}"
        raise HubError("verify-failed", broken=len(broken), count=len(done), first=first, next_command="hub status")
