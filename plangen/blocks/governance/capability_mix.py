"""The technology capability mix: what is built in-house, what with partners, what is bought."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, day_text, lines
from plangen.blocks.charting import chart, places_of
from plangen.doctree import Block, Chart, Column, Row, Table, Text
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Identifier,
    Line,
    Part,
    Percent,
    StrategyBlock,
    Surroundings,
    outside,
    parse_choice,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted, percent_text, trimmed

Mode = Annotated[
    Literal["own", "joint", "partner"],
    parse_choice({"own": ("自研", "自建"), "joint": ("联合", "联合开发"), "partner": ("外购", "合作")}),
]
MODES = ("own", "joint", "partner")
MOST_CHARTED = 24
HALF = 50  # per cent
OWN = ("online", "own_share")  # figures of a capability that a phase may not be called by


class Phase(Part):
    """A further date of a capability, such as the end of its roll-out."""

    name: Line = Field(description="what is reached, such as Series")
    date: Day = Field(description="the day it is reached")


class Capability(Part):
    """One technology capability: who builds it, on which terms, and when it is in use."""

    id: Identifier = Field(description="a short name of the capability for references")
    capability: Line = Field(description="what the company will be able to do, or the system that does it")
    mode: Mode = Field(description="one of own, joint, partner")
    own_share: Annotated[Percent, Field(ge=0, le=100)] | None = Field(
        default=None, description="the part of the work done in-house, such as 60%, optional"
    )
    owner: Line = Field(description="the department that answers for it")
    partner_terms: Line | None = Field(
        default=None, description="what a partner has to agree to; needed unless it is built in-house"
    )
    exit: Line | None = Field(default=None, description="how one leaves the partner, optional")
    online: Day | None = Field(default=None, description="the day it is in use, optional")
    phases: tuple[Phase, ...] = Field(default=(), description="further dates, in order, optional")

    @property
    def fits(self) -> bool:
        """Tell whether the share agrees with the mode: own is half or more in-house, partner half or less."""
        share = self.own_share
        if share is None:
            return True
        return {"own": share >= HALF, "joint": 0 < share < 100, "partner": share <= HALF}[self.mode]


class CapabilityMix(StrategyBlock):
    """Technology capabilities by how they are come by: built, built together, bought.

    The three ways are hierarchy, hybrid and market (Williamson, "Comparative Economic Organization", Administrative
    Science Quarterly 36(2), 1991).
    """

    example: ClassVar[str] = """\
items:
  - {id: data, capability: 数据底座与指标平台, mode: 自研, own_share: 80%, owner: 数字技术部, online: 2026-12-31}
  - id: cdp
    capability: 会员中台
    mode: 联合
    own_share: 50%
    owner: 会员运营部
    partner_terms: 数据归公司所有，可整体导出
    exit: 提前三个月通知，移交配置与代码
    phases:
      - {name: 一期, date: 2026-11-30}
      - {name: 二期, date: 2027-07-30}
"""
    items: Annotated[tuple[Capability, ...], Field(min_length=1)] = Field(description="the capabilities")

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([item.id for item in self.items], "items")
        yield from repeated([item.capability for item in self.items], "items", "capability")
        for index, item in enumerate(self.items):
            path: tuple[str | int, ...] = ("items", index)
            mode = label(surroundings.language, f"mode_{item.mode}")
            if item.mode != "own" and not item.partner_terms:
                message = "{name}: the mode is {mode}, but partner_terms is missing"
                hint = "add a line partner_terms: who owns data and code, how it is paid and accepted"
                yield Fault("PG007", (*path, "partner_terms"), message, hint, {"name": item.capability, "mode": mode})
            if not item.fits:
                message = "{name}: the mode is {mode}, but own_share is {share}"
                values = {"name": item.capability, "mode": mode, "share": percent_text(item.own_share or Decimal(0))}
                yield Fault("PG006", (*path, "own_share"), message, "correct one of the two", values)
            if item.online:
                yield from outside(item.online, surroundings.horizon, (*path, "online"), item.capability)
            yield from repeated_phases(item, path)
            for number, phase in enumerate(item.phases):
                what = label(surroundings.language, "pair", name=item.capability, text=phase.name)
                yield from outside(phase.date, surroundings.horizon, (*path, "phases", number, "date"), what)
            for number, (before, after) in enumerate(pairwise(item.phases), start=1):
                if after.date < before.date:
                    message = "{name}: {after} is reached on {day}, before {before} on {earlier}"
                    days = {"name": item.capability, "after": after.name, "day": after.date}
                    days |= {"before": before.name, "earlier": before.date}
                    place = (*path, "phases", number, "date")
                    yield Fault("PG410", place, message, "exchange or correct the two dates", days)

    def values(self, language: str) -> dict[str, Stated]:
        modes: Counter[str] = Counter(item.mode for item in self.items)
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        for mode in MODES:
            found[f"count_{mode}"] = counted(modes[mode])
        found["own_share"] = Quantity(trimmed(Decimal(modes["own"] * 100) / len(self.items), 1), "%")
        for item in self.items:
            for phase in item.phases:
                found[f"{item.id}.{phase.name}"] = phase.date
            if item.own_share is not None:
                found[f"{item.id}.own_share"] = Quantity(item.own_share, "%")
            if item.online:
                found[f"{item.id}.online"] = item.online
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        nodes: list[Block] = [self._table(place)]
        if sum(item.own_share is not None for item in self.items) > 1:
            nodes.append(self._shares(place))
        return nodes

    def _table(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        columns = (
            Column(word("capability")),
            Column(word("capability_mode"), "center"),
            Column(word("owner")),
            Column(word("partner_terms")),
            Column(word("capability_online"), "center"),
        )
        rows = tuple(
            Row(
                (
                    cell(item.capability),
                    lines(
                        word(f"mode_{item.mode}"),
                        word("own_part", share=percent_text(item.own_share)) if item.own_share is not None else "",
                    ),
                    cell(item.owner),
                    lines(item.partner_terms or "", word("capability_exit", text=item.exit) if item.exit else "")
                    if item.partner_terms or item.exit
                    else cell("—"),
                    lines(
                        day_text(item.online, place.language) if item.online else "",
                        *(
                            word("capability_phase", name=phase.name, day=day_text(phase.date, place.language))
                            for phase in item.phases
                        ),
                    )
                    if item.online or item.phases
                    else cell("—"),
                )
            )
            for item in self.items
        )
        modes: Counter[str] = Counter(item.mode for item in self.items)
        said = word("joint").join(
            word("mode_count", mode=word(f"mode_{mode}"), count=modes[mode]) for mode in MODES if modes[mode]
        )
        note = word("capability_note", count=len(self.items), said=said)
        caption = place.caption or word("capability_mix_caption")
        return Table(columns, rows, caption, place.path, note=(Text(note),), origin=place.origin)

    def _shares(self, place: BlockPlace) -> Chart:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        shared = [(item.capability, item.own_share) for item in self.items if item.own_share is not None]
        note = word("capability_charted", count=MOST_CHARTED) if len(shared) > MOST_CHARTED else ""
        shared = shared[:MOST_CHARTED]
        return chart(
            place,
            "shares",
            word("capability_shares_caption"),
            "stacked",
            [name for name, _ in shared],
            [
                (word("in_house"), [share for _, share in shared]),
                (word("by_partners"), [100 - share for _, share in shared]),
            ],
            unit="%",
            places=places_of(share for _, share in shared),
            lying=True,
            note=note,
        )


def repeated_phases(item: Capability, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Yield PG202 for each phase of a capability whose name an earlier one, or another figure, has."""
    names = [phase.name for phase in item.phases]
    for number, name in enumerate(names):
        if name in names[:number]:
            message = "{key} {identifier} is used by an earlier entry"
            values = {"key": "name", "identifier": name}
            yield Fault("PG202", (*path, "phases", number, "name"), message, "give each entry its own {key}", values)
        if name in OWN:
            message = "{name} is the name of another figure of this capability"
            yield Fault("PG202", (*path, "phases", number, "name"), message, "choose another name", {"name": name})
