"""A document set by two processes: the same file as from one, whatever happens to the second."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from plangen.doctree import Document
from plangen.fonts import FontFile
from plangen.render.engine import halves
from plangen.render.engine.halves import Share
from plangen.render.errors import RenderError
from plangen.render.html import html_page
from plangen.render.pdf import Pdf, print_page
from plangen.render.worker import PdfWorker
from plangen.theme import Theme
from tests.render import sample

Page = tuple[str, tuple[FontFile, ...]]


def help_along(connection: Connection, page: str, fonts: tuple[FontFile, ...], jobs: int) -> None:
    for job in range(1, jobs + 1):
        print_page(page, fonts, Share(connection, leads=False, job=job, least=0))


def stop_early(connection: Connection, page: str, fonts: tuple[FontFile, ...], jobs: int) -> None:
    """Say how many pages there are, and go away."""
    share = Share(connection, leads=False, job=1)
    share.say("laid", (5, []))


def talk_nonsense(connection: Connection, page: str, fonts: tuple[FontFile, ...], jobs: int) -> None:
    share = Share(connection, leads=False, job=1)
    share.say("drawn", "?")


@contextmanager
def helper(work: Callable[..., None], page: Page, jobs: int = 1) -> Iterator[Connection]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there, *page, jobs), daemon=True)
    process.start()
    there.close()
    try:
        yield here
    finally:
        here.close()
        process.kill()
        process.join()


@pytest.fixture(scope="module")
def page(document: Document, fonts: tuple[FontFile, ...]) -> Page:
    return html_page(document, Theme(), fonts), fonts


def test_two_processes_make_the_file_of_one(page: Page, pdf: Pdf) -> None:
    with helper(help_along, page, jobs=2) as connection:
        for job in (1, 2):
            share = Share(connection, leads=True, job=job, least=0)
            assert print_page(*page, share) == pdf
            assert 3 <= share.before < 0.8 * pdf.pages
            assert share.total == pdf.pages


@pytest.mark.parametrize("work", [stop_early, talk_nonsense])
def test_without_the_second_the_first_does_it_all(work: Callable[..., None], page: Page, pdf: Pdf) -> None:
    with helper(work, page) as connection:
        assert print_page(*page, Share(connection, leads=True, job=1, least=0)) == pdf


def test_a_second_that_says_nothing_is_not_waited_for_forever(
    page: Page, pdf: Pdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _there = multiprocessing.Pipe()
    monkeypatch.setattr(halves, "PATIENCE", 0)
    assert print_page(*page, Share(here, leads=True, job=1, least=0)) == pdf


def test_what_is_left_of_an_earlier_document_is_passed_over() -> None:
    here, there = multiprocessing.Pipe()
    Share(there, leads=False, job=1).say("laid", "old")
    Share(there, leads=False, job=2).say("laid", "new")
    assert Share(here, leads=True, job=2).hear("laid") == "new"


def test_a_short_document_is_not_shared(fonts: tuple[FontFile, ...]) -> None:
    page = SHELL.format("main > h1 { break-before: page }", BODY), fonts
    here, there = multiprocessing.Pipe()
    share = Share(here, leads=True, job=1)
    assert print_page(*page, share) == print_page(*page)
    assert share.start is None
    assert not there.poll()


STYLE = "main > h1 { break-before: page } main > p { break-before: page }"
BODY = "<header>封面</header><main><h1>一</h1><p>甲</p><h1>二</h1><p>乙</p><h1>三</h1><p>丙</p></main>"
SHELL = '<!DOCTYPE html><html lang="zh-CN"><head><title>t</title><style>{}</style></head><body>{}</body></html>'


@pytest.mark.parametrize(
    ("style", "body"),
    [
        ("@page :left { margin: 1cm }", BODY),
        ("@page :first { margin: 1cm }", BODY),
        ("@page :nth(4) { margin: 1cm }", BODY),
        ("header { position: running(top) } @page { @top-left { content: element(top) } }", BODY),
        ("header { position: fixed }", BODY),
        ("header { string-set: x content() } @page { @top-left { content: string(x) } }", BODY),
        ("p { background: linear-gradient(red, blue) }", BODY),
        ("p::after { content: counter(page) }", BODY),
        ("", BODY.replace("甲", "一").replace("丙", "\u2f00")),  # has the glyph of 一
        ("header::after { content: counter(pages) }", BODY),
        ("main { page: m } @page m { margin: 3cm }", BODY),
        (".note { float: footnote }", BODY.replace("甲", f"{'甲' * 1400}<i class='note'>{'注' * 600}</i>")),
        ("", BODY.replace("丙", '丙<a href="#x" class="to"></a>').replace("<h1>一", '<h1 id="x">一')),
        ("", BODY.replace("乙", "乙" * 3000)),
        ("", "<h1>没有正文</h1>"),
        ("h1 { break-before: auto !important }", BODY),
    ],
)
def test_a_page_unlike_ours_is_set_all_the_same(style: str, body: str, fonts: tuple[FontFile, ...]) -> None:
    last = ".to::after { content: target-counter(attr(href), page) }"
    page = SHELL.format(f"{STYLE}{style}{last}", body), fonts
    alone = print_page(*page)
    with helper(help_along, page) as connection:
        assert print_page(*page, Share(connection, leads=True, job=1, least=0)) == alone


def test_contents_that_grow_by_a_page_move_the_other_half(fonts: tuple[FontFile, ...]) -> None:
    """Page numbers are not known when the contents are first set, and lines with them break differently."""
    entries = "".join(f'<p><a href="#c{index % 9}">条目</a></p>' for index in range(60))
    style = "main > h1 { break-before: page } a::after { content: '长' target-counter(attr(href), page) }"
    body = f'<nav style="width: 3.2em; line-height: 2">{entries}</nav><main>'
    body += "".join(f'<h1 id="c{index}">章</h1><p>{"文" * 300}</p>' for index in range(9)) + "</main>"
    page = SHELL.format(style, body), fonts
    alone = print_page(*page)
    with helper(help_along, page) as connection:
        share = Share(connection, leads=True, job=1, least=0)
        assert print_page(*page, share) == alone
    assert share.total == alone.pages


def kill_helper(worker: PdfWorker) -> None:
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    deadline = time.monotonic() + 30
    while not (found := children.read_text().split()):
        assert time.monotonic() < deadline
    os.kill(int(found[0]), signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a second process")
def test_the_worker_does_without_its_helper(fonts: tuple[FontFile, ...]) -> None:
    long = sample.sample(repeat=6)
    answers = []
    for helped, lost in ((False, False), (True, False), (True, True)):
        with PdfWorker(helped=helped) as worker:
            if lost:
                kill_helper(worker)
            for _ in range(2):
                worker.begin(long, Theme(), fonts)
                answers.append(worker.result())
    assert answers[0].pages > 30
    assert answers == [answers[0]] * 6


def test_a_fault_is_told_once_and_nobody_waits(document: Document, fonts: tuple[FontFile, ...]) -> None:
    broken = replace(document, meta=replace(document.meta, title="标题\U0001f600"))
    with PdfWorker(helped=True) as worker:
        worker.begin(broken, Theme(), fonts)
        with pytest.raises(RenderError, match=r"U\+1F600"):
            worker.result()
        worker.begin(document, Theme(), fonts)
        assert worker.result(timeout=60).pages > 10
