"""Native comments and footnotes: the parts that stand beside the body."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.doctree import Meta
from plangen.render.docx.markup import paragraph, part, properties, run
from plangen.render.docx.state import State
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
    lines = "".join(
        paragraph("CommentText", ("" if index else mark) + run(f"{label}　{value}"))
        for index, (label, value) in enumerate(rows)
    )
    state.comments.append(
        f'<w:comment w:id="{number}" w:author="{escape(author)}" w:date="{timestamp(state.meta)}" '
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
    rule = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p>{rule}<w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return part("footnotes", separators + "".join(state.notes))


def timestamp(meta: Meta) -> str:
    """Return the document's date as a point in time; a plan without a date was made when zip files begin."""
    year, month, day = date_parts(meta)
    return f"{year:04d}-{month:02d}-{day:02d}T00:00:00Z"


def date_parts(meta: Meta) -> tuple[int, int, int]:
    """Return year, month and day of the document's date, the first of what is left out."""
    given = [int(piece) for piece in meta.date.split("-") if piece.isdigit()][:3]
    year, month, day = (given + [1980, 1, 1][len(given) :]) if given else (1980, 1, 1)
    return year, month, day
