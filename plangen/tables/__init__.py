"""Sheets in the place of rows: what ``from:`` in a slot leads to. Nothing is imported until a plan has one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plangen.diagnostics import Diagnostic
from plangen.yamltree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from plangen.pack import SlotPlace
    from plangen.tables.files import Shelf

FROM = "from"


def asks_for_sheet(node: Node) -> bool:
    """Tell whether a sheet is asked for anywhere below."""
    match node:
        case Mapping():
            return FROM in node.entries or any(asks_for_sheet(value) for _, value in node.entries.values())
        case Sequence():
            return any(asks_for_sheet(item) for item in node.items)
        case Scalar():
            return False


class Sheets:
    """The sheets in a plan's folder. Files are read when asked for, each once; ``shown`` is what findings call it."""

    def __init__(self, folder: Path, shown: str) -> None:
        self._folder, self._shown = folder, shown
        self._shelf: Shelf | None = None

    def rows(self, place: SlotPlace, node: Node, language: str) -> tuple[Node | None, list[Diagnostic]]:
        """Return what stands in a slot with the rows of sheets in their places; nothing where one cannot be read."""
        from plangen.tables.files import Shelf
        from plangen.tables.importing import imported

        self._shelf = self._shelf or Shelf(self._folder, self._shown)
        return imported(place, node, self._shelf, language)
