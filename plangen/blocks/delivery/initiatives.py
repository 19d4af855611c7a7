"""Initiatives: what is undertaken, how much it matters, how hard it is, and what it may spend."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.charting import chart
from plangen.blocks.delivery.amounts import Place, summed, wrong_amounts
from plangen.blocks.delivery.network import count_followers, find_cycles, nearest
from plangen.doctree import Block, Chart, Column, Row, Table, Text
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Fault,
    Identifier,
    Line,
    Money,
    Outlay,
    Part,
    Percent,
    Score,
    StrategyBlock,
    Surroundings,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted, percent_text, rounded

MOST_BARS = 24
_BEST = 6  # what a difficulty of 1 to 5 is taken from, so that 5 is the easiest


class Initiative(Part):
    """One initiative; value and difficulty go from 1 to 5, and 5 is the most valuable and the hardest."""

    id: Identifier = Field(description="a short name of the initiative for references, such as I1")
    name: Line = Field(description="what the initiative is called")
    content: Line = Field(description="what it does, in one line")
    value: Score = Field(description="how much it contributes to the goals, 1 (little) to 5 (very much)")
    difficulty: Score = Field(description="how hard it is, 1 (easy) to 5 (very hard)")
    budget: Money | None = Field(
        default=None, description="what it may spend over the whole plan, such as EUR 2.6 million"
    )
    owner: Line | None = Field(default=None, description="who answers for its result")
    goals: tuple[Line, ...] = Field(default=(), description="ids of the goals or indicators it serves")
    after: tuple[Line, ...] = Field(default=(), description="ids of the initiatives whose results it needs")


class Weights(Part):
    """How much value and ease count in the priority score; both sum to 100 %."""

    value: Annotated[Percent, Field(ge=0, le=100)] = Field(description="the weight of value, such as 70%")
    ease: Annotated[Percent, Field(ge=0, le=100)] = Field(description="the weight of ease, such as 30%")


@dataclass(frozen=True, slots=True)
class Ranked:
    """An initiative with its priority score (1 to 5 points where the weights sum to 100 %) and its rank from 1."""

    item: Initiative
    score: Decimal
    rank: int


class Initiatives(StrategyBlock):
    """Initiatives by priority: a weighted score of value and ease, as in any weighted scoring model.

    The score is ``value × w1 + (6 − difficulty) × w2`` with both ratings from 1 to 5 and weights that sum to 100 %, so
    it lies between 1 and 5 (additive value model: Keeney and Raiffa, "Decisions with Multiple Objectives", 1976,
    chapter 3). Of equal ones that comes first which more others wait for, directly or through others.
    """

    example: ClassVar[str] = """\
items:
  - id: I1
    name: 全渠道会员中台
    content: 统一会员标识，两期建成会员中台
    value: 5
    difficulty: 4
    budget: 2,600万元
    owner: 会员运营部
    goals: [repurchase]
  - id: I2
    name: 门店数字化改造
    content: 先试点60家，再分批推广
    value: 4
    difficulty: 3
    budget: 2,100万元
    owner: 零售运营部
    after: [I1]
weights: {value: 70%, ease: 30%}
reserve: 500万元
reserve_note: 只用于里程碑补救
"""
    items: Annotated[tuple[Initiative, ...], Field(min_length=1)] = Field(
        description="the initiatives; they are shown by priority"
    )
    weights: Weights = Field(
        default_factory=lambda: Weights(value=Decimal(70), ease=Decimal(30)),
        description="how much value and ease count; 70% and 30% if left out",
    )
    reserve: Money | None = Field(default=None, description="what is kept for risks beside the initiatives' budgets")
    reserve_note: Line | None = Field(default=None, description="what the reserve is for and who decides on it")

    # --- checks ------------------------------------------------------------------------------------------------------

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([item.id for item in self.items], "items")
        yield from repeated([item.name for item in self.items], "items", "name")
        yield from self._check_weights()
        yield from wrong_amounts(self._amounts())
        if self.reserve_note and self.reserve is None:
            message = "the reserve has a note but no amount"
            yield Fault("PG007", ("reserve_note",), message, "add reserve: the amount, or delete the note")
        known = {item.id for item in self.items}
        guesses = nearest((name for item in self.items for name in item.after), known)
        for index, item in enumerate(self.items):
            for position, identifier in enumerate(item.after):
                if identifier not in known:
                    near = guesses.get(identifier, "")
                    message = "no initiative has the id {identifier}"
                    hint = "did you mean {near}?" if near else "name the id of an initiative of this list"
                    values = {"identifier": identifier, "near": near}
                    yield Fault("PG201", ("items", index, "after", position), message, hint, values)
        last = {item.id: index for index, item in enumerate(self.items)}  # as in the graph, should an id stand twice
        for cycle in find_cycles({item.id: item.after for item in self.items}):
            index = last[cycle[0]]
            path = ("items", index, "after", self.items[index].after.index(cycle[1]))
            message = "initiatives wait for each other: {chain}"
            yield Fault("PG403", path, message, "remove one of these dependencies", {"chain": " → ".join(cycle)})

    def _check_weights(self) -> Iterator[Fault]:
        total = self.weights.value + self.weights.ease
        if total != 100:
            weights = {"value": percent_text(self.weights.value), "ease": percent_text(self.weights.ease)}
            message = "the weights of value ({value}) and ease ({ease}) sum to {total}, not 100%"
            hint = "change one of the two so that they add up to 100%"
            yield Fault("PG401", ("weights", "ease"), message, hint, weights | {"total": percent_text(total)})

    def _amounts(self) -> Iterator[tuple[str, Quantity, Place]]:
        for index, item in enumerate(self.items):
            if item.budget is not None:
                yield item.name, item.budget, ("items", index, "budget")
        if self.reserve is not None:
            yield "reserve", self.reserve, ("reserve",)

    # --- figures -----------------------------------------------------------------------------------------------------

    def score(self, item: Initiative) -> Decimal:
        """Return the priority score in points, not rounded."""
        return (item.value * self.weights.value + (_BEST - item.difficulty) * self.weights.ease) / 100

    def ranked(self) -> tuple[Ranked, ...]:
        """Return the initiatives by priority."""
        waited = count_followers({item.id: item.after for item in self.items})
        order = sorted(self.items, key=lambda item: (-self.score(item), -waited[item.id]))
        return tuple(Ranked(item, self.score(item), rank) for rank, item in enumerate(order, start=1))

    def subtotal(self) -> Quantity | None:
        """Return what the initiatives may spend together; nothing while one has no budget, or over two currencies."""
        budgets = [item.budget for item in self.items if item.budget is not None]
        return summed(budgets) if len(budgets) == len(self.items) else None

    def total(self) -> Quantity | None:
        """Return budgets and reserve together, where all budgets are known."""
        return summed([amount for _, amount, _ in self._amounts()]) if self.subtotal() else None

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        places = self._places()
        for ranked in self.ranked():
            identifier = ranked.item.id
            found[f"{identifier}.score"] = Quantity(rounded(ranked.score, places), label(language, "point"))
            found[f"{identifier}.rank"] = counted(ranked.rank)
            if ranked.item.budget is not None:
                found[f"{identifier}.budget"] = ranked.item.budget
        for name, amount in (("subtotal", self.subtotal()), ("reserve", self.reserve), ("total", self.total())):
            if amount is not None:
                found[name] = amount
        return found

    def outlays(self) -> Iterator[Outlay]:
        for index, item in enumerate(self.items):
            if item.budget is not None:
                yield Outlay("initiative", item.id, item.budget, ("items", index, "budget"))
        total = self.total()
        if self.reserve is not None and total is not None:  # without a reserve the rest of the budget is unknown
            yield Outlay("total", "", total, ("reserve",))

    # --- nodes -------------------------------------------------------------------------------------------------------

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        columns = (
            Column(word("rank"), "center"),
            Column(word("initiative")),
            Column(word("value_difficulty"), "center"),
            Column(word("priority_score"), "center"),
            Column(word("initiative_budget"), "right"),
            Column(word("owner")),
        )
        places = self._places()
        rows = [
            Row(
                (
                    cell(str(ranked.rank)),
                    lines(f"{ranked.item.id} {ranked.item.name}", ranked.item.content),
                    cell(f"{ranked.item.value}/{ranked.item.difficulty}"),
                    cell(f"{rounded(ranked.score, places):f}"),
                    cell(ranked.item.budget.text if ranked.item.budget is not None else "—"),
                    cell(ranked.item.owner or "—"),
                )
            )
            for ranked in self.ranked()
        ]
        empty = cell("")
        if self.reserve is not None:
            reserve = lines(word("reserve"), self.reserve_note or "")
            rows.append(Row((empty, reserve, empty, empty, cell(self.reserve.text), empty)))
        known = [amount for _, amount, _ in self._amounts()]
        whole = summed(known)
        if whole is not None:
            total = (empty, cell(word("total")), empty, empty, cell(whole.text), empty)
            rows.append(Row(total, "total"))
        weights = {"value": percent_text(self.weights.value), "ease": percent_text(self.weights.ease)}
        note = word("initiatives_note" if self.weights.ease else "initiatives_note_value", **weights)
        open_ones = sum(item.budget is None for item in self.items)
        if whole is not None and open_ones:
            note += word("initiatives_open", count=open_ones)
        caption = place.caption or word("initiatives_caption")
        table = Table(columns, tuple(rows), caption, place.path, note=(Text(note.rstrip()),), origin=place.origin)
        return [table, *self._chart(place)]

    def _chart(self, place: BlockPlace) -> list[Chart]:
        """Return the scores as bars of two parts: what value adds and what ease adds."""

        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        shown = [ranked.item for ranked in self.ranked()[:MOST_BARS]]
        if len(shown) < 2:
            return []
        weights = self.weights
        by_value = [item.value * weights.value / 100 for item in shown]
        by_ease = [(_BEST - item.difficulty) * weights.ease / 100 for item in shown]
        weighted = (("score_of_value", weights.value, by_value), ("score_of_ease", weights.ease, by_ease))
        parts = [(word(key, weight=percent_text(weight)), points) for key, weight, points in weighted if weight]
        notes = [word("scores_note")] if len(parts) > 1 else []
        if len(shown) < len(self.items):
            notes.append(word("scores_cut", count=len(self.items), shown=len(shown)))
        if not parts:
            return []
        return [
            chart(
                place,
                "scores",
                word("scores_caption"),
                "stacked" if len(parts) > 1 else "bars",
                [f"{item.id} {item.name}" for item in shown],
                parts,
                unit=word("point"),
                places=self._places(),
                lying=True,
                note="".join(notes).rstrip(),
            )
        ]

    def _places(self) -> int:
        """Return how many decimals the scores need, two at most."""
        scores = [self.score(item) for item in self.items]
        return next((places for places in (0, 1) if all(score == rounded(score, places) for score in scores)), 2)
