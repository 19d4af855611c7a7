"""Strategy blocks by the name that templates use for them."""

from __future__ import annotations

from plangen.blocks.delivery.action_list import ActionList
from plangen.blocks.delivery.initiatives import Initiatives
from plangen.blocks.delivery.milestones import Milestones
from plangen.blocks.delivery.process_change import ProcessChange
from plangen.blocks.delivery.raci import Raci
from plangen.blocks.delivery.roadmap import Roadmap
from plangen.blocks.delivery.stage_gates import StageGates
from plangen.blocks.finance.budget_allocation import BudgetAllocation
from plangen.blocks.finance.customer_value import CustomerValue
from plangen.blocks.finance.financial_model import FinancialModel
from plangen.blocks.finance.staged_budget import StagedBudget
from plangen.blocks.governance.capability_mix import CapabilityMix
from plangen.blocks.governance.compliance_checklist import ComplianceChecklist
from plangen.blocks.governance.control_model import ControlModel
from plangen.blocks.governance.defence_lines import DefenceLines
from plangen.blocks.governance.governance import Governance
from plangen.blocks.governance.risk_register import RiskRegister
from plangen.blocks.governance.supplier_scorecard import SupplierScorecard
from plangen.blocks.governance.talent_bench import TalentBench
from plangen.blocks.market.advantages import Advantages
from plangen.blocks.market.brand_assets import BrandAssets
from plangen.blocks.market.channels import Channels
from plangen.blocks.market.competitors import Competitors
from plangen.blocks.market.segments import Segments
from plangen.blocks.market.swot import Swot
from plangen.blocks.performance.early_warning import EarlyWarning
from plangen.blocks.performance.execution_efficiency import ExecutionEfficiency
from plangen.blocks.performance.goals import Goals
from plangen.blocks.performance.long_term_potential import LongTermPotential
from plangen.blocks.performance.scorecard import KpiScorecard
from plangen.model import StrategyBlock

BLOCKS: dict[str, type[StrategyBlock]] = {
    "goals": Goals,
    "kpi_scorecard": KpiScorecard,
    "early_warning": EarlyWarning,
    "execution_efficiency": ExecutionEfficiency,
    "long_term_potential": LongTermPotential,
    "staged_budget": StagedBudget,
    "budget_allocation": BudgetAllocation,
    "financial_model": FinancialModel,
    "customer_value": CustomerValue,
    "risk_register": RiskRegister,
    "control_model": ControlModel,
    "defence_lines": DefenceLines,
    "compliance_checklist": ComplianceChecklist,
    "supplier_scorecard": SupplierScorecard,
    "governance": Governance,
    "talent_bench": TalentBench,
    "capability_mix": CapabilityMix,
    "initiatives": Initiatives,
    "raci": Raci,
    "stage_gates": StageGates,
    "roadmap": Roadmap,
    "milestones": Milestones,
    "process_change": ProcessChange,
    "action_list": ActionList,
    "segments": Segments,
    "advantages": Advantages,
    "channels": Channels,
    "swot": Swot,
    "competitors": Competitors,
    "brand_assets": BrandAssets,
}
