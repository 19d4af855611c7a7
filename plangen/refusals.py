"""The error by which a validator refuses a value: words for a finding, carried through pydantic."""

from __future__ import annotations

from pydantic_core import PydanticCustomError


def fault(message: str, hint: str = "", **values: object) -> PydanticCustomError:
    """Make the error that a validator raises; message and hint are templates over ``values``."""
    return PydanticCustomError("plangen", "{message}", {"message": message, "hint": hint, "values": values})
