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
    page, _ = lifted(html_page(document, Theme(), fonts))

    def refuse(*given: object) -> None:
        raise AssertionError("the page is not well-formed")

    found = parsing(refuse)(io.StringIO(page))
    assert list(flat(found)) == list(flat(slow.parse(io.StringIO(page), namespace_html_elements=False)))


def test_a_page_that_is_not_well_formed_is_read_all_the_same(fonts: tuple[FontFile, ...]) -> None:
    assert "甲\n乙\n" in print_page(SHELL.format("", "<p>甲<p>乙"), fonts).text


HARD = {  # style and content, which is set in a wide and in a narrow cell
    "emphasis": (".u { text-decoration: underline }", "<p>甲<em>乙</em><span class='u'>丙 abc</span></p>"),
    "percentages": (".p { width: 50%; padding: 5%; margin: 3% }", "<div class='p'><p class='p'>甲</p></div>"),
    "heights": (
        ".h { height: 30pt } .p { height: 50% }",
        "<div class='h'><p class='p'>甲</p></div><p class='p'>乙</p>",
    ),
    "borders": (
        ".b { box-sizing: border-box; width: 90%; border: 3pt solid; padding: 4pt }",
        "<div class='b'>甲</div>",
    ),
    "floats": (
        ".f { float: left; width: 30% } .c { clear: both }",
        "<div class='f'>左</div><p>右</p><p class='c'>下</p>",
    ),
    "positions": (
        ".r { position: relative; top: 5pt } .a { position: absolute; left: 50% }",
        "<div class='r'>甲<b class='a'>乙</b></div>",
    ),
    "gradients": (".g { background: linear-gradient(red, blue) }", "<div class='g'>甲</div>"),
    "corners": (".k { border: 2pt solid; border-radius: 5pt }", "<div class='k'>甲</div>"),
    "shades": (".s { background: currentcolor } .t { background: #f008 }", "<p class='s'>甲</p><p class='t'>乙</p>"),
    "hidden": (".x { visibility: hidden; background: red }", "<p class='x'>甲</p><p>乙</p>"),
    "spaced": (".w { letter-spacing: .2em; word-spacing: 1em }", "<p class='w'>甲 乙 a b</p>"),
    "tiny": (".t { font-size: 1e-9px }", "<p class='t'>小</p>"),
    "justified": ("p { text-align: justify }", "<p>" + "字距，均匀。" * 30 + "CRM</p>"),
    "latin": ("p { text-align: justify }", "<p>" + "A line of words that have spaces between them. " * 9 + "</p>"),
    "hyphens": (
        "p { hyphens: auto; width: 5em }",
        "<p lang='en'>" + "internationalization of considerations " * 9 + "</p>",
    ),
    "first": ("p::first-line { font-weight: 700; color: red } p::first-letter { color: blue }", "<p>甲乙丙，丁。</p>"),
    "broken": ("pre, p { width: 7em }", "<p>averyveryverylongword 会员「一」、『二』。（三）</p><pre>甲\n\t乙</pre>"),
    "spaces": (".p { white-space: pre }", "<p class='p'><b>甲 乙</b><i>  </i> <u> </u></p>"),
    "clipped": (
        ".o { width: 3em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }",
        "<p>一二三四五六…</p><p class='o'>一二三四五六</p>",
    ),
    "pseudo": (".x::before { content: '甲' attr(class) } .x::after { content: '·' }", "<p class='x'>乙</p>"),
    "logical": (".l { margin-inline-start: 3em; padding-block: 2em; margin-left: 1em }", "<div class='l'>甲</div>"),
    "inherit": (
        ".o { margin: 1em; border: 1px solid; text-indent: calc(50% - 1em) } .i { margin: inherit; border: inherit }",
        "<div class='o'><p class='i'>甲</p></div>",
    ),
    "calc": (".c { width: calc(50% - 1em); line-height: calc(1em + 2px) }", "<div class='c'><p>甲</p></div>"),
    "collapsed": (
        "table { border-collapse: collapse } .a { border: 2pt solid red } .b { border: 1pt solid }",
        "<table><tbody><tr><td class='a'>甲</td><td class='b'>乙</td></tr></tbody></table>",
    ),
    "leaders": ("p { text-align: justify-all } b::after { content: leader('…') '页' }", "<p><b>条目，若干</b></p>"),
    "lists": ("", "<ol><li>甲</li><li>乙<ul><li>丙</li></ul></li></ol>"),
    "repeated": (
        "th { text-align: justify }",
        f"<table><thead><tr><th>{'表头。' * 16}</th></tr></thead><tbody>{'<tr><td>行</td></tr>' * 80}</tbody></table>",
    ),
}


@pytest.mark.parametrize(("style", "body"), HARD.values(), ids=HARD)
def test_what_is_remembered_fits(
    style: str, body: str, fonts: tuple[FontFile, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = f"<td>{body}</td>" * 2
    table = (
        f"<table class='z'><colgroup><col style='width: 70%'/><col/></colgroup><tbody><tr>{cells}</tr></tbody></table>"
    )
    page = SHELL.format(f".z {{ table-layout: fixed; width: 100% }} {style}", f"<main>{body}</main>{table}")
    fast = print_page(page, fonts)
    monkeypatch.setattr(speed, "KNOWN", ())
    assert fast == print_page(page, fonts)
