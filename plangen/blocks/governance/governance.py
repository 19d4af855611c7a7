"""Governance: which body decides what, up to which amount, how fast, and who decides when it does not."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.delivery.network import find_cycles
from plangen.doctree import Block, Column, Row, Table, Text
from plangen.labels import label
from plangen.messages import listed
from plangen.model import (
    BlockPlace,
    Fault,
    Identifier,
    Line,
    Money,
    Part,
    StrategyBlock,
    Surroundings,
    Whole,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted

_HOURS = re.compile(r"(\d{1,6})\s*(?:个?小时|hours?\b|h\b)")


class Body(Part):
    """One body and what it may decide; what it may not goes up to another."""

    id: Identifier = Field(description="a short name of the body for references")
    name: Line = Field(description="what the body is called")
    level: Line = Field(description="its level, such as Direction")
    members: Line = Field(description="who sits in it")
    duties: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(description="what it does, one duty a line")
    cadence: Line = Field(description="how often it meets, such as quarterly")
    decides: Line = Field(description="what it may decide itself")
    limit: Money | None = Field(default=None, description="the amount up to which it may decide, optional")
    escalates_to: Line | None = Field(
        default=None, description="the id of the body that decides what this one may not; the highest has none"
    )


class DecisionRule(Part):
    """How fast a matter is decided, and what happens when it is not."""

    hours: Annotated[Whole, Field(gt=0, le=720)] = Field(default=24, description="hours within which a body decides")
    rule: Line = Field(description="what has to be decided within that time, and from when it counts")
    escalation: Line | None = Field(default=None, description="what happens when the time is over, optional")


class Governance(StrategyBlock):
    """The bodies that govern a plan, from the teams to the board, with limits of authority and a decision rule.

    Authority is delegated in steps, and accountability stays with the highest body (ISO 37000:2021, 6.5).
    """

    example: ClassVar[str] = """\
bodies:
  - id: board
    name: 董事会战略委员会
    level: 决策层
    members: 董事长、总经理、独立董事
    duties: [审定阶段预算, 裁决定价原则与组织调整]
    cadence: 每季
    decides: 阶段预算与方向调整
  - id: office
    name: 战略办公室
    level: 统筹层
    members: 办公室主任与财务、人力代表
    duties: [裁决跨部门争议]
    cadence: 每周
    decides: 跨部门争议与阶段内调剂
    limit: 100万元
    escalates_to: board
decision_rule: {hours: 24, rule: 争议书面提交后24小时内裁定, escalation: 逾期自动上报上一级}
"""
    bodies: Annotated[tuple[Body, ...], Field(min_length=1)] = Field(
        description="the bodies; all but the highest name the one above them"
    )
    decision_rule: DecisionRule = Field(description="how fast a matter is decided")

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([body.id for body in self.bodies], "bodies")
        yield from repeated([body.name for body in self.bodies], "bodies", "name")
        known = {body.id: index for index, body in enumerate(self.bodies)}
        for index, body in enumerate(self.bodies):
            if body.escalates_to is not None and body.escalates_to not in known:
                near = get_close_matches(body.escalates_to, known, 1)
                hint = "did you mean {near}?" if near else "name the id of a body of this list: {known}"
                values = {"identifier": body.escalates_to, "near": near[0] if near else "", "known": ", ".join(known)}
                path: tuple[str | int, ...] = ("bodies", index, "escalates_to")
                yield Fault("PG201", path, "no body has the id {identifier}", hint, values)
        cycles = find_cycles({body.id: (body.escalates_to,) if body.escalates_to else () for body in self.bodies})
        for cycle in cycles:
            names = " → ".join(self.bodies[known[one]].name for one in cycle)
            path = ("bodies", known[cycle[0]], "escalates_to")
            message = "bodies pass matters up in a circle: {chain}"
            yield Fault("PG403", path, message, "delete escalates_to of the highest of them", {"chain": names})
        highest = [index for index, body in enumerate(self.bodies) if body.escalates_to is None]
        if len(highest) > 1:
            message = "{count} bodies have none above them: {names}"
            hint = "exactly one may be the highest; add escalates_to: to the others"
            tops = {"count": len(highest), "names": listed(self.bodies[index].name for index in highest)}
            yield Fault("PG006", ("bodies", highest[-1]), message, hint, tops)
        yield from self._check_limits(known)
        yield from self._check_hours()

    def _check_hours(self) -> Iterator[Fault]:
        """Yield a rule that names other hours than those it is printed beside."""
        rule = self.decision_rule
        named = [int(number) for number in _HOURS.findall(unicodedata.normalize("NFKC", rule.rule))]
        if named and rule.hours not in named:
            message = "the rule names {named} hours, but hours is {hours}"
            hint = "correct one of the two, so that readers find one time limit"
            values = {"named": listed(map(str, named)), "hours": rule.hours}
            yield Fault("PG006", ("decision_rule", "rule"), message, hint, values)

    def _check_limits(self, known: dict[str, int]) -> Iterator[Fault]:
        above: dict[int, int | None] = {}  # the nearest body higher up that has a limit

        def nearest(index: int) -> int | None:
            trail: list[int] = []
            found: int | None = None
            current = index
            while current not in above:
                above[current] = None  # should the way up be a circle, it ends here
                trail.append(current)
                following = known.get(self.bodies[current].escalates_to or "")
                if following is None:
                    break
                if self.bodies[following].limit:
                    found = following
                    break
                current = following
            else:
                found = above[current]
            for passed in trail:
                above[passed] = found
            return above[index]

        for index, body in enumerate(self.bodies):
            if body.limit is None:
                continue
            path = ("bodies", index, "limit")
            if body.limit.number <= 0:
                message = "{name}: the limit is {limit}; it has to be greater than 0"
                yield Fault("PG006", path, message, "correct the number", {"name": body.name, "limit": body.limit.text})
                continue
            higher = nearest(index)
            upper = self.bodies[higher].limit if higher is not None else None
            if higher is None or upper is None or upper.number <= 0:
                continue
            values = {"name": body.name, "one": body.limit.text, "other": upper.text, "above": self.bodies[higher].name}
            if upper.dimension != body.limit.dimension:
                message = "{name}: {one} and {other} have different units"
                yield Fault("PG006", path, message, "write all limits in one currency", values)
            elif upper.base < body.limit.base:
                message = "{name} may decide up to {one}, but {above} above it only up to {other}"
                hint = "lower {one} or raise {other}"
                yield Fault("PG006", path, message, hint, values)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {
            "count": counted(len(self.bodies)),
            "decision_hours": Quantity(Decimal(self.decision_rule.hours), label(language, "decision_unit")),
        }
        for body in self.bodies:
            if body.limit:
                found[f"{body.id}.limit"] = body.limit
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        names = {body.id: body.name for body in self.bodies}
        columns = (
            Column(word("body_level"), "center"),
            Column(word("body")),
            Column(word("duties")),
            Column(word("decides")),
            Column(word("cadence"), "center"),
            Column(word("escalates_to")),
        )
        rows = tuple(
            Row(
                (
                    cell(body.level),
                    lines(body.name, word("members", members=body.members)),
                    cell(word("joint_sentence").join(duty.rstrip("。.；;") for duty in body.duties)),
                    lines(body.decides, word("up_to", limit=body.limit.text) if body.limit else ""),
                    cell(body.cadence),
                    cell(names.get(body.escalates_to, body.escalates_to) if body.escalates_to else "—"),
                )
            )
            for body in self.bodies
        )
        rule = self.decision_rule
        note = word("decision_note", hours=rule.hours, rule=rule.rule.rstrip("。."))
        if rule.escalation:
            note += word("escalation_note", escalation=rule.escalation.rstrip("。."))
        caption = place.caption or word("governance_caption")
        return [Table(columns, rows, caption, place.path, note=(Text(note),), origin=place.origin)]
