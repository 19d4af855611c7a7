"""One document set by two processes: each lays out and draws its half, and the first puts the file together.

Both read the same page and so have the same boxes. The second begins at a chapter, which starts a page whatever comes
before it. They tell each other what a half does not know: how many pages come before, and on which page a place is that
the contents refer to. What the second has drawn then takes the place of pages in the first, so that the file is the
same, byte for byte, as if one had done it all. Where anything is unusual, or the second is gone, the first does it all.
"""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any
from xml.etree import ElementTree

from plangen.render.engine.drawnpages import DrawnPage, Rest, SharingError, draw, facts, tell
from plangen.render.engine.library import load, replaced, replaced_everywhere
from plangen.render.engine.speed import is_known

PATIENCE = 60  # seconds
LEAST = 800  # elements, about fifteen pages: fewer are set sooner than they are shared out
NOTE = 20  # elements that take as long as a footnote
EXTRA = 0.05  # of the work is to put the file together and to set the contents again with their numbers
FORCED = {"break": "page", "page": ""}  # how a page begins at a chapter


@dataclass(slots=True)
class Share:
    """One of the two sides of the work on one document, and what it knows of the other."""

    connection: Connection
    leads: bool
    job: int  # the number of the document, which the other side counts as well
    least: int = LEAST  # elements a document has at least if it is shared
    chapter: Any = None  # the heading that begins the second half
    start: Any = None  # where that is among the boxes, as WeasyPrint says where to resume
    is_reached: bool = False
    laid: tuple[int, list[tuple[str, int]]] | None = None  # pages of the second half, and the anchors on each
    before: int = 0  # pages of the first half
    total: int = 0

    def say(self, kind: str, content: Any = None) -> None:
        boxes: Any = load("weasyprint.formatting_structure.boxes")

        class Pickler(pickle.Pickler):
            def reducer_override(self, given: Any) -> Any:
                return tell(given) if isinstance(given, boxes.Box) else NotImplemented

        written = io.BytesIO()
        Pickler(written, pickle.HIGHEST_PROTOCOL).dump((self.job, kind, content))
        try:
            self.connection.send_bytes(written.getbuffer())
        except OSError as error:
            raise SharingError from error

    def hear(self, kind: str) -> Any:
        """Return what the other side says next of this document. Raises ``SharingError`` if it does not say it."""
        job = -1
        while job < self.job:  # what is left of an earlier document
            try:
                if not self.connection.poll(PATIENCE):
                    raise SharingError
                job, heard, content = pickle.loads(self.connection.recv_bytes())  # noqa: S301  # from our own process
            except (EOFError, OSError) as error:
                raise SharingError from error
        if (job, heard) != (self.job, kind):
            raise SharingError
        return content

    def give_up(self) -> None:
        """Let the other side not wait any longer."""
        with suppress(SharingError):
            self.say("nothing")

    def answer(self, document: Any, text: str, found: list[str]) -> None:
        """Tell the first side what is on the pages of the second half, draw them, and tell what was drawn."""
        made, pages = facts(document)
        self.say("pages", (made.root, list(made.owners), pages, text))
        drawn = draw(document, made)
        if found:
            raise SharingError
        self.say("drawn", drawn)

    def complete(self, document: Any) -> str:
        """Add the pages of the second half to a document that was laid out; return their text."""
        if self.start is None:
            return ""
        root, boxes, pages, text = self.hear("pages")
        document.rest = Rest(root, boxes, lambda: self.hear("drawn"))
        document.pages.extend(DrawnPage(document.rest, index, known) for index, known in enumerate(pages))
        return str(text)


@contextmanager
def halved(share: Share | None) -> Iterator[None]:
    """Let WeasyPrint lay out one half of a document, if it is shared."""
    if share is None or not is_known():
        if share and not share.leads:
            raise SharingError
        yield
        return
    layout, pages = load("weasyprint.layout"), "weasyprint.layout.page"
    with ExitStack() as stack:
        stack.enter_context(replaced(load("tinyhtml5"), "parse", _sharing_out(share)))
        stack.enter_context(replaced(layout, "initialize_page_maker", _beginning(share)))
        stack.enter_context(replaced(load(pages), "remake_page", _stopping(share)))
        stack.enter_context(replaced_everywhere(pages, "make_all_pages", _exchanging(share)))
        stack.enter_context(replaced_everywhere(pages, "make_margin_boxes", _numbering(share)))
        yield


def _sharing_out(share: Share) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        def parse(*given: Any, **named: Any) -> Any:
            """Read the page and leave out of it what the other process sets."""
            root = original(*given, **named)
            main = root.find("body/main")
            index = _middle(root, main, share.least) if main is not None else None
            if index is not None:
                share.chapter = main[index]
                (_leave_second if share.leads else _leave_first)(root.find("body"), main, index)
            elif not share.leads:
                raise SharingError
            return root

        return parse

    return make


def _middle(root: Any, main: Any, least: int) -> int | None:
    """Return which element of the document begins its second half, or nothing if there is too little of it."""
    chapters = [index for index, element in enumerate(main) if element.tag == "h1" and index]
    costs = [sum(NOTE if part.get("role") == "doc-footnote" else 1 for part in element.iter()) for element in main]
    total = sum(1 for _ in root.iter())
    before = total - sum(1 for _ in main.iter())
    done = [before + sum(costs[:index]) for index in range(len(costs) + 1)]
    half = done[-1] * (0.5 - EXTRA)
    return min(chapters, key=lambda index: abs(done[index] - half)) if chapters and total >= least else None


def _leave_second(body: Any, main: Any, index: int) -> None:
    """Leave of the second half its first heading and, for references to it, an empty element for each place in it."""
    names = [part.get("id") for element in main[index + 1 :] for part in element.iter() if part.get("id")]
    main[index + 1 :] = [ElementTree.Element("div", {"id": name}) for name in names]


def _leave_first(body: Any, main: Any, index: int) -> None:
    """Leave nothing of the first half but an empty element, after which the second begins."""
    body[:] = [main]
    main[:index] = [ElementTree.Element(main[index - 1].tag)]


def _beginning(share: Share) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        def initialize_page_maker(context: Any, root: Any) -> None:
            """Begin with the first page or, in the second half, at its first chapter."""
            original(context, root)
            if share.chapter is None:
                return
            share.start = _start(root, share.chapter) if _are_pages_alike(context) else None
            if share.start is None:
                raise SharingError
            if not share.leads:
                context.page_maker[0] = (share.start, FORCED.copy(), *context.page_maker[0][2:])

        return initialize_page_maker

    return make


def _start(box: Any, chapter: Any) -> Any:
    """Return where to resume at a chapter."""
    for index, child in enumerate(box.children):
        if child.element is chapter:
            return {index: None}
        if child.element_tag in ("body", "main") and (inside := _start(child, chapter)):
            return {index: inside}
    return None


def _are_pages_alike(context: Any) -> bool:
    """Tell whether no page is styled by its number or its side."""
    return all(
        (selector.side, selector.blank, selector.first, selector.index) == (None,) * 4
        for sheet, *_ in context.style_for._sheets
        for _, selectors, _ in sheet.page_rules
        for _, _, selector in selectors
    )


def _stopping(share: Share) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        def remake_page(index: int, context: Any, root: Any, html: Any) -> Any:
            """Make a page; take the one before the second half for the last one."""
            page, resume_at = original(index, context, root, html)
            if not share.leads or share.start is None or resume_at != share.start:
                return page, resume_at
            _, following, side, state, remake = context.page_maker[index + 1]
            depth, counters, _, groups = state
            waiting = context.reported_footnotes or context.broken_out_of_flow or groups or depth != [0]
            if waiting or following != FORCED or counters.keys() != {"page", "pages"}:
                raise SharingError
            remake["content_changed"] = False
            context.page_maker[index + 1] = None, following, side, state, remake
            share.is_reached = True
            return page, None

        return remake_page

    return make


def _exchanging(share: Share) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        def make_all_pages(context: Any, root: Any, html: Any, pages: Any) -> Iterator[Any]:
            """Make the pages of a half, and let the contents know where the places of the other one are."""
            made = list(original(context, root, html, pages))
            if share.start is not None:
                running = [boxes for pages in context.running_elements.values() for boxes in pages.values()]
                if any(running) or any(page.fixed_boxes for page in made):
                    raise SharingError
                (_place if share.leads else _say_places)(share, context, made)
            yield from made

        return make_all_pages

    return make


def _say_places(share: Share, context: Any, made: list[Any]) -> None:
    states = [state for *_, state in context.page_maker[: len(made)]]
    if share.laid or any(state["content_lookups"] for state in states):
        raise SharingError
    share.laid = len(made), [(anchor, index) for index, state in enumerate(states) for anchor in state["anchors"]]
    share.say("laid", share.laid)


def _place(share: Share, context: Any, made: list[Any]) -> None:
    if not share.is_reached or _is_total_wanted(context):
        raise SharingError
    share.laid = share.laid or share.hear("laid")
    share.before = len(made)
    share.total = share.before + share.laid[0]
    for anchor, index in share.laid[1]:
        counters = {"pages": [0], "page": [share.before + index + 1]}
        context.target_collector.cache_target_page_counters(anchor, counters, share.before + index, context.page_maker)


def _is_total_wanted(context: Any) -> bool:
    """Tell whether the number of pages stands in the text, which is laid out before it is known."""
    items = context.target_collector.counter_lookup_items.values()
    missing = [
        counters for item in items for counters in (item.missing_counters, *item.missing_target_counters.values())
    ]
    return any("pages" in counters for counters in missing)


def _numbering(share: Share) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        is_told = False

        def make_margin_boxes(context: Any, page: Any, state: Any) -> Any:
            """Make the margins of a page with its number in the whole document."""
            nonlocal is_told
            if share.start is None:
                return original(context, page, state)
            if not is_told:
                is_told = True
                if share.leads:
                    share.say("placed", (share.before, share.total, list(context.string_set)))
                else:
                    share.before, share.total, names = share.hear("placed")
                    if any(1 not in context.string_set.get(name, {}) for name in names):
                        raise SharingError  # the first page would show what was on one before it
            state = copy.deepcopy(state)
            state[1]["pages"] = [share.total]
            if not share.leads:
                state[1]["page"] = [number + share.before for number in state[1]["page"]]
            return original(context, page, state)

        return make_margin_boxes

    return make
