"""Long-term potential: what the plan leaves behind in capability, organisation and market."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from plangen.blocks.cells import cell, group
from plangen.blocks.charting import chart
from plangen.blocks.performance.indicators import reserved
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.messages import listed
from plangen.model import (
    BlockPlace,
    Fault,
    Figure,
    Identifier,
    Line,
    Part,
    Percent,
    StrategyBlock,
    Surroundings,
    parse_choice,
    repeated,
)
from plangen.quantities import Quantity, Stated, percent_text, rounded
from plangen.refusals import fault

Aspect = Annotated[
    Literal["capability", "organisation", "market"],
    parse_choice(
        {"capability": ("能力", "Capability"), "organisation": ("组织", "Organisation"), "market": ("市场", "Market")}
    ),
]
ASPECTS = ("capability", "organisation", "market")
OWN = (*ASPECTS, "overall")
UNITS = ("", "分", "points")
MOST_AXES = 12
RATINGS: tuple[tuple[int, str, Tone], ...] = ((4, "solid", "good"), (3, "usable", "warn"), (0, "weak", "bad"))


def rating(score: Decimal) -> tuple[str, Tone]:
    """Return the band of a score of 1 to 5 and the tone it is shown in."""
    return next((name, tone) for least, name, tone in RATINGS if score >= least)


def _points(figure: Quantity) -> Quantity:
    """Take a score of 1 to 5 with at most one decimal."""
    if figure.unit not in UNITS or not 1 <= figure.number <= 5 or figure.number != rounded(figure.number, 1):
        hint = "write a score from 1 to 5 with at most one decimal, such as 3.5"
        raise fault("{value} is no score", hint, value=figure.text)
    return Quantity(rounded(figure.number, 1), "")


Points = Annotated[Figure, AfterValidator(_points)]
Weight = Annotated[Percent, Field(gt=0, le=100)]


class PotentialItem(Part):
    """One thing that is judged in one aspect; scores go from 1 (absent) to 5 (exemplary)."""

    id: Identifier = Field(description="a short name for references, such as own_iteration")
    aspect: Aspect = Field(description="capability, organisation or market")
    name: Line = Field(description="what is judged, such as changes made by our own people")
    evidence: Line = Field(description="how it is judged and by what evidence")
    weight: Weight = Field(description="its weight within the aspect; the weights of an aspect sum to 100%")
    score: Points = Field(description="where it stands now, from 1 to 5 with at most one decimal")
    target: Points = Field(description="where it is to stand at the end of the plan, from 1 to 5")
    owner: Line = Field(description="who provides the evidence")
    outlook: Line | None = Field(default=None, description="what is expected of it beyond the plan")


class AspectWeights(Part):
    """What each aspect counts in the whole; together 100 %."""

    capability: Weight = Field(description="the weight of capability in the whole, such as 40%")
    organisation: Weight = Field(description="the weight of organisation in the whole")
    market: Weight = Field(description="the weight of market in the whole")


class LongTermPotential(StrategyBlock):
    """Weighted scores of capability, organisation and market, each rated solid (from 4), usable (from 3) or weak.

    The score of an aspect is the weighted mean of its entries, the overall score that of the aspects, which count alike
    unless weights are given. Scores are rated as they are shown, with two decimals.
    """

    example: ClassVar[str] = """\
items:
  - id: own_iteration
    aspect: 能力
    name: 核心业务自主迭代
    evidence: 由内部团队独立完成的规则调整所占比例
    weight: 100%
    score: 2.5
    target: 4
    owner: 数字技术部
  - id: successors
    aspect: 组织
    name: 关键岗位继任
    evidence: 空缺时有后备人选立即接手的岗位所占比例
    weight: 100%
    score: 2
    target: 4
    owner: 人力资源部
  - id: growth_quality
    aspect: 市场
    name: 增长质量
    evidence: 正价销售占比与付费流量占比同看
    weight: 100%
    score: 3
    target: 4
    owner: 品牌中心
"""
    items: Annotated[tuple[PotentialItem, ...], Field(min_length=1)] = Field(
        description="what is judged, at least one entry each for capability, organisation and market"
    )
    weights: AspectWeights | None = Field(
        default=None, description="what each aspect counts in the whole; left out they count alike"
    )
    note: Line | None = Field(default=None, description="who judges, when, and what the rating is used for")

    def members(self, aspect: str) -> list[PotentialItem]:
        """Return what is judged in one aspect, in the editor's order."""
        return [item for item in self.items if item.aspect == aspect]

    def weight(self, aspect: str) -> Decimal:
        """Return what an aspect counts in the whole, in any measure."""
        if self.weights is None:
            return Decimal(1)
        weights = {
            "capability": self.weights.capability,
            "organisation": self.weights.organisation,
            "market": self.weights.market,
        }
        return weights[aspect]

    def scores(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Return score and target of each aspect that is judged, and of the whole, rounded as they are shown."""
        exact: dict[str, tuple[Decimal, Decimal]] = {}
        for aspect in ASPECTS:
            members = self.members(aspect)
            if members:
                weights = [item.weight for item in members]
                now = _mean([item.score.number for item in members], weights)
                exact[aspect] = now, _mean([item.target.number for item in members], weights)
        weights = [self.weight(aspect) for aspect in exact]
        exact["overall"] = (
            _mean([now for now, _ in exact.values()], weights),
            _mean([target for _, target in exact.values()], weights),
        )
        return {name: (rounded(now, 2), rounded(target, 2)) for name, (now, target) in exact.items()}

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        identifiers = [item.id for item in self.items]
        yield from repeated(identifiers, "items")
        yield from reserved(identifiers, OWN)
        language = surroundings.language
        names = {aspect: label(language, f"potential_{aspect}") for aspect in ASPECTS}
        for index, item in enumerate(self.items):
            if item.target.number < item.score.number:
                message = "{name}: the target, {target}, lies below the present score, {score}"
                values = {"name": item.name, "target": item.target.text, "score": item.score.text}
                yield Fault(
                    "PG006", ("items", index, "target"), message, "raise the target, or correct the score", values
                )
        last = {item.aspect: index for index, item in enumerate(self.items)}
        for aspect in ASPECTS:
            if aspect in last:
                members = [(item.name, item.weight) for item in self.members(aspect)]
                path: tuple[str | int, ...] = ("items", last[aspect], "weight")
                yield from _uneven(members, names[aspect], path)
        if missing := [names[aspect] for aspect in ASPECTS if aspect not in last]:
            message = "nothing is judged in {missing}"
            hint = "add at least one entry with aspect: {first}"
            values = {"missing": label(language, "joint").join(missing), "first": missing[0]}
            yield Fault("PG007", ("items",), message, hint, values)
        if self.weights:
            members = [(names[aspect], self.weight(aspect)) for aspect in ASPECTS]
            yield from _uneven(members, label(language, "potential_overall"), ("weights", ASPECTS[-1]))

    def values(self, language: str) -> dict[str, Stated]:
        unit = label(language, "potential_unit")
        found: dict[str, Stated] = {}
        for name, (now, target) in self.scores().items():
            found[f"{name}.score"] = Quantity(now, unit)
            found[f"{name}.target"] = Quantity(target, unit)
            found[f"{name}.rating"] = label(language, f"rating_{rating(now)[0]}")
        for item in self.items:
            found[f"{item.id}.score"] = Quantity(item.score.number, unit)
            found[f"{item.id}.target"] = Quantity(item.target.number, unit)
            found[f"{item.id}.rating"] = label(language, f"rating_{rating(item.score.number)[0]}")
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        caption = place.caption or label(place.language, "long_term_potential_caption")
        return [self._table(place, caption), *self._radar(place, caption)]

    def _table(self, place: BlockPlace, caption: str) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        outlooks = any(item.outlook for item in self.items)
        columns = (
            Column(word("potential_item")),
            Column(word("potential_evidence")),
            Column(word("potential_weight"), "right"),
            Column(word("potential_score"), "center"),
            Column(word("potential_target"), "right"),
            *((Column(word("potential_outlook")),) if outlooks else ()),
            Column(word("owner")),
        )
        scores = self.scores()

        def summed(name: str, evidence: str, weight: Decimal | None) -> Row:
            now, target = scores[name]
            return Row(
                (
                    cell(word("potential_sum", aspect=word(f"potential_{name}"))),
                    cell(evidence),
                    cell("" if weight is None else percent_text(weight)),
                    _rated(now, place.language),
                    cell(f"{target:f}"),
                    *((cell(""),) if outlooks else ()),
                    cell(""),
                ),
                "total",
            )

        rows: list[Row] = []
        for aspect in ASPECTS:
            members = self.members(aspect)
            if not members:
                continue
            rows.append(group(word(f"potential_{aspect}"), len(columns)))
            for item in members:
                rows.append(
                    Row(
                        (
                            cell(item.name),
                            cell(item.evidence),
                            cell(percent_text(item.weight)),
                            _rated(item.score.number, place.language),
                            cell(f"{item.target.number:f}"),
                            *((cell(item.outlook or "—"),) if outlooks else ()),
                            cell(item.owner),
                        )
                    )
                )
            share = word("potential_share", weight=percent_text(self.weight(aspect))) if self.weights else ""
            rows.append(summed(aspect, share, sum((item.weight for item in members), Decimal(0))))
        rows.append(summed("overall", "", None))
        note = word("potential_note") + word("potential_weighed" if self.weights else "potential_alike")
        note += self.note.rstrip("。.") + word("stop") if self.note else ""
        return Table(columns, tuple(rows), caption, place.path, note=(Text(note.rstrip()),), origin=place.origin)

    def _radar(self, place: BlockPlace, caption: str) -> Iterator[Chart]:
        """Yield scores against targets: an axis for each entry, or for each aspect where there are many entries."""
        axes = [
            (item.name, item.score.number, item.target.number) for aspect in ASPECTS for item in self.members(aspect)
        ]
        key = "items"
        if not 3 <= len(axes) <= MOST_AXES:
            scores = [(name, *pair) for name, pair in self.scores().items() if name != "overall"]
            axes = [(label(place.language, f"potential_{name}"), now, target) for name, now, target in scores]
            key = "aspects"
        if len(axes) < 3:
            return
        yield chart(
            place,
            "radar",
            label(place.language, f"potential_radar_{key}", caption=caption),
            "radar",
            [name for name, _, _ in axes],
            [
                (label(place.language, "potential_score"), [now for _, now, _ in axes]),
                (label(place.language, "potential_target"), [target for _, _, target in axes]),
            ],
            unit=label(place.language, "potential_unit"),
            places=1 if key == "items" else 2,
        )


def _mean(numbers: Sequence[Decimal], weights: Sequence[Decimal]) -> Decimal:
    """Return the weighted mean; weights that do not sum to 100 % are taken in proportion."""
    total = sum(weights, Decimal(0))
    return sum((number * weight for number, weight in zip(numbers, weights, strict=True)), Decimal(0)) / total


def _uneven(members: list[tuple[str, Decimal]], what: str, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Yield PG401 where weights do not sum to 100 %."""
    total = sum((weight for _, weight in members), Decimal(0))
    if total != 100:
        message = "{what}: the weights sum to {total}, not 100%"
        hint = "change the weights ({weights}) so that they add up to 100%"
        weights = listed(f"{name} {percent_text(weight)}" for name, weight in members)
        values = {"what": what, "total": percent_text(total), "weights": weights}
        yield Fault("PG401", path, message, hint, values)


def _rated(score: Decimal, language: str) -> Cell:
    """Make a cell of a score and its band, by colour and by word."""
    name, tone = rating(score)
    return cell(f"{score:f} {label(language, f'rating_{name}')}", tone)
