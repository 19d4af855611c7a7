"""The compliance checklist: what each law asks for, how far it is met, and until when the rest is mended."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, day_text, lines
from plangen.doctree import Block, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Identifier,
    Line,
    Part,
    StrategyBlock,
    Surroundings,
    outside,
    parse_choice,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted, trimmed

Status = Annotated[
    Literal["met", "mostly", "partly", "unmet", "not_applicable"],
    parse_choice(
        {
            "met": ("符合",),
            "mostly": ("基本符合",),
            "partly": ("部分符合",),
            "unmet": ("不符合",),
            "not_applicable": ("不适用",),
        }
    ),
]
TONES: dict[str, Tone] = {
    "met": "good",
    "mostly": "warn",
    "partly": "bad",
    "unmet": "severe",
    "not_applicable": "muted",
}
_TITLE_MARKS = str.maketrans("", "", "《》")  # one and the same law is written with and without them


class Requirement(Part):
    """What one law asks for, and how far it is met."""

    id: Identifier = Field(description="a short name of the entry for references")
    law: Line = Field(description="the law or rule, such as GDPR")
    requirement: Line = Field(description="what it asks for")
    status: Status = Field(description="one of met, mostly, partly, unmet, not_applicable")
    gap: Line | None = Field(default=None, description="what is missing, unless the requirement is met")
    evidence: Line | None = Field(default=None, description="what shows that the requirement is met")
    owner: Line = Field(description="the department that answers for it")
    due: Day | None = Field(default=None, description="the day by which the gap is closed")

    @property
    def open(self) -> bool:
        """Tell whether something is left to do."""
        return self.status not in ("met", "not_applicable")


class ComplianceChecklist(StrategyBlock):
    """Laws with status, evidence, gap and due date (ISO 37301:2021, 4.5 compliance obligations and 9.1)."""

    example: ClassVar[str] = """\
items:
  - id: consent
    law: 个人信息保护法
    requirement: 告知同意、最小必要
    status: 部分符合
    gap: 门店入会授权文本不统一
    owner: 会员运营部
    due: 2026-05-29
  - {id: licence, law: 广告法, requirement: 宣传用语须有依据, status: 符合, evidence: 逐条审核记录, owner: 线上事业部}
"""
    items: Annotated[tuple[Requirement, ...], Field(min_length=1)] = Field(description="one entry for each requirement")

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([item.id for item in self.items], "items")
        pairs = [f"{item.law.translate(_TITLE_MARKS)}：{item.requirement}" for item in self.items]
        yield from repeated(pairs, "items", "requirement")
        for index, item in enumerate(self.items):
            name = {"name": pairs[index], "status": label(surroundings.language, f"compliance_{item.status}")}
            if item.open and not item.gap:
                message = "{name}: the status is {status}, but no gap is named"
                yield Fault("PG007", ("items", index, "gap"), message, "add a line gap: what is missing", name)
            if item.open and not item.due:
                message = "{name}: the status is {status}, but no date is given by which the gap is closed"
                yield Fault("PG007", ("items", index, "due"), message, "add a line due: 2026-06-30", name)
            if item.status == "met" and not item.evidence:
                message = "{name}: the status is {status}, but nothing shows it"
                hint = "add a line evidence: the record or report that shows it"
                yield Fault("PG007", ("items", index, "evidence"), message, hint, name)
            if not item.open and item.gap:
                message = "{name}: the status is {status}, but a gap is named"
                hint = "delete the gap, or change the status"
                yield Fault("PG006", ("items", index, "gap"), message, hint, name)
            if item.status == "not_applicable" and item.due:
                message = "{name}: the status is {status}, but a date is given by which a gap is closed"
                hint = "delete the date, or change the status"
                yield Fault("PG006", ("items", index, "due"), message, hint, name)
            if item.due:
                yield from outside(item.due, surroundings.horizon, ("items", index, "due"), pairs[index])

    def rate(self) -> Decimal | None:
        """Return how much of what applies is met, in per cent; None where nothing applies."""
        applies = [item for item in self.items if item.status != "not_applicable"]
        if not applies:
            return None
        return trimmed(Decimal(sum(item.status == "met" for item in applies) * 100) / len(applies), 1)

    def values(self, language: str) -> dict[str, Stated]:
        statuses = [item.status for item in self.items]
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        for status in TONES:
            found[f"count_{status}"] = counted(sum(one == status for one in statuses))
        found["count_open"] = counted(sum(item.open for item in self.items))
        rate = self.rate()
        if rate is not None:
            found["rate"] = Quantity(rate, "%")
        for item in self.items:
            if item.due:
                found[f"{item.id}.due"] = item.due
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        columns = (
            Column(word("law")),
            Column(word("requirement")),
            Column(word("status"), "center"),
            Column(word("gap_or_evidence")),
            Column(word("owner")),
            Column(word("compliance_due"), "center"),
        )
        rows = tuple(
            Row(
                (
                    cell(item.law),
                    cell(item.requirement),
                    cell(word(f"compliance_{item.status}"), TONES[item.status]),
                    lines(item.gap or "", word("shown_by", text=item.evidence) if item.evidence else "")
                    if item.gap or item.evidence
                    else cell("—"),
                    cell(item.owner),
                    cell(day_text(item.due, place.language) if item.due else "—"),
                )
            )
            for item in self.items
        )
        counts = {status: sum(item.status == status for item in self.items) for status in TONES}
        said = word("joint").join(
            word("compliance_count", status=word(f"compliance_{status}"), count=count)
            for status, count in counts.items()
            if count
        )
        rate = self.rate()
        note = word("compliance_note", count=len(self.items), said=said)
        if rate is not None:
            note += word("compliance_rate", rate=Quantity(rate, "%").text)
        caption = place.caption or word("compliance_checklist_caption")
        return [Table(columns, rows, caption, place.path, note=(Text(note),), origin=place.origin)]
