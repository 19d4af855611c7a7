"""Words of charts: what their alternative text says, and what stands in them."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "figure": "Figure",
    "figure_ref": "Figure {number}",
    "list_of_figures": "List of figures",
    "in_unit": "in {unit}",
    "of_unit": "{name} ({unit})",
    "rise": "Increase",
    "fall": "Decrease",
    "legend_task": "Task",
    "legend_critical": "Task on the critical path",
    "legend_milestone": "Milestone",
    "share_of": "Share of {name}",
    "sheet_level": "Running total",
    "sheet_base": "Base",
    "sheet_below": "{name} (below zero)",
    "sheet_place": "Place of label",
    "sheet_text": "Label",
    "sheet_mark": "Width of mark",
    "sheet_rest": "Rest of axis",
    "sheet_group": "[{name}]",
    "alt": "{caption}: {said}.",
    "alt_course": "{series} goes from {start} ({first}) to {end} ({last})",
    "alt_range": "{name} between {low} and {high}",
    "alt_cell": "{text} at {row}, {column}",
    "alt_schedule": "{tasks:task|tasks} and {milestones:milestone|milestones} from {start} to {end}",
    "alt_critical": "the critical path is {chain}",
}
