"""Writing the file: each object of it is turned into bytes once.

Its identifier is made of all objects, so pydyf turns each into bytes twice, and compresses it twice. Saves a fiftieth
of a render.
"""

from __future__ import annotations

from typing import Any

from plangen.render.engine.library import load, replaced


def writing(original: Any) -> Any:
    pydyf: Any = load("pydyf")

    def write(pdf: Any, *more: Any, **named: Any) -> None:
        """Write a file whose objects do not change any more."""
        with replaced(pydyf.Stream, "data", _kept), replaced(pydyf.Dictionary, "data", _kept):
            original(pdf, *more, **named)

    return write


def _kept(original: Any) -> Any:
    def data(written: Any) -> Any:
        known = written.__dict__
        if "written" not in known:
            known["written"] = original.fget(written)
        return known["written"]

    return property(data)
