"""A plan in another language than it was written for: every label changes, the client's own text and figures stay."""

from __future__ import annotations

import dataclasses
import html
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from plangen.blocks import BLOCKS
from plangen.doctree import Chart, Heading, Paragraph, Table, plain_text, query
from plangen.fonts import FontFile, prepare_fonts
from plangen.labels import LABELS
from plangen.model import BlockPlace, ReadingContext, Surroundings
from plangen.pipeline import Examination, examine
from plangen.quantities import Quantity
from plangen.render.docx import write_docx
from plangen.render.readback import html_text
from plangen.render.screen import write_html
from plangen.slots import slot_adapter, stated_values
from plangen.workspace import Workspace
from plangen.yamltree import parse_yaml, plain
from tests.workshop import SMALL, TODAY, Workshop

ROOT = Path(__file__).parent.parent
PLANS = {folder.name: ROOT for folder in sorted((ROOT / "content").iterdir())} | {"acme": SMALL}
OTHER = {"zh": "en", "en": "zh"}
RUNS = {"en": re.compile(r"[\u2e80-\u2fff\u3001-\u9fff\uff00-\uffef]+"), "zh": re.compile(r"[A-Za-z]{2,}")}
NOT_SHOWN = frozenset({"id", "path", "kind", "anchor", "origin", "language", "numbering", "target", "tone", "align"})
PAIRS = "SO WO ST WT"  # what strategies of a TOWS matrix are numbered with, in every language
LEAST = 3  # characters of a piece of content that a value or a link cuts off
MARKUP = re.compile(r"\]\([^)]*\)|[ \t\r\n*_`\[\]]+")  # of Markdown and YAML: links, emphasis, white space


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workspace]:
    """Return by plan a workspace in which it is written in the other language than its pack."""
    made = {}
    for name, root in PLANS.items():
        folder = tmp_path_factory.mktemp(name)
        shutil.copytree(root / "templates", folder / "templates")
        shutil.copytree(root / "content" / name, folder / "content" / name)
        plan = folder / "content" / name / "plan.yaml"
        was = original(name).plan
        assert was
        kept = re.sub(r"(?m)^language:.*\n", "", plan.read_text("utf-8"))
        plan.write_text(f"{kept}\nlanguage: {OTHER[was.language]}\n", "utf-8")
        made[name] = Workspace(folder)
    return made


@cache
def original(name: str) -> Examination:
    return examine(Workspace(PLANS[name]), name, TODAY)


@pytest.fixture(scope="module")
def switched(workspaces: dict[str, Workspace]) -> dict[str, Examination]:
    return {name: examine(workspace, name, TODAY) for name, workspace in workspaces.items()}


@pytest.fixture(scope="module")
def fonts() -> tuple[FontFile, ...]:
    return prepare_fonts(["Noto Sans SC"])


def held(name: str, workspace: Workspace) -> str:
    """Return all that a plan's own files say, without spaces and emphasis."""
    files = sorted((workspace.content / name).rglob("*.*"))
    return MARKUP.sub("", "".join(_written_in(file) for file in files))


def _written_in(file: Path) -> str:
    """Return the text of a file of a plan, the cells of a workbook among them."""
    if file.suffix != ".xlsx":
        return file.read_text("utf-8")
    with zipfile.ZipFile(file) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def shown(node: Any) -> Iterator[str]:
    """Yield every text of a tree that a reader can meet, alternative texts included."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple | list):
        for part in node:
            yield from shown(part)
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            if field.name not in NOT_SHOWN:
                yield from shown(getattr(node, field.name))


def strangers(texts: Iterator[str], language: str, content: str) -> list[str]:
    """Return what is written in the other script than a language's and does not come from the content.

    Chinese labels hold Latin names of methods, such as SWOT.
    """
    known = content + ("".join((PAIRS, *LABELS["zh"].values())) if language == "zh" else "")
    runs = {MARKUP.sub("", run) for text in texts for run in RUNS[language].findall(text)}
    return sorted(run for run in runs if not made_of(run, known))


def made_of(run: str, known: str) -> bool:
    """Tell whether a text is one piece of what is known, or some pieces of it that stand side by side."""
    at = 0
    while at < len(run):
        end = next((end for end in range(len(run), at, -1) if run[at:end] in known), at)
        if end - at < min(LEAST, len(run)):
            return False
        at = end
    return True


# --- the tree ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_no_label_of_the_other_language_is_left(
    name: str, switched: dict[str, Examination], workspaces: dict[str, Workspace]
) -> None:
    examination = switched[name]
    assert examination.plan
    assert examination.document
    assert not [finding for finding in examination.diagnostics if finding.code == "PG015"]
    language = examination.plan.language
    assert strangers(shown(examination.document), language, held(name, workspaces[name])) == []


@pytest.mark.parametrize("name", PLANS)
def test_every_figure_is_the_same(name: str, switched: dict[str, Examination]) -> None:
    one, other = original(name).plan, switched[name].plan
    assert one
    assert other
    assert one.values.keys() == other.values.keys()
    for path, value in one.values.items():
        if isinstance(value, Quantity):
            there = other.values[path]
            assert isinstance(there, Quantity), path
            assert there.base == value.base, path
    for identifier, fact in one.facts.items():
        assert fact == other.facts[identifier]


@pytest.mark.parametrize("name", PLANS)
def test_the_findings_are_the_same(name: str, switched: dict[str, Examination]) -> None:
    def told(examination: Examination) -> list[tuple[str, str, int]]:
        return sorted((d.code, d.file, d.line) for d in examination.diagnostics)

    assert told(switched[name]) == told(original(name))


@pytest.mark.parametrize("name", PLANS)
def test_headings_and_captions_change_and_none_is_lost(name: str, switched: dict[str, Examination]) -> None:
    one, other = original(name).document, switched[name].document
    assert one
    assert other
    for kind in (Heading, Table, Chart):
        assert [node.id for node in query(one, kind)] == [node.id for node in query(other, kind)]
    language = other.meta.language
    first = next(iter(query(other, Heading))).number
    assert first == {"en": "1", "zh": "一、"}[language]
    assert other.numbering == {"en": "decimal", "zh": "chinese"}[language]


def test_amounts_follow_the_language_and_prose_does_not(workshop: Workshop) -> None:
    workshop.edit("plan.yaml", "client:", "language: en\nclient:")
    workshop.edit("02-delivery.yaml", "  text: ", '  text: 手写1.2亿元，引用{{ value("budget.total") }}。')
    document = workshop.examine().document
    assert document
    said = [plain_text(paragraph) for paragraph in query(document, Paragraph)]
    assert [text for text in said if text.startswith("手写1.2亿元，引用CNY 120 million。")]


# --- the files -----------------------------------------------------------------------------------------------------


def xml_texts(data: bytes) -> Iterator[str]:
    source = data.decode("utf-8")
    yield from (html.unescape(text) for text in re.findall(r">([^<>]+)<", source))
    wanted = "descr|title|w:val|formatCode|name|w:author"
    yield from (html.unescape(text) for text in re.findall(rf'(?:{wanted})="([^"]*)"', source))


def spoken_texts(data: bytes) -> Iterator[str]:
    """Yield what a reader of an XML part meets, without codes of fields, formulas, formats and file properties."""
    silent = "w:instrText|(?:c:|c15:)?f|c:formatCode|dc:language|Application|vt:lpstr|ScaleCrop|LinksUpToDate|SharedDoc"
    source = re.sub(rf"<({silent}|HyperlinksChanged)\b[^>]*>[^<]*</\1>", "", data.decode("utf-8"))
    yield from (html.unescape(text) for text in re.findall(r">([^<>]+)<", source))
    yield from (html.unescape(text) for text in re.findall(r' (?:descr|title)="([^"]*)"', source))
    yield from (html.unescape(text) for text in re.findall(r'<w:(?:alias|lvlText) w:val="([^"]*)"', source))


def package_texts(content: bytes, texts: Callable[[bytes], Iterator[str]] = xml_texts) -> Iterator[str]:
    """Yield the texts of every part of a Word file, of charts and the workbooks behind them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in package.namelist():
            if part.endswith(".xml"):
                yield from texts(package.read(part))
            elif part.endswith(".xlsx"):
                yield from package_texts(package.read(part), texts)


@pytest.mark.parametrize("name", ["ecommerce-demo", "acme"])
def test_files_in_english_hold_no_chinese_but_the_content(
    name: str, switched: dict[str, Examination], workspaces: dict[str, Workspace], fonts: tuple[FontFile, ...]
) -> None:
    examination = switched[name]
    assert examination.document
    assert examination.plan
    theme = examination.plan.pack.theme
    content = held(name, workspaces[name])
    word = write_docx(examination.document, theme, fonts)
    assert strangers(package_texts(word), "en", content) == []
    page = write_html(examination.document, theme, fonts)
    source = page.decode("utf-8")
    assert strangers(iter([html_text(page)]), "en", content) == []
    said = re.findall(r'(?:alt|title|aria-label|content)="([^"]*)"', source)
    assert strangers(map(html.unescape, said), "en", content) == []
    assert '<html lang="en">' in source
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        written = [package.read(part).decode() for part in package.namelist() if re.match(r"word/[a-z]+\d*\.xml", part)]
        styles, numbering = (package.read(f"word/{part}.xml").decode() for part in ("styles", "numbering"))
    assert 'w:lang w:val="en-GB"' in styles
    assert "chineseCounting" not in numbering
    assert [text for text in (*written, source) if "\u3000" in text] == []  # a gap of Chinese typesetting


def test_files_in_chinese_hold_no_english_but_the_content(
    switched: dict[str, Examination], workspaces: dict[str, Workspace], fonts: tuple[FontFile, ...]
) -> None:
    examination = switched["growth-demo"]
    assert examination.document
    assert examination.plan
    theme = examination.plan.pack.theme
    content = held("growth-demo", workspaces["growth-demo"])
    word = write_docx(examination.document, theme, fonts)
    assert strangers(package_texts(word, spoken_texts), "zh", content) == []
    page = write_html(examination.document, theme, fonts)
    source = page.decode("utf-8")
    assert strangers(iter([html_text(page)]), "zh", content) == []
    said = re.findall(r'(?:alt|title|aria-label)="([^"]*)"', source)
    assert strangers(map(html.unescape, said), "zh", content) == []
    assert '<html lang="zh-CN">' in source
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        styles, numbering = (package.read(f"word/{part}.xml").decode() for part in ("styles", "numbering"))
    assert 'w:eastAsia="zh-CN"' in styles
    assert "chineseCounting" in numbering


# --- blocks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_in_both_languages(name: str) -> None:
    example = BLOCKS[name].example
    node, _ = parse_yaml(example, "example")
    assert node
    data = plain(node, lambda scalar: scalar.value)
    read = {
        language: slot_adapter(name).validate_python(data, context=ReadingContext(lambda text: text, language))
        for language in LABELS
    }
    nodes = read["en"].lower(BlockPlace("a.b.c", "en", "Caption"))
    assert strangers(shown(nodes), "en", MARKUP.sub("", example)) == []
    assert [fault.code for fault in read["en"].check(Surroundings("en", None))] == []
    chinese, english = (stated_values(read[language], language) for language in ("zh", "en"))
    assert chinese.keys() == english.keys()
    for path, value in chinese.items():
        there = english[path]
        if isinstance(value, Quantity):
            assert isinstance(there, Quantity)
            assert there.base == value.base, path
    assert read["zh"] == BLOCKS[name].model_validate(data)
