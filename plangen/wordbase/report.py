"""What a document took from a client's file, for people to read."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.messages import translate


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """What was taken from a Word template and what was not.

    ``mapped`` pairs each style of ours with the name that the template gives it, ``added`` are those it lacks.
    ``header`` and ``footer`` tell whether they are the template's; ``section`` is the one they and the page come from,
    out of ``sections``. ``columns`` is how many text columns it has, which are not taken.
    """

    file: str
    mapped: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    header: bool
    footer: bool
    section: int
    sections: int
    paper: tuple[int, int]
    numbering_kept: bool
    columns: int
    paragraphs: int
    pages: int


SHOWN = 3


def report_line(report: WordTemplate) -> str:
    """Return all of it in one line."""
    shown = [f"{_shown(own)} ← {theirs}" for own, theirs in _telling(report)[:SHOWN]]
    parts = [
        translate("{count} styles mapped").format(count=len(report.mapped))
        + (f" ({', '.join(shown)}{', …' if len(report.mapped) > len(shown) else ''})" if shown else ""),
        translate("{count} added").format(count=len(report.added)),
        _edges(report),
        translate("numbering kept" if report.numbering_kept else "numbering replaced"),
        _dropped(report),
    ]
    return translate("Word template {file}: {what}").format(file=report.file, what=", ".join(parts))


def report_lines(report: WordTemplate) -> list[str]:
    """Return the whole list: every style that was mapped or added, then pages and what was left."""
    lines = [report_line(report)]
    width, height = (round(length * 25.4 / 1440) for length in report.paper)
    template = translate("  page {width} × {height} mm from section {section} of {sections}")
    lines.append(template.format(width=width, height=height, section=report.section, sections=report.sections))
    if report.columns > 1:
        lines.append(translate("  its {count} text columns are not taken").format(count=report.columns))
    lines.append(translate("  mapped:"))
    lines.extend(f"    {_shown(own)} ← {theirs}" for own, theirs in report.mapped)
    lines.append(translate("  added:"))
    lines.extend(f"    {_shown(name)}" for name in report.added)
    return lines


def _telling(report: WordTemplate) -> list[tuple[str, str]]:
    """Return the pairs, headings first, those that are called the same last."""
    return sorted(
        report.mapped, key=lambda pair: (pair[0].casefold() == pair[1].casefold(), not pair[0].startswith("heading"))
    )


def _shown(name: str) -> str:
    return name[:1].upper() + name[1:]


def _edges(report: WordTemplate) -> str:
    match report.header, report.footer:
        case True, True:
            template = translate("header and footer from section {section}")
        case True, False:
            template = translate("header from section {section}, footer of plangen")
        case False, True:
            template = translate("footer from section {section}, header of plangen")
        case _:
            template = translate("header and footer of plangen")
    return template.format(section=report.section)


def _dropped(report: WordTemplate) -> str:
    if not report.paragraphs:
        return translate("no body to drop")
    if not report.pages:
        return translate("body dropped ({paragraphs} paragraphs)").format(paragraphs=report.paragraphs)
    template = translate("body dropped ({pages} pages/{paragraphs} paragraphs)")
    return template.format(pages=report.pages, paragraphs=report.paragraphs)
