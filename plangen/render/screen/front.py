"""What stands before the text: the cover, what a draft leaves open, and the contents beside it all."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.doctree import Flag, Gap, Heading, plain_text
from plangen.labels import localised_date
from plangen.render import anchors
from plangen.render.markup import attribute, text
from plangen.render.pictures import image
from plangen.render.screen.blocks import due_date
from plangen.render.screen.page import Page, below, full_title, gap_after
from plangen.render.screen.tables import table_frame
from plangen.render.wording import cover_rows, revision_table

MOST_LEVELS = 3  # of headings in the sidebar


def cover(page: Page) -> str:
    """Write the cover: title, what it says of the document, and its versions."""
    meta = page.document.meta
    draft = f'<p class="draft"><span>{page.say("draft")}</span></p>' if meta.draft else ""
    subtitle = f'<p class="subtitle">{text(meta.subtitle)}</p>' if meta.subtitle else ""
    picture = page.theme.picture
    logo = f'<p class="logo">{image(picture, meta)}</p>' if picture else ""
    rows = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in cover_rows(meta))
    facts = f'<dl class="facts">{rows}</dl>' if rows else ""
    return (
        f'<div class="cover"><div class="band">{logo}{draft}<h1 class="title">{text(meta.title)}</h1>'
        f"{subtitle}{facts}</div>"
        f"{_revisions(page)}</div>"
    )


def _revisions(page: Page) -> str:
    meta = page.document.meta
    if not meta.revisions:
        return ""
    title = page.say("revisions")
    return f'<div class="revisions"><p class="head">{title}</p>{table_frame(page, revision_table(meta), title)}</div>'


# --- open items ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Open:
    node: Flag | Gap
    place: str


def open_items(page: Page) -> str:
    """Write what the document leaves open, the first due first; nothing where it is complete."""
    found = sorted(_found_open(page), key=lambda item: item.node.due if isinstance(item.node, Flag) else "~")
    if not found:
        return ""
    dues = [item.node.due for item in found if isinstance(item.node, Flag) and item.node.due]
    flags = sum(isinstance(item.node, Flag) for item in found)
    counted = (("open_flag", flags), ("open_gap", len(found) - flags))
    said = [page.say(key if count == 1 else f"{key}s", count=count) for key, count in counted if count]
    if dues:
        said.append(page.say("next_due", date=localised_date(page.language, dues[0])))
    title = page.say("joint_source").join(said)
    lines = "".join(_open_item(page, item) for item in found)
    return (
        f'<section class="open" aria-label="{attribute(title)}"><details open><summary>{text(title)}</summary>'
        f"<ul>{lines}</ul></details></section>"
    )


def _found_open(page: Page) -> list[_Open]:
    """Return each open slot once, with the heading it stands below: parts of a block may show its flag again."""
    found: dict[str, _Open] = {}
    place = ""
    for node in page.marked:
        match node:
            case Heading():
                place = full_title(page, node)
            case Flag() | Gap():
                found.setdefault(node.path, _Open(node, place))
    return list(found.values())


def _open_item(page: Page, item: _Open) -> str:
    node = item.node
    where = page.href(anchors.slot(node.path), f"the open item “{node.title}”")
    owner = f'<span class="owner">{text(node.owner)}</span>' if isinstance(node, Flag) and node.owner else ""
    due = due_date(page, node.due) if isinstance(node, Flag) else f"<span>{page.say('gap')}</span>"
    place = f'<span class="place">{text(item.place)}</span>' if item.place else ""
    return f'<li><a href="{where}">{text(node.title)}</a> {owner} {due} {place}</li>'


# --- contents --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Section:
    heading: Heading
    sections: tuple[_Section, ...]


def sidebar(page: Page) -> str:
    """Write the contents as a list in lists."""
    title = page.say("contents")
    words = "".join(f' data-{key}="{attribute(page.say(key, title="{}"))}"' for key in ("unfold", "fold"))
    return (
        f'<nav id="ui-contents" aria-label="{title}"{words}><p class="head">{title}</p>'
        f"{_list(page, _outline(page))}</nav>"
    )


def _outline(page: Page) -> tuple[_Section, ...]:
    placed: list[tuple[int, Heading]] = []
    sections: tuple[int, ...] = ()
    for heading in page.headings.values():
        sections = below(sections, heading.level)
        if len(sections) <= MOST_LEVELS:
            placed.append((len(sections), heading))
    return _nested(placed, 1)


def _nested(placed: list[tuple[int, Heading]], depth: int) -> tuple[_Section, ...]:
    """Put each heading that is deeper than ``depth`` below the one before it."""
    starts = [index for index, (found, _) in enumerate(placed) if found <= depth]
    if not starts:
        return _nested(placed, depth + 1) if placed else ()
    ends = [*starts[1:], len(placed)]
    first = _nested(placed[: starts[0]], depth + 1)
    return (
        *first,
        *(
            _Section(placed[start][1], _nested(placed[start + 1 : end], depth + 1))
            for start, end in zip(starts, ends, strict=True)
        ),
    )


def _list(page: Page, sections: tuple[_Section, ...]) -> str:
    lines = "".join(_line(page, section) for section in sections)
    return f"<ol>{lines}</ol>" if lines else ""


def _line(page: Page, section: _Section) -> str:
    heading = section.heading
    where = page.href(anchors.target(heading.id), f"the contents entry “{plain_text(heading)}”")
    number = f'<span class="no">{text(heading.number)}{gap_after(page, heading)}</span>' if heading.number else ""
    return (
        f'<li><a href="{where}">{number}<span>{text(plain_text(heading))}</span></a>'
        f"{_list(page, section.sections)}</li>\n"
    )
