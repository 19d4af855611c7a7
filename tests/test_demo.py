"""The demo plans that the workspace ships: one complete and ready for release, one half-way."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from plangen.diagnostics import errors
from plangen.doctree import Citation, Document, Heading, Slot, Table, plain_text, query
from plangen.pipeline import Examination, examine
from plangen.plan import Plan
from plangen.workspace import Workspace

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 1, 10)

# chapter: its sections, each with its third-level headings
TITLES: dict[str, dict[str, tuple[str, ...]]] = {
    "战略运营方案概述": {
        "行业背景分析": ("市场规模与增长趋势", "消费者行为变化", "技术驱动发展"),
        "问题定义与挑战": ("竞争格局加剧", "流量成本上升", "全渠道融合不足"),
        "战略目标设定": ("市场地位提升目标", "盈利能力优化目标", "客户价值深化目标"),
    },
    "核心框架": {
        "战略定位与差异化": ("市场细分选择", "竞争优势构建", "商业模式创新"),
        "运营体系优化": ("供应链管理升级", "营销自动化建设", "客服体系重构"),
        "数字化能力建设": ("大数据应用深化", "AI技术落地", "技术架构升级"),
        "风险管理机制": ("市场风险预警", "运营风险防控", "法律合规管理"),
    },
    "实施路径": dict.fromkeys(("核心业务流程再造", "技术平台整合升级", "组织能力协同建设", "文化变革与人才培养"), ()),
    "重点举措与实施步骤": dict.fromkeys(("举措清单与优先级", "责任分工", "实施步骤与准入准出条件"), ()),
    "资源配置": dict.fromkeys(
        ("财务资源规划与投入机制", "人力资源体系构建与优化", "技术资源整合与开发", "品牌资源协同与增值"), ()
    ),
    "时间规划与里程碑": dict.fromkeys(("总体进度", "里程碑与验收标准", "依赖关系与关键路径"), ()),
    "风险控制": dict.fromkeys(
        ("市场风险预警与应对机制", "运营风险管控与优化", "法律合规与数据安全", "供应链风险协同管理"), ()
    ),
    "预期效益与财务测算": dict.fromkeys(("收入与成本测算", "现金流与投资回报", "情景与敏感性分析"), ()),
    "效果评估": dict.fromkeys(("关键绩效指标体系构建", "客户价值提升评估", "战略实施效率评估", "长期发展潜力评估"), ()),
    "结论与行动建议": dict.fromkeys(("核心结论", "九十天行动清单", "中长期展望", "数据来源与待核实事项"), ()),
}
NUMERALS = "一二三四五六七八九十"


def examined(name: str, *, release: bool = False) -> Examination:
    examination = examine(Workspace(ROOT), name, TODAY, release=release)
    assert examination.plan is not None
    assert examination.document is not None
    return examination


@pytest.fixture(scope="module")
def demo() -> Examination:
    return examined("ecommerce-demo", release=True)


@pytest.fixture(scope="module")
def document(demo: Examination) -> Document:
    assert demo.document is not None
    return demo.document


@pytest.fixture(scope="module")
def plan(demo: Examination) -> Plan:
    assert demo.plan is not None
    return demo.plan


def chinese_characters(text: str) -> int:
    return sum("\u4e00" <= character <= "\u9fff" for character in text)


def test_the_demo_is_ready_for_release(demo: Examination) -> None:
    assert demo.diagnostics == ()


@pytest.mark.parametrize("name", ["ecommerce-demo", "ecommerce-draft"])
def test_chapters_sections_and_headings_are_those_of_the_pack(name: str) -> None:
    headings = [heading for heading in query(examined(name).document, Heading) if not heading.appendix]
    expected = []
    for number, (chapter, sections) in enumerate(TITLES.items(), start=1):
        expected.append((1, f"{NUMERALS[number - 1]}、", chapter))
        for index, (section, parts) in enumerate(sections.items(), start=1):
            expected.append((2, f"{number}.{index}", section))
            expected += [(3, f"{number}.{index}.{part}", title) for part, title in enumerate(parts, start=1)]
    assert [(heading.level, heading.number, plain_text(heading)) for heading in headings] == expected


def test_every_chapter_of_the_demo_closes_with_its_key_points(plan: Plan) -> None:
    for chapter in plan.pack.chapters:
        assert plan.slots[f"{chapter.id}.key_points"].state == "filled"


def test_the_demo_is_as_long_as_a_real_plan(document: Document) -> None:
    assert chinese_characters(plain_text(document)) >= 18_000


def test_every_section_of_the_demo_has_something_to_say(document: Document) -> None:
    """At least 250 Chinese characters of running text or tables stand below every second-level heading."""
    section = ""
    counts: dict[str, int] = {}
    for node in document.blocks:
        if isinstance(node, Heading) and node.level <= 2:
            section = node.id if node.level == 2 else ""
            counts.setdefault(section, 0)
        elif section and not isinstance(node, Heading):
            counts[section] = counts[section] + chinese_characters(plain_text(node))
    counts.pop("", None)
    assert len(counts) == 36
    assert {name: count for name, count in counts.items() if count < 250} == {}


def test_figures_of_the_legacy_plan_are_nowhere_called_verified(plan: Plan) -> None:
    legacy = [name for name, fact in plan.facts.items() if "原方案" in fact.note]
    assert len(legacy) >= 60
    assert {plan.facts[name].status for name in legacy} == {"unverified"}
    for name in legacy:
        source = plan.facts[name].source
        assert source is not None
        assert re.search(r"[0-9.]+节", source.name), "the source says where in the older plan the figure stands"
        assert source.publisher or "未注明来源" in source.name


def test_the_demo_says_what_is_still_to_be_verified_and_by_whom(plan: Plan, document: Document) -> None:
    (table,) = [table for table in query(document, Table) if table.id == "unverified"]
    unverified = [fact for fact in plan.facts.values() if fact.status == "unverified"]
    assert plain_text(table.rows[-1].cells[2]) == str(len(unverified))
    assert {plain_text(row.cells[1]) for row in table.rows[:-1]} == {"战略办公室"}


def test_every_fact_of_the_demo_is_cited(plan: Plan, document: Document) -> None:
    cited = {citation.fact for citation in query(document, Citation)}
    assert cited == set(plan.facts)


def test_the_draft_may_be_built_and_not_released() -> None:
    draft = examined("ecommerce-draft")
    assert errors(draft.diagnostics) == ()
    release = examined("ecommerce-draft", release=True)
    assert {finding.code for finding in errors(release.diagnostics)} == {"PG104"}


def test_the_draft_is_open_where_the_legacy_plan_was() -> None:
    plan = examined("ecommerce-draft").plan
    assert plan is not None
    flagged = [slot.name for slot, _ in plan.open_flags()]
    assert len(flagged) >= 8
    assert {name.split(".")[0] for name in flagged} == {
        "initiatives",
        "schedule",
        "benefits",
        "evaluation",
        "conclusion",
    }
    assert all(flag.due > date(2029, 1, 1) for _, flag in plan.open_flags())


def test_no_slot_of_a_demo_is_silently_empty(document: Document) -> None:
    for slot in query(document, Slot):
        assert plain_text(slot).strip(), slot.path
