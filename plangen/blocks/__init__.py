"""Strategy blocks by the name that templates use for them."""

from __future__ import annotations

from plangen.blocks.delivery import Raci, Roadmap
from plangen.blocks.finance import StagedBudget
from plangen.blocks.governance import RiskRegister
from plangen.blocks.performance import Goals, KpiScorecard
from plangen.model import StrategyBlock

BLOCKS: dict[str, type[StrategyBlock]] = {
    "goals": Goals,
    "kpi_scorecard": KpiScorecard,
    "staged_budget": StagedBudget,
    "risk_register": RiskRegister,
    "roadmap": Roadmap,
    "raci": Raci,
}
