"""The page as headless Chromium shows it: without faults for axe-core, on every screen, in both looks, and at work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from plangen.doctree import Document
from plangen.fonts import FontFile
from plangen.pipeline import examine
from plangen.render.screen import write_html
from plangen.theme import Theme
from plangen.workspace import Workspace
from tests.render import sample
from tests.render.odd import ODD
from tests.render.screen.pages import oddities, violations

PHONE, TABLET, DESKTOP = 360, 768, 1280
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SMALL = ("title only", "a deep heading first", "English")
IS_CURRENT = "(id) => document.querySelector('[aria-current]')?.hash === '#' + id"
IN_LOOK = "(look) => document.documentElement.dataset.look === look"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install playwright"
    )
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with playwright.sync_playwright() as started:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = started.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, fonts: tuple[FontFile, ...]) -> Callable[[str], str]:
    """Write a document's page once, and give its address."""
    folder = tmp_path_factory.mktemp("screen")

    def content(name: str) -> tuple[Document, Theme]:
        match name:
            case "draft":
                return sample.sample(draft=True), Theme()
            case "oddities":
                return oddities(), Theme()
            case "ecommerce-demo" | "ecommerce-draft":
                workspace = Workspace(Path(__file__).parents[3])
                found = examine(workspace, name, date(2026, 1, 10), release=name == "ecommerce-demo")
                assert found.document
                assert found.plan
                return found.document, found.plan.pack.theme
            case _:
                return ODD[name], Theme()

    @cache
    def written(name: str) -> str:
        path = folder / f"{name}.html"
        path.write_bytes(write_html(*content(name), fonts))
        return path.as_uri()

    return written


@pytest.fixture
def show(browser: Any, address: Callable[[str], str]) -> Iterator[Open]:
    """Show a page in a window of its own; nothing may go wrong in any of them, and nothing may be asked for."""
    contexts = []
    told: list[str] = []

    def opened(name: str, width: int = DESKTOP, place: str = "", before: str = "", **more: Any) -> Any:
        settings = {"viewport": {"width": width, "height": 800}, "reduced_motion": "reduce", **more}
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: told.append(request.url) if request.resource_type != "document" else None)
        page.goto(address(name) + place)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert told == []


def settled(page: Any) -> None:
    """Wait until the browser has drawn what was asked for."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')"))


# --- axe -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("name", ["ecommerce-demo", "ecommerce-draft", "draft", "oddities", *SMALL])
def test_axe_finds_no_fault(show: Open, name: str, width: int) -> None:
    page = show(name, width)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IN_LOOK, arg="dark")
    assert violations(page, contrast_only=True) == []


def test_axe_finds_no_fault_in_an_open_drawer(show: Open) -> None:
    page = show("English", PHONE)
    page.click("#ui-open")
    assert violations(page) == []


def test_axe_finds_no_fault_in_a_note_beside_its_mark(show: Open) -> None:
    page = show("footnotes everywhere", PHONE)
    page.click("p a[role=doc-noteref]")
    assert page.locator("#ui-note").is_visible()
    assert violations(page) == []


def test_axe_would_find_a_fault(show: Open) -> None:
    page = show("draft")
    page.evaluate("document.querySelector('.flag dd').style.color = '#D8C07A'")
    page.evaluate("document.querySelector('#ui-look').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('#ui-look').removeAttribute('title')")
    assert {rule for rule, *_ in violations(page)} == {"button-name", "color-contrast"}


# --- room ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ecommerce-demo", "draft", "oddities"])
def test_no_page_is_wider_than_the_screen(show: Open, name: str) -> None:
    page = show(name)
    for width in (PHONE, TABLET, DESKTOP):
        page.set_viewport_size({"width": width, "height": 800})
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_is_wider_than_a_phone_scrolls_within_itself(show: Open) -> None:
    page = show("draft", PHONE)
    table = page.locator(".scroll:has(#t-risks\\.register\\.table)")
    wide = page.locator(".scroll:has(#t-resources\\.work\\.table)")
    assert wide.get_attribute("tabindex") == "0"
    assert wide.get_attribute("aria-label") == "表 3 工作清单与状态"
    assert wide.evaluate("(node) => node.scrollWidth - node.clientWidth") > 50
    assert wide.locator("xpath=preceding-sibling::p").text_content() == "左右滑动查看全部"
    wide.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("(node) => node.scrollLeft > 0", arg=wide.element_handle())
    page.wait_for_function("(node) => node.parentElement.matches('.more-left')", arg=wide.element_handle())
    page.set_viewport_size({"width": DESKTOP, "height": 800})
    settled(page)
    assert table.get_attribute("tabindex") is None
    assert not table.locator("xpath=preceding-sibling::p").is_visible()


def test_the_first_column_stays_where_it_names_its_rows(show: Open) -> None:
    page = show("draft", 300)
    scroll = page.locator(".scroll:has(#t-overview\\.goals\\.table)")
    scroll.evaluate("(node) => { node.scrollLeft = 100; }")
    settled(page)
    left = "(node) => node.getBoundingClientRect().left - node.closest('.scroll').getBoundingClientRect().left"
    assert scroll.locator("tbody th").first.evaluate(left) == pytest.approx(0, abs=1)
    assert scroll.locator("tbody td").first.evaluate(left) < 80


def test_no_text_of_a_chart_is_too_small_to_read_on_a_phone(show: Open) -> None:
    page = show("draft", PHONE)
    sizes = page.evaluate("""() => [...document.querySelectorAll('svg[role=img]')]
      .filter((svg) => svg.checkVisibility())
      .flatMap((svg) => [...svg.querySelectorAll('text')].map((text) =>
        parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a))""")
    assert len(sizes) > 100
    assert min(sizes) > 9


# --- the contents ----------------------------------------------------------------------------------------------------


def test_the_contents_follow_the_reading(show: Open) -> None:
    page = show("ecommerce-demo", viewport={"width": DESKTOP, "height": 360})  # the contents are longer than this
    for number in (2, 14, 25):
        heading = page.locator("main h3[id]").nth(number)
        heading.evaluate("(node) => scrollTo(0, node.getBoundingClientRect().top + scrollY - 100)")
        settled(page)
        page.wait_for_function(IS_CURRENT, arg=heading.get_attribute("id"))
        assert page.locator("#ui-contents [aria-current]").count() == 1
        line = page.locator("#ui-contents [aria-current]").bounding_box()
        box = page.locator("#ui-contents").bounding_box()
        assert box["y"] <= line["y"] < line["y"] + line["height"] <= box["y"] + box["height"]
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("() => !document.querySelector('[aria-current]')")


def test_the_contents_name_every_section_in_three_levels(show: Open) -> None:
    page = show("draft")
    links = page.locator("#ui-contents a").evaluate_all("(links) => links.map((link) => link.hash)")
    assert links == page.locator("main :is(h2, h3, h4)[id]").evaluate_all("(all) => all.map((h) => '#' + h.id)")
    assert page.locator("#ui-contents ol ol ol a").count() > 10


def test_a_section_unfolds_when_it_is_read_or_asked_to(show: Open) -> None:
    page = show("draft")
    chapter = page.locator("#ui-contents > ol > li").first
    button = chapter.locator("> .fold")
    assert button.get_attribute("aria-expanded") == "false"
    assert button.get_attribute("aria-label") == f"展开“{chapter.locator('> a').text_content()}”的下级标题"
    assert not chapter.locator("ol a").first.is_visible()
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert chapter.locator("ol a").first.is_visible()


def test_the_last_section_that_was_asked_for_is_the_current_one(show: Open) -> None:
    page = show("draft")
    page.click("#ui-contents > ol > li:nth-last-child(2) > a")
    settled(page)
    page.wait_for_function("() => document.querySelector('[aria-current]')?.hash === '#t-open_5f_items'")


def test_the_drawer_is_used_with_the_keyboard(show: Open) -> None:
    page = show("draft", PHONE)
    opener = page.locator("#ui-open")
    assert not page.locator("#ui-contents a").first.is_visible()
    opener.focus()
    page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    assert opener.get_attribute("aria-label") == "关闭目录"
    assert page.evaluate("document.getElementById('ui-contents').contains(document.activeElement)")
    assert page.evaluate("document.querySelector('main').inert")
    page.keyboard.press("Escape")
    assert focused(page) == "ui-open"
    assert opener.get_attribute("aria-expanded") == "false"
    assert not page.evaluate("document.querySelector('main').inert")
    page.keyboard.press("Enter")
    page.locator("#ui-contents a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash !== ''")
    assert focused(page) == page.evaluate("location.hash.slice(1)")
    assert opener.get_attribute("aria-expanded") == "false"
    assert page.locator("#ui-contents").evaluate("(node) => getComputedStyle(node).visibility") == "hidden"


def test_a_tap_beside_the_drawer_closes_it(show: Open) -> None:
    page = show("draft", TABLET)
    page.click("#ui-open")
    page.mouse.click(TABLET - 20, 400)
    assert page.locator("#ui-open").get_attribute("aria-expanded") == "false"


def test_a_drawer_that_is_open_is_the_sidebar_of_a_wider_window(show: Open) -> None:
    page = show("draft", PHONE)
    page.click("#ui-open")
    page.set_viewport_size({"width": DESKTOP, "height": 800})
    settled(page)
    assert not page.evaluate("document.querySelector('main').inert")
    assert page.locator("#ui-contents a").first.is_visible()
    assert not page.locator("#ui-open").is_visible()


# --- places ----------------------------------------------------------------------------------------------------------

PLACES = ("t-overview", "t-resources.finance", "t-chapter5.demand.7", "t-risks.register.table", "t-risks.figures.gantt")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("place", [*PLACES, "s-risks.insurance.text"])
def test_a_link_lands_below_the_bar(show: Open, place: str, width: int) -> None:
    page = show("draft", width, f"#{place}")
    settled(page)
    target = page.locator(f"[id='{place}']")
    top = target.evaluate("(node) => node.getBoundingClientRect().top")
    assert page.locator(".bar").bounding_box()["height"] - 1 <= top < 400
    assert page.locator(":target").count() == 1


def test_every_section_says_its_own_address(show: Open) -> None:
    page = show("draft")
    link = page.locator("[id='t-resources\\.finance'] + .anchor")
    assert link.get_attribute("aria-label") == "本节链接：2.1 财务资源规划与投入机制"
    opacity = "(node) => getComputedStyle(node).opacity"
    assert link.evaluate(opacity) == "0"
    page.hover("[id='t-resources\\.finance']")
    assert link.evaluate(opacity) == "1"
    page.mouse.move(0, 0)
    page.locator("[id='t-resources\\.work'] + .anchor").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.locator("[id='t-resources\\.work'] + .anchor").evaluate(opacity) == "1"
    link.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#t-resources.finance"


def test_a_mark_shows_its_source_and_gives_the_focus_back(show: Open) -> None:
    page = show("draft")
    mark = page.locator("a.mark").first
    mark.focus()
    page.keyboard.press("Enter")
    note = page.locator("#ui-note")
    assert note.is_visible()
    assert "国家统计局公报" in note.inner_text()
    box, window = note.bounding_box(), page.viewport_size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    assert box["y"] + box["height"] <= window["height"]
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert page.evaluate("document.activeElement.className") == "mark"
    page.keyboard.press("Enter")
    page.click("#ui-note > a")
    assert page.evaluate("location.hash") == mark.get_attribute("href")
    assert not note.is_visible()


def test_a_note_leads_back_to_its_mark(show: Open) -> None:
    page = show("draft")
    page.click("sup a")
    assert "三年毛利折现" in page.locator("#ui-note").inner_text()
    page.keyboard.press("Escape")
    page.click("#note-3 .back")
    assert page.evaluate("location.hash") == "#mark-3"
    page.click("#source-1 .back")
    assert page.evaluate("location.hash") == "#cite-1"


def test_an_open_item_leads_to_its_place(show: Open) -> None:
    page = show("draft")
    assert page.locator(".open summary").inner_text() == "1 项待办，1 处内容缺失，最近期限 2099年12月31日"
    page.click(".open a >> nth=0")
    assert page.evaluate("location.hash") == "#s-risks.insurance.text"
    assert page.locator("[id='s-risks\\.insurance\\.text'] time").get_attribute("datetime") == "2099-12-31"


# --- looks -----------------------------------------------------------------------------------------------------------

GROUND = "getComputedStyle(document.querySelector('main')).backgroundColor"


@pytest.mark.parametrize(
    "before", ["", "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"]
)
def test_the_look_follows_the_system_until_it_is_chosen(show: Open, before: str) -> None:
    page = show("draft", before=before)
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IN_LOOK, arg="dark")
    dark = page.evaluate(GROUND)
    assert dark != light == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    toggle = page.locator("#ui-look")
    assert toggle.get_attribute("aria-label") == "切换为浅色"
    toggle.click()
    assert page.evaluate(GROUND) == light
    assert toggle.get_attribute("aria-label") == "切换为深色"
    page.reload()
    assert page.evaluate(GROUND) == (dark if before else light)


def test_charts_change_their_colours_with_the_look(show: Open) -> None:
    page = show("draft")
    fills = "[...document.querySelectorAll('svg[role=img] [fill^=var]')].map((node) => getComputedStyle(node).fill)"
    light = page.evaluate(fills)
    page.click("#ui-look")
    dark = page.evaluate(fills)
    changed = [one != other for one, other in zip(light, dark, strict=True)]
    assert sum(changed) == len(changed) > 50
    day, night = (page.locator(f"svg.{look}").first for look in ("day", "night"))
    assert (day.is_visible(), night.is_visible()) == (False, True)
    page.click("#ui-look")
    assert (day.is_visible(), night.is_visible()) == (True, False)


def test_paper_is_white_and_without_what_is_of_no_use_on_it(show: Open) -> None:
    page = show("draft", color_scheme="dark")
    link = page.locator("main a[href^='https']").first
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".bar", "#ui-contents", ".anchor >> nth=0", ".skip", ".back >> nth=0"):
        assert not page.locator(gone).is_visible()
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert page.locator(".contents.headings").is_visible()
    assert page.locator("details:not([open]) table").first.is_visible()
    assert page.locator("thead").first.evaluate("(node) => getComputedStyle(node).display") == "table-header-group"
    shown = link.evaluate("(node) => getComputedStyle(node, '::after').content")
    assert link.get_attribute("href") in shown


# --- without a script, and against one ------------------------------------------------------------------------------


def test_everything_can_be_read_without_a_script(show: Open) -> None:
    page = show("draft", PHONE, java_script_enabled=False)
    box = page.locator("html").bounding_box()
    assert box["width"] == PHONE
    assert not page.locator("#ui-open").is_visible()
    assert not page.locator("#ui-look").is_visible()
    assert page.locator("#ui-contents ol ol a").first.is_visible()
    assert page.locator(".flag").first.is_visible()
    assert page.locator("svg[role=img]").first.is_visible()
    page.click(".to-contents")
    assert page.url.endswith("#ui-contents")
    contents = page.locator("#ui-contents")
    assert contents.bounding_box()["y"] < 400
    contents.locator("a").nth(2).click()
    assert page.url.rpartition("#")[2].startswith("t-")
    page.click("a.mark >> nth=0")
    assert page.url.endswith("#source-1")


def test_the_policy_lets_nothing_in(browser: Any, address: Callable[[str], str]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address("draft"))
    page.evaluate("""() => {
      window.kept = [];
      document.addEventListener('securitypolicyviolation', (event) => kept.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red"></p><img src="https://example.com/a.png">');
    }""")
    page.wait_for_function("() => window.kept.length >= 3")
    assert page.evaluate("window.ran") is None
    assert {"script-src-elem", "style-src-attr", "img-src"} <= set(page.evaluate("window.kept"))
    context.close()


def test_the_page_does_not_move_for_those_who_want_no_motion(show: Open) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert show("draft").evaluate(behaviour) == "auto"
    assert show("draft", reduced_motion="no-preference").evaluate(behaviour) == "smooth"
