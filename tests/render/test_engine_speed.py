"""What makes WeasyPrint faster: the file is the same to the byte, and work is saved."""

from __future__ import annotations

import importlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from plangen.doctree import Document
from plangen.fonts import FontFile
from plangen.render.drawings import lifted
from plangen.render.engine import fitted, speed
from plangen.render.engine.library import replaced, replaced_everywhere
from plangen.render.engine.parsing import parsing
from plangen.render.html import html_page
from plangen.render.pdf import Pdf, print_page, warm_up, write_pdf
from plangen.theme import Theme
from tests.render import sample

SHELL = '<!DOCTYPE html><html lang="zh-CN"><head><title>t</title><style>{}</style></head><body>{}</body></html>'
NAMES = {name for *_, name, _ in speed.METHODS} | {name for _, name, _ in speed.FUNCTIONS}
WITHOUT = {"set_computed_styles", "__call__", "deactivate"}  # which save work elsewhere


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count how often WeasyPrint's own functions are called."""
    calls: Counter[str] = Counter()

    def counting(name: str) -> Callable[[Any], Any]:
        def make(original: Any) -> Any:
            def count(*given: Any, **named: Any) -> Any:
                calls[name] += 1
                return original(*given, **named)

            return count

        return make

    warm_up()
    with ExitStack() as stack:
        for module, owner, name, _ in speed.METHODS:
            cls = getattr(importlib.import_module(module), owner)
            stack.enter_context(replaced(cls, name, counting(name)))
        for module, name, _ in speed.FUNCTIONS:
            stack.enter_context(replaced_everywhere(module, name, counting(name)))
        yield calls


@pytest.fixture(scope="module")
def fast(document: Document, fonts: tuple[FontFile, ...]) -> tuple[Pdf, Counter[str]]:
    with counted() as calls:
        return write_pdf(document, Theme(), fonts), calls


@pytest.fixture(scope="module")
def slow(document: Document, fonts: tuple[FontFile, ...]) -> tuple[Pdf, Counter[str]]:
    with pytest.MonkeyPatch.context() as patch, counted() as calls:
        patch.setattr(speed, "KNOWN", ())
        return write_pdf(document, Theme(), fonts), calls


def test_weasyprint_is_a_version_that_was_read_for_this() -> None:
    warm_up()
    assert speed.is_known(), "read the functions that are replaced in the new version, then add it to KNOWN"


def test_not_a_byte_is_different(fast: tuple[Pdf, Counter[str]], slow: tuple[Pdf, Counter[str]]) -> None:
    assert fast[0] == slow[0]


@pytest.mark.parametrize("name", sorted(NAMES - WITHOUT))
def test_work_is_saved(name: str, fast: tuple[Pdf, Counter[str]], slow: tuple[Pdf, Counter[str]]) -> None:
    assert fast[1][name] < 0.5 * slow[1][name]


def test_styles_of_like_elements_are_worked_out_once(fonts: tuple[FontFile, ...]) -> None:
    table = "<div><table><tbody>" + "<tr><td>甲</td><td class='c'>乙</td></tr>" * 9 + "</tbody></table></div>"
    counts = []
    for number in (2, 20):
        body = "".join(f'<section id="s{index}">{table}</section>' for index in range(number))
        with counted() as calls:
            print_page(SHELL.format("td { padding: 1pt } .c { color: red }", body), fonts)
        counts.append(calls["set_computed_styles"])
    assert counts[1] - counts[0] <= 2 * 18  # the sections, each of which is an anchor, and their pages


def test_in_another_version_nothing_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up()
    css = importlib.import_module("weasyprint.css")
    own = css.ComputedStyle.__missing__
    with fitted():
        assert css.ComputedStyle.__missing__ is not own
    monkeypatch.setattr(speed, "KNOWN", ("69.0",))
    with fitted():
        assert css.ComputedStyle.__missing__ is own
        assert importlib.import_module("weasyprint.draw.text").draw_first_line.__module__ == "weasyprint.draw.text"


def flat(element: Any) -> Iterator[tuple[Any, ...]]:
    """Yield what a page's element and those in it are, space around blocks aside."""
    attributes = {name: value for name, value in element.attrib.items() if "xmlns" not in name}
    yield element.tag, attributes, (element.text or "").strip("\n"), (element.tail or "").strip("\n")
    for child in element:
        yield from flat(child)


@pytest.mark.parametrize("document", [sample.sample(), sample.sample(draft=False), sample.hostile()])
def test_the_fast_parser_reads_our_page_as_the_slow_one(document: Document, fonts: tuple[FontFile, ...]) -> None:
    warm_up()
    slow = importlib.import_module("tinyhtml5")
    page, _ = lifted(html_page(document, Theme(), fonts, "print"))

    def refuse(*given: object) -> None:
        raise AssertionError("the page is not well-formed")

    found = parsing(refuse)(io.StringIO(page))
    assert list(flat(found)) == list(flat(slow.parse(io.StringIO(page), namespace_html_elements=False)))


def test_a_page_that_is_not_well_formed_is_read_all_the_same(fonts: tuple[FontFile, ...]) -> None:
    assert "甲\n乙\n" in print_page(SHELL.format("", "<p>甲<p>乙"), fonts).text


HARD = {
    "emphasis": "<p>甲<em>乙</em><u style='text-decoration: underline'>丙 abc</u></p>",
    "percentages": "<div style='width: 50%; padding: 5%; height: 9pt'><p style='height: 50%; width: 80%'>甲</p></div>",
    "borders": "<div style='box-sizing: border-box; width: 50%; border: 3pt solid red; padding: 4pt'>甲</div>",
    "floats": "<div style='float: left; width: 30%'>左</div><p>右边的文字。</p><div style='clear: both'></div>",
    "positions": "<div style='position: relative; top: 5pt'>甲<b style='position: absolute; left: 50%'>乙</b></div>",
    "backgrounds": "<div style='background: linear-gradient(red, blue); border-radius: 5pt'>甲</div>",
    "hidden": "<p style='visibility: hidden; background: red'>甲</p><p style='color: #f008'>乙</p>",
    "spaced": "<p style='letter-spacing: .2em; word-spacing: 1em'>甲 乙 a b</p><p style='font-size: 5%'>小</p>",
    "justified": "<p style='text-align: justify'>" + "字距，均匀。" * 30 + "CRM</p>",
    "broken": "<p style='width: 7em'>averyveryverylongword 会员「一」、『二』。（三）</p><pre>甲\n\t乙</pre>",
    "pseudo": "<style>.x::before { content: '甲' attr(class) } .x::after { content: '·' }</style><p class='x'>乙</p>",
    "logical": "<div style='margin-inline-start: 3em; padding-block: 2em; margin-left: 1em'>甲</div>",
    "inherit": "<div style='margin: 1em; border: 1px solid'><p style='margin: inherit; border: inherit'>甲</p></div>",
    "calc": "<div style='width: calc(50% - 1em); line-height: calc(1em + 2px)'><p>甲</p></div>",
    "anchors": "<p id='甲'>一</p><p id='乙'>二</p><p><a href='#乙'>二</a></p>",
    "clipped": "<p style='width: 3em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap'>一二三四五六</p>",
    "collapsed": "<table style='border-collapse: collapse'><tbody><tr><td style='border: 2pt solid red'>甲</td>"
    "<td style='border: 1pt solid'>乙</td></tr></tbody></table>",
    "lists": "<ol><li>甲</li><li>乙<ul><li>丙</li></ul></li></ol>",
    "repeated": "<table><thead><tr><th>头</th></tr></thead><tbody>" + "<tr><td>行</td></tr>" * 80 + "</tbody></table>",
}


@pytest.mark.parametrize("body", HARD.values(), ids=HARD)
def test_what_is_remembered_fits(body: str, fonts: tuple[FontFile, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each twice, since what was worked out for the first is used for the second."""
    page = SHELL.format("", f"<div>{body}</div><section>{body.replace('id=', 'lang=')}</section>")
    fast = print_page(page, fonts)
    monkeypatch.setattr(speed, "KNOWN", ())
    assert fast == print_page(page, fonts)
