"""Findings as data: order, severity, and what stops a draft."""

from __future__ import annotations

import pytest

from plangen.diagnostics import (
    Diagnostic,
    PlanError,
    Position,
    errors,
    finding,
    for_release,
    ordered,
    stops_draft,
)


def at(code: str, file: str = "f", line: int = 1, column: int = 1, message: str = "m") -> Diagnostic:
    return finding(code, Position(file, line, column), message)


def test_findings_stand_by_place_and_once() -> None:
    one, two, three, four = at("PG203", "a", 2, 9), at("PG005", "a", 2, 10), at("PG006", "a", 10), at("PG001", "b")
    assert ordered([four, three, two, one, three, at("PG006", "a", 10)]) == (one, two, three, four)


def test_two_findings_at_one_place_keep_the_order_of_their_codes() -> None:
    assert [d.code for d in ordered([at("PG203"), at("PG007"), at("PG201")])] == ["PG007", "PG201", "PG203"]


def test_values_are_filled_in_and_never_read_as_templates() -> None:
    made = finding("PG006", Position("f"), "{value} and {{braces}}", "write {value}", value="{x} {{y}} {0}")
    assert (made.message, made.hint) == ("{x} {{y}} {0} and {braces}", "write {x} {{y}} {0}")


def test_an_unknown_code_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        finding("PG999", Position("f"), "m")


def test_a_release_raises_what_its_code_says() -> None:
    assert [d.severity for d in for_release([at("PG104"), at("PG301"), at("PG001")])] == ["error", "warning", "error"]
    assert at("PG104").severity == "warning"


def test_what_stops_a_draft() -> None:
    found = [at(code) for code in ("PG001", "PG101", "PG102", "PG103", "PG104", "PG301", "PG401")]
    assert [d.code for d in errors(found)] == ["PG001", "PG101", "PG102", "PG103", "PG401"]
    assert [d.code for d in stops_draft(found)] == ["PG001", "PG102", "PG401"]
    assert [d.code for d in stops_draft(for_release(found))] == ["PG001", "PG102", "PG401"]


def test_an_error_carries_its_findings_in_order() -> None:
    error = PlanError([at("PG006", line=2), at("PG001", line=1)])
    assert [d.code for d in error.diagnostics] == ["PG001", "PG006"]
    assert str(error) == "f:1:1: PG001 m; f:2:1: PG006 m"
