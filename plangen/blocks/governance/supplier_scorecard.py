"""The supplier scorecard: weighted criteria, grades, concentration, single sources, and ways of working together."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, ClassVar

from pydantic import Field

from plangen.blocks.cells import cell, lines
from plangen.blocks.charting import chart
from plangen.blocks.governance.completeness import untouched
from plangen.blocks.governance.suppliers import (
    DIMENSIONS,
    Collaboration,
    Concentration,
    Criterion,
    GradeLimits,
    Supplier,
)
from plangen.blocks.market.criteria import check_weights
from plangen.doctree import Block, Cell, Chart, Column, Row, Table, Text, Tone
from plangen.labels import label
from plangen.messages import listed
from plangen.model import BlockPlace, Fault, Measure, StrategyBlock, Surroundings, repeated
from plangen.quantities import Quantity, Stated, counted, percent_text, rounded, trimmed

GRADES: dict[str, Tone] = {"A": "good", "B": "warn", "C": "bad"}
MOST_CHARTED = 24


class SupplierScorecard(StrategyBlock):
    """Suppliers by weighted criteria, with grade, concentration and single-source alert, and collaboration with them.

    The score is the weighted-point method (Timmerman, "An Approach to Vendor Performance Evaluation", Journal of
    Purchasing and Materials Management 22(4), 1986): the sum of weight times score, from 0 to 100, rounded to one
    decimal before it is graded. Concentration is the share of the N largest in all purchases, as in the ratio CR-N.
    """

    example: ClassVar[str] = """\
criteria:
  - {id: quality, name: 质量, weight: 60%, measure: 大货一次验货合格率, standard: 不低于97%, consequence: 停接新单}
  - {id: delivery, name: 交付, weight: 40%, measure: 按期到仓率, standard: 不低于95%, consequence: 减少份额}
grades: {A: 85, B: 70}
suppliers:
  - {id: s1, name: 供应商甲, category: 针织, share: 12%, scores: {quality: 92, delivery: 85}, alternatives: 2}
  - {id: s2, name: 供应商乙, category: 梭织, share: 9%, scores: {quality: 80, delivery: 72}, sole_source: true}
concentration: {top: 5, baseline: 46%, target: 38%}
collaboration:
  - {dimension: 信息, mechanism: 共用款号与交期口径, measure: 预测准确率, owner: 供应链中心}
  - {dimension: 风险, mechanism: 备用来源每季承接小单, measure: 断供推演通过率, owner: 供应链中心}
  - {dimension: 利益, mechanism: 按评级分配订单, measure: 按期付款率, owner: 财务部}
  - {dimension: 责任, mechanism: 质量责任追溯到批次, measure: 责任退货率, owner: 商品中心}
"""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)] = Field(description="what suppliers are judged by")
    grades: GradeLimits = Field(default_factory=GradeLimits, description="the lowest scores of the grades A and B")
    suppliers: tuple[Supplier, ...] = Field(default=(), description="the suppliers with their scores, optional")
    concentration: Concentration | None = Field(
        default=None, description="the share of the largest suppliers in purchases, optional"
    )
    collaboration: Annotated[tuple[Collaboration, ...], Field(min_length=1)] = Field(
        description="how both sides work together, at least one entry in each dimension"
    )

    # --- what is computed ------------------------------------------------------------------------------------------

    def score(self, supplier: Supplier) -> Decimal:
        """Return a supplier's weighted score with one decimal, over the criteria it has a score for."""
        rated = [(one.weight, supplier.scores[one.id].number) for one in self.criteria if one.id in supplier.scores]
        weights = sum((weight for weight, _ in rated), Decimal(0))
        if not weights:
            return Decimal(0)
        return rounded(sum((weight * number for weight, number in rated), Decimal(0)) / weights, 1)

    def grade(self, supplier: Supplier) -> str:
        """Return a supplier's grade: A, B or C."""
        score = self.score(supplier)
        return "A" if score >= self.grades.A.number else "B" if score >= self.grades.B.number else "C"

    def ranked(self) -> list[tuple[Supplier, Decimal]]:
        """Return the suppliers with their scores, the best first; equal ones keep their order."""
        scored = [(supplier, self.score(supplier)) for supplier in self.suppliers]
        return sorted(scored, key=lambda pair: -pair[1])

    def listed_share(self) -> Decimal | None:
        """Return the share of the largest of the listed suppliers; None where fewer are listed than are counted."""
        if self.concentration is None or len(self.suppliers) < self.concentration.top:
            return None
        shares = sorted((supplier.share for supplier in self.suppliers), reverse=True)
        return sum(shares[: self.concentration.top], Decimal(0))

    def only_of_category(self) -> set[str]:
        """Return the ids of suppliers that are alone in their category, unless alternatives to them are given."""
        members = Counter(supplier.category for supplier in self.suppliers)
        return {
            supplier.id for supplier in self.suppliers if members[supplier.category] == 1 and not supplier.alternatives
        }

    # --- what is wrong ---------------------------------------------------------------------------------------------

    def check(self, surroundings: Surroundings) -> Iterator[Fault]:
        yield from repeated([criterion.id for criterion in self.criteria], "criteria")
        yield from repeated([supplier.id for supplier in self.suppliers], "suppliers")
        yield from repeated([supplier.name for supplier in self.suppliers], "suppliers", "name")
        yield from check_weights([(criterion.name, criterion.weight) for criterion in self.criteria])
        if self.grades.A.number <= self.grades.B.number:
            message = "grade A begins at {high}, grade B at {low}; A has to begin higher"
            limits = {"high": self.grades.A.text, "low": self.grades.B.text}
            yield Fault("PG006", ("grades", "A"), message, "raise A or lower B", limits)
        for index, supplier in enumerate(self.suppliers):
            yield from self._check_scores(index, supplier)
            if supplier.contradicts_itself:
                message = "{name}: sole_source is {sole}, but alternatives is {count}"
                values = {"name": supplier.name, "sole": str(supplier.sole_source).lower()}
                values["count"] = str(supplier.alternatives)
                hint = "delete one of the two, or correct it"
                yield Fault("PG006", ("suppliers", index, "sole_source"), message, hint, values)
        yield from self._check_shares()
        needed = {name: label(surroundings.language, f"collaboration_{name}") for name in DIMENSIONS}
        yield from untouched(needed, {entry.dimension for entry in self.collaboration}, "collaboration")

    def _check_scores(self, index: int, supplier: Supplier) -> Iterator[Fault]:
        names = {criterion.id: criterion.name for criterion in self.criteria}
        meant = set()  # criteria that a misspelt key stands for
        for key in supplier.scores:
            if key not in names:
                near = get_close_matches(key, [one for one in names if one not in supplier.scores], 1)
                meant.update(near)
                hint = "did you mean {near}?" if near else "known here: {known}"
                values = {"criterion": key, "near": near[0] if near else "", "known": ", ".join(names)}
                path = ("suppliers", index, "scores", key)
                yield Fault("PG201", path, "criteria: does not list {criterion}", hint, values, key=True)
        missing = [one for one in names if one not in supplier.scores and one not in meant]
        if missing:
            message = "{name} has no score for {missing}"
            hint = "add to scores: {ids}"
            values = {"name": supplier.name, "missing": listed(names[one] for one in missing)}
            values["ids"] = ", ".join(missing)
            yield Fault("PG007", ("suppliers", index, "scores"), message, hint, values)

    def _check_shares(self) -> Iterator[Fault]:
        whole = sum((supplier.share for supplier in self.suppliers), Decimal(0))
        last = ("suppliers", len(self.suppliers) - 1, "share")
        if whole > 100:
            message = "the suppliers' shares of purchases sum to {total}, more than 100%"
            yield Fault("PG401", last, message, "correct the shares", {"total": _short(whole)})
        if self.concentration is None:
            return
        stated, field = self.concentration.latest, "baseline" if self.concentration.current is None else "current"
        if self.concentration.target == self.concentration.baseline:
            message = "the target of the concentration equals its baseline, {share}"
            hint = "change the target, or leave the concentration out"
            share = {"share": percent_text(stated)}
            yield Fault("PG006", ("concentration", "target"), message, hint, share)
        listed = self.listed_share()
        counts: dict[str, object] = {"top": self.concentration.top, "stated": percent_text(stated), "field": field}
        if listed is not None and _as_precise(listed, stated) != stated:
            message = "{field} says that the {top} largest suppliers have {stated}, but those listed have {listed}"
            hint = "correct {field} or the shares, or list all of the {top} largest suppliers"
            values = counts | {"listed": _short(listed)}
            yield Fault("PG006", ("concentration", field), message, hint, values)
        elif listed is None and _as_precise(whole, stated) > stated:
            message = (
                "{field} says that the {top} largest suppliers have {stated}, but the {count} listed have {listed}"
            )
            values = counts | {"listed": _short(whole), "count": len(self.suppliers)}
            yield Fault("PG006", ("concentration", field), message, "correct {field} or the shares", values)

    # --- what others may refer to ----------------------------------------------------------------------------------

    def values(self, language: str) -> dict[str, Stated]:
        found: dict[str, Stated] = {}
        for criterion in self.criteria:
            found[f"{criterion.id}.weight"] = Quantity(criterion.weight, "%")
        grades = Counter(self.grade(supplier) for supplier in self.suppliers)
        for supplier in self.suppliers:
            found[f"{supplier.id}.score"] = Quantity(self.score(supplier), label(language, "supplier_points"))
            found[f"{supplier.id}.grade"] = self.grade(supplier)
            found[f"{supplier.id}.share"] = Quantity(supplier.share, "%")
        if self.concentration:
            listed = self.listed_share()
            found["concentration.baseline"] = Quantity(self.concentration.baseline, "%")
            found["concentration.target"] = Quantity(self.concentration.target, "%")
            found["concentration.current"] = Quantity(
                self.concentration.latest if listed is None else trimmed(listed, 2), "%"
            )
        found["count"] = counted(len(self.suppliers))
        for grade in GRADES:
            found[f"count_{grade}"] = counted(grades[grade])
        found["count_sole"] = counted(sum(supplier.sole for supplier in self.suppliers))
        return found

    def measures(self) -> Iterator[Measure]:
        if self.concentration is None or self.concentration.name is None:
            return
        figures = {
            role: (Quantity(share, "%"), ("concentration", role))
            for role, share in (
                ("baseline", self.concentration.baseline),
                ("current", self.concentration.current),
                ("target", self.concentration.target),
            )
            if share is not None
        }
        yield Measure("concentration", self.concentration.name, figures)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def lower(self, place: BlockPlace) -> list[Block]:
        nodes: list[Block] = [self._criteria(place)]
        if self.suppliers:
            nodes.append(self._ranking(place))
        if len(self.suppliers) > 1:
            nodes.append(self._scores(place))
        nodes.append(self._collaboration(place))
        return nodes

    def _criteria(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        standards = any(criterion.standard for criterion in self.criteria)
        consequences = any(criterion.consequence for criterion in self.criteria)
        columns = (
            Column(word("supplier_criterion")),
            Column(word("supplier_weight"), "right"),
            Column(word("criterion_measure")),
            *((Column(word("criterion_standard")),) if standards else ()),
            *((Column(word("criterion_consequence")),) if consequences else ()),
        )
        rows = [
            Row(
                (
                    cell(criterion.name),
                    cell(percent_text(criterion.weight)),
                    cell(criterion.measure),
                    *((cell(criterion.standard or "—"),) if standards else ()),
                    *((cell(criterion.consequence or "—"),) if consequences else ()),
                )
            )
            for criterion in self.criteria
        ]
        total = percent_text(sum((criterion.weight for criterion in self.criteria), Decimal(0)))
        rest = (cell(""),) * (standards + consequences)
        rows.append(Row((cell(word("total")), cell(total), cell(word("weighted_score")), *rest), "total"))
        note = word("grades_note", high=self.grades.A.number, low=self.grades.B.number)
        if self.concentration:
            note += word(
                "concentration_note",
                name=self.concentration.name or word("concentration_name", top=self.concentration.top),
                baseline=percent_text(self.concentration.baseline),
                target=percent_text(self.concentration.target),
            )
        caption = place.caption or word("supplier_scorecard_caption")
        return Table(columns, tuple(rows), caption, place.path, note=(Text(note),), origin=place.origin)

    def _ranking(self, place: BlockPlace) -> Table:
        def word(key: str, **values: object) -> str:
            return label(place.language, key, **values)

        remarks = any(supplier.trend or supplier.note for supplier in self.suppliers)
        columns = (
            Column(word("supplier_rank"), "center"),
            Column(word("supplier")),
            Column(word("purchase_share"), "right"),
            Column(word("weighted_score"), "right"),
            Column(word("supplier_grade"), "center"),
            Column(word("weakest_criterion")),
            Column(word("supplier_source"), "center"),
            *((Column(word("supplier_remark")),) if remarks else ()),
        )
        alone = self.only_of_category()
        names = {criterion.id: criterion.name for criterion in self.criteria}
        rows = []
        ranking = self.ranked()
        for rank, (supplier, score) in enumerate(ranking, start=1):
            grade = self.grade(supplier)
            trend = word(f"trend_{supplier.trend}") if supplier.trend else ""
            rows.append(
                Row(
                    (
                        cell(str(rank)),
                        lines(supplier.name, word("category_line", category=supplier.category)),
                        cell(percent_text(supplier.share)),
                        cell(f"{score:.1f}"),
                        cell(word("grade_letter", grade=grade), GRADES[grade]),
                        self._weakest(supplier, names),
                        self._source(supplier, alone, place.language),
                        *((lines(trend, supplier.note or ""),) if remarks else ()),
                    )
                )
            )
        note = self._ranking_note([supplier for supplier, _ in ranking], place.language)
        caption = word("supplier_ranking_caption")
        notes = (Text(note),) if note else ()
        return Table(columns, tuple(rows), caption, f"{place.path}.ranking", note=notes, origin=place.origin)

    def _weakest(self, supplier: Supplier, names: dict[str, str]) -> Cell:
        scores = {key: points.number for key, points in supplier.scores.items() if key in names}
        if not scores:
            return cell("—")
        key = min(scores, key=lambda one: scores[one])
        return cell(f"{names[key]} {scores[key]:f}")

    def _source(self, supplier: Supplier, alone: set[str], language: str) -> Cell:
        if supplier.sole:
            return cell(label(language, "source_sole"), "bad")
        if supplier.id in alone:
            return cell(label(language, "source_alone"), "warn")
        if supplier.alternatives:
            return cell(label(language, "source_alternatives", count=supplier.alternatives), "good")
        return cell(label(language, "source_several"), "good")

    def _ranking_note(self, ranking: list[Supplier], language: str) -> str:
        def word(key: str, **values: object) -> str:
            return label(language, key, **values)

        parts = []
        listed = self.listed_share()
        if self.concentration and listed is not None:
            parts.append(word("listed_note", top=self.concentration.top, share=_short(listed)))
        alone = self.only_of_category()
        alerts = {
            "grade_c_note": [one.name for one in ranking if self.grade(one) == "C"],
            "sole_note": [one.name for one in ranking if one.sole],
            "alone_note": [one.name for one in ranking if one.id in alone and not one.sole],
        }
        for key, named in alerts.items():
            if named:
                parts.append(word(key, names=word("joint").join(named)))
        return "".join(parts)

    def _scores(self, place: BlockPlace) -> Chart:
        ranking = self.ranked()
        note = ""
        if len(ranking) > MOST_CHARTED:
            largest = {one.id for one in sorted(self.suppliers, key=lambda one: -one.share)[:MOST_CHARTED]}
            ranking = [pair for pair in ranking if pair[0].id in largest][:MOST_CHARTED]
            note = label(place.language, "supplier_scores_note", count=MOST_CHARTED)
        caption = label(place.language, "supplier_scores_caption")
        points = label(place.language, "supplier_points")
        return chart(
            place,
            "scores",
            caption,
            "bars",
            [supplier.name for supplier, _ in ranking],
            [(label(place.language, "weighted_score"), [score for _, score in ranking])],
            unit=points,
            places=1,
            lying=True,
            note=note,
        )

    def _collaboration(self, place: BlockPlace) -> Table:
        def word(key: str) -> str:
            return label(place.language, key)

        columns = (
            Column(word("dimension"), "center"),
            Column(word("mechanism")),
            Column(word("collaboration_measure")),
            Column(word("owner")),
        )
        ordered = sorted(self.collaboration, key=lambda entry: DIMENSIONS.index(entry.dimension))
        rows = tuple(
            Row(
                (
                    cell(word(f"collaboration_{entry.dimension}")),
                    cell(entry.mechanism),
                    cell(entry.measure),
                    cell(entry.owner),
                )
            )
            for entry in ordered
        )
        caption = word("collaboration_caption")
        return Table(columns, rows, caption, f"{place.path}.collaboration", origin=place.origin)


def _as_precise(number: Decimal, like: Decimal) -> Decimal:
    """Round a number to the decimals of another."""
    exponent = like.as_tuple().exponent
    return rounded(number, -exponent if isinstance(exponent, int) and exponent < 0 else 0)


def _short(share: Decimal) -> str:
    """Write a sum of shares without idle zeros."""
    return percent_text(trimmed(share, 2))
