"""Words of the page on the screen: its contents, its buttons, and what a screen reader says of them."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "skip": "Skip to content",
    "open_contents": "Open contents",
    "close_contents": "Close contents",
    "unfold": "Show the headings below “{title}”",
    "fold": "Hide the headings below “{title}”",
    "page_top": "Back to the cover",
    "dark_look": "Switch to dark",
    "light_look": "Switch to light",
    "link_to": "Link to section {name}",
    "link_to_shown": "Link to {name}",
    "swipe": "Scroll sideways to see everything",
    "table_in": "Table in {place}",
    "figure_in": "Figure in {place}",
    "data_of": "Data for {name}",
    "show_data": "Show data",
    "open_flags": "{count} open items",
    "open_flag": "{count} open item",
    "open_gaps": "{count} missing parts",
    "open_gap": "{count} missing part",
    "next_due": "next due {date}",
    "note_mark": "Note {number}",
    "source_mark": "Source {number}",
    "back_to_text": "Back to mark {number} in the text",
    "go_to_list": "Show in the list",
    "close": "Close",
}
