"""Brand assets: what the brand owns, what is done with each, and how one sees that it gains."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.charting import chart
from plangen.blocks.market.measured import check_measured, measure_of, measured_lines, measured_values
from plangen.doctree import Block, Chart, Column, Row, Table, Text
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Fault,
    Figure,
    Identifier,
    Line,
    Measure,
    Part,
    Score,
    StrategyBlock,
    Surroundings,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted

LEAST_AXES, MOST_AXES = 3, 24


class BrandAsset(Part):
    """One asset of the brand."""

    id: Identifier = Field(description="a short name for references, such as main_brand")
    asset: Line = Field(description="the asset as readers know it")
    status: Line = Field(description="how it stands now")
    action: Line = Field(description="what is done with it")
    measure: Line = Field(description="what shows that it gains, such as net promoter score")
    baseline: Figure | None = Field(default=None, description="the measure at the start, optional")
    target: Figure | None = Field(default=None, description="the measure at the end, optional")
    rating: Score | None = Field(default=None, description="how strong it is now, 1 to 5, optional")
    target_rating: Score | None = Field(default=None, description="how strong it is to be, 1 to 5, optional")
    owner: Line | None = Field(default=None, description="who looks after it, optional")


class BrandAssets(StrategyBlock):
    """The assets of a brand, from names and customers to places (after Aaker, "Managing Brand Equity", 1991)."""

    example: ClassVar[str] = """\
items:
  - id: main_brand
    asset: 主品牌
    status: 通勤场景认知集中，线上线下价格不一致损伤信任
    action: 同款同价，统一视觉与服务承诺
    measure: 净推荐值（NPS）
    baseline: 41分
    target: 55分
    rating: 3
    target_rating: 4
    owner: 品牌中心
"""
    items: Annotated[tuple[BrandAsset, ...], Field(min_length=1)] = Field(description="the assets of the brand")
    note: Line | None = Field(default=None, description="a remark below the table, such as who rated, optional")

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([item.id for item in self.items], "items")
        yield from repeated([item.asset for item in self.items], "items", "asset")
        for index, item in enumerate(self.items):
            yield from check_measured(item, ("items", index), item.asset)
            if item.target_rating is None:
                continue
            if item.rating is None:
                message = "{name} has a target_rating, but no rating"
                values = {"name": item.asset, "field": "rating"}
                yield Fault("PG007", ("items", index), message, "add a line {field}: …", values)
            elif item.target_rating < item.rating:
                message = "{name}: the target rating, {target}, is below the present one, {rating}"
                ratings = {"name": item.asset, "target": item.target_rating, "rating": item.rating}
                yield Fault("PG006", ("items", index, "target_rating"), message, "correct one of the two", ratings)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        unit = label(language, "market_points")
        for item in self.items:
            found |= {f"{item.id}.{name}": value for name, value in measured_values(item, language)}
            for name, rating in (("rating", item.rating), ("target_rating", item.target_rating)):
                if rating is not None:
                    found[f"{item.id}.{name}"] = Quantity(Decimal(rating), unit)
        return found

    def measures(self) -> Iterator[Measure]:
        for index, item in enumerate(self.items):
            yield from measure_of(item, ("items", index))

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str) -> str:
            return label(place.language, key)

        rated = any(item.rating for item in self.items)
        owned = any(item.owner for item in self.items)
        columns = (
            Column(word("brand_asset")),
            Column(word("brand_status")),
            Column(word("brand_action")),
            Column(word("measured")),
            *((Column(word("brand_rating"), "center"),) if rated else ()),
            *((Column(word("owner")),) if owned else ()),
        )
        rows = tuple(
            Row(
                (
                    cell(item.asset),
                    cell(item.status),
                    cell(item.action),
                    lines(*measured_lines(item, place.language)),
                    *((cell(_rating_text(item, place.language)),) if rated else ()),
                    *((cell(item.owner or "—"),) if owned else ()),
                )
            )
            for item in self.items
        )
        caption = place.caption or word("brand_assets_caption")
        note = (word("brand_rating_note") if rated else "") + (self.note or "")
        notes = (Text(note),) if note else ()
        table = Table(columns, rows, caption, place.path, note=notes, origin=place.origin)
        return [table, *self._radar(place)]

    def _radar(self, place: BlockPlace) -> Iterator[Chart]:
        """Yield the ratings, with those aimed at where each rated asset has one."""
        rated = [item for item in self.items if item.rating is not None]
        shown = rated[:MOST_AXES]
        if len(shown) < LEAST_AXES:
            return
        series = [(label(place.language, "brand_rating_now"), [Decimal(item.rating or 0) for item in shown])]
        if all(item.target_rating for item in shown):
            aims = [Decimal(item.target_rating or 0) for item in shown]
            series.append((label(place.language, "brand_rating_target"), aims))
        left_out = len(rated) - len(shown)
        yield chart(
            place,
            "radar",
            label(place.language, "brand_radar_caption"),
            "radar",
            [item.asset for item in shown],
            series,
            unit=label(place.language, "market_points"),
            note=label(place.language, "market_left_out", count=left_out) if left_out else "",
        )


def _rating_text(item: BrandAsset, language: str) -> str:
    if item.rating is None:
        return "—"
    if item.target_rating is None:
        return str(item.rating)
    return label(language, "rating_way", baseline=item.rating, target=item.target_rating)
