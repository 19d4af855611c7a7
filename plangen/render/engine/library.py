"""WeasyPrint's modules, imported without their advice, and the replacing of a function for a while."""

from __future__ import annotations

import ctypes.util
import importlib
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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


@contextmanager
def replaced_everywhere(module: str, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    """Replace a function in its module and in those of WeasyPrint that imported it by name."""
    original = getattr(load(module), name, None)
    with ExitStack() as stack:
        if original is not None:
            made = make(original)
            for key, user in list(sys.modules.items()):
                if key.startswith(("weasyprint", module)) and getattr(user, name, None) is original:
                    stack.enter_context(replaced(user, name, lambda _: made))
        yield
