"""Words of the sheet that a researcher fills: the columns, what belongs into them, and how to go about it."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "facts_sheet": "数据台账",
    "facts_guide": "请只填写白底各列：先找到原始发布物，核对数值、时点与口径，再填来源、发布日期与核实日期，"
    "并把核实状态改为“已核实”。数值与原始发布物不符的，请在备注中写明，不要改动灰底各列。不增删行列，填完后存盘交回。",
    "fact_id": "编号",
    "fact_statement": "论断",
    "fact_value": "数值",
    "fact_unit": "单位",
    "fact_period": "数据时间",
    "fact_sections": "引用章节",
    "fact_owner": "核实负责人",
    "fact_status": "核实状态",
    "fact_name": "来源名称",
    "fact_publisher": "发布机构",
    "fact_url": "网址",
    "fact_date": "发布日期",
    "fact_checked_on": "核实日期",
    "fact_note": "备注",
    "fact_status_guide": "从下拉列表中选择：未核实、已核实。选“已核实”的，须填来源名称与核实日期。",
    "fact_name_guide": "报告、公报或报表的名称，如：2022年国民经济和社会发展统计公报。",
    "fact_publisher_guide": "发布该来源的机构，如：国家统计局。",
    "fact_url_guide": "完整网址，以 http:// 或 https:// 开头；没有网址的留空。",
    "fact_date_guide": "来源的发布日期：2025-06-30、2025-06、2025Q2 或 2025。",
    "fact_checked_on_guide": "您核对的日期，如 2025-11-25，不得晚于今天。",
    "fact_note_guide": "口径差异、未能查到的原因、更正建议等，一行。",
    "fact_choose": "请从下拉列表中选择",
    "fact_day_wrong": "请填写日期，如 2025-11-25",
}
