"""WeasyPrint's modules, imported without their advice, and the replacing of a function for a while."""

from __future__ import annotations

import ctypes.util
import importlib
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def load(name: str) -> Any:
    """Import an untyped module of WeasyPrint, without its advice on a system library that is not needed."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="HarfBuzz-Subset", category=DeprecationWarning)
        if name in sys.modules or sys.platform != "linux":
            return importlib.import_module(name)
        try:
            with replaced(ctypes.util, "find_library", lambda original: lambda wanted: None):
                return importlib.import_module(name)
        except OSError:
            # libraries in an unusual place: let the compiler and the linker be asked where
            return importlib.import_module(name)


@contextmanager
def replaced(owner: Any, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    original = getattr(owner, name, None)
    if original is None:
        yield
        return
    setattr(owner, name, make(original))
    try:
        yield
    finally:
        setattr(owner, name, original)
