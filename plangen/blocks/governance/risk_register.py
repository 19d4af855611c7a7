"""The risk register: likelihood times impact gives the grade, and the grade decides who looks at it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.charting import heatmap
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.model import BlockPlace, Fault, Identifier, Line, Part, Score, StrategyBlock, Surroundings, repeated
from plangen.quantities import Stated, counted

GRADES: tuple[tuple[int, str, Tone], ...] = (
    (15, "severe", "severe"),
    (10, "high", "bad"),
    (5, "medium", "warn"),
    (1, "low", "good"),
)
MOST_LISTED = 8  # numbers of risks in one cell of the matrix; the others are counted


def grade(score: int) -> tuple[str, Tone]:
    """Return the grade of a score of 1 to 25 and the tone it is shown in."""
    return next((name, tone) for least, name, tone in GRADES if score >= least)


class Risk(Part):
    """One risk. A rule over the whole plan reports one without owner, trigger or response."""

    id: Identifier = Field(description="a short name of the risk for references")
    name: Line = Field(description="what may happen, in one line")
    category: Line | None = Field(default=None, description="the kind of risk, such as market or compliance, optional")
    likelihood: Score = Field(description="from 1 (rare) to 5 (almost certain), before any response")
    impact: Score = Field(description="from 1 (slight) to 5 (threatens the plan), before any response")
    owner: Line | None = Field(default=None, description="the department or role that answers for the risk")
    trigger: Line | None = Field(default=None, description="the observation that sets off the response")
    warning: Identifier | None = Field(
        default=None,
        description="the id of an early-warning indicator that sets off the response, instead of a trigger",
    )
    mitigation: Line | None = Field(default=None, description="what is done beforehand to make the risk smaller")
    contingency: Line | None = Field(default=None, description="what is done when it happens, optional")
    backup: Line | None = Field(default=None, description="what takes the place of what failed, optional")
    residual_likelihood: Score | None = Field(default=None, description="the likelihood after the response, optional")
    residual_impact: Score | None = Field(default=None, description="the impact after the response, optional")

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def residual(self) -> tuple[int, int] | None:
        """Return likelihood and impact after the response; what is not rated again stays. None where neither is."""
        if self.residual_likelihood is None and self.residual_impact is None:
            return None
        return self.residual_likelihood or self.likelihood, self.residual_impact or self.impact


class RiskRegister(StrategyBlock):
    """Risks with score, grade and response, and the matrix they stand in (ISO 31000:2018, 6.4.3 and 6.4.4)."""

    example: ClassVar[str] = """\
items:
  - id: traffic_cost
    name: 付费流量成本超预期上涨
    category: 市场
    likelihood: 4
    impact: 4
    owner: 线上事业部
    trigger: 单月获客成本偏离预算15%
    mitigation: 提高内容与会员渠道占比
    contingency: 冻结低回报投放，预算转入老客经营
    residual_likelihood: 2
"""
    items: Annotated[tuple[Risk, ...], Field(min_length=1)] = Field(description="the risks, in any order")

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([risk.id for risk in self.items], "items")
        for index, risk in enumerate(self.items):
            ratings = {
                "residual_likelihood": (risk.residual_likelihood, risk.likelihood),
                "residual_impact": (risk.residual_impact, risk.impact),
            }
            for field, (after, before) in ratings.items():
                if after is not None and after > before:
                    message = "{name}: {field} is {after}, higher than {before} before the response"
                    hint = "write {before} or less, or correct the rating before the response"
                    values = {"name": risk.name, "field": field, "after": after, "before": before}
                    yield Fault("PG006", ("items", index, field), message, hint, values)

    def ranked(self) -> tuple[Risk, ...]:
        """Return the risks by score, the gravest first; equal ones keep their order."""
        return tuple(sorted(self.items, key=lambda risk: -risk.score))

    def values(self, language: str) -> dict[str, Stated]:
        grades = [grade(risk.score)[0] for risk in self.items]
        found: dict[str, Stated] = {"count": counted(len(self.items))}
        for _, name, _ in GRADES:
            found[f"count_{name}"] = counted(grades.count(name))
        for risk in self.items:
            found[f"{risk.id}.score"] = counted(risk.score)
            found[f"{risk.id}.grade"] = label(language, f"grade_{grade(risk.score)[0]}")
            if risk.residual:
                left = risk.residual[0] * risk.residual[1]
                found[f"{risk.id}.residual"] = counted(left)
                found[f"{risk.id}.residual_grade"] = label(language, f"grade_{grade(left)[0]}")
        return found

    def lower(self, place: BlockPlace) -> list[Block]:
        def word(key: str) -> str:
            return label(place.language, key)

        columns = (
            Column(word("number"), "center"),
            Column(word("risk")),
            Column(word("risk_score"), "center"),
            Column(word("trigger")),
            Column(word("response")),
            Column(word("owner")),
        )
        rows = tuple(self._row(number, risk, place.language) for number, risk in enumerate(self.ranked(), start=1))
        note = word("risk_note") + (word("residual_note") if any(risk.residual for risk in self.items) else "")
        caption = place.caption or word("risk_register_caption")
        register = Table(columns, rows, caption, place.path, note=(Text(note),), origin=place.origin)
        return [register, self._matrix(place)]

    def _row(self, number: int, risk: Risk, language: str) -> Row:
        def word(key: str, **values: object) -> str:
            return label(language, key, **values)

        name, tone = grade(risk.score)
        score = [f"{risk.likelihood}×{risk.impact}={risk.score}", word(f"grade_{name}")]
        if risk.residual:
            left = risk.residual[0] * risk.residual[1]
            score += [word("residual", score=left), word(f"grade_{grade(left)[0]}")]
        responses = [
            risk.mitigation or "",
            word("contingency", text=risk.contingency) if risk.contingency else "",
            word("backup", text=risk.backup) if risk.backup else "",
        ]
        return Row(
            (
                cell(f"R{number}"),
                lines(risk.name, word("category_line", category=risk.category) if risk.category else ""),
                lines(*score, tone=tone),
                cell(risk.trigger or (word("risk_by_warning") if risk.warning else "—")),
                lines(*responses) if any(responses) else cell("—"),
                cell(risk.owner or "—"),
            )
        )

    def _matrix(self, place: BlockPlace) -> Chart:
        def word(key: str) -> str:
            return label(place.language, key)

        numbers: dict[tuple[int, int], list[str]] = {}
        for number, risk in enumerate(self.ranked(), start=1):
            numbers.setdefault((risk.impact, risk.likelihood), []).append(f"R{number}")

        def field(impact: int, likelihood: int) -> Cell:
            listed = numbers.get((impact, likelihood), [])
            if len(listed) > MOST_LISTED:
                listed = [*listed[:MOST_LISTED], f"+{len(listed) - MOST_LISTED}"]
            return cell(word("joint").join(listed), grade(impact * likelihood)[1])

        return heatmap(
            place,
            "matrix",
            word("matrix_caption"),
            (word("matrix_corner"), *(word(f"likelihood_{n}") for n in range(1, 6))),
            [
                (cell(word(f"impact_{impact}")), *(field(impact, likelihood) for likelihood in range(1, 6)))
                for impact in range(5, 0, -1)
            ],
            note=word("matrix_note"),
        )
