"""``hub deliver``: send what the outbox holds."""

from __future__ import annotations

from hub.cli.output import DateOption, JsonOption, business_date, console, plain, print_json


def deliver(date_: DateOption = None, as_json: JsonOption = False) -> None:
    """Send pending messages to the systems they are for, and keep their receipts."""
    from hub.deliver import deliver as run

    done = run(business_date(date_))
    if as_json:
        print_json(done)
    else:
        console.print(plain(done))
