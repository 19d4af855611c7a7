"""Contents lists: real fields with their entries already in them, so that the first opening shows them right."""

from __future__ import annotations

from collections.abc import Mapping

from plangen.doctree import Contents, Entry, Heading
from plangen.labels import label
from plangen.numbering import suffix
from plangen.render.docx.markup import field, field_begin, field_end, jump, paragraph, run
from plangen.render.docx.state import State

Pages = Mapping[str, int] | None  # the page each anchor stands on, where it is known
DEEPEST = 3
TITLES = {"headings": "contents", "tables": "list_of_tables", "figures": "list_of_figures"}


def contents(node: Contents, state: State, pages: Pages) -> str:
    """Return a contents list: headings in the control that Word knows for it, tables and figures as plain fields."""
    if not node.entries:
        return ""
    state.after_table = False
    headings = node.kind == "headings"
    words = label(state.language, TITLES[node.kind])
    title = paragraph("TOCHeading" if headings else "ListHeading", run(words))
    lines = [_entry(entry, not headings, state, pages) for entry in node.entries]
    styles = [_style(entry) if headings else "TableofFigures" for entry in node.entries]
    depth = min(max(entry.level for entry in node.entries), DEEPEST)
    if headings:
        instruction = f'TOC \\o "1-{depth}" \\h \\z \\u'
    else:
        word = label(state.language, "table" if node.kind == "tables" else "figure")
        instruction = f'TOC \\h \\z \\c "{word}"'
    lines[0] = field_begin(instruction) + lines[0]
    lines[-1] += field_end()
    body = title + "".join(paragraph(style, runs) for style, runs in zip(styles, lines, strict=True))
    if not headings:
        return body
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{state.next_control()}"/><w:docPartObj>'
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{body}</w:sdtContent></w:sdt>"
    )


def _style(entry: Entry) -> str:
    return f"TOC{min(max(entry.level, 1), DEEPEST)}"


def _entry(entry: Entry, captioned: bool, state: State, pages: Pages) -> str:
    """Return one entry; without a known page it has none rather than a false one."""
    gap = "\t" if captioned else _gap(entry, state)
    target = state.targets.get(entry.anchor)
    text = run(f"{entry.number}{gap if entry.number else ''}{entry.title}")
    if target is None:
        return text
    if pages is not None and entry.anchor in pages:
        number = field(f"PAGEREF {target.bookmark} \\h", run(str(pages[entry.anchor])))
        text += f"<w:r><w:tab/></w:r>{number}"
    return jump(target.bookmark, text)


def _gap(entry: Entry, state: State) -> str:
    """Return what stands between an entry's number and its title, as before the heading itself."""
    target = state.targets.get(entry.anchor)
    appendix = isinstance(target.node, Heading) and target.node.appendix if target else False
    return suffix(state.scheme, min(max(entry.level, 1), 4), appendix)
