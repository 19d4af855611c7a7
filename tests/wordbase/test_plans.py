"""Plans on a client's file: what they look like in every format, and what check and build say of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from plangen.color import contrast
from plangen.doctree import Heading, query
from plangen.numbering import SCHEMES, heading_number, scheme_of, written_scheme
from plangen.plan import Plan
from plangen.render.readback import docx_text, html_text
from tests.render.word.reader import Word
from tests.wordbase import bases
from tests.wordbase.reading import said, styles
from tests.workshop import Workshop


def on_base(workshop: Workshop, name: str, theme: str = "{base: client.docx}") -> Workshop:
    workshop.path("client.docx").write_bytes(bases.GOOD[name]())
    workshop.edit("plan.yaml", "title:", f"theme: {theme}\ntitle:")
    return workshop


def plan_of(workshop: Workshop) -> Plan:
    plan = workshop.examine().plan
    assert plan is not None
    return plan


def test_a_plan_is_built_on_a_base_in_every_format_and_the_report_says_what_was_taken(workshop: Workshop) -> None:
    on_base(workshop, "wps")
    run = workshop.run("build", "acme", "--to", "docx,html", "--toc", "plain", "--release")
    assert run.code == 0, run.err
    line = next(line for line in run.out.splitlines() if line.startswith("Word template"))
    assert re.fullmatch(
        r"Word template client\.docx: 7 styles mapped \(Heading 1 ← 标题 1, Heading 2 ← 标题2, Heading 3 ← "
        r"集团三级标题, …\), \d+ added, header and footer from section 1, numbering replaced, "
        r"body dropped \(4 paragraphs\)",
        line,
    )
    assert "Table Text" not in run.out
    assert "宏达集团" in docx_text(workshop.path("output/acme/acme.docx").read_bytes())


def test_the_whole_list_is_printed_on_demand_and_stands_in_json(workshop: Workshop) -> None:
    on_base(workshop, "landscape")
    arguments = ("build", "acme", "--to", "docx", "--toc", "plain")
    lines = workshop.run(*arguments, "--details").out.splitlines()
    assert "    Heading 1 ← Überschrift 1" in lines
    assert "    Table Text" in lines
    assert "  page 216 × 279 mm from section 1 of 3" in lines
    (build,) = json.loads(workshop.run(*arguments, "--format", "json").out)
    template = build["word_template"]
    assert {"style": "heading 1", "name": "Überschrift 1"} in template["mapped"]
    assert "Table Text" in template["added"]
    assert (template["file"], template["section"], template["header"]) == ("client.docx", 1, True)
    assert [one["format"] for one in build["outputs"]] == ["docx"]


def test_a_plan_without_a_base_reports_none(workshop: Workshop) -> None:
    run = workshop.run("build", "acme", "--to", "docx", "--toc", "plain", "--format", "json")
    assert json.loads(run.out)[0]["word_template"] is None
    assert "Word template" not in workshop.run("build", "acme", "--to", "docx", "--toc", "plain").out


def test_kept_numbers_are_the_same_in_the_tree_in_html_and_in_word(workshop: Workshop) -> None:
    on_base(workshop, "word", "{base: client.docx, numbering: keep}")
    examination = workshop.examine()
    assert examination.document is not None
    first = next(query(examination.document, Heading))
    assert first.number == "I."
    run = workshop.run("build", "acme", "--to", "docx,html", "--toc", "plain")
    assert run.code == 0, run.err
    assert "I." in html_text(workshop.path("output/acme/acme.html").read_bytes())
    word = Word(workshop.path("output/acme/acme.docx").read_bytes())
    assert word.archive.read("word/numbering.xml").count(b"upperRoman") == 1
    assert said(styles(word)["heading 1"], "pPr/numPr/numId") == "1"
    assert "numbering kept" in run.out


@pytest.mark.parametrize(
    ("said_so", "wanted"),
    [("", "chinese"), (", numbering: replace", "chinese"), (", numbering: official", "official")],
)
def test_other_words_for_the_numbering(workshop: Workshop, said_so: str, wanted: str) -> None:
    assert plan_of(on_base(workshop, "word", f"{{base: client.docx{said_so}}}")).numbering == wanted


def test_a_slip_in_the_numbering_is_a_finding(workshop: Workshop) -> None:
    on_base(workshop, "word", "{base: client.docx, numbering: Keep}")
    found = [d for d in workshop.examine().diagnostics if d.code == "PG006"]
    assert [(d.line, d.hint) for d in found] == [(2, "write keep")]


def test_the_other_formats_look_like_relatives(workshop: Workshop) -> None:
    theme = plan_of(on_base(workshop, "wps")).theme
    assert theme.colors.accent == "#8A1C2B"
    assert (theme.sizes.body, theme.sizes.heading1, theme.sizes.heading2) == (12, 22, 16)
    assert (theme.page.left, theme.page.top) == (Decimal("25.4"), Decimal("25.4"))
    assert theme.spacing.indent == 2
    assert theme.cover.kind == "plain"


def test_paper_other_than_a4_is_that_of_the_pdf(workshop: Workshop) -> None:
    theme = plan_of(on_base(workshop, "landscape")).theme
    assert (theme.page.width, theme.page.height) == (Decimal("215.9"), Decimal("279.4"))
    from plangen.doctree import Meta
    from plangen.render.stylesheet import stylesheet

    assert "size: 215.9mm 279.4mm" in stylesheet(theme, Meta("", ""), ("Noto Sans SC",))


def test_a_colour_too_light_to_read_is_darkened_for_the_other_formats(workshop: Workshop) -> None:
    light = bases.style("1", "heading 1", '<w:rPr><w:color w:val="FFC000"/></w:rPr>')
    on_base(workshop, "wps")
    content = bases.docx(bases.section(), {"styles.xml": bases.part("styles", light)})
    workshop.path("client.docx").write_bytes(content)
    examination = workshop.examine()
    assert examination.diagnostics == ()
    assert examination.plan is not None
    accent = examination.plan.theme.colors.accent
    assert contrast(accent, "#FFFFFF") >= 4.5
    assert accent != "#12395B"


def test_what_the_plan_sets_itself_wins_in_every_format(workshop: Workshop) -> None:
    keys = "{base: client.docx, colors: {accent: '#1B4D3E'}, page: {left: 40}, sizes: {heading1: 26}}"
    on_base(workshop, "wps", keys)
    theme = plan_of(workshop).theme
    assert (theme.colors.accent, theme.page.left, theme.sizes.heading1) == ("#1B4D3E", 40, 26)
    assert theme.page.top == Decimal("25.4")
    assert workshop.run("build", "acme", "--to", "docx", "--toc", "plain").code == 0
    word = Word(workshop.path("output/acme/acme.docx").read_bytes())
    assert said(styles(word)["heading 1"], "rPr/color") == "1B4D3E"
    assert said(styles(word)["heading 1"], "rPr/sz") == "52"


def test_a_wrong_key_beside_a_base_is_a_finding_at_its_place(workshop: Workshop) -> None:
    on_base(workshop, "wps", "{base: client.docx, colours: {accent: '#1B4D3E'}}")
    found = workshop.examine().diagnostics
    assert [(d.code, d.line) for d in found] == [("PG203", 2)]


def test_placeholder_text_in_the_header_stops_the_build(workshop: Workshop) -> None:
    on_base(workshop, "wps")
    content = bases.word(header=bases.paragraph("XXXX有限公司"))
    workshop.path("client.docx").write_bytes(content)
    run = workshop.run("build", "acme", "--to", "docx", "--toc", "plain")
    assert run.code == 1
    assert "plan.yaml:2:15: PG102 the Word template has placeholder text in its part word/header1.xml: XXXX" in run.err


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_is_written_down_and_read_again(name: str) -> None:
    assert scheme_of(written_scheme(SCHEMES[name])) == SCHEMES[name]
    assert scheme_of(name) is SCHEMES[name]


def test_roman_and_small_numbers() -> None:
    text = "roman\t\tspace\t{1}.\nsmall-letter\t\t\t{1}{2})\nsmall-roman\t\t\t{3}\ndecimal\t\t\t\ndecimal\t\t\t{1}"
    scheme = scheme_of(text)
    assert heading_number(scheme, (4,)) == "IV."
    assert heading_number(scheme, (9, 27)) == "IXaa)"
    assert heading_number(scheme, (1, 1, 14)) == "xiv"
    assert heading_number(scheme, (1, 1, 1, 1)) == ""
    with pytest.raises(ValueError, match="nonsense"):
        scheme_of("nonsense\t\t\t\n" * 5)


def test_a_plan_without_a_base_reads_no_xml_when_it_is_checked(workshop: Workshop) -> None:
    code = (
        "import sys; from plangen.pipeline import examine; from plangen.workspace import Workspace; from pathlib "
        "import Path; from datetime import date; examine(Workspace(Path(sys.argv[1])), 'acme', date(2026, 1, 10)); "
        "print(sorted({'lxml', 'docx', 'weasyprint'} & set(sys.modules)))"
    )

    def loaded() -> str:
        command = [sys.executable, "-c", code, str(workshop.root)]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]).stdout

    assert loaded().strip() == "[]"
    on_base(workshop, "wps")
    assert loaded().strip() == "['lxml']"
