"""The English pack and its demo plan: ready for release, numbered in decimals, and English in every file."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from plangen.cli import commands
from plangen.doctree import Chart, Document, Heading, plain_text, query
from plangen.pipeline import Examination, examine
from plangen.plan import Plan
from plangen.quantities import Quantity
from plangen.render.readback import docx_text, html_text
from plangen.slots import PLAIN_TYPES
from plangen.workspace import Workspace
from tests.workshop import TODAY, Workshop, small

ROOT = Path(__file__).parent.parent
NAME = "growth-demo"
CHINESE = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
FONT = re.compile(r'<w:font w:name="[^"]*"|typeface="[^"]*"|w:(?:eastAsia|altName w:val)="[^"]*"')
CHAPTERS = [
    "Where we stand",
    "Ambition and strategic choices",
    "Growth initiatives",
    "Operating model and capabilities",
    "Financial plan",
    "Delivery, risk and governance",
]


@pytest.fixture(scope="module")
def demo() -> Examination:
    return examine(Workspace(ROOT), NAME, TODAY, release=True)


@pytest.fixture(scope="module")
def plan(demo: Examination) -> Plan:
    assert demo.plan is not None
    return demo.plan


@pytest.fixture(scope="module")
def document(demo: Examination) -> Document:
    assert demo.document is not None
    return demo.document


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Build the plan once, as Word, PDF and HTML."""
    out = tmp_path_factory.mktemp("growth")
    options = ["--to", "docx,pdf,html", "--toc", "plain", "--release", "--out", str(out)]
    result = CliRunner().invoke(commands, ["--workspace", str(ROOT), "build", NAME, *options])
    assert result.exit_code == 0, result.output
    return {suffix: (out / f"{NAME}.{suffix}").read_bytes() for suffix in ("docx", "pdf", "html")}


@pytest.fixture(scope="module")
def texts(files: dict[str, bytes]) -> dict[str, str]:
    """Return what a reader finds in each file."""
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(files["pdf"])).pages)
    return {"docx": docx_text(files["docx"]), "pdf": pages, "html": html_text(files["html"])}


# --- what the plan says ------------------------------------------------------------------------------------------


def test_the_plan_is_ready_for_release(demo: Examination) -> None:
    assert demo.diagnostics == ()


def test_six_chapters_use_many_blocks_and_charts_of_many_kinds(plan: Plan, document: Document) -> None:
    headings = [heading for heading in query(document, Heading) if heading.level == 1 and not heading.appendix]
    assert [plain_text(heading) for heading in headings] == CHAPTERS
    blocks = {slot.place.spec.type for slot in plan.slots.values() if slot.content is not None}
    assert len(blocks - set(PLAIN_TYPES)) >= 8
    assert len({chart.kind for chart in query(document, Chart)}) >= 6


def test_every_external_figure_has_a_source_and_is_cited(plan: Plan, document: Document) -> None:
    assert len(plan.facts) >= 20
    assert {fact.status for fact in plan.facts.values()} == {"verified", "unverified"}
    companies = {fact.source.publisher.startswith("Tarvane") for fact in plan.facts.values() if fact.checked_on}
    assert all(fact.source.publisher for fact in plan.facts.values())
    assert True in companies


def test_chapters_agree_on_the_money(plan: Plan) -> None:
    def amount(path: str) -> Quantity:
        value = plan.values[path]
        assert isinstance(value, Quantity)
        return value

    total = amount("finance.budget.stages.total")
    assert total.base == amount("initiatives.portfolio.initiatives.total").base
    assert total.base == amount("finance.budget.allocation.total").base
    assert total.base == amount("finance.projections.model.investment.total").base
    revenue = amount("finance.projections.model.revenue.2030").base
    assert revenue == amount("choices.ambition.goals.revenue.target").base
    assert revenue == amount("delivery.scorecard.kpis.revenue.target").base


# --- what the files show -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["docx", "pdf", "html"])
def test_no_file_holds_a_chinese_character(texts: dict[str, str], suffix: str) -> None:
    assert "Summary for the board" in texts[suffix]
    assert CHINESE.findall(texts[suffix]) == []


def _parts(package: bytes, inside: str = "") -> Iterator[tuple[str, str]]:
    """Yield the XML parts of a Word file, those of the workbooks in it, too."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".xlsx"):
                yield from _parts(content, f"{name}/")
            elif name.endswith((".xml", ".rels")):
                yield inside + name, content.decode("utf-8")


def test_nor_does_any_part_of_the_word_file_beside_names_of_fonts(files: dict[str, bytes]) -> None:
    left = {name: CHINESE.findall(FONT.sub("", xml)) for name, xml in _parts(files["docx"])}
    assert {name: found for name, found in left.items() if found} == {}


def test_headings_are_numbered_in_decimals(files: dict[str, bytes], texts: dict[str, str]) -> None:
    for text in (texts["pdf"], texts["html"]):
        assert re.search(r"^6\s+Delivery, risk and governance", text, re.MULTILINE)
        assert re.search(r"^5\.4\s+Scenarios and sensitivity", text, re.MULTILINE)
    numbering = dict(_parts(files["docx"]))["word/numbering.xml"]
    levels = re.findall(r'<w:numFmt w:val="(\w+)"/>.*?<w:lvlText w:val="(%1[^"]*)"', numbering)
    assert ("decimal", "%1.%2") in levels
    assert not re.search("chinese|japanese|ideograph", numbering)


def test_money_and_captions_read_as_in_an_english_report(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert "EUR 12.0 million" in re.sub(r"\s+", " ", text)
        assert re.search(r"Table\s1\b", text)
        assert re.search(r"Figure\s1\b", text)


# --- what a new plan looks like ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Return a workspace with a plan begun from the pack."""
    workshop = small(tmp_path_factory.mktemp("begun"))
    shutil.copytree(ROOT / "templates" / "growth-strategy", workshop.root / "templates" / "growth-strategy")
    made = workshop.run("new", "acme-growth", "--template", "growth-strategy", "--client", "Acme Ltd")
    assert made.code == 0, made.err
    return workshop


def test_a_new_plan_is_an_english_skeleton(begun: Workshop) -> None:
    folder = begun.root / "content" / "acme-growth"
    assert sorted(path.name for path in folder.iterdir()) == [
        "01-position.yaml",
        "02-choices.yaml",
        "03-initiatives.yaml",
        "04-organisation.yaml",
        "05-finance.yaml",
        "06-delivery.yaml",
        "facts.yaml",
        "plan.yaml",
    ]
    skeleton = "\n".join(path.read_text("utf-8") for path in sorted(folder.iterdir()))
    assert "# The problem this plan has to solve, in one paragraph" in skeleton
    assert "  #   total: EUR 12.0 million" in skeleton
    assert CHINESE.findall(skeleton) == []


def test_a_draft_shows_its_gaps_in_english(begun: Workshop) -> None:
    assert begun.run("check", "acme-growth").code == 1
    assert begun.run("build", "acme-growth", "--to", "html").code == 0
    text = html_text((begun.root / "output" / "acme-growth" / "acme-growth.html").read_bytes())
    assert "This part is required and has not been provided" in text
    assert CHINESE.findall(text) == []
