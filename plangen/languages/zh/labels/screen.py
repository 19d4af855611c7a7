"""Words of the page on the screen: its contents, its buttons, and what a screen reader says of them."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "skip": "跳到正文",
    "open_contents": "打开目录",
    "close_contents": "关闭目录",
    "unfold": "展开“{title}”的下级标题",
    "fold": "收起“{title}”的下级标题",
    "page_top": "回到封面",
    "dark_look": "切换为深色",
    "light_look": "切换为浅色",
    "link_to": "本节链接：{name}",
    "link_to_shown": "本图表链接：{name}",
    "swipe": "左右滑动查看全部",
    "table_in": "{place}的表格",
    "figure_in": "{place}的图",
    "data_of": "{name}的数据",
    "show_data": "查看数据",
    "open_flags": "{count} 项待办",
    "open_flag": "{count} 项待办",
    "open_gaps": "{count} 处内容缺失",
    "open_gap": "{count} 处内容缺失",
    "next_due": "最近期限 {date}",
    "note_mark": "注 {number}",
    "source_mark": "来源 {number}",
    "back_to_text": "回到正文中的标记 {number}",
    "go_to_list": "在清单中查看",
    "close": "关闭",
}
