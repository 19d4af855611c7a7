"""The risk register: likelihood times impact gives the grade, and the grade decides who looks at it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.doctree import Block, Cell, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.model import BlockPlace, Fault, Identifier, Line, Part, Score, StrategyBlock, Surroundings, repeated

GRADES: tuple[tuple[int, str, Tone], ...] = (
    (15, "severe", "severe"),
    (10, "high", "bad"),
    (5, "medium", "warn"),
    (1, "low", "good"),
)


def grade(score: int) -> tuple[str, Tone]:
    """Return the grade of a score of 1 to 25 and the tone it is shown in."""
    return next((name, tone) for least, name, tone in GRADES if score >= least)


class Risk(Part):
    """One risk; likelihood and impact go from 1 (rare, slight) to 5 (almost certain, threatens the plan)."""

    id: Identifier
    name: Line
    category: Line | None = None
    likelihood: Score
    impact: Score
    owner: Line
    trigger: Line
    mitigation: Line
    contingency: Line | None = None
    backup: Line | None = None

    @property
    def score(self) -> int:
        return self.likelihood * self.impact


class RiskRegister(StrategyBlock):
    """Risks with score, grade and response, and the matrix they stand in (ISO 31000:2018, 6.4.3 and 6.4.4)."""

    example: ClassVar[str] = """\
items:
  - id: traffic_cost
    name: 付费流量成本超预期上涨
    category: 市场
    likelihood: 4
    impact: 4
    owner: 电商事业部
    trigger: 单月获客成本偏离预算15%
    mitigation: 提高内容与会员渠道占比
    contingency: 冻结低回报投放，预算转入自播
"""
    items: Annotated[tuple[Risk, ...], Field(min_length=1)]

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([risk.id for risk in self.items], "items")

    def ranked(self) -> tuple[Risk, ...]:
        """Return the risks by score, the gravest first; equal ones keep their order."""
        return tuple(sorted(self.items, key=lambda risk: -risk.score))

    def values(self, language: str) -> dict[str, str]:
        found = {"count": str(len(self.items))}
        for name in ("severe", "high", "medium", "low"):
            found[f"count_{name}"] = str(sum(grade(risk.score)[0] == name for risk in self.items))
        for risk in self.items:
            found[f"{risk.id}.score"] = str(risk.score)
            found[f"{risk.id}.grade"] = label(language, f"grade_{grade(risk.score)[0]}")
            found[f"{risk.id}.name"] = risk.name
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        columns = (
            Column(word("number"), "center"),
            Column(word("risk")),
            Column(word("risk_score"), "center"),
            Column(word("trigger")),
            Column(word("response")),
            Column(word("owner")),
        )
        rows = []
        for number, risk in enumerate(self.ranked(), start=1):
            name, tone = grade(risk.score)
            extra = [word("contingency", text=risk.contingency)] if risk.contingency else []
            extra += [word("backup", text=risk.backup)] if risk.backup else []
            rows.append(
                Row(
                    (
                        cell(f"R{number}"),
                        lines(risk.name, word("category_line", category=risk.category) if risk.category else ""),
                        lines(f"{risk.likelihood}×{risk.impact}={risk.score}", word(f"grade_{name}"), tone=tone),
                        cell(risk.trigger),
                        lines(risk.mitigation, *extra),
                        cell(risk.owner),
                    )
                )
            )
        caption = place.caption or word("risk_caption")
        note = (Text(word("risk_note")),)
        register = Table(columns, tuple(rows), caption, place.path, note=note, origin=place.origin)
        return [register, self._matrix(place)]

    def _matrix(self, place: BlockPlace) -> Table:
        def word(key: str) -> str:
            return label(place.language, key)

        numbers: dict[tuple[int, int], list[str]] = {}
        for number, risk in enumerate(self.ranked(), start=1):
            numbers.setdefault((risk.impact, risk.likelihood), []).append(f"R{number}")
        columns = (
            Column(word("matrix_corner"), "center"),
            *(Column(word(f"likelihood_{n}"), "center") for n in range(1, 6)),
        )
        rows = tuple(
            Row(
                (
                    cell(word(f"impact_{impact}")),
                    *(
                        Cell(
                            (Text(label(place.language, "joint").join(numbers.get((impact, n), []))),),
                            grade(impact * n)[1],
                        )
                        for n in range(1, 6)
                    ),
                )
            )
            for impact in range(5, 0, -1)
        )
        return Table(
            columns,
            rows,
            word("matrix_caption"),
            f"{place.path}.matrix",
            header_column=True,
            note=(Text(word("matrix_note")),),
            origin=place.origin,
        )
