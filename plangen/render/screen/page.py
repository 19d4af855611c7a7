"""What the parts of one page share while it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from plangen.doctree import Citation, Document, Flag, Gap, Heading, Row, plain_text, query
from plangen.labels import label
from plangen.numbering import Scheme, scheme_for, suffix
from plangen.theme import Theme

DEEPEST = 5  # the page's title is h1, and HTML knows six levels


@dataclass(slots=True)
class Page:
    """``night`` is the theme that charts are drawn with for dark paper.

    ``marked`` is what the contents and the list of open items name, in the order of the document. ``sections`` are the
    levels of the headings one is below, ``place`` names the last of them. ``shares``, ``narrow`` and ``least`` are the
    widths of columns (permille), those on a phone, and the least widths of tables there (ems), which the style sheet
    has to know, since the page's policy allows no style attribute. ``drawn`` numbers the pairs of colours of charts by
    day and by night, ``named`` counts what is called the same.
    """

    document: Document
    theme: Theme
    night: Theme
    scheme: Scheme
    marked: tuple[Heading | Flag | Gap, ...]
    headings: dict[str, Heading]
    cited: set[int]
    ids: set[str] = field(default_factory=set)
    references: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    sections: tuple[int, ...] = ()
    place: str = ""
    shares: set[int] = field(default_factory=set)
    narrow: set[int] = field(default_factory=set)
    least: set[int] = field(default_factory=set)
    drawn: dict[tuple[str, str], int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.document.meta.language

    def say(self, key: str, **values: object) -> str:
        """Return one of the page's own words."""
        return label(self.language, key, **values)

    def id(self, name: str) -> str:
        """Return an id attribute, or nothing when the page has that id already."""
        if name in self.ids:
            return ""
        self.ids.add(name)
        return f' id="{name}"'

    def href(self, name: str, what: str) -> str:
        """Return the address of a place in the page, to be found there when all is written."""
        self.references.setdefault(name, what)
        return f"#{name}"

    def name(self, said: str) -> str:
        """Return what to call a table or chart: what it says, with a count where another one says the same."""
        number = self.named[said] = self.named.get(said, 0) + 1
        return said if number == 1 else f"{said} ({number})"

    def name_by_place(self, key: str) -> str:
        """Return what to call a table or chart without a caption: the section it stands in."""
        return self.name(self.say(key, place=self.place or self.document.meta.title))


def new_page(document: Document, theme: Theme, night: Theme) -> Page:
    """Return the state of a page of which nothing is written."""
    found = tuple(query(document, Heading, Flag, Gap, Citation, Row))
    marked = tuple(node for node in found if isinstance(node, Heading | Flag | Gap))
    headings = {node.id: node for node in marked if isinstance(node, Heading) and node.id}
    listed = {node.number for node in found if isinstance(node, Row)}
    cited = {node.number for node in found if isinstance(node, Citation) and node.number} & listed
    return Page(document, theme, night, scheme_for(document.numbering, document.meta.language), marked, headings, cited)


def below(sections: tuple[int, ...], level: int) -> tuple[int, ...]:
    """Return the levels from a chapter down to a heading, given those down to the heading before it.

    The depth of a heading is their count: a plan that leaves out a level leaves out none on the screen.
    """
    return (*(above for above in sections if above < level), level)


def gap_after(page: Page, heading: Heading) -> str:
    """Return what stands between a heading's number and its title."""
    return suffix(page.scheme, min(max(heading.level, 1), 4), heading.appendix) if heading.number else ""


def full_title(page: Page, heading: Heading) -> str:
    """Return a heading as a reader says it: its number and its title."""
    return f"{heading.number}{gap_after(page, heading)}{plain_text(heading)}"
