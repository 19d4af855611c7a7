"""A resolved document that holds every node a writer meets, as resolve would hand it over."""

from __future__ import annotations

from dataclasses import replace

from plangen.doctree import (
    Block,
    Box,
    Cell,
    Chart,
    Citation,
    Code,
    Column,
    Contents,
    CrossRef,
    Document,
    Emphasis,
    Entry,
    Flag,
    Footnote,
    Gap,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Meta,
    Paragraph,
    Quote,
    Revision,
    Row,
    Slot,
    Strong,
    Table,
    Text,
    Tone,
    Value,
    query,
)
from plangen.numbering import SCHEMES, heading_number
from tests.charts.kinds import KINDS

PROSE = (
    "公司现有门店四百二十家，会员一千一百万人，线上收入占比仍不足三成。全渠道转型的首要任务不是再开一个平台，"
    "而是让商品、库存与会员在同一套账上流转：顾客在任一触点下单，就近门店发货，退换货不问渠道。为此，"
    "计划期内先打通库存与会员两本账，再以 CRM 与订单中台承接日常运营，最后才扩大投放规模。",
    "投放以回报为准绳。单客获取成本高于首单毛利的渠道，连续两个月不达标即停止追加；留存由会员运营组负责，"
    "按月复盘复购率、客单价与退货率三项指标，口径与财务部一致，剔除内部购买与刷单数据。",
    "供应链方面，快反款的首单比例由六成降至四成，余量按周补货；面料提前备料，成衣交期压缩到 21 天以内。"
    "核心供应商不少于三家，单一供应商份额不超过 35%，以免受制于人。",
)


def text(*parts: str) -> tuple[Inline, ...]:
    return tuple(Text(part) for part in parts)


def paragraph(*parts: str | Inline) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in parts))


def cell(content: str, tone: Tone = "", span: int = 1) -> Cell:
    return Cell(text(content), tone, span)


def row(*contents: str) -> Row:
    return Row(tuple(cell(content) for content in contents))


def source(number: int, *contents: str) -> Row:
    return Row(tuple(cell(content) for content in (f"[{number}]", *contents)), number=number)


def sample(draft: bool = True, chapters: int = 12, repeat: int = 1) -> Document:
    """Build the document; ``repeat`` makes the first chapters' text that many times as long."""
    blocks: list[Block] = [
        *_overview(repeat),
        *_resources(repeat),
        *_risks(draft, repeat),
        *_figures(),
        *(block for number in range(4, chapters + 1) for block in _short_chapter(number)),
        *_appendices(draft),
    ]
    numbered = _number(blocks)
    return Document(
        Meta(
            title="锦和服饰全渠道电商战略规划",
            client="锦和服饰股份有限公司",
            subtitle="2026—2028 年三年规划与实施路径",
            author="王垚",
            company="远见咨询",
            date="2026-03-01",
            version="0.9" if draft else "1.0",
            subject="电商战略规划",
            keywords=("电商", "全渠道", "战略"),
            confidentiality="商业秘密",
            draft=draft,
            revisions=(
                Revision("0.8", "2026-02-10", "李祎", "完成市场与资源两章初稿"),
                Revision("0.9", "2026-03-01", "王垚", "按客户意见调整投入节奏，补充风险登记表"),
            ),
        ),
        (
            Contents("headings", _headings(numbered)),
            Contents("tables", _captions(numbered, Table, "表")),
            Contents("figures", _captions(numbered, Chart, "图")),
            *numbered,
        ),
    )


def hostile() -> Document:
    """Build a document whose every string tries to be markup, a style or a script."""
    attack = "<script>alert(1)</script>&amp;\"'><img src=http://127.0.0.1:9/x.png>{}</style>\\"
    blocks: tuple[Block, ...] = (
        Contents("headings", (Entry(1, "一、", attack, 'a"b c<d'),)),
        Heading(1, text(attack), 'a"b c<d', "一、"),
        Paragraph((Text(attack), Code(attack), Link("javascript:alert(1)", text(attack)), Footnote(text(attack), 1))),
        Table((Column(attack),), (row(attack),), attack, "t<>", 1, text(attack)),
        *(
            replace(_renamed(chart, attack), caption=attack, alt=attack, note=text(attack), id=f"c<>{number}")
            for number, chart in enumerate(KINDS.values())
        ),
        Box(attack, (Paragraph(text(attack)),), kind='"><b>'),
        Flag("a.b", attack, attack, attack, "2030-01-01"),
        Gap("a.c", attack),
    )
    meta = Meta(
        attack, attack, attack, attack, attack, "2026-03-01", attack, "zh", attack, (attack,), attack, True,
        (Revision(attack, "2026-03-01", attack, attack),),
    )  # fmt: skip
    return Document(meta, blocks)


def _overview(repeat: int) -> list[Block]:
    return [
        Heading(1, text("战略总论"), "overview"),
        paragraph("本规划说明公司未来三年做什么、投多少、由谁负责，以及何时停手。"),
        Heading(2, text("背景与判断"), "overview.background"),
        Slot(
            "overview.background.text",
            "filled",
            (
                paragraph(
                    PROSE[0],
                    "2022年全国网上零售额达到",
                    Citation("retail_2022", "13.79万亿元", 1, "国家统计局公报，2022年，未核实"),
                    "，服装类增速",
                    Citation("apparel_growth", "3.5%", 2, "国家统计局公报，2022年，未核实"),
                    "。",
                ),
                *(paragraph(PROSE[index % 3]) for index in range(2 * repeat)),
                paragraph(
                    "相关术语见附录；其中",
                    Strong(text("单客价值")),
                    "与",
                    Emphasis(text("客户终身价值")),
                    "含义相同",
                    Footnote(text("按三年毛利折现计算，折现率取 8%，不含品牌外溢。"), 3),
                    "，内部系统字段名为",
                    Code("cltv_36m"),
                    "。更多资料见",
                    Link("https://example.com/report?a=1&b=2", text("行业报告")),
                    "。",
                ),
            ),
        ),
        Heading(3, text("三个判断"), "overview.background.three"),
        ListBlock(
            True,
            (
                ListItem((paragraph("需求端：顾客在三个以上触点之间来回比较，价格不再是唯一理由。"),)),
                ListItem(
                    (
                        paragraph("供给端：库存分散在四百二十家门店，缺货与积压同时存在。"),
                        ListBlock(
                            False,
                            (
                                ListItem((paragraph("畅销款缺货率 12%～15%，多集中在开季前四周；"),)),
                                ListItem((paragraph("滞销款占用资金约 1.8 亿元，平均库龄 214 天。"),)),
                            ),
                        ),
                    )
                ),
                ListItem((paragraph("组织端：线上线下两套考核，门店没有理由为线上订单发货。"),)),
            ),
        ),
        Heading(4, text("判断的依据"), "overview.background.three.ground"),
        paragraph("依据来自门店访谈与订单数据，结论经财务部复核。"),
        Quote((paragraph("“我们不缺流量，缺的是把同一件衣服卖给对的人的能力。”——门店运营负责人张翀"),)),
        Heading(2, text("目标"), "overview.goals"),
        paragraph(
            "目标值见", CrossRef("overview.goals.table", "overview.goals.table", "表1"), "，均以 2025 年为基期。"
        ),
        Slot("overview.goals.table", "filled", (_goals(),)),
        Box(
            "本章要点",
            (
                paragraph("线上收入占比三年内由 28% 提升到 45%。"),
                ListBlock(
                    False,
                    (ListItem((paragraph("先打通账，再扩投放；"),)), ListItem((paragraph("不达标即停。"),))),
                ),
            ),
            kind="key_points",
        ),
    ]


def _goals() -> Table:
    return Table(
        (Column("目标"), Column("基期", "right"), Column("目标值", "right"), Column("变化", "right"), Column("负责人")),
        (
            row("线上收入占比", "28%", "45%", "+17 个百分点", "王垚"),
            row("会员复购率", "31.5%", "40%", "+8.5 个百分点", "李祎"),
            row("订单履约成本（元/单）", "18.60", "13.20", "−29%", "陈珺"),
            Row((cell("综合得分", "strong"), cell("62"), cell("85"), cell("+23"), cell("")), "total"),
        ),
        caption="三年目标",
        id="overview.goals.table",
        number=1,
        note=text("注：百分比口径为全年累计，退货剔除后计算。"),
        header_column=True,
    )


def _resources(repeat: int) -> list[Block]:
    rows = tuple(
        Row(
            (
                cell(str(number)),
                cell(("门店库存接入", "会员账号合并", "退换货统一", "快反补货试点", "直播间自营")[number % 5]),
                Cell(
                    (Text("由信息部牵头，门店运营配合；"), Text("每周五核对一次差异清单，超过千分之三即停线排查"))
                    if number % 3
                    else text("每周核对")
                ),
                cell(f"2026-{number % 12 + 1:02d}-28"),
                cell(f"{number * 37:,}"),
                cell(("按期", "关注", "滞后")[number % 3], ("good", "warn", "bad")[number % 3]),  # type: ignore[arg-type]
            )
        )
        for number in range(1, 26)
    )
    return [
        Heading(1, text("资源配置"), "resources"),
        Heading(2, text("财务资源规划与投入机制"), "resources.finance"),
        *(paragraph(PROSE[(index + 1) % 3]) for index in range(3 * repeat)),
        paragraph("初期投入", Value("resources.finance.budget.stages.0.amount", "3,000万元"), "，分段见下表。"),
        Table(
            (Column("阶段"), Column("占比", "right"), Column("金额（万元）", "right"), Column("用途")),
            (
                Row((cell("投入期", span=4),), "group"),
                row("初期", "25%", "3,000", "基础平台建设与市场测试：订单中台、库存接口、两个城市的试点投放"),
                row("中期", "55%", "6,600", "业务扩张与渠道拓展：门店发货改造、自营直播间、会员运营团队"),
                Row((cell("储备期", span=4),), "group"),
                row("后期", "20%", "2,400", "风险储备与应急调整"),
                Row((cell("合计"), cell("100%"), cell("12,000"), cell("")), "total"),
            ),
            caption="分阶段预算",
            id="resources.finance.budget",
            number=2,
            origin=None,
        ),
        Heading(2, text("工作清单"), "resources.work"),
        paragraph("二十五项工作按周核对，状态分三档。"),
        Table(
            (
                Column("序号", "center"),
                Column("事项"),
                Column("做法"),
                Column("完成日期", "center"),
                Column("预算（元）", "right"),
                Column("状态", "center"),
            ),
            rows,
            caption="工作清单与状态",
            id="resources.work.table",
            number=3,
        ),
    ]


def _risks(draft: bool, repeat: int) -> list[Block]:
    blocks: list[Block] = [
        Heading(1, text("风险与应对"), "risks"),
        Heading(2, text("风险登记"), "risks.register"),
        *(paragraph(PROSE[index % 3]) for index in range(2 * repeat)),
        Table(
            (
                Column("风险"),
                Column("可能性", "center"),
                Column("影响", "center"),
                Column("等级", "center"),
                Column("应对"),
            ),
            (
                Row((cell("平台规则突变"), cell("3"), cell("4"), cell("高", "bad"), cell("自营小程序收入不低于三成"))),
                Row((cell("核心供应商停产"), cell("2"), cell("5"), cell("极高", "severe"), cell("备份供应商两家"))),
                Row((cell("数据泄露"), cell("2"), cell("4"), cell("中", "warn"), cell("分级授权，季度审计"))),
                Row((cell("团队流失"), cell("1"), cell("3"), cell("低", "good"), cell("关键岗位后备不少于三人"))),
                Row((cell("汇率波动", "muted"), cell("1"), cell("1"), cell("低", "good"), cell("不单独应对", "muted"))),
            ),
            caption="风险登记表",
            id="risks.register.table",
            number=4,
        ),
    ]  # fmt: skip
    if draft:
        blocks += [
            Slot(
                "risks.insurance.text",
                "flagged",
                (
                    Flag(
                        "risks.insurance.text",
                        "保险安排",
                        "等待客户法务部确认承保范围",
                        "客户法务部 赵祎",
                        "2099-12-31",
                    ),
                ),
            ),
            Slot("risks.drill.text", "missing", (Gap("risks.drill.text", "应急演练安排"),)),
        ]
    return blocks


def _figures() -> list[Block]:
    """Write a chart of every kind, each referred to, numbered, and with a caption and a source line."""
    blocks: list[Block] = [Heading(2, text("图示"), "risks.figures")]
    for number, (name, chart) in enumerate(KINDS.items(), start=1):
        path = f"risks.figures.{name}"
        blocks += [
            paragraph("走势见", CrossRef(path, path, f"图{number}"), "，口径与正文相同。"),
            replace(
                chart,
                caption=f"示例之{name}",
                id=path,
                number=number,
                note=text("资料来源：公司经营数据。"),
                alt=f"示例之{name}：数值见图。",
            ),
        ]
    return blocks


def _renamed(chart: Chart, name: str) -> Chart:
    """Name everything in a chart anew."""
    return replace(
        chart,
        categories=tuple(name for _ in chart.categories),
        series=tuple(replace(series, name=name) for series in chart.series),
        spans=tuple(replace(span, name=name, group=name) for span in chart.spans),
        rows=tuple(Row(tuple(replace(cell, children=text(name)) for cell in row.cells)) for row in chart.rows),
        unit=name if chart.unit else "",
    )


def _short_chapter(number: int) -> list[Block]:
    path = f"chapter{number}"
    return [
        Heading(1, text(f"专题之{'甲乙丙丁戊己庚辛壬癸'[number - 4]}：门店协同与渠道分工"), path),
        Heading(2, text("要求"), f"{path}.demand"),
        paragraph(PROSE[number % 3]),
        *(
            block
            for part in range(1, 13 if number == 5 else 3)
            for block in (
                Heading(3, text(f"细则之 {part}"), f"{path}.demand.{part}"),
                paragraph("门店当日十六时前的订单当日发出，其余次日发出。"),
            )
        ),
        Paragraph((Text("联系人：张翀"), LineBreak(), Text("审核：李祎、王垚、陈珺"))),
    ]


def _appendices(draft: bool) -> list[Block]:
    return [
        Heading(1, text("待办事项"), "open_items", appendix=True),
        Table(
            (Column("序号", "center"), Column("位置"), Column("内容"), Column("负责人"), Column("完成期限")),
            (row("1", "三、风险与应对", "保险安排", "客户法务部 赵祎", "2099年12月31日"),),
            caption="待办事项清单",
            id="open_items",
            number=5,
        )
        if draft
        else paragraph("本版本无待办事项。"),
        Heading(1, text("数据来源"), "source_list", appendix=True),
        Table(
            (
                Column("序号", "center"),
                Column("论断与数据"),
                Column("来源"),
                Column("时间"),
                Column("核实状态", "center"),
                Column("引用章节"),
            ),
            (
                source(1, "全国网上零售额 13.79万亿元", "国家统计局公报", "2022年", "未核实", "1.1"),
                source(2, "服装类网上零售增速 3.5%", "国家统计局公报", "2022年", "未核实", "1.1"),
            ),
            caption="数据来源清单",
            id="sources",
            number=6 if draft else 5,
        ),
    ]


def _number(blocks: list[Block]) -> list[Block]:
    """Number the headings as resolve does."""
    scheme = SCHEMES["chinese"]
    counters = [0, 0, 0, 0]
    appendices = 0
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            counters[block.level :] = [0] * (4 - block.level)
            if block.appendix:
                appendices += 1
                number = heading_number(scheme, (appendices,), appendix=True)
            else:
                counters[block.level - 1] += 1
                number = heading_number(scheme, tuple(counters[: block.level]))
            block = Heading(block.level, block.children, block.id, number, block.appendix)
        result.append(block)
    return result


def _headings(blocks: list[Block]) -> tuple[Entry, ...]:
    return tuple(
        Entry(heading.level, heading.number, "".join(part.text for part in heading.children), heading.id)  # type: ignore[union-attr]
        for heading in blocks
        if isinstance(heading, Heading) and heading.level <= 3
    )


def _captions(blocks: list[Block], kind: type[Table] | type[Chart], word: str) -> tuple[Entry, ...]:
    found = (node for block in blocks for node in query(block, kind))
    return tuple(Entry(1, f"{word} {node.number}", node.caption, node.id) for node in found if node.number)
