"""Competitors: a weighted comparison with the company itself, criterion by criterion."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.charting import chart
from plangen.blocks.market.criteria import check_scores, check_weights, weighted_mean
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Fault,
    Identifier,
    Line,
    Part,
    Percent,
    Score,
    StrategyBlock,
    Surroundings,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted, percent_text, rounded

OWN = "own"
PLACES = 2  # of weighted scores
MOST_AS_COLUMNS = 5  # competitors in the matrix beside the company, so that it has eight columns
MOST_IN_CHART = 3  # competitors in the chart beside the company
LEAST_AXES = 3


class CompetitorCriterion(Part):
    """What competitors are compared by."""

    id: Identifier = Field(description="a short name that scores are written under, such as speed")
    name: Line = Field(description="the criterion as readers know it, such as Repair speed")
    weight: Annotated[Percent, Field(gt=0, le=100)] = Field(description="its weight; all weights add up to 100%")


class OwnCompany(Part):
    """The company that compares itself."""

    name: Line = Field(description="the company's name in the table")
    scores: dict[str, Score] = Field(description="1 (weak) to 5 (strong) for each criterion, by its id")


class Competitor(Part):
    """One competitor, or a group of like ones."""

    id: Identifier = Field(description="a short name for references, such as fast_fashion")
    name: Line = Field(description="the competitor as readers know it")
    scores: dict[str, Score] = Field(description="1 (weak) to 5 (strong) for each criterion, by its id")
    note: Line | None = Field(default=None, description="what follows from it, optional")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one company stands: ``score`` from 1 to 5, ``rank`` from 1, equal scores sharing one; None if unknown."""

    id: str
    name: str
    scores: dict[str, int]
    score: Decimal | None
    note: str = ""
    rank: int | None = None
    is_own: bool = False


class Competitors(StrategyBlock):
    """A weighted comparison with competitors: the competitive profile matrix.

    It is that of David, "Strategic Management: Concepts and Cases", chapter 3, with scores of 1 to 5 in the place of 1
    to 4. Each criterion has a weight; a company's score is the weighted mean of its scores.
    """

    example: ClassVar[str] = """\
criteria:
  - {id: fit, name: 版型与品质, weight: 40%}
  - {id: speed, name: 上新速度, weight: 35%}
  - {id: price, name: 价格, weight: 25%}
own: {name: 本公司, scores: {fit: 4, speed: 2, price: 3}}
items:
  - {id: fast_fashion, name: 快时尚连锁, scores: {fit: 2, speed: 5, price: 3}, note: 追单周期是差距所在}
  - {id: designer, name: 设计师品牌, scores: {fit: 4, speed: 2, price: 1}}
"""
    criteria: Annotated[tuple[CompetitorCriterion, ...], Field(min_length=1, max_length=24)] = Field(
        description="what companies are compared by; the weights add up to 100%"
    )
    own: OwnCompany = Field(description="the company itself")
    items: Annotated[tuple[Competitor, ...], Field(min_length=1)] = Field(description="its competitors")
    note: Line | None = Field(default=None, description="who scored, and on what grounds")

    # --- what is computed --------------------------------------------------------------------------------------------

    def standings(self) -> tuple[Standing, ...]:
        """Return the company itself and its competitors by score, the best first; those without a score come last."""
        weights = [(criterion.id, criterion.weight) for criterion in self.criteria]
        own = Standing(OWN, self.own.name, self.own.scores, weighted_mean(self.own.scores, weights), is_own=True)
        others = (Standing(c.id, c.name, c.scores, weighted_mean(c.scores, weights), c.note or "") for c in self.items)
        ordered = sorted((own, *others), key=lambda one: Decimal(1) if one.score is None else -one.score)
        ranks: dict[Decimal, int] = {}
        for position, one in enumerate(ordered, start=1):
            if one.score is not None:
                ranks.setdefault(one.score, position)
        return tuple(one if one.score is None else replace(one, rank=ranks[one.score]) for one in ordered)

    def widest_lead(self, leader: dict[str, int], behind: dict[str, int]) -> tuple[str, int] | None:
        """Return the criterion by which one leads the other most, and by how much; the heavier of equal ones."""
        leads = [
            (leader[c.id] - behind[c.id], c.weight, c.name) for c in self.criteria if c.id in leader and c.id in behind
        ]
        widest = max(leads, key=lambda lead: lead[:2], default=None)
        return (widest[2], widest[0]) if widest and widest[0] > 0 else None

    # --- the block ---------------------------------------------------------------------------------------------------

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([criterion.id for criterion in self.criteria], "criteria")
        yield from repeated([criterion.name for criterion in self.criteria], "criteria", "name")
        yield from repeated([competitor.id for competitor in self.items], "items")
        yield from repeated([competitor.name for competitor in self.items], "items", "name")
        yield from check_weights([(criterion.name, criterion.weight) for criterion in self.criteria])
        known = [criterion.id for criterion in self.criteria]
        yield from check_scores(self.own.scores, known, ("own", "scores"), self.own.name)
        for index, competitor in enumerate(self.items):
            if competitor.id == OWN:
                message = "the id own belongs to the company itself"
                yield Fault("PG202", ("items", index, "id"), message, "give the competitor another id")
            if competitor.name == self.own.name:
                message, hint = "{name} is the name of the company itself", "write the competitor's own name"
                yield Fault("PG202", ("items", index, "name"), message, hint, {"name": competitor.name})
            yield from check_scores(competitor.scores, known, ("items", index, "scores"), competitor.name)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        standings = self.standings()
        own = next(one for one in standings if one.is_own)
        unit = label(language, "market_points")
        for one in (*(one for one in standings if not one.is_own), own):
            if one.score is not None and one.rank is not None:
                found[f"{one.id}.score"] = Quantity(rounded(one.score, PLACES), unit)
                found[f"{one.id}.rank"] = counted(one.rank)
                if own.score is not None and not one.is_own:
                    found[f"{one.id}.gap"] = label(language, "market_gap", gap=_gap(own.score, one.score))
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        standings = self.standings()
        own = next(one for one in standings if one.is_own)
        others = [one for one in standings if not one.is_own]
        return [
            self._matrix(place, own, others),
            self._ranking(place, own, standings),
            *self._radar(place, own, others),
        ]

    def _matrix(self, place: BlockPlace, own: Standing, others: list[Standing]) -> Table:
        """Return scores by criterion: the company first, then the strongest competitors."""

        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        shown = [own, *others[:MOST_AS_COLUMNS]]
        columns = (
            Column(word("competitor_criterion")),
            Column(word("market_weight"), "right"),
            *(Column(one.name, "center") for one in shown),
        )
        rows = [
            Row(
                (
                    cell(criterion.name),
                    cell(percent_text(criterion.weight)),
                    *(_score_cell(one.scores.get(criterion.id), own.scores.get(criterion.id)) for one in shown),
                )
            )
            for criterion in self.criteria
        ]
        whole = sum((criterion.weight for criterion in self.criteria), Decimal(0))
        totals = (cell(_score_text(one.score)) for one in shown)
        rows.append(Row((cell(word("market_weighted_score")), cell(percent_text(whole)), *totals), "total"))
        note = word("competitors_note", name=own.name)
        if left_out := len(others) - MOST_AS_COLUMNS:
            note += word("competitors_left_out", count=left_out) if left_out > 0 else ""
        caption = place.caption or word("competitors_caption")
        notes = (Text(note + (self.note or "")),)
        return Table(columns, tuple(rows), caption, place.path, note=notes, origin=place.origin)

    def _ranking(self, place: BlockPlace, own: Standing, standings: tuple[Standing, ...]) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        def lead(leader: Standing, behind: Standing) -> Cell:
            widest = self.widest_lead(leader.scores, behind.scores)
            return cell(word("competitor_lead", criterion=widest[0], points=widest[1]) if widest else "—")

        noted = any(one.note for one in standings)
        columns = (
            Column(word("competitor_rank"), "center"),
            Column(word("competitor")),
            Column(word("market_weighted_score"), "right"),
            Column(word("competitor_gap"), "right"),
            Column(word("competitor_ahead")),
            Column(word("competitor_behind")),
            *((Column(word("competitor_note")),) if noted else ()),
        )
        rows = []
        for one in standings:
            tone: Tone = "strong" if one.is_own else ""
            gap = "—" if one.is_own or one.score is None or own.score is None else _gap(own.score, one.score)
            rows.append(
                Row(
                    (
                        cell("—" if one.rank is None else str(one.rank), tone),
                        cell(one.name, tone),
                        cell(_score_text(one.score), tone),
                        cell(gap, tone),
                        cell("—") if one.is_own else lead(one, own),
                        cell("—") if one.is_own else lead(own, one),
                        *((cell(one.note or "—"),) if noted else ()),
                    )
                )
            )
        note = (Text(word("competitors_ranking_note", name=own.name)),)
        path, caption = f"{place.path}.ranking", word("competitors_ranking_caption")
        return Table(columns, tuple(rows), caption, path, note=note, origin=place.origin)

    def _radar(self, place: BlockPlace, own: Standing, others: list[Standing]) -> Iterator[Chart]:
        """Yield the profiles of the company and its strongest competitors, of those with all scores."""
        known = [one for one in others if one.score is not None][:MOST_IN_CHART]
        if own.score is None or not known or len(self.criteria) < LEAST_AXES:
            return
        left_out = len(others) - len(known)
        yield chart(
            place,
            "radar",
            label(place.language, "competitors_radar_caption"),
            "radar",
            [criterion.name for criterion in self.criteria],
            [(one.name, [Decimal(one.scores[c.id]) for c in self.criteria]) for one in (own, *known)],
            unit=label(place.language, "market_points"),
            note=label(place.language, "competitors_radar_note", count=left_out) if left_out else "",
        )


def _gap(own: Decimal, other: Decimal) -> str:
    """Write by how much the company leads (+) or trails (−) in the weighted score."""
    return f"{rounded(own - other, PLACES):+f}"


def _score_text(score: Decimal | None) -> str:
    return "—" if score is None else f"{rounded(score, PLACES):f}"


def _score_cell(score: int | None, own: int | None) -> Cell:
    """Mark a score that beats the company's own."""
    if score is None:
        return cell("—")
    return lines(f"{score}▲", tone="bad") if own is not None and score > own else cell(str(score))
