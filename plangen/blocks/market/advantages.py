"""Competitive advantages: in which dimensions, on what evidence, how hard to copy, and whether they will last."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.market.measured import check_measured, measure_of, measured_lines, measured_values
from plangen.doctree import Block, Cell, Column, Row, Table, Text, Tone
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
from plangen.quantities import Stated, counted

Imitability = Annotated[
    Literal["low", "medium", "high"], parse_choice({"low": ("低",), "medium": ("中",), "high": ("高",)})
]
YesNo = Annotated[Literal["yes", "no"], parse_choice({"yes": ("是",), "no": ("否",)})]
Verdict = Literal["sustained", "temporary", "parity", "disadvantage"]

LEAST_DIMENSIONS = 2
IMITABILITY_TONES: dict[str, Tone] = {"high": "good", "medium": "warn", "low": "bad"}
VERDICT_TONES: dict[Verdict, Tone] = {
    "sustained": "good",
    "temporary": "warn",
    "parity": "muted",
    "disadvantage": "bad",
}


class Vrio(Part):
    """The four questions of the VRIO framework."""

    value: YesNo = Field(description="yes or no: does it raise what customers pay or lower what it costs")
    rarity: YesNo = Field(description="yes or no: do only few competitors have it")
    inimitability: YesNo = Field(description="yes or no: is it costly to copy or to replace")
    organisation: YesNo = Field(description="yes or no: is the company organised to use it")

    @property
    def verdict(self) -> Verdict:
        """Return what follows from the first question that is answered with no."""
        if self.value == "no":
            return "disadvantage"
        if self.rarity == "no":
            return "parity"
        return "sustained" if self.inimitability == self.organisation == "yes" else "temporary"

    @property
    def letters(self) -> str:
        """Return the letters of what is given, with a dash for what is not: ``VR–O``."""
        answers = zip("VRIO", (self.value, self.rarity, self.inimitability, self.organisation), strict=True)
        return "".join(letter if answer == "yes" else "–" for letter, answer in answers)


class Advantage(Part):
    """One advantage over competitors."""

    id: Identifier = Field(description="a short name for references, such as one_stock")
    dimension: Line = Field(description="where it lies: product, cost, service, channel, data, brand or another")
    advantage: Line = Field(description="what competitors cannot do as well")
    evidence: Line = Field(description="what it rests on and how one can tell")
    measure: Line | None = Field(
        default=None, description="what it is measured by, such as repairs done at the first visit"
    )
    baseline: Figure | None = Field(default=None, description="the measure at the start, such as 82.0%")
    target: Figure | None = Field(default=None, description="the measure at the end, such as 97.0%")
    imitability: Imitability = Field(description="how hard it is to copy: low, medium or high")
    vrio: Vrio | None = Field(default=None, description="value, rarity, inimitability, organisation, each yes or no")
    owner: Line = Field(description="who builds it")


class Advantages(StrategyBlock):
    """Competitive advantages in at least two different dimensions.

    The verdict is that of the VRIO framework (Barney, "Firm Resources and Sustained Competitive Advantage", Journal of
    Management 17(1), 1991; "Looking Inside for Competitive Advantage", Academy of Management Executive 9(4), 1995):
    without value a disadvantage, without rarity parity, without inimitability a temporary advantage, with all four a
    sustained one. One that the company is not organised to use counts as temporary too (Rothaermel, "Strategic
    Management", chapter 4).
    """

    example: ClassVar[str] = """\
items:
  - id: one_stock
    dimension: 服务
    advantage: 门店兼作前置仓，就近发货与到店退换
    evidence: 四百余家门店的库存统一后，同城订单由最近的门店发出
    measure: 48小时发货率
    baseline: 82.0%
    target: 97.0%
    imitability: 中
    vrio: {value: 是, rarity: 是, inimitability: 否, organisation: 是}
    owner: 供应链中心
  - id: fit_data
    dimension: 数据
    advantage: 会员与版型数据驱动的企划
    evidence: 试穿、退换与改衣记录连续多季可查
    imitability: 高
    owner: 商品中心
"""
    items: Annotated[tuple[Advantage, ...], Field(min_length=1)] = Field(
        description="the advantages, in at least two dimensions"
    )
    note: Line | None = Field(default=None, description="a remark below the table, optional")

    def dimensions(self) -> tuple[str, ...]:
        """Return the different dimensions in the order they come up."""
        return tuple(dict.fromkeys(item.dimension for item in self.items))

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([item.id for item in self.items], "items")
        yield from repeated([item.advantage for item in self.items], "items", "advantage")
        if len(dimensions := self.dimensions()) < LEAST_DIMENSIONS:
            message = "all advantages lie in one dimension, {dimension}; {least} are needed"
            hint = "add an advantage in another dimension than {dimension}, such as product, cost, service or data"
            values = {"dimension": dimensions[0], "least": LEAST_DIMENSIONS}
            yield Fault("PG006", ("items",), message, hint, values)
        for index, item in enumerate(self.items):
            yield from check_measured(item, ("items", index), item.advantage)
            if item.vrio and item.vrio.verdict == "disadvantage":
                message = "{name} is listed as an advantage, but value: is no, which makes it a disadvantage"
                hint = "correct value:, or delete the entry"
                yield Fault("PG006", ("items", index, "vrio", "value"), message, hint, {"name": item.advantage})
            copied = item.vrio.inimitability if item.vrio else ""
            if (item.imitability, copied) in (("low", "yes"), ("high", "no")):
                message = "{name}: imitability and inimitability contradict each other"
                hint = "imitability: says how hard it is to copy; high goes with inimitability: yes, low with no"
                yield Fault("PG006", ("items", index, "vrio", "inimitability"), message, hint, {"name": item.advantage})

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items)), "dimensions": counted(len(self.dimensions()))}
        for item in self.items:
            found |= {f"{item.id}.{name}": value for name, value in measured_values(item, language)}
            found[f"{item.id}.imitability"] = label(language, f"imitability_{item.imitability}")
            if item.vrio:
                found[f"{item.id}.verdict"] = label(language, f"verdict_{item.vrio.verdict}")
        return found

    def measures(self) -> Iterator[Measure]:
        for index, item in enumerate(self.items):
            yield from measure_of(item, ("items", index))

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str) -> str:
            return label(place.language, key)

        measured = any(item.measure for item in self.items)
        judged = any(item.vrio for item in self.items)
        columns = (
            Column(word("dimension"), "center"),
            Column(word("advantage")),
            Column(word("advantage_evidence")),
            *((Column(word("measured")),) if measured else ()),
            Column(word("imitability"), "center"),
            *((Column(word("vrio"), "center"),) if judged else ()),
            Column(word("owner")),
        )
        rows = tuple(
            Row(
                (
                    cell(item.dimension),
                    cell(item.advantage),
                    cell(item.evidence),
                    *((lines(*measured_lines(item, place.language)),) if measured else ()),
                    cell(word(f"imitability_{item.imitability}"), IMITABILITY_TONES[item.imitability]),
                    *((_verdict_cell(item.vrio, place.language),) if judged else ()),
                    cell(item.owner),
                )
            )
            for item in self.items
        )
        note = (word("advantages_note") if judged else "") + (self.note or "")
        caption = place.caption or word("advantages_caption")
        return [Table(columns, rows, caption, place.path, note=(Text(note),) if note else (), origin=place.origin)]


def _verdict_cell(vrio: Vrio | None, language: str) -> Cell:
    if vrio is None:
        return cell("—")
    return lines(label(language, f"verdict_{vrio.verdict}"), vrio.letters, tone=VERDICT_TONES[vrio.verdict])
