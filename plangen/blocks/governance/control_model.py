"""The operating control: what is held to which standard in quality, process, risk and effect, and who steps in."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, group, lines
from plangen.blocks.governance.completeness import untouched
from plangen.blocks.performance.indicators import ways
from plangen.blocks.performance.units import mismatch
from plangen.doctree import Block, Cell, Column, Row, Table
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Fault,
    Figure,
    Identifier,
    Line,
    Measure,
    Part,
    StrategyBlock,
    Surroundings,
    parse_choice,
    repeated,
)
from plangen.quantities import Quantity, Stated, change_text, counted

Dimension = Annotated[
    Literal["quality", "process", "risk", "effect"],
    parse_choice(
        {
            "quality": ("质量", "Quality"),
            "process": ("过程", "Process"),
            "risk": ("风险", "Risk"),
            "effect": ("效果", "Effect"),
        }
    ),
]
DIMENSIONS = ("quality", "process", "risk", "effect")


class Control(Part):
    """One thing under control; its figures belong to the indicator it is judged by."""

    id: Identifier = Field(description="a short name of the control for references, as in the scorecard if it is there")
    dimension: Dimension = Field(description="one of quality, process, risk, effect")
    control: Line = Field(description="what is controlled")
    standard: Line = Field(description="the standard it is held to")
    indicator: Line | None = Field(default=None, description="the indicator it is judged by, needed for figures")
    baseline: Figure | None = Field(default=None, description="the indicator now, with its unit, optional")
    target: Figure | None = Field(
        default=None, description="the indicator as it has to become, with its unit, optional"
    )
    action: Line = Field(description="what happens on a deviation")
    owner: Line = Field(description="the department or role that steps in")
    cadence: Line = Field(description="how often it is looked at, such as weekly")

    @property
    def ends(self) -> tuple[Quantity, Quantity] | None:
        """Return baseline and target where both are there and can be compared."""
        if self.baseline and self.target and self.baseline.dimension == self.target.dimension:
            return self.baseline, self.target
        return None


class ControlModel(StrategyBlock):
    """Operating control in four dimensions: quality, process, risk and effect.

    Each control is a loop of standard, measurement and corrective action (ISO 9001:2015, 9.1 and 10.2).
    """

    example: ClassVar[str] = """\
items:
  - id: return_rate
    dimension: 质量
    control: 线上退货
    standard: 退货逐单登记原因，每周按款复盘
    indicator: 线上退货率
    baseline: 38.0%
    target: 32.0%
    action: 高退货款先停推广，再改详情或版型
    owner: 商品中心
    cadence: 每周
  - {id: ship, dimension: 过程, control: 订单履约, standard: 无超时, action: 逐单销号, owner: 客服部, cadence: 每日}
  - {id: change, dimension: 风险, control: 系统变更, standard: 可回退, action: 回退, owner: 数字技术部, cadence: 每次}
  - {id: result, dimension: 效果, control: 措施成效, standard: 有改善, action: 换办法, owner: 战略办公室, cadence: 每月}
"""
    items: Annotated[tuple[Control, ...], Field(min_length=1)] = Field(
        description="the controls, at least one in each dimension"
    )

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([item.id for item in self.items], "items")
        needed = {name: label(surroundings.language, f"control_{name}") for name in DIMENSIONS}
        yield from untouched(needed, {item.dimension for item in self.items}, "items")
        for index, item in enumerate(self.items):
            if (item.baseline or item.target) and not item.indicator:
                message = "{name} has figures, but no indicator that they measure"
                hint = "add a line indicator: …, or delete the figures"
                yield Fault("PG007", ("items", index, "indicator"), message, hint, {"name": item.control})
            if item.baseline and item.target:
                name = item.indicator or item.control
                yield from mismatch(item.baseline, item.target, ("items", index, "target"), name)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        for item in self.items:
            if item.baseline:
                found[f"{item.id}.baseline"] = item.baseline
            if item.target:
                found[f"{item.id}.target"] = item.target
            if item.ends:
                found[f"{item.id}.change"] = change_text(*item.ends, language)
        return found

    def measures(self) -> Iterator[Measure]:
        for index, item in enumerate(self.items):
            figures = {"baseline": item.baseline, "target": item.target}
            given = {role: (figure, ("items", index, role)) for role, figure in figures.items() if figure}
            if given and item.indicator:
                yield Measure(item.id, item.indicator, given, words=ways(*item.ends) if item.ends else ())

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str) -> str:
            return label(place.language, key)

        measured = any(item.indicator for item in self.items)
        columns = (
            Column(word("control_object")),
            Column(word("control_standard")),
            *((Column(word("control_indicator")),) if measured else ()),
            Column(word("control_action")),
            Column(word("control_owner")),
        )
        rows: list[Row] = []
        for dimension in DIMENSIONS:
            members = [item for item in self.items if item.dimension == dimension]
            if members:
                rows.append(group(word(f"control_{dimension}"), len(columns)))
            rows += [
                Row(
                    (
                        cell(item.control),
                        cell(item.standard),
                        *((self._indicator(item, place.language),) if measured else ()),
                        cell(item.action),
                        lines(item.owner, item.cadence),
                    )
                )
                for item in members
            ]
        caption = place.caption or word("control_model_caption")
        return [Table(columns, tuple(rows), caption, place.path, origin=place.origin)]

    def _indicator(self, item: Control, language: str) -> Cell:
        if item.baseline and item.target:
            figures = f"{item.baseline.text} → {item.target.text}"
        elif item.baseline:
            figures = label(language, "control_baseline", figure=item.baseline.text)
        elif item.target:
            figures = label(language, "control_target", figure=item.target.text)
        else:
            figures = ""
        return lines(item.indicator or "—", figures)
