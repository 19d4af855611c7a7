from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.doctree import (
    Citation,
    Code,
    CrossRef,
    Document,
    Heading,
    Link,
    Listing,
    Meta,
    Paragraph,
    Table,
    Text,
    plain_text,
    query,
)
from plangen.fonts import FontFile
from plangen.render import anchors
from plangen.render.errors import RenderError
from plangen.render.html import html_page
from plangen.render.markup import css_string, is_allowed
from plangen.render.screen import write_html
from plangen.theme import Theme
from tests.render import sample


class Page(HTMLParser):
    """What a browser sees: tags, ids, links, and text outside style and script."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self._styled = False
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._styled = tag in {"style", "script"}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on") or name in {"src", "srcset"}]

    def handle_endtag(self, tag: str) -> None:
        self._styled = False

    def handle_data(self, data: str) -> None:
        if not self._styled:
            self.text += data


def document(*blocks: object) -> Document:
    return Document(Meta("标题", "客户"), blocks)  # type: ignore[arg-type]


def test_every_text_of_the_tree_is_in_the_page_in_order(document: Document, html: str) -> None:
    shown = re.sub(r"\s|↩", "", Page(html[html.index("<main") :]).text)
    at = 0
    for node in query(document, Paragraph, Heading, Table):
        pieces = [plain_text(node)] if not isinstance(node, Table) else [plain_text(row) for row in node.rows]
        for piece in pieces:
            words = re.sub(r"\s", "", piece)
            if not any(isinstance(found, Citation) for found in query(node, Citation)) and "含义相同" not in words:
                at = shown.index(words, at)


def test_the_page_is_self_contained_and_its_links_lead_somewhere(html: str) -> None:
    page = Page(html)
    assert page.tags.isdisjoint({"link", "img", "iframe", "object", "form", "base"})
    assert html.count("<script") == html.count("<style") == 1
    assert "url(" not in html
    assert "@import" not in html
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link.startswith(("http://", "https://")) or link[1:] in page.ids


def test_source_marks_and_footnotes_link_to_their_rows(html: str) -> None:
    page = Page(html)
    assert {"source-1", "source-2", "note-3", "mark-3"} <= set(page.ids)
    assert {"#source-1", "#source-2", "#note-3", "#mark-3"} <= set(page.links)


@pytest.mark.parametrize("on_paper", [True, False])
def test_hostile_text_stays_text(on_paper: bool, fonts: tuple[FontFile, ...]) -> None:
    write = html_page if on_paper else lambda *asked: write_html(*asked).decode()
    content = write(sample.hostile(), Theme(), fonts)
    page = Page(content)
    assert "img" not in page.tags
    assert content.count("<script") == (not on_paper)
    assert page.text.count("<script>alert(1)</script>") > 15
    assert not any(link.startswith("javascript") for link in page.links)
    style = content[content.index("<style>") + 7 : content.index("</style>")]
    assert "script" not in style.lower() or "<" not in style


def test_only_web_and_mail_addresses_become_links() -> None:
    assert all(map(is_allowed, ("http://a.cn", "https://a.cn/x?y=1#z", "mailto:a@b.cn", "HTTPS://A.CN")))
    assert not any(map(is_allowed, ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//a.cn", "a.cn")))


def test_characters_that_html_forbids_are_dropped(fonts: tuple[FontFile, ...]) -> None:
    content = write_html(document(Paragraph((Text("a\x00b\x08c\ud800d"), Code("\x1b")))), Theme(), fonts).decode()
    assert "abc\ufffdd" in content


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (Paragraph((CrossRef("x.y", "x.y", "表1"),)), "x.y"),
        (Paragraph((Citation("gmv", "3", 7),)), r"\[7\] of gmv"),
        (Listing("sources"), "sources was not resolved"),
    ],
)
def test_what_resolve_left_open_is_an_error(block: object, message: str, fonts: tuple[FontFile, ...]) -> None:
    with pytest.raises(RenderError, match=message):
        write_html(document(block), Theme(), fonts)


def test_a_link_keeps_its_address(fonts: tuple[FontFile, ...]) -> None:
    address = 'https://a.cn/?a=1&b="2"'
    content = write_html(document(Paragraph((Link(address, (Text("看"),)),))), Theme(), fonts).decode()
    assert [link for link in Page(content).links if link[0] != "#"] == [address]


@given(st.lists(st.text(), unique=True, max_size=20))
def test_different_paths_have_different_safe_ids(paths: list[str]) -> None:
    made = [name(path) for path in paths for name in (anchors.target, anchors.slot)]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in made)


@given(st.text())
def test_a_css_string_cannot_be_left(content: str) -> None:
    inside = css_string(content)[1:-1]
    assert not set(inside) & set("\"'<>\n\r\f;{}()")
