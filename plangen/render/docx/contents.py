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


def contents(node: Contents, state: State, pages: Pages) -> str:
    """Return a contents list: headings in the control Word knows as a table of contents, tables as a plain field."""
    if not node.entries:
        return ""
    state.after_table = False
    headings = node.kind == "headings"
    words = label(state.language, "contents" if headings else "list_of_tables")
    title = paragraph("TOCHeading" if headings else "ListHeading", run(words))
    lines = [_entry(entry, node.kind == "tables", state, pages) for entry in node.entries]
    styles = [_style(entry) if headings else "TableofFigures" for entry in node.entries]
    depth = min(max(entry.level for entry in node.entries), DEEPEST)
    if headings:
        instruction = f'TOC \\o "1-{depth}" \\h \\z \\u'
    else:
        instruction = f'TOC \\h \\z \\c "{label(state.language, "table")}"'
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


def _entry(entry: Entry, is_table: bool, state: State, pages: Pages) -> str:
    """Return one entry; without a known page it has none rather than a false one."""
    gap = "　" if is_table else _gap(entry, state)
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
