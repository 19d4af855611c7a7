"""The Word files that the tests look at."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plangen.doctree import (
    Box,
    Cell,
    Chart,
    Column,
    Contents,
    CrossRef,
    Document,
    Entry,
    Heading,
    ListBlock,
    ListItem,
    Meta,
    Paragraph,
    Quote,
    Row,
    Slot,
    Table,
    Text,
    query,
)
from plangen.fonts import FontFile
from plangen.pipeline import examine
from plangen.render.docx import write_docx
from plangen.theme import Theme
from plangen.workspace import Workspace
from tests.charts.kinds import KINDS, series
from tests.render import sample
from tests.render.word.reader import Word


@pytest.fixture(scope="session")
def word(document: Document, fonts: tuple[FontFile, ...]) -> Word:
    return Word(write_docx(document, Theme(), fonts))


def english() -> Document:
    document = sample.sample(draft=False)
    return dataclasses.replace(document, numbering="decimal", meta=dataclasses.replace(document.meta, language="en"))


def crowded() -> Document:
    """Build a document of what must not touch, be empty or be longer than Word allows."""

    def line(content: str) -> Paragraph:
        return Paragraph((Text(content),))

    table = Table((Column("A"), Column("B")), (Row((Cell((Text("1"),)),)), Row(()), Row((Cell((), "bad", 9),))), id="x")
    inner = ListBlock(True, (ListItem((line("inner"),)),), 3)
    blocks = (
        table,
        table,
        Box("", (table, table)),
        Box("empty", ()),
        table,
        Slot("chapter.section." + "long" * 40, "filled", (table,)),
        Slot("chapter.section." + "long" * 40 + "er", "filled", (line("other"),)),
        Slot("nothing.in.it", "filled", ()),
        Box("slot", (Slot("in.a.box", "filled", (table,)),)),
        ListBlock(True, (ListItem((line("a"), table, line("b"), inner)), ListItem(())), 5),
        Paragraph(()),
        Heading(2, (Text("without a number"),)),
        Quote((line("said"), ListBlock(False, (ListItem((line("x"),)),)), table)),
        line("\x00\x0b\ud800 tab\tand\nline"),
        Box("before nothing", ()),
        Table((), ()),
        Chart("heatmap"),
        Slot("last", "filled", (table,)),
        Table((), ()),
    )
    return Document(Meta("Title", "Client"), blocks)


def pictured() -> Document:
    """Build a document with a chart of every kind, in every place where one can stand."""

    def line(content: str) -> Paragraph:
        return Paragraph((Text(content),))

    table = Table((Column("A"),), (Row((Cell((Text("1"),)),)),), id="x")
    figures = tuple(
        dataclasses.replace(
            chart,
            caption=f"图表{name}",
            id=f"chapter.section.{name}",
            number=number,
            alt=f"替代文字{number}",
            note=(Text(f"资料来源{number}"),) if number % 2 else (),
        )
        for number, (name, chart) in enumerate(KINDS.items(), start=1)
    )
    bars, heatmap = figures[0], figures[-1]
    plain = Chart("bars", ("甲", "乙"), (series("x", 1, 2),))
    blocks = (
        Contents("figures", tuple(Entry(1, f"图 {one.number}", one.caption, one.id) for one in figures)),
        Heading(1, (Text("图表"),), "chapter", "一、"),
        Paragraph((Text("见"), CrossRef("c", bars.id, "图1"), Text("与"), CrossRef("c", heatmap.id, "图14"))),
        *(Slot(f"slot.number.{one.number}", "filled", (one,)) for one in figures),
        Slot("slot.table.first", "filled", (table, plain)),
        table,
        dataclasses.replace(KINDS["heatmap"], id="again"),
        dataclasses.replace(KINDS["heatmap"], id="once more", caption="没有编号"),
        table,
        plain,
        Box("要点", (line("前"), plain)),
        plain,
        Box("", (plain,)),
        ListBlock(False, (ListItem((line("项"), plain)), ListItem((plain,)))),
        Chart("bars", ("甲",), (series("无", None),), caption="没有数据", id="none", number=15),
    )
    return Document(Meta("图表", "客户"), blocks)


ODD = {
    "pictured": pictured,
    "english": english,
    "hostile": sample.hostile,
    "crowded": crowded,
    "empty": lambda: Document(Meta("", ""), ()),
    "release": lambda: sample.sample(draft=False),
}


@pytest.fixture(scope="session")
def pictures(fonts: tuple[FontFile, ...]) -> Word:
    return Word(write_docx(pictured(), Theme(), fonts))


ROOT = Path(__file__).parents[3]
PLANS = {"ecommerce-demo": True, "ecommerce-draft": False}  # and whether it is a release
Convert = Callable[[Path, str], Path]


@dataclasses.dataclass(frozen=True)
class Written:
    """A plan that the workspace ships: its tree and its Word file."""

    name: str
    document: Document
    word: Word


@pytest.fixture(scope="session")
def plans(fonts: tuple[FontFile, ...]) -> dict[str, Written]:
    written = {}
    for name, release in PLANS.items():
        examination = examine(Workspace(ROOT), name, date(2026, 1, 10), release=release)
        assert examination.plan is not None
        assert examination.document is not None
        content = write_docx(examination.document, examination.plan.pack.theme, fonts)
        written[name] = Written(name, examination.document, Word(content))
    return written


@pytest.fixture(scope="session", params=PLANS)
def plan(request: pytest.FixtureRequest, plans: dict[str, Written]) -> Written:
    return plans[request.param]


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Return what lets LibreOffice save a file in another format beside it; the test is skipped where it is missing."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path_factory.mktemp('office') / 'profile').as_uri()}"

    def run(file: Path, suffix: str) -> Path:
        target = file.parent / "converted"
        command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(target), str(file)]
        subprocess.run(command, capture_output=True, timeout=180, check=False)
        made = target / f"{file.stem}.{suffix}"
        assert made.exists(), "LibreOffice wrote nothing"
        return made

    return run


@pytest.fixture(scope="session", params=["sample", "paged", *ODD, *PLANS])
def any_word(request: pytest.FixtureRequest, document: Document, fonts: tuple[FontFile, ...]) -> Word:
    match request.param:
        case "sample":
            return Word(write_docx(document, Theme(), fonts))
        case "paged":
            pages = {node.id: index for index, node in enumerate(query(document, Heading, Table), start=3)}
            return Word(write_docx(document, Theme(), fonts, pages))
        case name if name in PLANS:
            plans: dict[str, Written] = request.getfixturevalue("plans")
            return plans[name].word
        case name:
            return Word(write_docx(ODD[name](), Theme(), fonts))
