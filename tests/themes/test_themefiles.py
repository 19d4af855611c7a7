"""Which theme a plan has: named, changed, laid over another; and what is said where it cannot be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.color import contrast
from plangen.loader import load_plan
from plangen.plan import Plan
from plangen.theme import Theme, contrasts
from plangen.themefiles import SHIPPED, shipped
from tests.themes.pictures import SVG
from tests.workshop import Workshop, places


def with_theme(workshop: Workshop, text: str) -> Workshop:
    """Write the lines of a theme into plan.yaml, where line 1 becomes the first of them."""
    path = workshop.path("plan.yaml")
    path.write_text(text + path.read_text("utf-8"), "utf-8")
    return workshop


def with_pack_theme(workshop: Workshop, text: str) -> Workshop:
    path = workshop.path("templates/small/theme/theme.yaml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return workshop


def loaded(workshop: Workshop) -> Plan:
    plan, found = load_plan(workshop.workspace, "acme")
    assert plan is not None
    assert found == []
    return plan


def test_without_a_word_a_plan_is_consulting(workshop: Workshop) -> None:
    workshop.path("templates/small/theme/theme.yaml").unlink()
    assert loaded(workshop).theme == shipped("consulting").theme


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plan_names_a_theme(workshop: Workshop, name: str) -> None:
    assert loaded(with_theme(workshop, f"theme: {name}\n")).theme == shipped(name).theme


def test_keys_are_laid_over_the_theme_they_name(workshop: Workshop) -> None:
    theme = loaded(
        with_theme(workshop, "theme: {base: official, sizes: {table: 11}, colors: {rule: '#777777'}}\n")
    ).theme
    official = shipped("official").theme
    assert theme.sizes == official.sizes.model_copy(update={"table": theme.sizes.table})
    assert (theme.sizes.table, theme.colors.rule) == (11, "#777777")
    assert theme.page == official.page


def test_keys_without_a_base_are_laid_over_the_packs_own_theme(workshop: Workshop) -> None:
    with_pack_theme(workshop, "base: official\ncolors: {rule: '#777777'}\n")
    theme = loaded(with_theme(workshop, "theme: {page: {left: 30, right: 24}}\n")).theme
    assert theme.colors.rule == "#777777"
    assert (theme.name, theme.page.left, theme.page.grid) == ("official", 30, shipped("official").theme.page.grid)


def test_another_theme_puts_the_packs_own_aside(workshop: Workshop) -> None:
    with_pack_theme(workshop, "name: house\nbase: official\ncolors: {rule: '#777777'}\n")
    assert loaded(with_theme(workshop, "theme: consulting\n")).theme == shipped("consulting").theme


def test_a_plan_may_call_the_packs_own_theme_by_its_name(workshop: Workshop) -> None:
    with_pack_theme(workshop, "name: house\nbase: official\ncolors: {rule: '#777777'}\n")
    assert loaded(with_theme(workshop, "theme: house\n")).theme.colors.rule == "#777777"


def test_a_pack_names_a_theme(workshop: Workshop) -> None:
    workshop.path("templates/small/theme/theme.yaml").unlink()
    workshop.edit("templates/small/pack.yaml", "title:", "theme: official\ntitle:")
    assert loaded(workshop).theme == shipped("official").theme


# --- numbering -----------------------------------------------------------------------------------------------------


def numbering(workshop: Workshop, pack: str = "", theme: str = "") -> str:
    path = workshop.path("templates/small/pack.yaml")
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("numbering")]
    path.write_text("\n".join([*kept, pack]) + "\n", "utf-8")
    if theme:
        with_theme(workshop, f"theme: {theme}\n")
    document = workshop.examine().document
    assert document is not None
    return document.numbering


@pytest.mark.parametrize(
    ("pack", "theme", "wanted"),
    [
        ("", "", "chinese"),
        ("", "official", "official"),
        ("numbering: chapter", "", "chapter"),
        ("numbering: chapter", "official", "official"),
        ("numbering: chapter", "consulting", "chapter"),
        ("numbering: chapter", "{base: official, numbering: decimal}", "decimal"),
        ("numbering: chapter", "{numbering: decimal}", "decimal"),
        ("numbering: chapter", "{colors: {rule: '#777777'}}", "chapter"),
        ("theme: official", "", "official"),
        ("theme: official\nnumbering: chapter", "", "chapter"),
        ("theme: official", "consulting", "official"),
    ],
)
def test_whoever_chooses_later_sets_the_numbering(workshop: Workshop, pack: str, theme: str, wanted: str) -> None:
    assert numbering(workshop, pack, theme) == wanted


@pytest.mark.parametrize(("asked", "wanted"), [("", "decimal"), ("numbering: official\n", "official")])
def test_chinese_numerals_of_a_theme_are_for_chinese_plans(workshop: Workshop, asked: str, wanted: str) -> None:
    assert numbering(with_theme(workshop, f"language: en\n{asked}"), theme="official") == wanted


def test_the_plans_own_numbering_goes_before_any_themes(workshop: Workshop) -> None:
    assert numbering(with_theme(workshop, "numbering: decimal\n"), theme="official") == "decimal"


# --- a brand's colour ------------------------------------------------------------------------------------------------


def test_an_accent_brings_its_tint_and_the_first_colour_of_charts_along(workshop: Workshop) -> None:
    before = shipped("consulting").theme.colors
    colors = loaded(with_theme(workshop, "theme: {colors: {accent: '#8a1c2b'}}\n")).theme.colors
    assert (colors.accent, colors.accent_soft, colors.series[0]) == ("#8A1C2B", "#F3E8E9", "#8A1C2B")
    assert before.series[1] not in colors.series  # it looks like the accent
    assert colors.series[1] == before.series[0]
    assert colors.highlight == before.highlight


def test_what_is_set_beside_the_accent_or_above_it_stays(workshop: Workshop) -> None:
    with_pack_theme(workshop, "colors: {accent: '#00543C', accent_soft: '#EEEEEE'}\n")
    assert loaded(workshop).theme.colors.accent_soft == "#EEEEEE"
    colors = loaded(with_theme(workshop, "theme: {colors: {accent: '#8A1C2B'}}\n")).theme.colors
    assert colors.accent_soft == "#F3E8E9"
    workshop.edit("plan.yaml", "'#8A1C2B'", "'#8A1C2B', accent_soft: '#DDDDDD'")
    assert loaded(workshop).theme.colors.accent_soft == "#DDDDDD"


def test_a_light_accent_gives_charts_a_dark_one_of_its_hue(workshop: Workshop) -> None:
    with_theme(workshop, "theme: {colors: {accent: '#FFC000'}}\n")
    plan, _ = load_plan(workshop.workspace, "acme")
    assert plan is not None
    red, green, blue = (int(plan.theme.colors.series[0][at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue == 0
    assert red < 0x80


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{colors: {accent: '#FFC000'}}", ["PG013 plan.yaml:1:26"]),
        ("{colors: {accent_soft: '#777777'}}", ["PG013 plan.yaml:1:31"]),
        ("{colors: {ink: '#999999'}}", ["PG013 plan.yaml:1:23"]),
        ("{colors: {warn: '#604000', bad: '#603000'}}", ["PG013 plan.yaml:1:24", "PG013 plan.yaml:1:40"]),
        ("{colors: {paper: '#333333'}}", ["PG013 plan.yaml:1:25"]),
        ("{colors: {accent: '#8A1C2B'}}", []),
        ("{base: official, colors: {accent: '#B00000'}}", []),
    ],
)
def test_a_faint_colour_is_a_warning_at_its_place(workshop: Workshop, text: str, found: list[str]) -> None:
    diagnostics = with_theme(workshop, f"theme: {text}\n").examine(release=True).diagnostics
    assert places(diagnostics) == found
    assert all(d.severity == "warning" for d in diagnostics)


def test_a_faint_colour_is_told_with_its_contrast_and_a_better_one(workshop: Workshop) -> None:
    (found,) = with_theme(workshop, "theme: {colors: {accent: '#FFC000'}}\n").examine().diagnostics
    assert found.message == (
        "#FFC000 on #FFFFFF has a contrast of 1.6; headings and the title on the cover: at least 4.5 is needed"
    )
    assert found.hint == "take a stronger one, such as #846300 for accent"
    workshop.edit("plan.yaml", "#FFC000", "#846300")
    assert workshop.examine().diagnostics == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_the_themes_that_ship_are_readable(name: str) -> None:
    colors = shipped(name).theme.colors
    for one, other, where, least in contrasts(colors):
        assert contrast(getattr(colors, one), getattr(colors, other)) >= least, (one, other, where)
    assert all(contrast(color, colors.paper) >= 3 for color in colors.series)


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("theme: offical\n", "PG006 plan.yaml:1:8", "did you mean official?"),
        ("theme: {base: consultng}\n", "PG006 plan.yaml:1:15", "did you mean consulting?"),
        ("theme: 红头\n", "PG006 plan.yaml:1:8", "there is: consulting, official, small; plangen themes shows them"),
        ("theme: [official]\n", "PG006 plan.yaml:1:8", "write the name of a theme"),
        ("theme: {base: [official]}\n", "PG006 plan.yaml:1:15", "there is no theme"),
        ("theme: {colours: {accent: '#123456'}}\n", "PG203 plan.yaml:1:9", "did you mean colors?"),
        ("theme: {colors: {acent: '#123456'}}\n", "PG203 plan.yaml:1:18", "did you mean accent?"),
        ("theme: {margins: 20}\n", "PG203 plan.yaml:1:9", "known here: name, title"),
        ("theme:\n  colors:\n    accent: #8A1C2B\n", "PG007 plan.yaml:3:5", "# begins a comment"),
        ("theme: {colors: {accent: 8A1C2B}}\n", "PG006 plan.yaml:1:26", 'write it as "#8A1C2B", in quotes'),
        ("theme: {colors: {accent: 红}}\n", "PG006 plan.yaml:1:26", 'write it as "#12395B"'),
        ("theme: {sizes: {body: 3}}\n", "PG006 plan.yaml:1:23", "at least 5"),
        ("theme: {sizes: {body: 60}}\n", "PG006 plan.yaml:1:23", "at most 36"),
        ("theme: {page: {left: 28mm}}\n", "PG006 plan.yaml:1:22", "write digits"),
        ("theme: {page: {left: 120}}\n", "PG006 plan.yaml:1:22", "leave 65 mm for the text; it needs 80"),
        ("theme: {page: {top: 110, bottom: 100}}\n", "PG006 plan.yaml:1:21", "leave 87 mm for the text; it needs 100"),
        ("theme: {page: {top: 10}}\n", "PG006 plan.yaml:1:21", "would reach into the text"),
        ("theme: {page: {footer: 40}}\n", "PG006 plan.yaml:1:24", "would reach into the text"),
        ("theme: {page: {grid: {lines: 22, characters: 50}}}\n", "PG006 plan.yaml:1:22", "do not fit on a line"),
        ("theme: {base: official, page: {grid: {lines: 60}}}\n", "PG006 plan.yaml:1:38", "do not fit on a page"),
        ("theme: {page_number: {below: 30}}\n", "PG006 plan.yaml:1:30", "below the paper"),
        ("theme: {fonts: {body: 微软雅黑}}\n", "PG006 plan.yaml:1:23", "'Noto Sans SC' or 'Noto Serif SC'"),
        ("theme: {fonts: {word: {body: 'a,b'}}}\n", "PG006 plan.yaml:1:30", "write one name"),
        ("theme: {numbering: oficial}\n", "PG006 plan.yaml:1:20", "use one of: chinese"),
        ("theme: {headings: {new_page: 是}}\n", "PG006 plan.yaml:1:30", "write true or false"),
        ("theme: {cover: {kind: blue}}\n", "PG006 plan.yaml:1:23", "use one of: 'band' or 'plain'"),
    ],
)
def test_a_mistake_in_plan_yaml_is_found_at_its_place(workshop: Workshop, text: str, at: str, words: str) -> None:
    found = with_theme(workshop, text).examine().diagnostics
    assert places(found) == [at]
    assert words in f"{found[0].message} {found[0].hint}"


def test_the_rest_of_a_plan_is_checked_all_the_same(workshop: Workshop) -> None:
    workshop.edit("01-direction.yaml", "", "wrong: 1\n")
    found = places(with_theme(workshop, "theme: offical\n").examine().diagnostics)
    assert found == ["PG203 01-direction.yaml:1:1", "PG006 plan.yaml:1:8"]


@pytest.mark.parametrize(
    ("pack", "theme", "at"),
    [
        ("theme: offical\ntitle:", "sizes: {table: 10}\n", "PG006 templates/small/pack.yaml:"),
        ("title:", "base: offical\n", "PG006 templates/small/theme/theme.yaml:1:7"),
        ("title:", "- 1\n", "PG006 templates/small/theme/theme.yaml:1:1"),
        ("title:", "page: {left: 115}\n", "PG006 templates/small/theme/theme.yaml:1:14"),
        ("title:", "colors: {accent: '#FFC000'}\n", "PG013 templates/small/theme/theme.yaml:1:18"),
    ],
)
def test_a_mistake_of_a_pack_is_found_there(workshop: Workshop, pack: str, theme: str, at: str) -> None:
    workshop.edit("templates/small/pack.yaml", "title:", pack)
    if theme:
        with_pack_theme(workshop, theme)
    found = places(workshop.examine().diagnostics)
    assert len(found) == 1
    assert found[0].startswith(at)


def test_defaults_are_those_of_consulting() -> None:
    told = {"title", "purpose"}
    assert shipped("consulting").theme.model_dump(exclude=told) == Theme().model_dump(exclude=told)


def test_a_logo_of_the_pack_is_the_companys_and_one_of_the_plan_the_clients(workshop: Workshop, tmp_path: Path) -> None:
    with_pack_theme(workshop, "logo: house.svg\n")
    workshop.path("templates/small/theme/house.svg").write_text(SVG, "utf-8")
    picture = loaded(workshop).theme.picture
    assert picture is not None
    assert picture.owner == "company"
    with_theme(workshop, "theme: {sizes: {table: 10}}\n")
    assert loaded(workshop).theme.picture == picture
    workshop.path("acme.svg").write_text(SVG, "utf-8")
    workshop.edit("plan.yaml", "sizes:", "logo: acme.svg, sizes:")
    picture = loaded(workshop).theme.picture
    assert picture is not None
    assert picture.owner == "client"
