"""Write the tables of docs/themes.md from the model of themes, between the marks that say so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from plangen.numbering import SCHEMES
from plangen.theme import Theme

PAGE = Path(__file__).parent.parent / "docs" / "themes.md"
BEGIN, END = "<!-- keys: written by scripts/write_themes.py -->", "<!-- end of keys -->"


def themes_page() -> str:
    """Return the page with its tables made anew."""
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{rest.split(END)[1]}"


def tables() -> str:
    """Return one table for each part of a theme, first the keys that stand alone."""
    return "\n".join(_table(name, model) for name, model in _parts("", Theme))


def _parts(path: str, model: type[BaseModel]) -> list[tuple[str, type[BaseModel]]]:
    found = [(path, model)]
    for name, field in model.model_fields.items():
        inner = _model_of(field)
        if inner:
            found.extend(_parts(f"{path}.{name}" if path else name, inner))
    return found


def _model_of(field: FieldInfo) -> type[BaseModel] | None:
    kinds = (field.annotation, *get_args(field.annotation))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def _table(path: str, model: type[BaseModel]) -> str:
    rows = [
        f"| `{name}` | {_kind(name, field)} | {_default(field)} | {_meaning(field)} |"
        for name, field in model.model_fields.items()
        if path or not _model_of(field) or _meaning(field)
    ]
    rows = [row for row in rows if not row.endswith("|  |")]
    title = f"### {path}\n\n" if path else ""
    return f"{title}| key | value | default | what it is |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _meaning(field: FieldInfo) -> str:
    return next((text for text in field.metadata if isinstance(text, str)), "")


def _limits(field: FieldInfo) -> dict[type, Any]:
    """Return the limits of a field; those of an optional value stand inside it."""
    outer = list(field.metadata)
    for kind in get_args(field.annotation):
        outer.extend(getattr(kind, "__metadata__", ()))
    flat = [entry for item in outer for entry in getattr(item, "metadata", [item])]
    return {type(entry): entry for entry in flat}


def _kind(name: str, field: FieldInfo) -> str:
    limits = _limits(field)
    kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if kind is not NoneType]
    bare = [get_args(kind)[0] if hasattr(kind, "__metadata__") else kind for kind in kinds]
    choice = next((kind for kind in bare if get_origin(kind) is Literal), None)
    if _model_of(field):
        return f"see `{name}` below"
    if choice is not None:
        return " or ".join(f"`{value}`" for value in get_args(choice))
    if name == "numbering":
        return ", ".join(f"`{scheme}`" for scheme in SCHEMES)
    if Ge in limits and Le in limits:
        whole = "whole number" if int in bare else "number"
        return f"{whole}, {limits[Ge].ge} to {limits[Le].le}"
    if name == "bold":
        return "four of `true` or `false`"
    if name == "series":
        return "eight colours"
    if MinLen in limits or (tuple in map(get_origin, bare)):
        return "name, or up to four"
    if bool in bare:
        return "`true` or `false`"
    if MaxLen in limits:
        return f"text, up to {limits[MaxLen].max_length}"
    return "colour" if field.default and str(field.default).startswith("#") else "text"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    match field.default:
        case None | "" | BaseModel():
            return ""
        case bool() as value:
            return f"`{str(value).lower()}`"
        case tuple() as values:
            return "`[" + ", ".join(str(v).lower() if isinstance(v, bool) else str(v) for v in values) + "]`"
        case Decimal() | str() as value:
            return f"`{value}`"
        case value:
            return f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(themes_page(), "utf-8", newline="\n")
