"""Charts as blocks make them: an id below the block's own, a caption, and words that say what the chart shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from plangen.doctree import Cell, Chart, ChartKind, Row, Series, Span, Text, plain_text
from plangen.labels import label, short_date
from plangen.model import BlockPlace
from plangen.quantities import Quantity, rounded

MOST_NAMED = 8  # figures that an alternative text spells out, of each series


def chart(
    place: BlockPlace,
    name: str,
    caption: str,
    kind: ChartKind,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[Decimal | None]]],
    *,
    unit: str = "",
    places: int = 0,
    lying: bool = False,
    totals: Sequence[int] = (),
    note: str = "",
) -> Chart:
    """Make a chart of figures. ``name`` ends its path, ``series`` pairs each name with a value for every category."""
    rows = tuple(Series(title, tuple(values)) for title, values in series)
    made = Chart(
        kind,
        tuple(categories),
        rows,
        unit,
        places,
        lying,
        tuple(totals),
        caption=caption,
        id=f"{place.path}.{name}",
        note=(Text(note),) if note else (),
        origin=place.origin,
    )
    return replace(made, alt=alt_text(made, place.language))


def gantt(place: BlockPlace, name: str, caption: str, spans: Sequence[Span], *, note: str = "") -> Chart:
    """Make a chart of tasks and milestones over time."""
    made = Chart(
        "gantt",
        spans=tuple(spans),
        caption=caption,
        id=f"{place.path}.{name}",
        note=(Text(note),) if note else (),
        origin=place.origin,
    )
    return replace(made, alt=alt_text(made, place.language))


def heatmap(
    place: BlockPlace, name: str, caption: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, note: str = ""
) -> Chart:
    """Make a grid of toned cells. ``heads`` are the column titles, the first of them that of the rows' heads."""
    made = Chart(
        "heatmap",
        tuple(heads),
        rows=tuple(Row(tuple(cells)) for cells in rows),
        caption=caption,
        id=f"{place.path}.{name}",
        note=(Text(note),) if note else (),
        origin=place.origin,
    )
    return replace(made, alt=alt_text(made, place.language))


def alt_text(chart: Chart, language: str) -> str:
    """Say what a chart shows to somebody who does not see it: from where to where, the most and the least."""

    def shown(value: Decimal | None) -> str:
        return "—" if value is None else Quantity(rounded(value, chart.places), chart.unit).text

    joint = label(language, "joint_sentence")
    match chart.kind:
        case "gantt":
            return _schedule(chart, language)
        case "heatmap":
            said = joint.join(
                label(language, "alt_cell", row=plain_text(row.cells[0]), column=head, text=plain_text(cell))
                for row in chart.rows
                for head, cell in zip(chart.categories[1:], row.cells[1:], strict=True)
                if plain_text(cell)
            )
        case "line" | "waterfall":
            said = joint.join(
                label(
                    language,
                    "alt_course",
                    series=series.name,
                    first=chart.categories[0],
                    start=shown(series.values[0]),
                    last=chart.categories[-1],
                    end=shown(series.values[-1]),
                )
                for series in chart.series
                if len(series.values) > 1
            )
        case "tornado":
            low, high = chart.series
            said = joint.join(
                label(language, "alt_range", name=name, low=shown(one), high=shown(other))
                for name, one, other in list(zip(chart.categories, low.values, high.values, strict=True))[:MOST_NAMED]
            )
        case "bars" | "stacked" | "percent" | "radar" | "doughnut" | "bullet":
            said = joint.join(
                label(
                    language,
                    "pair",
                    name=series.name,
                    text=label(language, "joint").join(
                        f"{name} {shown(value)}"
                        for name, value in list(zip(chart.categories, series.values, strict=True))[:MOST_NAMED]
                    ),
                )
                for series in chart.series
            )
        case _:
            assert_never(chart.kind)
    return label(language, "alt", caption=chart.caption, said=said)


def _schedule(chart: Chart, language: str) -> str:
    tasks = [span for span in chart.spans if not span.milestone]
    critical = " → ".join(span.name for span in tasks if span.critical)
    words = label(
        language,
        "alt_schedule",
        tasks=len(tasks),
        milestones=len(chart.spans) - len(tasks),
        start=short_date(language, min((span.start for span in chart.spans), default="")),
        end=short_date(language, max((span.end for span in chart.spans), default="")),
    )
    if critical:
        words += label(language, "joint_sentence") + label(language, "alt_critical", chain=critical)
    return label(language, "alt", caption=chart.caption, said=words)


def places_of(figures: Iterable[Decimal], most: int = 2) -> int:
    """Return how many decimals figures are written with, at most ``most``: what an axis and labels should show."""
    exponents = [exponent for figure in figures if isinstance(exponent := figure.as_tuple().exponent, int)]
    return max(0, min(most, -min(exponents, default=0)))
