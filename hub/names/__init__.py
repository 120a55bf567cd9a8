"""Names of people across scripts, and aliases of districts, offices and designations.

``NameKey.of(text)`` is one name in a comparable form, ``normalise(column)`` a whole column of them;
``similarity(a, b)`` tells how alike two names are, ``compatible(a, b)`` whether the given names may be one person's.
``hub.names.places`` reads districts, offices and designations. Measured: ``docs/reference/names.md``.
"""

from hub.names.column import COLUMNS, given_similarities, normalise, similarities
from hub.names.compare import compatible, given_similarity, similarity
from hub.names.key import NameKey

__all__ = [
    "COLUMNS", "NameKey", "compatible", "given_similarities", "given_similarity", "normalise", "similarities",
    "similarity",
]  # fmt: skip
