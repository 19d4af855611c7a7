"""Mistakes that editors make in blocks, from their YAML to the finding: nothing is accepted that cannot be true."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from plangen.blocks import BLOCKS
from plangen.diagnostics import Diagnostic
from plangen.doctree import Table, plain_text, query
from plangen.model import BlockPlace
from plangen.pipeline import examine
from plangen.quantities import money_text, parse_quantity, shown
from plangen.workspace import Workspace
from tests.blocks.reading import cells, example, found, from_yaml, said, tables, texts
from tests.rules.test_cases import run_case

TWO_AUDITED = (
    "  - {id: p, name: 制度防线, kind: 制度, duties: [一], owner: 法务部, cadence: 每季, evidence: 表}\n"
    "  - {id: t, name: 技术防线, kind: 技术, duties: [一], owner: 数字部, cadence: 每季, evidence: 表}\n"
)
RULE = "bodies:\n  - {id: b, name: 董事会, level: 一, members: 一, duties: [一], cadence: 一, decides: 一}\n"
ADVANTAGE = "  - {id: b, dimension: 成本, advantage: 二, evidence: 据, imitability: 中, owner: 甲}\n"
CAPABILITY = "items:\n  - {id: a, capability: 甲, owner: 乙, partner_terms: 丙, "
CHANNEL = "items:\n  - {id: c, name: 门店, group: a, role: 卖, baseline: 100%, target: 100%, owner: 甲}\n"
EFFICIENCY = example("execution_efficiency")
WORTH = "schedule: {planned: 3000万元, earned: 2700万元, spent: 2900万元, budget: %s}\n"
POST = "posts:\n  - {id: a, post: 甲, department: 乙, development: 丙, successors: [%s]}\n"
SWOT = "strengths: [甲, 乙]\nweaknesses: [丙]\nopportunities: [丁]\nthreats: [戊]\nstrategies: {so: [%s]}\n"
BUDGET = "stages: [一, 二]\nrows:\n  - {id: a, name: 甲, amounts: [USD 5, 1万元]}\n"


def examined(kind: str, text: str, root: Path) -> list[Diagnostic]:
    """Return what is found in a plan whose only slot holds a block."""
    return list(run_case({"type": kind, "fail": text}, root))


@pytest.mark.parametrize(
    ("kind", "text", "code", "path", "words"),
    [
        (
            "staged_budget",
            "total: 1万元\nstages:\n  - {name: 一, share: 100%, purpose: 二, benefit: -5元}",
            *("PG006", ("stages", 0, "benefit"), ("-5元",)),
        ),
        (
            "execution_efficiency",
            type(EFFICIENCY).example + WORTH % "USD 12 million",
            *("PG006", ("schedule", "budget"), ("3,000万元", "USD 12 million")),
        ),
        (
            "execution_efficiency",
            type(EFFICIENCY).example + WORTH % "0元",
            *("PG006", ("schedule", "budget"), ("greater than 0",)),
        ),
        (
            "governance",
            RULE + "decision_rule: {hours: 24, rule: 争议48小时内裁定}",
            *("PG006", ("decision_rule", "rule"), ("48", "24")),
        ),
        (
            "governance",
            RULE + "decision_rule: {hours: 24, rule: disputes within 36 hours}",
            *("PG006", ("decision_rule", "rule"), ("36", "24")),
        ),
        (
            "compliance_checklist",
            "items:\n  - {id: a, law: 法, requirement: 甲, status: 不适用, owner: 乙, gap: 缺}",
            *("PG006", ("items", 0, "gap"), ("不适用",)),
        ),
        (
            "compliance_checklist",
            "items:\n  - {id: a, law: 法, requirement: 甲, status: 不适用, owner: 乙, due: 2026-05-01}",
            *("PG006", ("items", 0, "due"), ("不适用",)),
        ),
        (
            "channels",
            CHANNEL + "groups: [{id: a, name: 线下}, {id: b, name: 经销}]",
            *("PG201", ("groups", 1, "id"), ("经销", "group: b")),
        ),
        (
            "defence_lines",
            "lines:\n"
            + TWO_AUDITED
            + "  - {id: a, name: 审计防线, kind: 审计, duties: [一], owner: 审计部, cadence: 一, evidence: 表, "
            "reports_to: 审计部}",
            *("PG006", ("lines", 2, "reports_to"), ("审计部", "审计防线")),
        ),
        ("capability_mix", CAPABILITY + "mode: 自研, own_share: 49%}", "PG006", ("items", 0, "own_share"), ("49%",)),
        ("capability_mix", CAPABILITY + "mode: 外购, own_share: 51%}", "PG006", ("items", 0, "own_share"), ("51%",)),
        (
            "capability_mix",
            CAPABILITY + "mode: 联合, phases: [{name: online, date: 2026-05-01}]}",
            *("PG202", ("items", 0, "phases", 0, "name"), ("online",)),
        ),
        (
            "talent_bench",
            POST % "{name: 张三, readiness: 即刻}, {name: 李四, readiness: 即刻}, {name: 张三, readiness: 一年内}",
            *("PG202", ("posts", 0, "successors", 2, "name"), ("张三", "甲")),
        ),
        ("swot", SWOT % "以长补短（S1、T1）", "PG006", ("strategies", "so", 0), ("O", "st:")),
        ("swot", SWOT % "乱编（s3、o1）", "PG201", ("strategies", "so", 0), ("S3",)),
        (
            "advantages",
            "items:\n  - {id: a, dimension: 产品, advantage: 一, evidence: 据, imitability: 中, owner: 甲, "
            "vrio: {value: 否, rarity: 是, inimitability: 是, organisation: 是}}\n" + ADVANTAGE,
            *("PG006", ("items", 0, "vrio", "value"), ("一",)),
        ),
        ("budget_allocation", BUDGET, "PG006", ("rows", 0, "amounts", 1), ("USD 5", "1万元")),
        (
            "budget_allocation",
            BUDGET + "  - {id: b, name: 乙, amounts: [2万元, 3万元]}\n",
            *("PG006", ("rows", 0, "amounts", 0), ("USD 5", "1万元")),
        ),
        (
            "process_change",
            "items:\n  - {id: a, process: 甲, measure: 乙, before: 82%, after: 15个百分点}",
            *("PG006", ("items", 0, "after"), ("82%", "15个百分点", "97%")),
        ),
    ],
)
def test_what_cannot_be_true_is_found_where_it_stands(
    kind: str, text: str, code: str, path: tuple[str | int, ...], words: tuple[str, ...]
) -> None:
    (fault,) = found(from_yaml(kind, text))
    assert (fault.code, fault.path) == (code, path)
    for word in words:
        assert word in said(fault)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("governance", RULE + "decision_rule: {hours: 24, rule: 争议24小时内裁定，逾48小时再议}"),
        ("governance", RULE + "decision_rule: {hours: 24, rule: 争议当日裁定}"),
        ("capability_mix", CAPABILITY + "mode: 自研, own_share: 50%}"),
        ("capability_mix", CAPABILITY + "mode: 外购, own_share: 50%}"),
        ("swot", SWOT % "以长补短（S1、O1、T1）"),
        ("swot", SWOT % "以长补短（S1）"),
        ("execution_efficiency", type(EFFICIENCY).example + WORTH % "1.2亿元"),
    ],
)
def test_what_may_be_true_is_left_alone(kind: str, text: str) -> None:
    assert found(from_yaml(kind, text)) == []


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [("3万人", "5000人", "-83.3%"), ("5千件", "3万件", "+500.0%"), ("1亿次", "2000万次", "-80.0%")],
)
def test_counts_in_different_steps_of_ten_are_compared(before: str, after: str, change: str) -> None:
    """3万人 and 5000人 are both people: 25,000 fewer of 30,000."""
    text = f"items:\n  - {{id: a, process: 甲, measure: 乙, before: {before}, after: {after}}}"
    block = from_yaml("process_change", text)
    assert found(block) == []
    assert texts(block)["a.change"] == change
    assert change in cells(tables(block)[0])[0][4]


def test_the_total_of_initiatives_reads_the_same_in_table_and_text() -> None:
    one = "  - {id: a, name: 一, content: 二, value: 5, difficulty: 4, owner: 甲, budget: 2500万元}\n"
    two = "  - {id: b, name: 三, content: 四, value: 5, difficulty: 4, owner: 甲, budget: 0.7亿元}\n"
    block = from_yaml("initiatives", f"items:\n{one}{two}reserve: 500万元\n")
    assert texts(block)["total"] == cells(tables(block)[0])[-1][4] == "1亿元"


@pytest.mark.parametrize(
    ("amount", "like", "places", "text"),
    [
        ("25000", "USD 12 million", 1, "USD 25 thousand"),  # USD 0.025 million would be printed as 0
        ("300000", "USD 12 million", 1, "USD 0.3 million"),
        ("183333.3", "USD 12 million", 1, "USD 183.3 thousand"),
        ("0", "USD 12 million", 1, "USD 0 million"),
        ("0.04", "USD 12 million", 1, "USD 0"),
        ("-25000", "CNY 12 million", 1, "-CNY 25 thousand"),
    ],
)
def test_small_amounts_of_other_currencies_do_not_vanish(amount: str, like: str, places: int, text: str) -> None:
    base = parse_quantity(amount).number
    assert money_text(base, parse_quantity(like), places) == text


def test_a_figure_in_a_message_reads_as_its_author_knows_it() -> None:
    assert shown(parse_quantity("49.2%")) == "49.2%"


def test_a_figure_of_the_wrong_kind_is_named_in_plain_words(tmp_path: Path) -> None:
    goals = "    items:\n      - {id: gm, name: 率, baseline: 1%, target: 49.2%, by: 2027-12-31, owner: 甲}\n"
    budget = "    total: '{{ value(\"gm.target\") }}'\n    stages:\n      - {name: 一, share: 100%, purpose: 二}\n"
    slots = {"aims": "goals", "money": "staged_budget"}
    chapter = f"section:\n  aims:\n{goals}  money:\n{budget}"
    (wrong,) = run_case({"slots": slots, "chapter": chapter}, tmp_path)
    assert (wrong.code, wrong.line, wrong.column) == ("PG006", 6, 12)
    assert "49.2% is not an amount of money" in wrong.message


def test_rules_over_the_plan_quote_expressions_as_written(tmp_path: Path) -> None:
    item = "{id: a, name: '见 {{ ref(\"section\") }}', likelihood: 1, impact: 1, trigger: 一, mitigation: 二}"
    (ownerless,) = [d for d in examined("risk_register", f"items:\n  - {item}", tmp_path) if d.code == "PG407"]
    assert '{{ ref("section") }}' in ownerless.message
    assert not re.search("[\ue000-\uf8ff]", ownerless.message + ownerless.hint)


@pytest.mark.parametrize(
    ("amounts", "hinted"),
    [("[900万元, 1,400万元]", True), ("[900万元, 1, 40万元]", False), ("[900万元, 一, 400万元]", False)],
)
def test_a_comma_that_splits_a_number_in_a_list_is_told(amounts: str, hinted: bool, tmp_path: Path) -> None:
    text = f"stages: [一, 二]\nrows:\n  - {{id: a, name: 甲, amounts: {amounts}}}"
    first = examined("budget_allocation", text, tmp_path)[0]
    assert (first.code, first.line) == ("PG006", 5)
    assert ("if the comma belongs to the number" in first.hint) is hinted


@pytest.mark.parametrize("written", ["[A, R]", "ＡＲ", "a/r"])
def test_letters_of_responsibility_may_be_written_in_any_way(written: str) -> None:
    block = from_yaml("raci", f"roles: [甲]\nrows:\n  - {{activity: 乙, assign: {{甲: {written}}}}}")
    assert cells(tables(block)[0]) == [["乙", "A/R"]]


def test_a_negative_discount_rate_and_an_empty_scenario_are_refused(tmp_path: Path) -> None:
    text = BLOCKS["financial_model"].example
    rate = examined("financial_model", text.replace("discount_rate: 10%", "discount_rate: -10%"), tmp_path / "a")
    assert [d.message for d in rate] == ["discount_rate is -10%; it has to be at least 0"]
    text = re.sub(r"changes: \{online: \+8%.*?\}", "changes: {}", text)
    assert [d.code for d in examined("financial_model", text, tmp_path / "b")] == ["PG006"]


def test_a_wrong_first_day_of_an_action_list_is_one_finding() -> None:
    text = BLOCKS["action_list"].example.replace("start: 2026-01-01", "start: 2025-01-01")
    assert [fault.path for fault in found(from_yaml("action_list", text))] == [("start",)]


@pytest.mark.parametrize("name", BLOCKS)
def test_an_english_block_has_no_chinese_of_its_own(name: str) -> None:
    """What is Chinese in the table of an example was written by its author."""
    wide = re.compile("[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]")
    written = set(BLOCKS[name].example)
    for node in example(name).lower(BlockPlace("a.b.c", "en", "Caption")):
        for table in query(node, Table):
            said_by_block = "".join(plain_text(cell) for row in table.rows for cell in row.cells)
            said_by_block += "".join(column.title for column in table.columns)
            assert set(wide.findall(said_by_block)) <= written


def changed(kind: str, old: str, new: str, count: int = -1) -> list[tuple[str, tuple[str | int, ...], str]]:
    """Return what is found in the example of a block with one text exchanged."""
    text = BLOCKS[kind].example
    assert old in text
    return [(f.code, f.path, said(f)) for f in found(from_yaml(kind, text.replace(old, new, count)))]


@pytest.mark.parametrize(
    ("kind", "old", "new", "code", "path"),
    [
        ("control_model", "target: 32.0%", "target: 38.0%", "PG006", ("items", 0, "target")),
        ("initiatives", "name: 门店数字化改造", "name: 全渠道会员中台", "PG202", ("items", 1, "name")),
        ("governance", "name: 战略办公室", "name: 董事会战略委员会", "PG202", ("bodies", 1, "name")),
        (
            "advantages",
            "advantage: 会员与版型数据驱动的企划",
            "advantage: 门店兼作前置仓，就近发货与到店退换",
            *("PG202", ("items", 1, "advantage")),
        ),
        (
            "talent_bench",
            "post: 数据负责人, department: 数字技术部",
            "post: 会员运营负责人, department: 会员运营部",
            *("PG202", ("posts", 1, "post")),
        ),
        ("competitors", "own: {name: 本公司, scores: {fit: 4", "own: {name: 本公司, scores: {fitt: 4", "PG201", None),
        ("initiatives", "budget: 2,600万元", "budget: USD 2600", "PG006", ("items", 0, "budget")),
    ],
)
def test_one_mistake_is_one_finding(
    kind: str, old: str, new: str, code: str, path: tuple[str | int, ...] | None
) -> None:
    (fault,) = changed(kind, old, new, 1)
    assert fault[0] == code
    assert path is None or fault[1] == path


def test_the_odd_currency_among_segments_is_named() -> None:
    size = "  - {{id: {0}, name: {0}, size: {1}, growth: 16%, score: 50}}\n"
    text = "items:\n" + size.format("a", "USD 5") + size.format("b", "1亿元") + size.format("c", "2亿元")
    assert [fault.path for fault in found(from_yaml("segments", text))] == [("items", 0, "size")]


def test_a_limit_of_nothing_is_told_once() -> None:
    team = "  - {id: t, name: 组, level: 一, members: 一, duties: [一], cadence: 一, decides: 一, limit: 1万元, "
    office = team.replace("id: t, name: 组", "id: o, name: 办").replace("1万元", "0万元") + "escalates_to: b}\n"
    block = from_yaml("governance", f"{RULE}{office}{team}escalates_to: o}}\ndecision_rule: {{rule: 当日裁定}}")
    assert [fault.path for fault in found(block)] == [("bodies", 1, "limit")]


def test_a_cost_of_no_kind_does_not_make_changes_of_it_wrong() -> None:
    faults = changed("financial_model", ", rates: [53.5%, 53.1%, 51.8%, 50.8%]", "")
    assert [(code, path) for code, path, _ in faults] == [("PG006", ("costs", 0))]


def test_a_milestone_is_due_and_does_not_begin() -> None:
    # on the day its task ends it may be due
    assert changed("roadmap", "owner: 会员运营部}", "owner: 会员运营部, after: [cdp]}") == []
    text = BLOCKS["roadmap"].example.replace("date: 2026-11-30", "date: 2026-11-29")
    (early,) = found(from_yaml("roadmap", text.replace("owner: 会员运营部}", "owner: 会员运营部, after: [cdp]}")))
    assert said(early).startswith("会员中台一期上线 is due on 2026-11-29, but 会员中台一期上线 ends only on 2026-11-30")


def test_a_concentration_of_nothing_is_refused(tmp_path: Path) -> None:
    text = BLOCKS["supplier_scorecard"].example.replace("target: 38%", "target: 0%")
    assert [d.message for d in examined("supplier_scorecard", text, tmp_path)] == [
        "target is 0%; it has to be greater than 0"
    ]


@pytest.mark.parametrize(
    ("pack", "scheme"),
    [("", "decimal"), ("numbering: chinese\n", "chinese"), ("numbering: chapter\n", "chapter")],
)
def test_an_english_plan_is_numbered_in_its_language(pack: str, scheme: str, tmp_path: Path) -> None:
    plan = "template: case\ntitle: Plan\nclient: Client\nlanguage: en\n"
    run_case({"fail": "Some words.", "plan": plan}, tmp_path)
    (tmp_path / "templates/case/pack.yaml").write_text(f"id: case\ntitle: Case\n{pack}", "utf-8")
    document = examine(Workspace(tmp_path), "case", date(2026, 1, 10)).document
    assert document is not None
    assert document.numbering == scheme
