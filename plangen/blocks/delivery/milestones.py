"""Milestones: what has to be true on which day, how that is judged, and who answers for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, day_text
from plangen.blocks.charting import gantt
from plangen.blocks.delivery.network import find_cycles
from plangen.doctree import Block, Column, Row, Span, Table
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Horizon,
    Identifier,
    Line,
    Part,
    StrategyBlock,
    Surroundings,
    outside,
    repeated,
)
from plangen.quantities import Stated, counted

MOST_ROWS = 40  # of a chart over time
FEWEST_ROWS = 3  # of a timeline worth drawing


class Milestone(Part):
    """A day on which something has to be true, and how that is judged."""

    id: Identifier = Field(description="a short name of the milestone for references")
    name: Line = Field(description="what has been reached, such as Pilot judged")
    date: Day = Field(description="the day it has to be reached, inside the plan's horizon")
    criteria: Line = Field(description="what has to be shown so that it counts as reached")
    owner: Line = Field(description="who answers for it")
    after: tuple[Line, ...] = Field(
        default=(), description="ids of the tasks of a roadmap, or of other milestones, that have to end before it"
    )


def by_date(milestones: Sequence[Milestone]) -> list[Milestone]:
    """Return milestones in the order of their dates; equal ones keep theirs."""
    return sorted(milestones, key=lambda milestone: milestone.date)


def check_milestones(milestones: Sequence[Milestone], path: str, horizon: Horizon | None) -> Iterator[Fault]:
    """Yield repeated ids, days outside the horizon, milestones before those they follow, and cycles.

    What a milestone follows that is no milestone of the list is left to whoever knows the tasks.
    """
    yield from repeated([milestone.id for milestone in milestones], path)
    known = {milestone.id: milestone for milestone in milestones}
    last = {milestone.id: index for index, milestone in enumerate(milestones)}
    for index, milestone in enumerate(milestones):
        yield from outside(milestone.date, horizon, (path, index, "date"), milestone.name)
        for position, identifier in enumerate(milestone.after):
            before = known.get(identifier)
            if before is not None and milestone.date < before.date:
                message = "{name} is due on {due}, before the milestone {before}, which it follows, on {other}"
                hint = "move one of the two dates, or remove the dependency"
                values: dict[str, object] = {"name": milestone.name, "due": milestone.date}
                values |= {"before": before.name, "other": before.date}
                yield Fault("PG410", (path, index, "after", position), message, hint, values)
    for cycle in find_cycles({milestone.id: milestone.after for milestone in milestones}):
        index = last[cycle[0]]
        place = (path, index, "after", milestones[index].after.index(cycle[1]))
        message = "milestones follow each other: {chain}"
        hint = "remove one of these dependencies"
        yield Fault("PG403", place, message, hint, {"chain": " → ".join(cycle)})


def milestone_table(milestones: Sequence[Milestone], place: BlockPlace, path: str, caption: str) -> Table:
    """Return milestones by date with what is asked of each."""

    def word(key: str) -> str:
        return label(place.language, key)

    columns = (
        Column(word("number"), "center"),
        Column(word("milestone")),
        Column(word("due"), "center"),
        Column(word("criteria")),
        Column(word("owner")),
    )
    rows = tuple(
        Row((cell(f"M{number}"), cell(m.name), cell(day_text(m.date, place.language)), cell(m.criteria), cell(m.owner)))
        for number, m in enumerate(by_date(milestones), start=1)
    )
    return Table(columns, rows, caption, path, origin=place.origin)


def milestone_spans(
    milestones: Sequence[Milestone], rows: Mapping[str, int], first: int = 0, group: str = ""
) -> list[Span]:
    """Return the rows of a chart over time. ``rows`` counts those of tasks by id, ``first`` is the next free one."""
    known = {**rows, **{milestone.id: first + number for number, milestone in enumerate(milestones)}}
    return [
        Span(
            milestone.name,
            milestone.date.isoformat(),
            milestone.date.isoformat(),
            group,
            milestone=True,
            after=tuple(dict.fromkeys(known[other] for other in milestone.after if other in known)),
        )
        for milestone in milestones
    ]


def timeline(milestones: Sequence[Milestone], place: BlockPlace) -> list[Block]:
    """Return a chart of milestones over time, where there are enough of them."""
    if len(milestones) < FEWEST_ROWS:
        return []
    shown = by_date(milestones)[:MOST_ROWS]
    counts = {"count": len(milestones), "shown": len(shown)}
    note = label(place.language, "timeline_cut", **counts) if len(shown) < len(milestones) else ""
    caption = label(place.language, "timeline_caption")
    return [gantt(place, "timeline", caption, milestone_spans(shown, {}), note=note)]


class Milestones(StrategyBlock):
    """Milestones with acceptance criteria, by date."""

    example: ClassVar[str] = """\
items:
  - id: cdp_live
    name: 会员中台一期上线
    date: 2026-11-30
    criteria: 线上渠道与直营门店按同一标识核销积分和券
    owner: 会员运营部
  - id: stores_done
    name: 门店改造完成
    date: 2028-06-30
    criteria: 设备、会员识别、库存共享三项逐店验收
    owner: 零售运营部
    after: [cdp_live]
"""
    items: Annotated[tuple[Milestone, ...], Field(min_length=1)] = Field(
        description="the milestones; they are shown by date"
    )

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from check_milestones(self.items, "items", surroundings.horizon)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        for milestone in self.items:
            found[f"{milestone.id}.date"] = milestone.date
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        caption = place.caption or label(place.language, "milestones_caption")
        return [milestone_table(self.items, place, place.path, caption), *timeline(self.items, place)]
