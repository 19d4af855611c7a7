"""The channel mix: what each channel brings now and is to bring, in shares, in money, and after its own costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.charting import chart, places_of
from plangen.doctree import Block, Chart, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.markdown import is_wide
from plangen.messages import listed
from plangen.model import (
    BlockPlace,
    Fault,
    Identifier,
    Line,
    Measure,
    Money,
    Part,
    Percent,
    StrategyBlock,
    Surroundings,
    repeated,
)
from plangen.quantities import MONEY_UNITS, Quantity, Stated, brief, change_text, counted, percent_text, rounded

End = Literal["baseline", "target"]
ENDS: tuple[End, ...] = ("baseline", "target")
Kind = Literal["body", "total"]
MOST_SERIES = 8


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of revenue in per cent, at the start and at the end."""

    baseline: Decimal = Decimal(0)
    target: Decimal = Decimal(0)

    def __add__(self, other: "Shares") -> "Shares":
        return Shares(self.baseline + other.baseline, self.target + other.target)

    def change(self, language: str) -> str:
        """Return the change in percentage points, with its sign."""
        return change_text(Quantity(self.baseline, "%"), Quantity(self.target, "%"), language)


class ChannelGroup(Part):
    """Channels that are added up, such as all those online."""

    id: Identifier = Field(description="a short name for references, such as online")
    name: Line = Field(description="the group as readers know it, such as Direct")


class Channel(Part):
    """One channel with its share of revenue."""

    id: Identifier = Field(description="a short name for references, such as content")
    name: Line = Field(description="the channel as readers know it, such as Key accounts")
    group: Line | None = Field(default=None, description="the id of one of the groups, where there are any")
    role: Line = Field(description="what the channel is for")
    baseline: Annotated[Percent, Field(ge=0, le=100)] = Field(description="its share of revenue at the start")
    target: Annotated[Percent, Field(ge=0, le=100)] = Field(description="its share of revenue at the end")
    margin: Annotated[Percent, Field(le=100)] | None = Field(
        default=None, description="its gross margin, per cent of its revenue"
    )
    cost_ratio: Annotated[Percent, Field(ge=0)] | None = Field(
        default=None, description="what it costs to sell there, per cent of its revenue"
    )
    owner: Line = Field(description="who answers for the channel")

    @property
    def contribution(self) -> Decimal | None:
        """Return gross margin less the channel's costs, in per cent of its revenue."""
        return None if self.margin is None or self.cost_ratio is None else self.margin - self.cost_ratio

    @property
    def shares(self) -> "Shares":
        """Return the share of revenue at both ends."""
        return Shares(self.baseline, self.target)


class Revenue(Part):
    """What the shares are shares of."""

    baseline: Money = Field(description="revenue at the start, such as EUR 84.0 million")
    target: Money = Field(description="revenue at the end, such as EUR 123.0 million")

    def amounts(self, shares: Shares) -> tuple[Quantity, Quantity, str]:
        """Return what shares are at both ends, and the increase with its sign, all in one unit."""
        now, then = self.baseline.base * shares.baseline / 100, self.target.base * shares.target / 100
        more = self._scaled(then - now)
        sign = "+" if more.number > 0 else ""
        return self._scaled(now), self._scaled(then), f"{sign}{more.text}"

    def _scaled(self, amount: Decimal) -> Quantity:
        """Write an amount in the larger of both units, with four digits of the whole."""
        whole = max(self.baseline, self.target, key=lambda end: MONEY_UNITS[end.unit])
        places = max(0, 3 - whole.number.adjusted())
        return Quantity(rounded(amount / MONEY_UNITS[whole.unit], places), whole.unit)


class Channels(StrategyBlock):
    """The channel mix: shares of revenue at the start and at the end, each adding up to 100 %.

    With ``revenue`` every share becomes an amount. The contribution of a channel is its gross margin less its own
    costs, both in per cent of its revenue (contribution margin: Horngren, Datar and Rajan, "Cost Accounting", chapter
    3); the whole company's is weighted by the mix, so that one sees what the shift alone does to it.
    """

    example: ClassVar[str] = """\
groups:
  - {id: online, name: 线上}
  - {id: offline, name: 线下}
items:
  - {id: shelf, name: 第三方平台, group: online, role: 承接搜索与复购, baseline: 36%, target: 33%, owner: 线上事业部}
  - {id: content, name: 内容渠道, group: online, role: 激发新需求, baseline: 9%, target: 20%, owner: 线上事业部}
  - {id: store, name: 门店, group: offline, role: 试穿与就近发货, baseline: 55%, target: 47%, owner: 零售运营部}
revenue: {baseline: 18.60亿元, target: 23.60亿元}
"""
    groups: tuple[ChannelGroup, ...] = Field(
        default=(), description="channels to add up, such as Direct and Indirect, optional"
    )
    items: Annotated[tuple[Channel, ...], Field(min_length=1)] = Field(
        description="the channels; baseline shares and target shares each add up to 100%"
    )
    revenue: Revenue | None = Field(default=None, description="revenue at both ends, to turn shares into amounts")
    note: Line | None = Field(default=None, description="what counts as which channel, optional")

    # --- what is computed --------------------------------------------------------------------------------------------

    def total(self) -> Shares:
        """Return the sums of all shares in per cent."""
        return sum((channel.shares for channel in self.items), Shares())

    def sums(self) -> dict[str, Shares]:
        """Return the sums of shares in per cent by the id of the group."""
        found = {group.id: Shares() for group in self.groups}
        for channel in self.items:
            if channel.group in found:
                found[channel.group] += channel.shares
        return found

    def contribution(self, end: End) -> Decimal | None:
        """Return the contribution of all channels in per cent of revenue; None unless each one's is known."""
        whole = getattr(self.total(), end)
        rates = [(getattr(channel, end), channel.contribution) for channel in self.items]
        known = [share * rate for share, rate in rates if rate is not None]
        return sum(known, Decimal(0)) / whole if whole > 0 and len(known) == len(rates) else None

    # --- the block ---------------------------------------------------------------------------------------------------

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([channel.id for channel in self.items], "items")
        yield from repeated([channel.name for channel in self.items], "items", "name")
        yield from self._check_groups()
        total = self.total()
        for end, whole in (("baseline", total.baseline), ("target", total.target)):
            if whole != 100:
                message = "target shares sum to {total}, not 100%"
                if end == "baseline":
                    message = "baseline shares sum to {total}, not 100%"
                shares = listed(f"{channel.name} {percent_text(getattr(channel, end))}" for channel in self.items)
                hint = "change the shares ({shares}) so that they add up to 100%"
                values = {"total": percent_text(whole), "shares": shares}
                yield Fault("PG401", ("items", len(self.items) - 1, end), message, hint, values)
        if self.revenue:
            one, other = self.revenue.baseline, self.revenue.target
            for end, amount in (("baseline", one), ("target", other)):
                if amount.number <= 0:
                    message = "the revenue is {amount}; it has to be greater than 0"
                    yield Fault("PG006", ("revenue", end), message, "correct the number", {"amount": amount.text})
            if one.dimension != other.dimension:
                message = "{name}: {one} and {other} have different units"
                values = {"name": "revenue", "one": one.text, "other": other.text}
                yield Fault("PG006", ("revenue", "target"), message, "write both figures in the same unit", values)

    def _check_groups(self) -> Iterator[Fault]:
        known = [group.id for group in self.groups]
        yield from repeated(known, "groups")
        taken = {channel.id for channel in self.items}
        for index, identifier in enumerate(known):
            if identifier in taken:
                message = "{identifier} is the id of a group and of a channel"
                hint = "give each its own id, since figures are named by it"
                yield Fault("PG202", ("groups", index, "id"), message, hint, {"identifier": identifier})
        used = {channel.group for channel in self.items}
        for index, group in enumerate(self.groups):
            if group.id not in used | taken and used <= set(known):  # else the wrong group of a channel has been found
                message = "no channel belongs to the group {name}, so that it would not appear"
                hint = "write group: {identifier} at its channels, or delete the group"
                values = {"name": group.name, "identifier": group.id}
                yield Fault("PG201", ("groups", index, "id"), message, hint, values)
        for index, channel in enumerate(self.items):
            if channel.group is None and known:
                message = "{name} belongs to no group"
                hint = "add group: with one of {known}"
                yield Fault("PG007", ("items", index), message, hint, {"name": channel.name, "known": listed(known)})
            elif channel.group is not None and channel.group not in known:
                near = get_close_matches(channel.group, known, 1)
                hint = "did you mean {near}?" if near else "name the id of one of groups:"
                values = {"identifier": channel.group, "near": near[0] if near else ""}
                yield Fault("PG201", ("items", index, "group"), "no group has the id {identifier}", hint, values)

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        for identifier, shares in [*((c.id, c.shares) for c in self.items), *self.sums().items()]:
            found[f"{identifier}.baseline"] = Quantity(shares.baseline, "%")
            found[f"{identifier}.target"] = Quantity(shares.target, "%")
            found[f"{identifier}.change"] = shares.change(language)
            if self.revenue:
                now, then, more = self.revenue.amounts(shares)
                found |= {f"{identifier}.baseline_amount": now, f"{identifier}.target_amount": then}
                found[f"{identifier}.amount_change"] = more
        for channel in self.items:
            if channel.contribution is not None:
                found[f"{channel.id}.contribution"] = Quantity(channel.contribution, "%")
        for end in ENDS:
            rate = self.contribution(end)
            if rate is not None:
                found[f"{end}_contribution"] = Quantity(rounded(rate, 1), "%")
        return found

    def measures(self) -> Iterator[Measure]:
        """Yield the shares of channels and groups as ``ID_share``, called by their name and 收入占比.

        An indicator of such a share is usually called so, and is then the same measure; the bare id or name of a
        channel may be that of an indicator of something else.
        """
        for index, channel in enumerate(self.items):
            item: tuple[str | int, ...] = ("items", index)
            yield self._measure(channel.id, channel.name, channel.shares, (*item, "baseline"), (*item, "target"))
        sums = self.sums()
        for index, group in enumerate(self.groups):
            at = ("groups", index, "id")
            yield self._measure(group.id, group.name, sums[group.id], at, at, computed=True)

    def _measure(
        self,
        identifier: str,
        name: str,
        shares: Shares,
        baseline: tuple[str | int, ...],
        target: tuple[str | int, ...],
        *,
        computed: bool = False,
    ) -> Measure:
        language = "zh" if any(map(is_wide, name)) else "en"
        figures = {
            "baseline": (Quantity(shares.baseline, "%"), baseline),
            "target": (Quantity(shares.target, "%"), target),
        }
        words = [shares.change(language)]
        if self.revenue:
            now, then, more = self.revenue.amounts(shares)
            words += [now.text, then.text, more]
        called = label(language, "channel_share_name", name=name)
        return Measure(f"{identifier}_share", called, figures, computed=computed, words=tuple(words))

    def lower(self, place: BlockPlace) -> list[Block]:
        return [self._table(place), *self._mix(place)]

    def _table(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        rated = any(channel.contribution is not None for channel in self.items)
        columns = (
            Column(word("channel")),
            Column(word("channel_role")),
            Column(word("channel_baseline"), "right"),
            Column(word("channel_target"), "right"),
            Column(word("change"), "right"),
            *((Column(word("channel_contribution"), "right"),) if rated else ()),
            Column(word("owner")),
        )

        def row(name: str, role: str, shares: Shares, rate: str, owner: str, *, kind: Kind = "body") -> Row:
            now, then, more = ("", "", "")
            if self.revenue:
                one, other, more = self.revenue.amounts(shares)
                now, then = one.text, other.text
            tone: Tone = "" if owner else "strong"
            change = "—" if shares.baseline == shares.target else shares.change(place.language)
            return Row(
                (
                    cell(name, tone),
                    cell(role),
                    lines(percent_text(shares.baseline), now, tone=tone),
                    lines(percent_text(shares.target), then, tone=tone),
                    lines(brief(change), more, tone=tone),
                    *((cell(rate, tone),) if rated else ()),
                    cell(owner),
                ),
                kind,
            )

        members: dict[str | None, list[Channel]] = {group.id: [] for group in self.groups}
        for channel in self.items:
            members.setdefault(channel.group, []).append(channel)
        sums, names = self.sums(), {group.id: group.name for group in self.groups}
        rows: list[Row] = []
        for group, channels in members.items():
            rows.extend(row(c.name, c.role, c.shares, _rate_text(c), c.owner) for c in channels)
            if group in names and channels:
                rows.append(row(word("channel_subtotal", name=names[group]), "", sums[group], "", ""))
        now, then = self.contribution("baseline"), self.contribution("target")
        way = "—"
        if now is not None and then is not None:
            one, other = percent_text(rounded(now, 1)), percent_text(rounded(then, 1))
            way = word("channel_way", baseline=one, target=other)
        rows.append(row(word("total"), "", self.total(), way, "", kind="total"))
        caption = place.caption or word("channels_caption")
        parts = [word("channels_amounts_note")] if self.revenue else []
        parts += [word("channels_note")] if rated else []
        note = "".join(parts) + (self.note or "")
        notes = (Text(note),) if note else ()
        return Table(columns, tuple(rows), caption, place.path, note=notes, origin=place.origin)

    def _mix(self, place: BlockPlace) -> Iterator[Chart]:
        """Yield the mix as two lying bars; the smallest channels stand together where there are too many."""
        total = self.total()
        if min(total.baseline, total.target) <= 0 or len(self.items) < 2:
            return
        shown = [(channel.name, channel.shares) for channel in self.items]
        note = ""
        if len(shown) > MOST_SERIES:
            order = sorted(range(len(shown)), key=lambda index: -shown[index][1].target)
            kept, rest = sorted(order[: MOST_SERIES - 1]), order[MOST_SERIES - 1 :]
            others = label(place.language, "channel_others"), sum((shown[index][1] for index in rest), Shares())
            shown = [*(shown[index] for index in kept), others]
            note = label(place.language, "channels_mix_note", count=len(rest))
        yield chart(
            place,
            "mix",
            label(place.language, "channels_mix_caption"),
            "percent",
            [label(place.language, "channel_baseline_end"), label(place.language, "channel_target_end")],
            [(name, [shares.baseline, shares.target]) for name, shares in shown],
            unit="%",
            places=places_of(share for _, shares in shown for share in (shares.baseline, shares.target)),
            lying=True,
            note=note,
        )


def _rate_text(channel: Channel) -> str:
    """Write how a channel's contribution comes about: ``58%－30%＝28%``."""
    if channel.margin is None or channel.cost_ratio is None or channel.contribution is None:
        return "—"
    return f"{percent_text(channel.margin)}−{percent_text(channel.cost_ratio)}={percent_text(channel.contribution)}"
