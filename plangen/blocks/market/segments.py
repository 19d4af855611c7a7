"""Market segments: which of them grow enough, which come first, and what share of the chosen ones is one's own."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.charting import chart, places_of
from plangen.blocks.market.criteria import BEST, check_scores, check_weights, weighted_mean
from plangen.blocks.market.shares import share_figure, share_of, sum_of
from plangen.blocks.performance.units import commonest
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.messages import listed, translate
from plangen.model import (
    BlockPlace,
    Fault,
    Figure,
    Identifier,
    Line,
    Measure,
    Money,
    Part,
    Percent,
    Score,
    StrategyBlock,
    Surroundings,
    parse_choice,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted, percent_text, rounded, trimmed

Decision = Annotated[
    Literal["lead", "develop", "maintain", "exit"],
    parse_choice({"lead": ("主攻",), "develop": ("培育",), "maintain": ("维持",), "exit": ("退出",)}),
]
TARGETED = ("lead", "develop")  # the decisions that make a segment part of the target market
TONES: dict[str, Tone] = {"lead": "good", "develop": "warn", "maintain": "", "exit": "muted"}
SCORE_UNITS = ("", "分", "points")
MOST_IN_CHART = 24
MOST_CRITERIA_AS_COLUMNS = 6


class SegmentCriterion(Part):
    """What segments are scored by."""

    name: Line = Field(description="what is judged, such as Weight of service; scores are written under this name")
    weight: Annotated[Percent, Field(gt=0, le=100)] = Field(description="its weight; all weights add up to 100%")


class Segment(Part):
    """One segment of the market, with its size and growth in the base year."""

    id: Identifier = Field(description="a short name for references, such as commuter")
    name: Line = Field(description="the segment as readers know it")
    size: Money = Field(description="its size in the base year, such as EUR 640 million")
    growth: Annotated[Percent, Field(ge=-100)] = Field(description="its growth in the base year, such as 16%")
    score: Figure | None = Field(default=None, description="how well it fits, 0 to 100, where there are no criteria")
    scores: dict[str, Score] = Field(default_factory=dict, description="1 (weak) to 5 (strong) for each criterion")
    decision: Decision | None = Field(default=None, description="lead, develop, maintain or exit")
    sales: Money | None = Field(default=None, description="the company's own sales in it, in the base year")


class ShareIndicator(Part):
    """The indicator whose baseline the computed share is."""

    id: Identifier = Field(description="its id in the goals or the scorecard, such as segment_share")
    name: Line = Field(description="its name there")


class Segments(StrategyBlock):
    """A screen of market segments by growth and fit.

    A segment passes with a growth of at least ``screen`` (per cent a year). Those that pass come in the order of their
    score, then growth, then size. The score is a weighted mean of 1 to 5 as per cent of 5, or written by hand, 0 to
    100. The target market are the segments to lead in or to develop (segmentation and targeting: Smith, "Product
    Differentiation and Market Segmentation", Journal of Marketing 21(1), 1956; Kotler and Keller, "Marketing
    Management", chapter 9).
    """

    example: ClassVar[str] = """\
screen: 15%
criteria:
  - {name: 版型积累, weight: 60%}
  - {name: 竞争强度, weight: 40%}
items:
  - {id: commuter, name: 都市通勤, size: 1150亿元, growth: 16%, scores: {版型积累: 5, 竞争强度: 3}, decision: 主攻, sales: 7.6亿元}
  - {id: casual, name: 大众休闲, size: 2300亿元, growth: 4%, scores: {版型积累: 3, 竞争强度: 2}, decision: 维持}
"""  # noqa: E501

    screen: Annotated[Percent, Field(ge=-100)] = Field(
        default=Decimal(15), description="the least growth that passes, 15% if left out"
    )
    criteria: Annotated[tuple[SegmentCriterion, ...], Field(max_length=24)] = Field(
        default=(), description="what segments are scored by; leave it out to write a score of 0 to 100 by hand"
    )
    items: Annotated[tuple[Segment, ...], Field(min_length=1)] = Field(description="the segments of the market")
    indicator: ShareIndicator | None = Field(
        default=None, description="the indicator whose baseline the share in the target market is"
    )
    note: Line | None = Field(default=None, description="where sizes and growth come from")

    # --- what is computed --------------------------------------------------------------------------------------------

    def weights(self) -> list[tuple[str, Decimal]]:
        """Return each criterion with its weight in per cent."""
        return [(criterion.name, criterion.weight) for criterion in self.criteria]

    def score(self, segment: Segment) -> Decimal | None:
        """Return how well a segment fits, 0 to 100; None where it cannot be told."""
        if not self.criteria:
            return segment.score.number if segment.score else None
        mean = weighted_mean(segment.scores, self.weights())
        return None if mean is None else rounded(mean / BEST * 100, 1)

    def passes(self, segment: Segment) -> bool:
        """Tell whether a segment grows enough; to reach the screen exactly is enough."""
        return segment.growth >= self.screen

    def ranked(self) -> tuple[Segment, ...]:
        """Return the segments that pass by score, then growth, then size; equal ones keep their order."""

        def rank(segment: Segment) -> tuple[Decimal, Decimal, Decimal]:
            score = self.score(segment)
            return (Decimal(1) if score is None else -score, -segment.growth, -segment.size.base)

        return tuple(sorted(filter(self.passes, self.items), key=rank))

    def target(self) -> tuple[Segment, ...]:
        """Return the segments of the target market."""
        return tuple(segment for segment in self.items if segment.decision in TARGETED)

    def target_size(self) -> Quantity | None:
        """Return the size of the target market; None without one, or where its parts cannot be added."""
        return sum_of([segment.size for segment in self.target()])

    def target_sales(self) -> Quantity | None:
        """Return one's own sales in the target market; None unless they are known for all of it."""
        sales = [segment.sales for segment in self.target() if segment.sales]
        return sum_of(sales) if len(sales) == len(self.target()) else None

    def target_growth(self) -> Decimal | None:
        """Return the growth of the target market in per cent, its segments weighted by size."""
        target, size = self.target(), self.target_size()
        if size is None or any(segment.size.number <= 0 for segment in target):
            return None
        grown = sum((segment.size.base * segment.growth for segment in target), Decimal(0))
        return grown / sum((segment.size.base for segment in target), Decimal(0))

    def share(self) -> Decimal | None:
        """Return one's own share of the target market in per cent."""
        if self.target_sales() is None:
            return None
        target = self.target()
        return share_of([segment.sales for segment in target if segment.sales], [segment.size for segment in target])

    # --- the block ---------------------------------------------------------------------------------------------------

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([segment.id for segment in self.items], "items")
        yield from repeated([segment.name for segment in self.items], "items", "name")
        yield from repeated([criterion.name for criterion in self.criteria], "criteria", "name")
        yield from check_weights(self.weights())
        names = [criterion.name for criterion in self.criteria]
        usual = commonest(segment.size for segment in self.items) or self.items[0].size
        for index, segment in enumerate(self.items):
            path = ("items", index)
            yield from self._check_money(segment, usual, path)
            yield from self._check_score(segment, names, path)
            if segment.decision in TARGETED and not self.passes(segment):
                message = "{name} grows by {growth} and misses the screen of {screen}, yet the decision is {decision}"
                hint = "decide to maintain or exit it, or lower screen: to at most {growth}"
                values = {
                    "name": segment.name,
                    "growth": percent_text(segment.growth),
                    "screen": percent_text(self.screen),
                    "decision": translate(segment.decision),
                }
                yield Fault("PG006", (*path, "decision"), message, hint, values)
        yield from self._check_share()

    def _check_money(self, segment: Segment, first: Quantity, path: tuple[str | int, ...]) -> Iterator[Fault]:
        size, sales = segment.size, segment.sales
        values = {"name": segment.name, "size": size.text}
        if size.number <= 0:
            message = "{name}: the size is {size}; it has to be greater than 0"
            yield Fault("PG006", (*path, "size"), message, "correct the number", values)
        for field, amount in (("size", size), ("sales", sales)):
            if amount and amount.dimension != first.dimension:
                message = "{name}: {one} and {other} have different units"
                pair = {"name": segment.name, "one": first.text, "other": amount.text}
                yield Fault("PG006", (*path, field), message, "write both figures in the same unit", pair)
        if sales and sales.number < 0:
            message = "{name}: the sales are {sales}; they cannot be negative"
            yield Fault("PG006", (*path, "sales"), message, "correct the number", {**values, "sales": sales.text})
        elif sales and sales.dimension == size.dimension and sales.base > size.base > 0:
            message = "{name}: the sales, {sales}, are more than the whole segment, {size}"
            yield Fault("PG006", (*path, "sales"), message, "correct one of the two", {**values, "sales": sales.text})

    def _check_score(self, segment: Segment, names: list[str], path: tuple[str | int, ...]) -> Iterator[Fault]:
        score = segment.score
        if self.criteria:
            if score:
                message = "{name}: the score is worked out from the criteria"
                hint = "delete score:, or delete criteria: and all scores:"
                yield Fault("PG006", (*path, "score"), message, hint, {"name": segment.name})
            yield from check_scores(segment.scores, names, (*path, "scores"), segment.name)
        elif segment.scores:
            message = "{name} has scores, but there are no criteria"
            hint = "add criteria: with their weights, or write one score: of 0 to 100"
            yield Fault("PG201", (*path, "scores"), message, hint, {"name": segment.name})
        elif score is None:
            message = "{name} has no score"
            yield Fault("PG007", path, message, "write score: with 0 to 100, or add criteria:", {"name": segment.name})
        if score and (score.unit not in SCORE_UNITS or not 0 <= score.number <= 100):
            message = "{name}: the score is {score}; it goes from 0 to 100"
            values = {"name": segment.name, "score": score.text}
            yield Fault("PG006", (*path, "score"), message, "correct the number", values)

    def _check_share(self) -> Iterator[Fault]:
        with_sales = [segment.name for segment in self.target() if segment.sales]
        if with_sales:
            for index, segment in enumerate(self.items):
                if segment.decision in TARGETED and not segment.sales:
                    message = "{name} has no sales, so that the share in the target market cannot be worked out"
                    hint = "add sales: to {name}, or delete it from {others}"
                    values = {"name": segment.name, "others": listed(with_sales)}
                    yield Fault("PG007", ("items", index), message, hint, values)
        elif self.indicator:
            message = "the share for {name} cannot be worked out"
            hint = "give the segments of the target market decision: and sales:, or delete indicator:"
            yield Fault("PG007", ("indicator",), message, hint, {"name": self.indicator.name})

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"screen": Quantity(self.screen, "%")}
        found["count_passed"] = counted(sum(map(self.passes, self.items)))
        for segment in self.items:
            found[f"{segment.id}.size"] = segment.size
            found[f"{segment.id}.growth"] = Quantity(segment.growth, "%")
            score = self.score(segment)
            if score is not None:
                found[f"{segment.id}.score"] = Quantity(score, label(language, "market_points"))
            if segment.sales:
                found[f"{segment.id}.sales"] = segment.sales
                own = share_of([segment.sales], [segment.size])
                if own is not None:
                    found[f"{segment.id}.share"] = share_figure(own)
        for priority, segment in enumerate(self.ranked(), start=1):
            found[f"{segment.id}.priority"] = counted(priority)
        size, sales, growth, share = self.target_size(), self.target_sales(), self.target_growth(), self.share()
        if size:
            found["target_size"] = size
        if growth is not None:
            found["target_growth"] = Quantity(rounded(growth, 1), "%")
        if sales:
            found["target_sales"] = sales
        if share is not None:
            found["share"] = share_figure(share)
        return found

    def measures(self) -> Iterator[Measure]:
        share = self.share()
        if self.indicator and share is not None:
            # cut off, not rounded, so that it still rounds to what it would have rounded to
            figures = {"baseline": (Quantity(trimmed(share, 4, ROUND_DOWN), "%"), ("indicator", "id"))}
            words = tuple(amount.text for amount in (self.target_size(), self.target_sales()) if amount)
            yield Measure(self.indicator.id, self.indicator.name, figures, computed=True, words=words)

    def lower(self, place: BlockPlace) -> list[Block]:
        nodes: list[Block] = [self._screen_table(place)]
        if self.criteria:
            nodes.append(self._score_table(place))
        return [*nodes, *self._growth_chart(place)]

    def _shown(self) -> tuple[Segment, ...]:
        """Return those that pass in the order of priority, then the rest as written."""
        return (*self.ranked(), *(segment for segment in self.items if not self.passes(segment)))

    def _screen_table(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        sold = any(segment.sales for segment in self.items)
        decided = any(segment.decision for segment in self.items)
        columns = (
            Column(word("segment_priority"), "center"),
            Column(word("segment")),
            Column(word("segment_size"), "right"),
            Column(word("segment_growth"), "right"),
            Column(word("segment_screen"), "center"),
            Column(word("segment_score"), "right"),
            *((Column(word("segment_sales"), "right"),) if sold else ()),
            *((Column(word("segment_decision"), "center"),) if decided else ()),
        )
        rows = []
        for position, segment in enumerate(self._shown(), start=1):
            passes, score = self.passes(segment), self.score(segment)
            rows.append(
                Row(
                    (
                        cell(str(position) if passes else "—"),
                        cell(segment.name),
                        cell(segment.size.text),
                        cell(percent_text(segment.growth)),
                        cell(word("segment_passed" if passes else "segment_failed"), "good" if passes else "bad"),
                        cell("—" if score is None else f"{score:f}"),
                        *((_sales_cell(segment, place.language),) if sold else ()),
                        *((_decision_cell(segment, place.language),) if decided else ()),
                    )
                )
            )
        caption = place.caption or word("segments_caption")
        note = (Text(self._note(place.language)),)
        return Table(columns, tuple(rows), caption, place.path, note=note, origin=place.origin)

    def _note(self, language: str) -> str:
        def word(key: str, **values: object) -> str:
            return label(language, key, **values)

        parts = [word("segments_note", screen=percent_text(self.screen))]
        size, sales, share = self.target_size(), self.target_sales(), self.share()
        if size:
            parts.append(word("segments_target", size=size.text))
        if sales and share is not None:
            parts.append(word("segments_share", sales=sales.text, share=share_figure(share).text))
        return "".join(parts) + (self.note or "")

    def _score_table(self, place: BlockPlace) -> Table:
        """Return the scores behind the weighted ones; many criteria stand together in one column."""

        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        heads = [word("market_weighted", name=name, weight=percent_text(weight)) for name, weight in self.weights()]
        apart = len(heads) <= MOST_CRITERIA_AS_COLUMNS
        columns = (
            Column(word("segment")),
            *(Column(head, "center") for head in heads if apart),
            *(() if apart else (Column(word("segment_scores")),)),
            Column(word("segment_score"), "right"),
        )
        rows = []
        for segment in self._shown():
            given = [str(segment.scores.get(name, "—")) for name, _ in self.weights()]
            joined = word("joint").join(
                f"{name} {score}" for (name, _), score in zip(self.weights(), given, strict=True)
            )
            score = self.score(segment)
            rows.append(
                Row(
                    (
                        cell(segment.name),
                        *(map(cell, given) if apart else (cell(joined),)),
                        cell("—" if score is None else f"{score:f}", "strong"),
                    )
                )
            )
        legend = word("segment_scores_note")
        if not apart:
            legend = word("joint").join(heads) + word("stop") + legend
        caption = word("segment_scores_caption")
        note = (Text(legend),)
        return Table(columns, tuple(rows), caption, f"{place.path}.scores", note=note, origin=place.origin)

    def _growth_chart(self, place: BlockPlace) -> Iterator[Chart]:
        """Yield growth against the screen, the first in priority on top."""
        shown = self._shown()[:MOST_IN_CHART]
        if len(shown) < 2:
            return
        growth = [segment.growth for segment in shown]
        left_out = len(self.items) - len(shown)
        yield chart(
            place,
            "growth",
            label(place.language, "segments_growth_caption"),
            "bullet",
            [segment.name for segment in shown],
            [
                (label(place.language, "segment_growth"), growth),
                (label(place.language, "segment_screen_line"), [self.screen] * len(shown)),
            ],
            unit="%",
            places=places_of([*growth, self.screen]),
            note=label(place.language, "market_left_out", count=left_out) if left_out else "",
        )


def _decision_cell(segment: Segment, language: str) -> Cell:
    if segment.decision is None:
        return cell("—")
    return cell(label(language, f"segment_{segment.decision}"), TONES[segment.decision])


def _sales_cell(segment: Segment, language: str) -> Cell:
    if segment.sales is None:
        return cell("—")
    own = share_of([segment.sales], [segment.size])
    return lines(
        segment.sales.text, "" if own is None else label(language, "segment_share", share=share_figure(own).text)
    )
