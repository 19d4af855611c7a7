"""Instruments that have to say something about each of a few things."""

from collections.abc import Collection, Iterator, Mapping

from plangen.messages import listed
from plangen.model import Fault


def untouched(needed: Mapping[str, str], present: Collection[str], field: str) -> Iterator[Fault]:
    """Yield PG007 where no entry of a list speaks of something needed; ``needed`` gives the word for each of them."""
    missing = [word for kind, word in needed.items() if kind not in present]
    if missing:
        message = "{field}: no entry is about {missing}"
        hint = "add an entry for each of: {missing}; all of {needed} are needed"
        values = {"field": field, "missing": listed(missing), "needed": listed(needed.values())}
        yield Fault("PG007", (field,), message, hint, values)
