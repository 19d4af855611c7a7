"""Stage gates: what has to be true before a stage may begin and before it counts as done, and who decides that."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, lines, span_text
from plangen.blocks.delivery.amounts import wrong_amounts
from plangen.doctree import Block, Cell, Column, Row, Table
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Identifier,
    Line,
    Money,
    Part,
    StrategyBlock,
    Surroundings,
    outside,
    repeated,
)
from plangen.quantities import Stated, counted


class GatedStage(Part):
    """One stage between two gates."""

    id: Identifier | None = Field(default=None, description="a short name of the stage for references, optional")
    name: Line = Field(description="what the stage is called, such as Prove")
    start: Day = Field(description="its first day, inside the plan's horizon")
    end: Day = Field(description="its last day, before the next stage starts")
    entry: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(
        description="what has to be true before the stage begins, one condition a line, each open to proof"
    )
    exit: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(
        description="what has to be true before the stage counts as done, one condition a line, each open to proof"
    )
    decided_by: Line = Field(description="which body lets the stage pass")
    budget_cap: Money | None = Field(
        default=None, description="what may be spent until the end of the stage, all stages before it included"
    )

    @property
    def key(self) -> str:
        """Return what references call the stage: its id, else its name."""
        return self.id or self.name


class StageGates(StrategyBlock):
    """Stages with entry and exit conditions (R. G. Cooper, "Stage-Gate Systems", Business Horizons 33(3), 1990)."""

    example: ClassVar[str] = """\
stages:
  - name: 初期
    start: 2026-01-01
    end: 2026-06-30
    entry: [本方案及2026年预算获批, 各举措负责人确定]
    exit: [基线核定并签收任务书, 两套数据标准发布]
    decided_by: 董事会战略委员会
    budget_cap: 3,000万元
  - name: 中期
    start: 2026-07-01
    end: 2027-12-31
    entry: [初期准出通过]
    exit: [会员中台一期上线, 一盘货平台完成切换]
    decided_by: 董事会战略委员会
    budget_cap: 9,600万元
"""
    stages: Annotated[tuple[GatedStage, ...], Field(min_length=1)] = Field(
        description="the stages in the order in which they follow each other"
    )

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([stage.name for stage in self.stages], "stages", "name")
        # a stage without an id cannot repeat one
        yield from repeated([stage.id or f"#{index}" for index, stage in enumerate(self.stages)], "stages")
        for index, stage in enumerate(self.stages):
            yield from outside(stage.start, surroundings.horizon, ("stages", index, "start"), stage.name)
            yield from outside(stage.end, surroundings.horizon, ("stages", index, "end"), stage.name)
            if stage.end < stage.start:
                message = "{name} ends on {end}, before it starts on {start}"
                values = {"name": stage.name, "start": stage.start, "end": stage.end}
                yield Fault("PG006", ("stages", index, "end"), message, "exchange or correct the two dates", values)
            if index and stage.start <= self.stages[index - 1].end:
                before = self.stages[index - 1]
                message = "the stage {name} starts on {start}, but {before} before it ends only on {end}"
                hint = "let the stage start on a later day, or put the stages in order"
                values = {"name": stage.name, "start": stage.start, "before": before.name, "end": before.end}
                yield Fault("PG410", ("stages", index, "start"), message, hint, values)
        yield from self._check_caps()

    def _check_caps(self) -> Iterator[Fault]:
        capped = [(index, stage, stage.budget_cap) for index, stage in enumerate(self.stages) if stage.budget_cap]
        yield from wrong_amounts((stage.name, cap, ("stages", index, "budget_cap")) for index, stage, cap in capped)
        for (_, before, earlier), (index, stage, cap) in pairwise(capped):
            if cap.dimension == earlier.dimension and cap.base < earlier.base:
                message = "{name}: the cap of {cap} is below that of {before}, {earlier}"
                hint = "a cap counts all that is spent until then, so it cannot fall; add what this stage may spend"
                values = {"name": stage.name, "cap": cap.text, "before": before.name, "earlier": earlier.text}
                yield Fault("PG006", ("stages", index, "budget_cap"), message, hint, values)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.stages))}
        for stage in self.stages:
            found[f"{stage.key}.start"] = stage.start
            found[f"{stage.key}.end"] = stage.end
            if stage.budget_cap:
                found[f"{stage.key}.budget_cap"] = stage.budget_cap
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        capped = any(stage.budget_cap for stage in self.stages)
        columns = (
            Column(word("stage")),
            Column(word("dates"), "center"),
            Column(word("entry")),
            Column(word("exit")),
            *((Column(word("budget_cap"), "right"),) if capped else ()),
            Column(word("decided_by")),
        )
        rows = tuple(
            Row(
                (
                    cell(stage.name),
                    cell(span_text(stage.start, stage.end, place.language)),
                    _conditions(stage.entry, place.language),
                    _conditions(stage.exit, place.language),
                    *((cell(stage.budget_cap.text if stage.budget_cap else "—"),) if capped else ()),
                    cell(stage.decided_by),
                )
            )
            for stage in self.stages
        )
        caption = place.caption or word("stage_gates_caption")
        return [Table(columns, rows, caption, place.path, header_column=True, origin=place.origin)]


def _conditions(conditions: tuple[str, ...], language: str) -> Cell:
    """Write conditions on lines of their own, numbered where there are several."""
    if len(conditions) == 1:
        return cell(conditions[0])
    return lines(*(label(language, "condition", number=n, text=text) for n, text in enumerate(conditions, start=1)))
