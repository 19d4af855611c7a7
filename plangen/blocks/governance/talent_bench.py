"""The talent bench: who could take over each key post, and where the people for new posts come from."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from plangen.blocks.cells import cell, day_text, lines
from plangen.blocks.charting import chart
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.model import (
    BlockPlace,
    Day,
    Fault,
    Identifier,
    Line,
    Part,
    StrategyBlock,
    Surroundings,
    Whole,
    outside,
    parse_choice,
    repeated,
)
from plangen.quantities import Quantity, Stated, counted, trimmed

READINESS = ("now", "one_year", "two_years")
RISKS: dict[str, Tone] = {"low": "good", "medium": "warn", "high": "bad"}
MOST_CHARTED = 24

Readiness = Annotated[
    Literal["now", "one_year", "two_years"],
    parse_choice({"now": ("即刻",), "one_year": ("一年内",), "two_years": ("两年内",)}),
]
Vacancy = Annotated[
    Literal["low", "medium", "high"], parse_choice({"low": ("低",), "medium": ("中",), "high": ("高",)})
]


class Successor(Part):
    """Somebody who could take over a post."""

    name: Line | None = Field(default=None, description="the name, or the present post or level, optional")
    readiness: Readiness = Field(description="one of now, one_year, two_years")


def _listed(value: object) -> str:
    return "~list" if isinstance(value, list) else "~count"


Successors = Annotated[
    Annotated[tuple[Successor, ...], Tag("~list")] | Annotated[Whole, Tag("~count")], Discriminator(_listed)
]


class Post(Part):
    """One key post and its successors: a list of them, or how many there are."""

    id: Identifier = Field(description="a short name of the post for references")
    post: Line = Field(description="what the post is called")
    department: Line = Field(description="the department it belongs to")
    holders: Whole | None = Field(default=None, description="how many people hold such a post, optional")
    successors: Successors = Field(description="the successors, each with readiness, or only their number")
    ready: Whole | None = Field(default=None, description="how many could start at once, where only a number is given")
    risk: Vacancy | None = Field(default=None, description="low, medium or high: how likely it falls vacant")
    development: Line = Field(description="how the successors are prepared")

    @property
    def count(self) -> int:
        return len(self.successors) if isinstance(self.successors, tuple) else self.successors

    @property
    def ready_now(self) -> int | None:
        """Return how many successors could start at once; None where that is not said."""
        if isinstance(self.successors, tuple):
            return sum(successor.readiness == "now" for successor in self.successors)
        return self.ready


class Family(Part):
    """Posts of one kind that are to be filled, from within and from outside."""

    id: Identifier | None = Field(default=None, description="a short name of the family for references, optional")
    family: Line = Field(description="the kind of post, such as Software and data")
    need: Whole = Field(description="how many posts have to be filled")
    internal: Whole = Field(description="how many of them from within the company")
    external: Whole = Field(description="how many of them from outside")
    by: Day = Field(description="the day by which all of them are there")


class TalentBench(StrategyBlock):
    """Key posts with at least so many successors each, and the headcount plan beside it.

    What succession planning calls bench strength (Rothwell, "Effective Succession Planning", 5th ed., 2015) is stated
    as two shares of the key posts: coverage counts those with enough successors, ready coverage those with one who is
    ready now.
    """

    example: ClassVar[str] = """\
least: 3
posts:
  - id: member_lead
    post: 会员运营负责人
    department: 会员运营部
    successors:
      - {name: 会员运营经理, readiness: 即刻}
      - {name: 区域会员主管, readiness: 一年内}
      - {name: 数据分析主管, readiness: 两年内}
    risk: 中
    development: 轮岗两家试点门店
  - {id: data_lead, post: 数据负责人, department: 数字技术部, successors: 3, ready: 1, risk: 高, development: 主持项目}
headcount:
  - {id: data, family: 数据与算法, need: 18, internal: 4, external: 14, by: 2026-12-31}
  - {id: live, family: 内容与社群, need: 30, internal: 15, external: 15, by: 2026-09-30}
"""
    least: Annotated[Whole, Field(ge=1)] = Field(default=3, description="how many successors each key post has to have")
    posts: Annotated[tuple[Post, ...], Field(min_length=1)] = Field(description="the key posts")
    headcount: tuple[Family, ...] = Field(default=(), description="the posts to be filled, by family, optional")

    # --- what is wrong ---------------------------------------------------------------------------------------------

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([post.id for post in self.posts], "posts")
        yield from repeated([family.id or f"#{index}" for index, family in enumerate(self.headcount)], "headcount")
        yield from repeated([family.family for family in self.headcount], "headcount", "family")
        same: dict[tuple[str, str], str] = {}
        for index, post in enumerate(self.posts):
            if same.setdefault((post.post, post.department), post.id) != post.id:
                message = "the post {post} of {department} is named by an earlier entry"
                hint = "delete one of the two, or say what differs"
                named = {"post": post.post, "department": post.department}
                yield Fault("PG202", ("posts", index, "post"), message, hint, named)
            path: tuple[str | int, ...] = ("posts", index)
            yield from _twice(post, path)
            if post.count < self.least:
                message = "{post} has too few successors: {count}, where {least} are asked for"
                hint = "add {rest} more, or lower least: to what is meant"
                values = {"post": post.post, "count": post.count, "least": self.least, "rest": self.least - post.count}
                yield Fault("PG006", (*path, "successors"), message, hint, values)
            if post.ready is None:
                continue
            said = {"post": post.post, "ready": post.ready, "count": post.count, "listed": post.ready_now}
            if isinstance(post.successors, tuple):
                if post.ready != post.ready_now:
                    message = "{post}: ready is {ready}, but the list has {listed} who are ready now"
                    hint = "delete ready:, it is counted from the list"
                    yield Fault("PG006", (*path, "ready"), message, hint, said)
            elif post.ready > post.count:
                message = "{post}: ready is {ready}, more than the {count} successors there are"
                yield Fault("PG006", (*path, "ready"), message, "correct one of the two numbers", said)
        for index, family in enumerate(self.headcount):
            if family.id == "headcount":
                message = "the id {identifier} is the name of a figure of the whole block"
                hint = "choose another id, such as {identifier}_1"
                yield Fault("PG202", ("headcount", index, "id"), message, hint, {"identifier": family.id})
            if family.need != family.internal + family.external:
                message = "{family}: {internal} internal and {external} external make {sum}, not {need}"
                hint = "correct need, internal or external"
                numbers = {"family": family.family, "internal": family.internal, "external": family.external}
                numbers |= {"sum": family.internal + family.external, "need": family.need}
                yield Fault("PG006", ("headcount", index, "need"), message, hint, numbers)
            yield from outside(family.by, surroundings.horizon, ("headcount", index, "by"), family.family)

    # --- what others may refer to ----------------------------------------------------------------------------------

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {}
        for post in self.posts:
            found[f"{post.id}.successors"] = counted(post.count)
            if post.ready_now is not None:
                found[f"{post.id}.ready"] = counted(post.ready_now)
        for family in self.headcount:
            if family.id:
                found[f"{family.id}.need"] = counted(family.need)
                found[f"{family.id}.internal"] = counted(family.internal)
                found[f"{family.id}.external"] = counted(family.external)
                found[f"{family.id}.by"] = family.by
        found["least"] = counted(self.least)
        found["posts"] = counted(len(self.posts))
        found["pool"] = counted(self.pool)
        found["coverage"] = self._of_posts(sum(post.count >= self.least for post in self.posts))
        if (ready := self.ready) is not None:
            found["ready"] = counted(ready)
            found["ready_coverage"] = self._of_posts(sum(bool(post.ready_now) for post in self.posts))
        if self.headcount:
            found["headcount.need"] = counted(sum(family.need for family in self.headcount))
            found["headcount.internal"] = counted(sum(family.internal for family in self.headcount))
            found["headcount.external"] = counted(sum(family.external for family in self.headcount))
        return found

    @property
    def pool(self) -> int:
        """Return how many successors all posts have together."""
        return sum(post.count for post in self.posts)

    @property
    def ready(self) -> int | None:
        """Return how many successors could start at once; None where a post does not say."""
        counts = [post.ready_now for post in self.posts]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    def _of_posts(self, count: int) -> Quantity:
        return Quantity(trimmed(Decimal(count * 100) / len(self.posts), 1), "%")

    # --- what is shown ---------------------------------------------------------------------------------------------

    def lower(self, place: BlockPlace) -> list[Block]:
        nodes: list[Block] = [self._bench(place)]
        if self.headcount:
            nodes.append(self._families(place))
        if len(self.headcount) > 1 and any(family.internal or family.external for family in self.headcount):
            nodes.append(self._sources(place))
        return nodes

    def _bench(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        held = any(post.holders is not None for post in self.posts)
        counted_ready = any(post.ready_now is not None for post in self.posts)
        listed = any(isinstance(post.successors, tuple) for post in self.posts)
        risky = any(post.risk for post in self.posts)
        columns = (
            Column(word("key_post")),
            *((Column(word("holders"), "right"),) if held else ()),
            Column(word("successors"), "right"),
            *((Column(word("ready_now"), "right"),) if counted_ready else ()),
            *((Column(word("bench_members")),) if listed else ()),
            *((Column(word("vacancy_risk"), "center"),) if risky else ()),
            Column(word("development")),
        )
        rows = [
            Row(
                (
                    lines(post.post, word("category_line", category=post.department)),
                    *((_number(post.holders),) if held else ()),
                    cell(str(post.count), "bad" if post.count < self.least else ""),
                    *((_number(post.ready_now),) if counted_ready else ()),
                    *((self._members(post, place.language),) if listed else ()),
                    *(
                        (cell(word(f"grade_{post.risk}"), RISKS[post.risk]) if post.risk else cell("—"),)
                        if risky
                        else ()
                    ),
                    cell(post.development),
                )
            )
            for post in self.posts
        ]
        total = (
            cell(word("total_posts", count=len(self.posts))),
            *((_number(sum(post.holders or 0 for post in self.posts)),) if held else ()),
            cell(str(self.pool)),
            *((_number(self.ready),) if counted_ready else ()),
            *((cell(""),) * (listed + risky)),
            cell(""),
        )
        rows.append(Row(total, "total"))
        found = self.values(place.language)
        coverage, ready = found["coverage"], found.get("ready_coverage")
        note = word("bench_note", least=self.least, coverage=coverage.text if isinstance(coverage, Quantity) else "")
        if isinstance(ready, Quantity):
            note += word("bench_ready_note", coverage=ready.text)
        caption = place.caption or word("talent_bench_caption")
        return Table(columns, tuple(rows), caption, place.path, note=(Text(note),), origin=place.origin)

    def _members(self, post: Post, language: str) -> Cell:
        if not isinstance(post.successors, tuple) or not post.successors:
            return cell("—")
        ordered = sorted(post.successors, key=lambda successor: READINESS.index(successor.readiness))
        return lines(
            *(
                label(language, "pair", name=one.name, text=label(language, f"ready_{one.readiness}"))
                if one.name
                else label(language, f"ready_{one.readiness}")
                for one in ordered
            )
        )

    def _families(self, place: BlockPlace) -> Table:
        def word(key: str) -> str:
            return label(place.language, key)

        columns = (
            Column(word("family")),
            Column(word("posts_needed"), "right"),
            Column(word("from_within"), "right"),
            Column(word("from_outside"), "right"),
            Column(word("present_by"), "center"),
        )
        rows = [
            Row(
                (
                    cell(family.family),
                    cell(str(family.need)),
                    cell(str(family.internal)),
                    cell(str(family.external)),
                    cell(day_text(family.by, place.language)),
                )
            )
            for family in self.headcount
        ]
        sums = (
            sum(family.need for family in self.headcount),
            sum(family.internal for family in self.headcount),
            sum(family.external for family in self.headcount),
        )
        last = cell(day_text(max(family.by for family in self.headcount), place.language))
        rows.append(Row((cell(word("total")), *(cell(str(one)) for one in sums), last), "total"))
        caption = word("families_caption")
        note = (Text(word("families_note")),)
        return Table(columns, tuple(rows), caption, f"{place.path}.families", note=note, origin=place.origin)

    def _sources(self, place: BlockPlace) -> Chart:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        shown = list(self.headcount)
        note = ""
        if len(shown) > MOST_CHARTED:
            largest = sorted(range(len(shown)), key=lambda index: -shown[index].need)[:MOST_CHARTED]
            shown = [shown[index] for index in sorted(largest)]
            note = word("families_charted", count=MOST_CHARTED)
        return chart(
            place,
            "sources",
            word("sources_of_people_caption"),
            "stacked",
            [family.family for family in shown],
            [
                (word("from_within"), [Decimal(family.internal) for family in shown]),
                (word("from_outside"), [Decimal(family.external) for family in shown]),
            ],
            unit=word("talent_unit"),
            lying=True,
            note=note,
        )


def _twice(post: Post, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Yield PG202 for each successor of a post who is on its list already."""
    seen: set[str] = set()
    for index, successor in enumerate(post.successors if isinstance(post.successors, tuple) else ()):
        if successor.name and successor.name in seen:
            message = "{name} stands twice among the successors for {post}"
            hint = "delete one of the two; of two people on a like post say what tells them apart"
            values = {"name": successor.name, "post": post.post}
            yield Fault("PG202", (*path, "successors", index, "name"), message, hint, values)
        seen.add(successor.name or "")


def _number(count: int | None) -> Cell:
    return cell("—" if count is None else str(count))
