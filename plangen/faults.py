"""From pydantic's errors and blocks' faults to findings with a place, a plain message and a next step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from plangen.diagnostics import Diagnostic, finding
from plangen.messages import translate
from plangen.model import Fault
from plangen.quantities import shown
from plangen.refusals import FOLLOWS
from plangen.yamltree import Mapping, Node, Scalar, Sequence, place

Clean = Callable[[str], str]

# What pydantic's own error types say to somebody who has never heard of it.
_WORDS: dict[str, tuple[str, str]] = {
    "string_type": ("{field} needs a text, not {value}", "write one line of text"),
    "bool_type": ("{field} needs true or false, not {value}", "write true or false"),
    "bool_parsing": ("{field} needs true or false, not {value}", "write true or false"),
    "list_type": ("{field} needs a list, not {value}", "begin each entry on a line of its own with: - "),
    "tuple_type": ("{field} needs a list, not {value}", "begin each entry on a line of its own with: - "),
    "dict_type": ("{field} needs a group of fields, not {value}", "write the fields below it, indented by two spaces"),
    "model_type": ("{field} needs a group of fields, not {value}", "write the fields below it, indented by two spaces"),
    "model_attributes_type": ("{field} needs a group of fields, not {value}", "write the fields indented below it"),
    "too_short": ("{field} needs at least {min_length} entries", "add the missing entries"),
    "too_long": ("{field} takes at most {max_length} entries", "shorten the list"),
    "greater_than": ("{field} is {value}; it has to be greater than {gt}", "correct the number"),
    "greater_than_equal": ("{field} is {value}; it has to be at least {ge}", "correct the number"),
    "less_than": ("{field} is {value}; it has to be less than {lt}", "correct the number"),
    "less_than_equal": ("{field} is {value}; it can be at most {le}", "correct the number"),
    "decimal_parsing": ("{field} needs a number, not {value}", "write digits, such as 10.5"),
    "decimal_type": ("{field} needs a number, not {value}", "write digits, such as 10.5"),
    "finite_number": ("{field} needs a number, not {value}", "write digits, such as 10.5"),
    "literal_error": ("{field} cannot be {value}", "use one of: {expected}"),
    "string_pattern_mismatch": (
        "{field} cannot be {value}",
        "write it in the form {pattern}",
    ),
}

# A comma inside braces divides entries: {value: 9,500万元} has a second field called 500万元.
_SPLIT = 'if it belongs to the value before it, put that value in quotes: "EUR 9,500"; '
_SPLIT_ITEM = 'if the comma belongs to the number, put it in quotes: "EUR 9,500"; otherwise '
_HEAD, _TAIL = re.compile(r"[+-]?\d{1,3}"), re.compile(r"\d{3}(?!\d)")


def findings_of(
    error: ValidationError, root: Node, adapter: TypeAdapter[Any], clean: Clean = str, whole: str = ""
) -> Iterator[Diagnostic]:
    """Turn every error of a validation into a finding.

    ``clean`` shows a text as its author wrote it; ``whole`` names what was validated.
    """
    for details in error.errors(include_url=False):
        # pydantic counts only the entries without faults
        if details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]:
            continue
        if details.get("ctx", {}).get("code") == FOLLOWS:
            continue
        yield _finding(details, root, adapter, clean, whole)


def _finding(details: ErrorDetails, root: Node, adapter: TypeAdapter[Any], clean: Clean, whole: str) -> Diagnostic:
    path = tuple(details["loc"])
    if is_key := path[-1:] == ("[key]",):
        path = path[:-1]
    kind = details["type"]
    context = dict(details.get("ctx", {}))
    steps = [step for step in path if not (isinstance(step, str) and step.startswith("~"))]
    name = str(steps[-1]) if steps and isinstance(steps[-1], str) else _named(steps, whole)
    value = clean(shown(details["input"]))
    if kind == "missing":
        return finding("PG007", place(root, path), "the field {field} is missing", "add a line {field}: …", field=name)
    if kind == "extra_forbidden":
        near = get_close_matches(name.casefold(), _siblings(path, adapter), 1)
        hint = "did you mean {near}?" if near else "known here: {known}"
        if details["input"] is None:
            hint = _SPLIT + "did you mean {near}?" if near else _SPLIT + "known here: {known}"
        known = ", ".join(_siblings(path, adapter))
        message = "there is no field {field} here"
        at = place(root, path, key=True)
        return finding("PG203", at, message, hint, field=name, near=near[0] if near else "", known=known)
    if details["input"] is None and steps and isinstance(steps[-1], str):
        at = place(root, path)
        hint = "fill in the cell" if at.in_sheet else "write its value after the colon"
        return finding("PG007", at, "the field {field} is empty", hint, field=name)
    if kind == "plangen":
        values = {key: clean(str(item)) for key, item in context["values"].items()}
        at = place(root, path, key=is_key)
        hint = context["hint"]
        if hint and _splits_a_number(root, steps):
            hint = _SPLIT_ITEM + "{rest}"
            values["rest"] = translate(context["hint"]).format(**values)
        made = finding(context["code"], at, context["message"], hint, **values)
        return replace(made, message=translate("{field}: ").format(field=name) + made.message) if name else made
    message, hint = _WORDS.get(kind, ("{field} cannot be {value}: {reason}", ""))
    values = {key: str(item) for key, item in context.items() if key not in ("field", "value")}
    values["reason"] = details["msg"]
    if "expected" in values:
        values["expected"] = values["expected"].replace(" or ", translate(" or "))
    if not _fits(message, values):
        message = "{field} cannot be {value}: {reason}"
    return finding(
        "PG006", place(root, path), message, hint if _fits(hint, values) else "", field=name, value=value, **values
    )


def _splits_a_number(root: Node, steps: list[Any]) -> bool:
    """Tell whether an entry of a list and the next one read like one number with a comma: ``[1,200万元]``."""
    node: Node | None = root
    for step in steps[:-1]:
        match node:
            case Mapping():
                node = node.entries[step][1] if step in node.entries else None
            case Sequence() if isinstance(step, int):
                node = node.items[step]
    if not steps or not isinstance(steps[-1], int) or not isinstance(node, Sequence):
        return False
    match node.items[steps[-1] : steps[-1] + 2]:
        case [Scalar() as head, Scalar() as tail]:
            return bool(_HEAD.fullmatch(head.value) and _TAIL.match(tail.value))
    return False


def _fits(template: str, values: dict[str, str]) -> bool:
    try:
        template.format(field="", value="", **values)
    except KeyError:
        return False
    return True


def _named(steps: list[Any], whole: str) -> str:
    """Name an entry of a list by the list and its number, counted from 1."""
    match steps[-2:]:
        case [str() as name, int() as index]:
            return translate("{name} {number}").format(name=name, number=index + 1)
        case [int() as row, int() as cell]:
            return translate("row {row}, cell {cell}").format(row=row + 1, cell=cell + 1)
        case [int() as index]:
            return translate("entry {number}").format(number=index + 1)
        case _:
            return whole or translate("this")


def _siblings(path: tuple[int | str, ...], adapter: TypeAdapter[Any]) -> list[str]:
    """Return the fields known beside an unknown one, by walking the adapter's core schema."""
    schema: Any = adapter.core_schema
    definitions = {}
    if schema["type"] == "definitions":
        definitions = {entry["ref"]: entry for entry in schema["definitions"]}
        schema = schema["schema"]
    for step in path[:-1]:
        schema = _below(_unwrapped(schema, definitions), step, definitions)
        if schema is None:
            return []
    schema = _unwrapped(schema, definitions)
    return list(schema["fields"]) if schema.get("type") == "model-fields" else []


def _unwrapped(schema: Any, definitions: dict[str, Any]) -> Any:
    """Step through validators, defaults and references to the schema that has parts."""
    while True:
        if schema["type"] == "definition-ref":
            schema = definitions[schema["schema_ref"]]
        elif schema["type"] not in ("tagged-union", "model-fields") and "schema" in schema:
            schema = schema["schema"]
        else:
            return schema


def _below(schema: Any, step: int | str, definitions: dict[str, Any]) -> Any:
    match schema["type"]:
        case "tagged-union":
            return schema["choices"].get(step)
        case "model-fields":
            entry = schema["fields"].get(step)
            return entry["schema"] if entry else None
        case "tuple":
            return schema["items_schema"][0]
        case "list":
            return schema.get("items_schema")
        case "dict":
            return schema.get("values_schema")
        case _:
            return None


def place_fault(fault: Fault, root: Node, clean: Clean = str) -> Diagnostic:
    """Turn a fault that a block found in itself into a finding at the value it is about."""
    values = {key: clean(str(item)) for key, item in fault.values.items()}
    return finding(fault.code, place(root, fault.path, key=fault.key), fault.message, fault.hint, **values)
