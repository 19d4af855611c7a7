"""The balanced scorecard: indicators in four perspectives, and how far each is from its target."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, group, lines
from plangen.blocks.charting import chart
from plangen.blocks.performance.indicators import (
    Cadence,
    Direction,
    Thresholds,
    against,
    attainment,
    heading,
    lit,
    reserved,
    ways,
)
from plangen.blocks.performance.units import mismatch, unlike
from plangen.doctree import Block, Chart, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.messages import translate
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
from plangen.quantities import Quantity, Stated, brief, change_text, counted, percent_text, rounded

Perspective = Annotated[
    Literal["finance", "customer", "operations", "innovation"],
    parse_choice(
        {
            "finance": ("财务",),
            "customer": ("客户",),
            "operations": ("运营", "内部流程"),
            "innovation": ("创新", "学习与成长"),
        }
    ),
]
PERSPECTIVES = ("finance", "customer", "operations", "innovation")
LIGHTS: tuple[tuple[str, Tone], ...] = (("green", "good"), ("amber", "warn"), ("red", "bad"))
OWN = ("count", *(f"count_{name}" for name, _ in LIGHTS), *PERSPECTIVES)
MOST_BARS = 24
MOST_AXES = 10
MOST_NOTES = 12  # that stand together below the table; more of them stand each below its indicator's name


class Kpi(Part):
    """One indicator of the scorecard; ``current`` is the latest measured value and starts as the baseline."""

    id: Identifier = Field(description="a short name for references, such as gross_margin")
    perspective: Perspective = Field(description="finance, customer, operations or innovation")
    name: Line = Field(description="what is measured, such as gross margin")
    baseline: Figure = Field(description="the value at the start with its unit, such as 46.5%")
    target: Figure = Field(description="the value to be reached, in the unit of the baseline")
    current: Figure | None = Field(
        default=None, description="the latest measured value; left out until there is one, when the baseline stands"
    )
    direction: Direction | None = Field(
        default=None, description="up, down or hold; left out it goes from the baseline to the target"
    )
    owner: Line | None = Field(default=None, description="who answers for the indicator")
    cadence: Cadence | None = Field(
        default=None, description="how often it is measured: daily, weekly, monthly, quarterly or yearly"
    )
    note: Line | None = Field(default=None, description="how it is counted, where that is open to dispute")

    @property
    def latest(self) -> Quantity:
        """Return the measured value, or the baseline before there is one."""
        return self.current or self.baseline

    @property
    def heading(self) -> str:
        """Return the direction that is wanted: as given, else from baseline to target."""
        return heading(self.direction, self.baseline, self.target)

    @property
    def attainment(self) -> Decimal | None:
        """Return the latest value in per cent of the target, inverted where less is better; None where undefined."""
        return attainment(self.latest, self.target, self.heading)


class KpiScorecard(StrategyBlock):
    """A balanced scorecard in four perspectives (Kaplan and Norton, Harvard Business Review 70(1), 1992)."""

    example: ClassVar[str] = """\
items:
  - id: gross_margin
    perspective: 财务
    name: 综合毛利率
    baseline: 46.5%
    target: 49.2%
    owner: 财务部
    cadence: 每月
thresholds: {green: 95%, amber: 80%}
"""
    items: Annotated[tuple[Kpi, ...], Field(min_length=1)] = Field(
        description="the indicators of all four perspectives"
    )
    thresholds: Thresholds = Field(
        default_factory=Thresholds, description="from which attainment on an indicator is green or amber"
    )

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        identifiers = [kpi.id for kpi in self.items]
        yield from repeated(identifiers, "items")
        yield from reserved(identifiers, OWN)
        for index, kpi in enumerate(self.items):
            path: tuple[str | int, ...] = ("items", index, "target")
            if kpi.direction == "hold":
                yield from unlike(kpi.baseline, kpi.target, path, kpi.name)
            else:
                yield from mismatch(kpi.baseline, kpi.target, path, kpi.name)
            if kpi.current:
                yield from unlike(kpi.baseline, kpi.current, ("items", index, "current"), kpi.name)
            if against(kpi.direction, kpi.baseline, kpi.target):
                message = "{name}: the direction is {direction}, but the target lies the other way"
                values = {"name": kpi.name, "direction": translate(kpi.direction or "")}
                yield Fault("PG006", ("items", index, "direction"), message, "delete the direction", values)
        yield from self.thresholds.check()

    def values(self, language: str) -> dict[str, Stated]:
        """Return the figures of each indicator, how many there are of each light, and the perspectives' attainment."""
        lights = [self.status(kpi) for kpi in self.items]
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        for name, tone in LIGHTS:
            found[f"count_{name}"] = counted(lights.count(tone))
        for perspective, reached in self.reached().items():
            found[f"{perspective}.attainment"] = Quantity(reached, "%")
        for kpi in self.items:
            found[f"{kpi.id}.baseline"] = kpi.baseline
            found[f"{kpi.id}.target"] = kpi.target
            found[f"{kpi.id}.current"] = kpi.latest
            found[f"{kpi.id}.gap"] = change_text(kpi.latest, kpi.target, language)
            found[f"{kpi.id}.change"] = change_text(kpi.baseline, kpi.target, language)
            if kpi.attainment is not None:
                found[f"{kpi.id}.attainment"] = Quantity(kpi.attainment, "%")
        return found

    def measures(self) -> Iterator[Measure]:
        for index, kpi in enumerate(self.items):
            figures = {"baseline": (kpi.baseline, ("items", index, "baseline"))}
            if kpi.current:
                figures["current"] = (kpi.current, ("items", index, "current"))
            figures["target"] = (kpi.target, ("items", index, "target"))
            words = [*ways(kpi.baseline, kpi.target), *ways(kpi.latest, kpi.target)]
            if kpi.attainment is not None:
                words.append(percent_text(kpi.attainment))
            yield Measure(kpi.id, kpi.name, figures, words=tuple(dict.fromkeys(words)))

    def status(self, kpi: Kpi) -> Tone:
        """Return the traffic light of an indicator; none where attainment is undefined."""
        return self.thresholds.light(kpi.attainment)

    def reached(self) -> dict[str, Decimal]:
        """Return the attainment of each perspective: the plain mean of its indicators', in per cent."""
        members: dict[str, list[Decimal]] = {perspective: [] for perspective in PERSPECTIVES}
        for kpi in self.items:
            if kpi.attainment is not None:
                members[kpi.perspective].append(kpi.attainment)
        return {name: rounded(sum(found, Decimal(0)) / len(found), 1) for name, found in members.items() if found}

    def ordered(self) -> list[Kpi]:
        """Return the indicators perspective by perspective, each in the editor's order."""
        return sorted(self.items, key=lambda kpi: PERSPECTIVES.index(kpi.perspective))

    def lower(self, place: BlockPlace) -> list[Block]:
        return [self._table(place), *self._radar(place), *self._gap(place)]

    def _table(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        # before anything is measured the current value is the baseline, which stands beside it
        measured = any(kpi.current for kpi in self.items)
        notes = [word("pair", name=kpi.name, text=kpi.note.rstrip("。.")) for kpi in self.ordered() if kpi.note]
        noted = len(notes) > MOST_NOTES
        columns = (
            Column(word("kpi")),
            Column(word("baseline"), "right"),
            *((Column(word("current"), "right"),) if measured else ()),
            Column(word("target"), "right"),
            Column(word("shortfall"), "right"),
            Column(word("attainment"), "center"),
            Column(word("owner")),
            Column(word("cadence"), "center"),
        )
        rows: list[Row] = []
        shown = ""
        for kpi in self.ordered():
            if kpi.perspective != shown:
                shown = kpi.perspective
                rows.append(group(word(f"perspective_{shown}"), len(columns)))
            rows.append(
                Row(
                    (
                        lines(kpi.name, kpi.note or "") if noted else cell(kpi.name),
                        cell(kpi.baseline.text),
                        *((cell(kpi.latest.text),) if measured else ()),
                        cell(kpi.target.text),
                        cell(brief(change_text(kpi.latest, kpi.target, place.language))),
                        lit(kpi.attainment, self.status(kpi), place.language),
                        cell(kpi.owner or "—"),
                        cell(word(f"cadence_{kpi.cadence}") if kpi.cadence else "—"),
                    )
                )
            )
        note = word(
            "scorecard_note",
            green=percent_text(self.thresholds.green),
            amber=percent_text(self.thresholds.amber),
        )
        note += word("scorecard_hold") if any(kpi.heading == "hold" for kpi in self.items) else ""
        note += "" if measured else word("scorecard_unmeasured")
        note += word("joint_sentence").join(notes) + word("stop") if notes and not noted else ""
        caption = place.caption or word("kpi_scorecard_caption")
        return Table(columns, tuple(rows), caption, place.path, note=(Text(note),), origin=place.origin)

    def _radar(self, place: BlockPlace) -> Iterator[Chart]:
        """Yield now against target: an axis for each perspective, or for each of a few indicators of one or two."""
        reached = self.reached()
        axes = [(label(place.language, f"perspective_{name}"), value) for name, value in reached.items()]
        key = "perspectives"
        if len(axes) < 3:
            axes = [(kpi.name, kpi.attainment) for kpi in self.ordered() if kpi.attainment is not None]
            key = "kpis"
            if not 3 <= len(axes) <= MOST_AXES:
                return
        caption = place.caption or label(place.language, "kpi_scorecard_caption")
        yield chart(
            place,
            "radar",
            label(place.language, f"scorecard_radar_{key}", caption=caption),
            "radar",
            [name for name, _ in axes],
            [
                (label(place.language, "current"), [value for _, value in axes]),
                (label(place.language, "target"), [Decimal(100)] * len(axes)),
            ],
            unit="%",
            places=1,
            note=label(place.language, f"scorecard_radar_{key}_note"),
        )

    def _gap(self, place: BlockPlace) -> Iterator[Chart]:
        """Yield the attainment of each indicator against 100 %; of too many those that are furthest from it."""
        bars = [(kpi.name, kpi.attainment) for kpi in self.ordered() if kpi.attainment is not None]
        if len(bars) < 2:
            return
        note = label(place.language, "scorecard_gap_note")
        if len(bars) < len(self.items):
            note += label(place.language, "scorecard_gap_undefined", count=len(self.items) - len(bars))
        if len(bars) > MOST_BARS:
            note += label(place.language, "scorecard_gap_worst", count=len(bars), shown=MOST_BARS)
            bars = sorted(bars, key=lambda bar: bar[1])[:MOST_BARS]
        caption = place.caption or label(place.language, "kpi_scorecard_caption")
        yield chart(
            place,
            "gap",
            label(place.language, "scorecard_gap_caption", caption=caption),
            "bullet",
            [name for name, _ in bars],
            [
                (label(place.language, "attainment"), [value for _, value in bars]),
                (label(place.language, "target"), [Decimal(100)] * len(bars)),
            ],
            unit="%",
            places=1,
            note=note,
        )
