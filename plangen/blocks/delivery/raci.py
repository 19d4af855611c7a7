"""Responsibilities: who does the work, who answers for it, who is asked and who is told."""

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from plangen.blocks.cells import cell
from plangen.doctree import Block, Cell, Column, Row, Table, Text
from plangen.labels import label
from plangen.messages import listed
from plangen.model import BlockPlace, Fault, Line, Part, StrategyBlock, Surroundings, repeated
from plangen.quantities import Stated, counted, shown
from plangen.refusals import fault

MOST_COLUMNS = 10  # of roles beside each other on a page


def _letters(value: object) -> object:
    """Read ``A/R``, ``ar``, ``R、C`` or ``[A, R]`` as the letters it holds."""
    if isinstance(value, list) and value and all(isinstance(letter, str) for letter in value):
        value = "/".join(value)
    if isinstance(value, str):
        letters = [letter for letter in unicodedata.normalize("NFKC", value).upper() if letter not in " /、,"]
        if letters and set(letters) <= set("RACI"):
            return tuple(dict.fromkeys(letters))
    raise fault("{value} is no RACI role", "use R, A, C or I, or two of them as in A/R", value=shown(value))


Letters = Annotated[tuple[Literal["R", "A", "C", "I"], ...], BeforeValidator(_letters)]


class Activity(Part):
    """One piece of work and what each role has to do with it."""

    activity: Line = Field(description="the piece of work")
    assign: dict[str, Letters] = Field(description="for each role that takes part: R, A, C or I, or two as in A/R")


class Raci(StrategyBlock):
    """A responsibility matrix: R does it, A answers for it, C is asked, I is told. Exactly one A in each row.

    The RACI form of the responsibility assignment matrix (PMI, "PMBOK Guide", 6th edition, 2017, 9.1.2.2). Where a row
    has no R, whoever has the A does the work.
    """

    example: ClassVar[str] = """\
roles: [战略办公室, 财务部, 会员运营部]
rows:
  - {activity: 会员中台建设, assign: {会员运营部: A/R, 战略办公室: C, 财务部: I}}
"""
    roles: Annotated[tuple[Line, ...], Field(min_length=1, max_length=16)] = Field(
        description="the roles or departments, in the order of the columns"
    )
    rows: Annotated[tuple[Activity, ...], Field(min_length=1)] = Field(description="the pieces of work")

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        for index, role in enumerate(self.roles):
            if role in self.roles[:index]:
                yield Fault("PG202", ("roles", index), "the role {role} is named twice", "delete one", {"role": role})
        yield from repeated([row.activity for row in self.rows], "rows", "activity")
        for index, row in enumerate(self.rows):
            for role in row.assign:
                if role not in self.roles:
                    near = get_close_matches(role, self.roles, 1)
                    hint = "did you mean {near}?" if near else "add it to roles:"
                    values: dict[str, Any] = {"role": role, "near": near[0] if near else ""}
                    yield Fault(
                        "PG201", ("rows", index, "assign", role), "roles: does not list {role}", hint, values, key=True
                    )
            answering = [role for role, letters in row.assign.items() if "A" in letters]
            if len(answering) != 1:
                values = {"activity": row.activity, "count": len(answering), "who": listed(answering)}
                message = "{activity}: {count} roles have an A ({who})" if answering else "{activity}: no role has an A"
                hint = "give the A to exactly one role, the one that answers for the result"
                yield Fault("PG404", ("rows", index, "assign"), message, hint, values)

    def with_letter(self, letter: str, row: Activity) -> list[str]:
        """Return the roles of a row that have a letter, in the order of the columns."""
        return [role for role in dict.fromkeys(self.roles) if letter in row.assign.get(role, ())]

    def values(self, language: str) -> dict[str, Stated]:
        """Return how many rows there are, how often a role has each letter, and how often it carries work (A or R)."""
        found: dict[str, Stated] = {"count": counted(len(self.rows)), "roles": counted(len(self.roles))}
        for role in self.roles:
            held = [row.assign.get(role, ()) for row in self.rows]
            for letter in "RACI":
                found[f"{role}.{letter}"] = counted(sum(letter in letters for letters in held))
            found[f"{role}.carries"] = counted(sum("A" in letters or "R" in letters for letters in held))
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        caption = place.caption or label(place.language, "raci_caption")
        note = (Text(label(place.language, "raci_note")),)
        columns, rows = self._matrix(place) if len(self.roles) <= MOST_COLUMNS else self._names(place)
        return [Table(columns, rows, caption, place.path, note=note, header_column=True, origin=place.origin)]

    def _matrix(self, place: BlockPlace) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        """Return a column for each role."""
        columns = (Column(label(place.language, "activity")), *(Column(role, "center") for role in self.roles))
        rows = tuple(
            Row((cell(row.activity), *(_letters_cell(row.assign.get(role, ())) for role in self.roles)))
            for row in self.rows
        )
        return columns, rows

    def _names(self, place: BlockPlace) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        """Return a column for each letter, with the roles by name: so many roles would not fit beside each other."""

        def word(key: str) -> str:
            return label(place.language, key)

        heads = (("A", "raci_answers"), ("R", "raci_does"), ("C", "raci_asked"), ("I", "raci_told"))
        columns = (Column(word("activity")), *(Column(word(key)) for _, key in heads))
        rows = tuple(
            Row(
                (
                    cell(row.activity),
                    *(
                        cell(word("joint").join(self.with_letter(letter, row)), "strong" if letter == "A" else "")
                        for letter, _ in heads
                    ),
                )
            )
            for row in self.rows
        )
        return columns, rows


def _letters_cell(letters: tuple[str, ...]) -> Cell:
    return cell("/".join(letters), "strong" if "A" in letters else "")
