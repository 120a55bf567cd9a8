"""Reading a JSON answer's outer shape without reading its records."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from connectors.common.http import Answer
from connectors.common.retry import TryAgain

Shape = TypeVar("Shape")


def read_json(answer: Answer, decoder: msgspec.json.Decoder[Shape]) -> Shape:
    """The answer in the decoder's shape.

    Records declared as ``msgspec.Raw`` stay bytes: text that is not UTF-8 passes here and is judged row by row later.
    Raises ``TryAgain``: a body that ends early, or that is not (the agreed) JSON, may come whole at the next try.
    """
    try:
        return decoder.decode(answer.body)
    except UnicodeDecodeError:  # msgspec leaves it as it is where a text is decoded
        problem = TryAgain("not-json", is_broken=True)
    except msgspec.ValidationError:
        problem = TryAgain("shape", is_broken=True)
    except msgspec.DecodeError as error:
        cut = "truncated" in str(error)
        problem = TryAgain("incomplete") if cut else TryAgain("not-json", is_broken=True)
    raise problem
