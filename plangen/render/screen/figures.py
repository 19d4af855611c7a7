"""Charts: one drawing in the colours of day and night, and its figures as a table that can be opened."""

from __future__ import annotations

import re
from dataclasses import replace

from plangen.doctree import Chart
from plangen.languages import LANGUAGES
from plangen.render import anchors
from plangen.render.markup import attribute, text
from plangen.render.screen.inlines import inlines
from plangen.render.screen.page import Page
from plangen.render.screen.tables import data_frame, link_to
from plangen.render.stylesheet import figure_height, text_width
from plangen.render.wording import caption_number

COLOR = re.compile(r'(?<=(?:fill|roke)=")#[0-9A-F]{6}(?=")')


def figure(page: Page, chart: Chart) -> str:
    """Write a chart, its caption and note below; what cannot be drawn becomes the table of its data."""
    # only a document that holds a chart pays for what draws it
    from plangen.charts.tables import chart_table

    place = page.id(anchors.target(chart.id)) if chart.id else ""
    number = caption_number(chart, page.language)
    said = f"{number} {chart.caption}".strip()
    said = page.name(said) if said else page.name_by_place("figure_in")
    link = link_to(page, chart.id, said) if place and chart.caption else ""
    caption = ""
    if chart.caption:
        lead = f'<span class="no">{text(number)}</span>{LANGUAGES[page.language].gap}' if number else ""
        caption = f"<figcaption>{lead}{text(chart.caption)}</figcaption>"
    note = f'<p class="note">{inlines(page, chart.note)}</p>' if chart.note else ""
    drawing = _drawing(page, chart)
    name = page.say("data_of", name=said)
    data = data_frame(page, chart_table(chart, page.language), name)
    if not drawing:
        return f'<figure{place} class="data">{data}{caption}{link}{note}</figure>'
    return (
        f'<figure{place}><div class="wide"><div class="scroll chart" role="region" tabindex="0" '
        f'aria-label="{attribute(said)}">{drawing}</div></div>{caption}{link}{note}'
        f"<details><summary>{page.say('show_data')}</summary>{data}</details></figure>"
    )


def _drawing(page: Page, chart: Chart) -> str:
    """Return the drawing, its colours left to the style sheet; nothing where the chart cannot be drawn.

    A chart is drawn twice, since what is read well on a dark bar is not on a light one. Where the two differ in more
    than colours, both are in the page and one of them is shown.
    """
    from plangen.charts.svg import draw

    width, height = float(text_width(page.theme)), figure_height(page.theme)
    asked = replace(chart, alt=chart.alt or chart.caption or page.say("figure"))
    day = draw(asked, page.theme, page.language, width, height)
    night = draw(asked, page.night, page.language, width, height)
    if day is None or night is None:
        return ""
    if COLOR.split(day) != COLOR.split(night):
        return day.replace("<svg ", '<svg class="day" ', 1) + night.replace("<svg ", '<svg class="night" ', 1)
    others = iter(COLOR.findall(night))

    def left_open(found: re.Match[str]) -> str:
        pair = (found[0], next(others))
        return f"var(--x{page.drawn.setdefault(pair, len(page.drawn))})"

    return COLOR.sub(left_open, day)
