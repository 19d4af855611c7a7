"""The error by which a validator refuses a value: words for a finding, carried through pydantic."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

FOLLOWS = ""
"""The code of an error that follows from one reported elsewhere: it makes a value unusable and is no finding."""


def fault(message: str, hint: str = "", *, code: str = "PG006", **values: object) -> PydanticCustomError:
    """Make the error that a validator raises; message and hint are templates over ``values``."""
    context = {"message": message, "hint": hint, "code": code, "values": values}
    return PydanticCustomError("plangen", "{message}", context)
