"""Words of charts: what their alternative text says, and what stands in them."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "figure": "图",
    "figure_ref": "图{number}",
    "list_of_figures": "图目录",
    "in_unit": "单位：{unit}",
    "of_unit": "{name}（{unit}）",
    "rise": "增加",
    "fall": "减少",
    "legend_task": "任务",
    "legend_critical": "关键路径上的任务",
    "legend_milestone": "里程碑",
    "share_of": "{name}占比",
    "sheet_level": "累计",
    "sheet_base": "底座",
    "sheet_below": "{name}（零线以下）",
    "sheet_place": "标签位置",
    "sheet_text": "标签",
    "sheet_mark": "标记宽度",
    "sheet_rest": "余下长度",
    "sheet_group": "【{name}】",
    "alt": "{caption}：{said}。",
    "alt_course": "{series}由{first}的{start}变为{last}的{end}",
    "alt_range": "{name}在{low}与{high}之间",
    "alt_cell": "{text}位于{row}、{column}",
    "alt_schedule": "{tasks}项任务、{milestones}个里程碑，自{start}至{end}",
    "alt_critical": "关键路径为{chain}",
}
