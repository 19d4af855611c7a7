"""Native comments and footnotes: the parts that stand beside the body."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.languages import LANGUAGES
from plangen.render.docx.markup import paragraph, part, properties, run
from plangen.render.docx.state import State
from plangen.render.moment import made, written
from plangen.xmltext import escape

AUTHOR = "plangen"


@dataclass(frozen=True, slots=True)
class Remark:
    """The two ends of a comment's range."""

    start: str = ""
    end: str = ""


NOTHING = Remark()


def comment(rows: tuple[tuple[str, str], ...], state: State) -> Remark:
    """Add a comment that says the labelled rows, and return what goes around the runs it is on."""
    number = len(state.comments)
    author = state.meta.company or state.meta.author or AUTHOR
    reference = properties("CommentReference")
    mark = f"<w:r>{reference}<w:annotationRef/></w:r>"
    gap = LANGUAGES[state.language].gap
    lines = "".join(
        paragraph("CommentText", ("" if index else mark) + run(f"{label}{gap if label else ''}{value}"))
        for index, (label, value) in enumerate(rows)
    )
    state.comments.append(
        f'<w:comment w:id="{number}" w:author="{escape(author)}" w:date="{written(made(state.meta))}" '
        f'w:initials="{escape(author[:2])}">{lines}</w:comment>'
    )
    return Remark(
        f'<w:commentRangeStart w:id="{number}"/>',
        f'<w:commentRangeEnd w:id="{number}"/><w:r>{reference}<w:commentReference w:id="{number}"/></w:r>',
    )


def comments_xml(state: State) -> str:
    """Return the comments part."""
    return part("comments", state.comments)


def footnotes_xml(state: State) -> str:
    """Return the footnotes part, with the two separators that Word asks for before the first note."""
    separators = [
        f'<w:footnote w:type="{kind}" w:id="{number}">'
        f"{paragraph('FootnoteText', f'<w:r><w:{kind}/></w:r>')}</w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    return part("footnotes", [*separators, *state.notes])
