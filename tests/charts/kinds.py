"""One chart of every kind, with figures as a plan has them."""

from __future__ import annotations

from decimal import Decimal

from plangen.doctree import Cell, Chart, Row, Series, Span, Text, Tone

STAGES = ("2025年", "2026年", "2027年", "2028年")


def series(name: str, *values: float | str | None) -> Series:
    return Series(name, tuple(None if value is None else Decimal(str(value)) for value in values))


def tasks() -> tuple[Span, ...]:
    return (
        Span("现状诊断", "2026-01-05", "2026-03-31", "会员与库存", critical=True),
        Span("会员账号合并", "2026-03-01", "2026-07-15", "会员与库存", after=(0,)),
        Span("库存接口改造与四百二十家门店联调", "2026-04-01", "2026-10-31", "会员与库存", critical=True, after=(0,)),
        Span("两个城市试点", "2026-11-01", "2027-02-28", "渠道", critical=True, after=(1, 2)),
        Span("全国推广", "2027-03-01", "2027-12-31", "渠道", critical=True, after=(3,)),
        Span("自营直播间", "2026-08-01", "2027-01-31", "渠道", after=(1,)),
        Span("试点验收", "2027-02-28", "2027-02-28", "里程碑", critical=True, milestone=True, after=(3,)),
        Span("年度复盘", "2026-12-31", "2026-12-31", "里程碑", milestone=True),
    )


def matrix() -> tuple[Row, ...]:
    def row(head: str, *cells: tuple[str, Tone]) -> Row:
        return Row((Cell((Text(head),)), *(Cell((Text(text),) if text else (), tone) for text, tone in cells)))

    return (
        row("5 致命", ("", "warn"), ("R2", "bad"), ("R1", "severe")),
        row("3 中等", ("", "good"), ("R4、R5", "warn"), ("", "bad")),
        row("1 轻微", ("R6", "good"), ("", "good"), ("R3", "warn")),
    )


KINDS: dict[str, Chart] = {
    "bars": Chart(
        "bars",
        ("华东大区", "华南大区", "海外市场"),
        (series("2025年", 320, 210, 60), series("2026年", 410, 260, 120), series("2027年", 520.5, 330, -30)),
        "百万元",
    ),
    "bars-lying": Chart(
        "bars",
        ("华东区域旗舰供应商有限公司", "南方面料", "海外代工厂（越南）", "备份供应商"),
        (series("加权得分", 86.5, 78, 64.25, None),),
        "分",
        1,
        lying=True,
    ),
    "stacked": Chart(
        "stacked",
        STAGES,
        (series("自营", 12, 18, 25, 33), series("平台", 30, 34, 36, 38), series("门店", 60, 58, 55, 1)),
        "亿元",
    ),
    "stacked-lying": Chart(
        "stacked",
        ("投入期", "扩张期", "收获期"),
        (series("平台建设", 1800, 2600, 400), series("市场投放", 900, 3400, 1200)),
        "万元",
        lying=True,
    ),
    "percent": Chart(
        "percent",
        STAGES,
        (series("直营网店", 1, 2, 3, 4), series("平台", 1, 1, 2, 2), series("经销", 1, 1, 1, 1)),
        "亿元",
    ),
    "percent-lying": Chart(
        "percent",
        ("现状", "目标"),
        (series("自有", 30, 55), series("伙伴", 70, 45)),
        "%",
        lying=True,
    ),
    "line": Chart(
        "line",
        STAGES,
        (series("毛利率", 28, 30.5, None, 35), series("复购率", 31.5, 34, 37, 40)),
        "%",
        1,
    ),
    "radar": Chart(
        "radar",
        ("财务维度", "客户维度", "内部运营维度与流程", "创新维度", "数据能力"),
        (series("现状", 2.1, 2.6, 2.4, 1.8, 3), series("目标", 4, 4, 4.2, 4.5, 4)),
        "分",
        1,
    ),
    "doughnut": Chart(
        "doughnut",
        ("研发与平台", "市场投放", "供应链", "数字化", "人才培养"),
        (series("投入", 4200, 3000, 2160, 1440, 300),),
        "万元",
    ),
    "waterfall": Chart(
        "waterfall",
        ("期初现金", "经营流入", "设备投入", "市场投放", "年末现金"),
        (series("现金", 800, 260, -1250, 130, None),),
        "万元",
        totals=(4,),
    ),
    "tornado": Chart(
        "tornado",
        ("销售单价", "获客成本", "原材料", "汇率"),
        (series("下行10%", -420, -300, 260, -80), series("上行10%", 400, 290, -230, 75)),
        "万元",
    ),
    "bullet": Chart(
        "bullet",
        ("线上收入占比", "会员复购率", "订单履约成本", "净推荐值"),
        (series("达成度", 82.5, 104, 61.25, None), series("目标值", 100, 100, 100, 100)),
        "%",
        1,
    ),
    "gantt": Chart("gantt", spans=tasks(), marker="2026-09-01"),
    "heatmap": Chart("heatmap", ("影响＼可能性", "1 罕见", "3 可能", "5 几乎必然"), rows=matrix()),
}
