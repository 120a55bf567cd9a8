"""What can go wrong with the answer to something that a system takes in. The effect has happened by then."""

from __future__ import annotations

import re
from dataclasses import replace

import orjson

from sandbox.faults import Fault
from sandbox.standins._http import Reply
from sandbox.standins._pages import spoil

ACK_FAULTS = ("wrong_encoding", "field_missing", "field_renamed", "field_retyped")


def spoilt_json(reply: Reply, fault: Fault | None, field: str) -> Reply:
    """The answer with ``field`` (the fault's own, where it names one) missing, renamed or retyped, or not in UTF-8."""
    if fault is None or fault.fault not in ACK_FAULTS:
        return reply
    if fault.fault == "wrong_encoding":
        return replace(reply, body=reply.body.replace(b'":"', b'":"\x96', 1))
    return replace(reply, body=orjson.dumps(spoil([orjson.loads(reply.body)], fault, field)[0]))


def spoilt_xml(reply: Reply, fault: Fault | None, field: str) -> Reply:
    """The same for an element of a SOAP answer."""
    if fault is None or fault.fault not in ACK_FAULTS:
        return reply
    name = str(fault.params.get("field") or field).encode()
    becomes = {
        "wrong_encoding": rb"<\1>\x96\2</\1>",
        "field_missing": b"",
        "field_renamed": rb"<\1_new>\2</\1_new>",
        "field_retyped": rb"<\1><value>\2</value></\1>",
    }[fault.fault]
    return replace(reply, body=re.sub(rb"<(%s)>([^<]*)</\1>" % re.escape(name), becomes, reply.body))
