"""A document tree as plain lists and dicts, and back."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from plangen.doctree import NODE_TYPES, Series


def to_json(node: Any) -> Any:
    """Return a tree as plain lists and dicts; each node names its type under ``type`` and leaves defaults out.

    The figures of charts become texts, so that no digit is lost.
    """
    if isinstance(node, Decimal):
        return str(node)
    if isinstance(node, tuple):
        return [to_json(item) for item in node]
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    result: dict[str, Any] = {"type": type(node).__name__}
    for spec in dataclasses.fields(node):
        value = getattr(node, spec.name)
        if spec.default is dataclasses.MISSING or value != spec.default:
            result[spec.name] = to_json(value)
    return result


def from_json(data: Any) -> Any:
    """Rebuild what ``to_json`` returned. Raises ``ValueError`` on an unknown type or field."""
    if isinstance(data, list):
        return tuple(from_json(item) for item in data)
    if not isinstance(data, dict):
        return data
    fields = dict(data)
    name = fields.pop("type", None)
    node_type = NODE_TYPES.get(name) if isinstance(name, str) else None
    if node_type is None:
        raise ValueError(f"unknown node type {name!r}")
    known = {spec.name for spec in dataclasses.fields(node_type)}
    if unknown := set(fields) - known:
        raise ValueError(f"{name} has no field {', '.join(sorted(unknown))}")
    if node_type is Series:
        fields["values"] = [None if value is None else Decimal(value) for value in fields.get("values", [])]
    return node_type(**{key: from_json(value) for key, value in fields.items()})
