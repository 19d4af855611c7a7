"""The three lines of defence: rules in the business, technical barriers, and an audit independent of both."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.governance.completeness import untouched
from plangen.doctree import Block, Column, Row, Table
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Fault,
    Identifier,
    Line,
    Part,
    StrategyBlock,
    Surroundings,
    parse_choice,
    repeated,
)
from plangen.quantities import Stated, counted

Kind = Annotated[
    Literal["policy", "technology", "audit"],
    parse_choice({"policy": ("制度", "Policy"), "technology": ("技术", "Technology"), "audit": ("审计", "Audit")}),
]
KINDS = ("policy", "technology", "audit")
_BETWEEN = re.compile("[、，,；;/＋+]")


def departments(owner: str) -> tuple[str, ...]:
    """Return the departments that an owner names: ``法务合规部、数字技术部`` are two."""
    return tuple(part for part in (part.strip() for part in _BETWEEN.split(owner)) if part)


class DefenceLine(Part):
    """One line of defence: what it does, how often, and what shows that it did."""

    id: Identifier = Field(description="a short name of the line for references")
    name: Line = Field(description="what the line is called, such as Rules and approval")
    kind: Kind = Field(description="one of policy, technology, audit")
    duties: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(description="what it does, one duty a line")
    owner: Line = Field(description="the department that answers for it; several with commas between")
    cadence: Line = Field(description="how often it acts, such as quarterly")
    evidence: Line = Field(description="what shows that it acted: records, reports, logs")
    reports_to: Line | None = Field(default=None, description="the body it reports to, optional")


class DefenceLines(StrategyBlock):
    """Three lines of defence: policy, technology and audit.

    The roles follow the Three Lines Model of the Institute of Internal Auditors (2020): those who run the business keep
    its rules, expertise supports and watches them, and internal audit is independent of both (principle 5). So nobody
    who owns an audit line may own another line or be the one it reports to.
    """

    example: ClassVar[str] = """\
lines:
  - id: policy
    name: 制度防线
    kind: 制度
    duties: [统一授权文本, 素材先审后用]
    owner: 法务合规部
    cadence: 每季自查
    evidence: 部门负责人签署的自查结论
  - {id: tech, name: 技术防线, kind: 技术, duties: [按岗授权并留痕], owner: 数字技术部, cadence: 实时, evidence: 日志}
  - id: audit
    name: 审计防线
    kind: 审计
    duties: [抽查权限、日志与营销名单]
    owner: 审计部
    cadence: 每半年
    evidence: 审计报告与整改闭环记录
    reports_to: 董事会战略委员会
"""
    lines: Annotated[tuple[DefenceLine, ...], Field(min_length=1)] = Field(
        description="the lines, at least one of each kind"
    )

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([line.id for line in self.lines], "lines")
        needed = {kind: label(surroundings.language, f"defence_{kind}") for kind in KINDS}
        yield from untouched(needed, {line.kind for line in self.lines}, "lines")
        owned: dict[str, str] = {}  # the departments of the first two lines, and a line of each
        for line in self.lines:
            if line.kind != "audit":
                for department in departments(line.owner):
                    owned.setdefault(department, line.name)
        for index, line in enumerate(self.lines):
            if line.kind != "audit":
                continue
            for department in departments(line.owner):
                if department in owned:
                    message = "{department} owns {audit}, which has to be independent, and {other} as well"
                    hint = "give {audit} to a department that owns none of the other lines"
                    values = {"department": department, "audit": line.name, "other": owned[department]}
                    yield Fault("PG006", ("lines", index, "owner"), message, hint, values)
            for department in departments(line.reports_to or ""):
                if department in owned:
                    message = "{audit} reports to {department}, which owns {other} and would be audited by it"
                    hint = "let {audit} report to the board or a committee of it"
                    values = {"department": department, "audit": line.name, "other": owned[department]}
                    yield Fault("PG006", ("lines", index, "reports_to"), message, hint, values)
                elif department in departments(line.owner):
                    message = "{audit} is owned by {department} and reports to it, that is to itself"
                    hint = "let {audit} report to the board or a committee of it"
                    values = {"department": department, "audit": line.name}
                    yield Fault("PG006", ("lines", index, "reports_to"), message, hint, values)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.lines))}
        for line in self.lines:
            found[f"{line.id}.duties"] = counted(len(line.duties))
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        columns = (
            Column(word("defence_line")),
            Column(word("duties")),
            Column(word("defence_owner")),
            Column(word("cadence"), "center"),
            Column(word("defence_evidence")),
        )
        ordered = sorted(self.lines, key=lambda line: KINDS.index(line.kind))
        rows = tuple(
            Row(
                (
                    lines(word(f"defence_rank_{line.kind}"), line.name),
                    cell(word("joint_sentence").join(duty.rstrip("。.；;") for duty in line.duties)),
                    lines(line.owner, word("reports_to", body=line.reports_to) if line.reports_to else ""),
                    cell(line.cadence),
                    cell(line.evidence),
                )
            )
            for line in ordered
        )
        caption = place.caption or word("defence_lines_caption")
        return [Table(columns, rows, caption, place.path, origin=place.origin)]
