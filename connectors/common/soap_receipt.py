"""What a SOAP service answers to one message: accepted with a number, or not with words; anything else is no answer."""

from __future__ import annotations

from connectors.common.retry import TryAgain
from connectors.common.soap import Answer, SoapClient
from hub.contracts import Receipt


def send(client: SoapClient, operation: str, key: str, number: str, **arguments: object) -> Receipt:
    """Call ``operation`` with ``key`` as its request id; ``number`` names the element with the service's own number.

    An answer that says neither yes with a number nor no with words tells nothing of the outcome: the call is made
    again. Raises as ``SoapClient.call``.
    """

    def read(answer: Answer) -> tuple[str, str, str]:
        return answer.text("Accepted").lower(), answer.text(number), answer.text("Message")

    def is_whole(answer: Answer) -> None:
        accepted, own, words = read(answer)
        if not ((accepted == "true" and own) or (accepted == "false" and words)):
            raise TryAgain("shape", is_broken=True)

    accepted, own, words = read(client.call(operation, is_whole, requestId=key, **arguments))
    return Receipt(key, accepted == "true", own, words)
