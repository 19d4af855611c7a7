"""What PG411 says: the figure in the text, where the block has its own, and how to take it from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.test_cases import run_case

BLOCKS = """\
  scorecard:
    items:
      - {id: margin, perspective: 财务, name: 综合毛利率, baseline: 46.5%, target: 49.2%, owner: 甲, cadence: 每月}
      - {id: days, perspective: 运营, name: 库存周转天数, baseline: 168天, target: 138天, owner: 甲, cadence: 每月}
  budget:
    total: 1.2亿元
    stages:
      - {name: 初期, share: 25%, purpose: 平台}
      - {name: 中期, share: 75%, purpose: 渠道}
"""
AT = "content/case/01-chapter.yaml"
TAKE = 'correct the text, or take the figure from the block: {{{{ value("chapter.section.{}") }}}}'


@pytest.mark.parametrize(
    ("sentence", "message", "path"),
    [
        (
            "综合毛利率由45%升至49.2%。",
            f"the text says 45% of 综合毛利率; the block in {AT}:6:62 says 46.5% / 49.2%",
            "scorecard.margin.baseline",
        ),
        (
            "毛利率目标为50%。",
            f"the text says 50% of 综合毛利率; the block in {AT}:6:77 says 49.2%",
            "scorecard.margin.target",
        ),
        (
            "综合毛利率提高2.7%。",
            f"the text says 2.7% of 综合毛利率; the block in {AT}:6:77 says 46.5% → 49.2% (+2.7个百分点)",
            "scorecard.margin.target",
        ),
        (
            "库存周转天数缩短40天。",
            f"the text says 40天 of 库存周转天数; the block in {AT}:7:75 says 168天 → 138天 (-17.9%)",
            "scorecard.days.target",
        ),
        (
            "初期投入4,000万元。",
            f"the text says 4,000万元 of 初期; the block in {AT}:11:9 says 3,000万元",
            "budget.初期.amount",
        ),
        ("总投入12亿元。", f"the text says 12亿元 of 总投入; the block in {AT}:9:12 says 1.2亿元", "budget.total"),
    ],
)
def test_the_finding_names_both_places_and_the_path(sentence: str, message: str, path: str, tmp_path: Path) -> None:
    slots = {"points": "list", "scorecard": "kpi_scorecard", "budget": "staged_budget"}
    chapter = f"section:\n  points:\n    - {sentence}\n{BLOCKS}"
    (found,) = [d for d in run_case({"slots": slots, "chapter": chapter}, tmp_path) if d.code == "PG411"]
    assert (found.message, found.hint) == (message, TAKE.format(path).replace("{{{{", "{{").replace("}}}}", "}}"))
    assert found.line == 3
