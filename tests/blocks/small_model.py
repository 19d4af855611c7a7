"""A small financial model that can be worked out by hand."""

from __future__ import annotations

from typing import Any

from plangen.blocks.finance.financial_model import FinancialModel
from tests.blocks.reading import cells, tables

# 2025: 1,000 - 600 - 200 = 200, tax 50, net 150
# 2026: 1,100 - 660 - 200 = 240, tax 60, net 180, without the plan 150: 30 more; 30 - 10 - 100 = -80
# 2027: 1,210 - 605 - 200 = 405, tax 101.25, net 303.75, without 150: 153.75 more; 153.75 + 10 - 20 = 143.75
SMALL: dict[str, Any] = {
    "unit": "万元",
    "base_year": "2025",
    "years": ["2026", "2027"],
    "revenue": [{"id": "shop", "name": "门店收入", "values": ["1000", "1100", "1210"]}],
    "costs": [
        {"id": "goods", "name": "营业成本", "kind": "直接", "rates": ["60%", "60%", "50%"]},
        {"id": "rent", "name": "管理费用", "values": ["200", "200", "200"]},
    ],
    "tax_rate": "25%",
    "discount_rate": "10%",
    "without_plan": {"growth": "0%", "net_margin": "15%"},
    "working_capital": ["-10", "10"],
    "investment": ["100", "20"],
    "initial_investment": "50",
}


def small(**changes: Any) -> FinancialModel:
    """Make the small model with some fields exchanged; a field of None is left out."""
    return FinancialModel.model_validate({key: v for key, v in {**SMALL, **changes}.items() if v is not None})


SCENARIOS = [
    {
        "id": "worse",
        "name": "保守",
        "probability": "30%",
        "changes": {"shop": ["1,050", "-10%"], "goods": "+1个百分点", "investment": ["90", "10"]},
    },
    {"id": "better", "name": "乐观", "probability": "20%", "changes": {"revenue": "10%", "rent": ["190", "190"]}},
]

SENSITIVITY = [
    {"line": "rent", "change": "10%"},
    {"name": "毛利率", "line": "gross_margin", "change": "1个百分点"},
    {"id": "late", "line": "revenue", "change": "10%", "years": ["2027"]},
    {"line": "investment", "change": "10%"},
    {"line": "discount_rate", "change": "2个百分点"},
    {"line": "working_capital", "change": "50%"},
    {"line": "goods", "change": "1 pp"},
]


def by_id(block: FinancialModel, name: str) -> list[list[str]]:
    (table,) = (table for table in tables(block) if table.id == f"chapter.section.slot.{name}".rstrip("."))
    return cells(table)
