"""Files that are no Word template: each is refused with its reason, at the place that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.diagnostics import Position
from plangen.wordbase import read_base
from tests.wordbase import bases
from tests.wordbase.reading import AT, read
from tests.workshop import Workshop

HOSTILE = bases.hostile()


def refused(name: str, folder: Path) -> str:
    base, found = read_base(name, folder, AT, "zh")
    assert base is None
    assert [one.code for one in found] == ["PG031"]
    assert (found[0].file, found[0].line, found[0].column) == (AT.file, AT.line, AT.column)
    assert found[0].hint
    return found[0].message


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_word_template_is_refused(tmp_path: Path, name: str) -> None:
    content, words = HOSTILE[name]
    (tmp_path / name).write_bytes(content)
    assert words in refused(name, tmp_path)


def test_a_file_that_is_not_there_a_folder_and_one_elsewhere_are_refused(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    (plan / "folder.docx").mkdir(parents=True)
    (tmp_path / "other.docx").write_bytes(bases.wps())
    (plan / "link.docx").symlink_to(tmp_path / "other.docx")
    (plan / "loop.docx").symlink_to("loop.docx")
    assert "there is no Word template missing.docx" in refused("missing.docx", plan)
    assert "is a folder" in refused("folder.docx", plan)
    for name in ("../other.docx", "link.docx", str(tmp_path / "other.docx")):
        assert "outside the folder of the plan" in refused(name, plan)
    assert refused("loop.docx", plan)


def test_a_template_without_macros_is_a_base() -> None:
    base, found = read(bases.docx(bases.section(), main=bases.TEMPLATE))
    assert base is not None
    assert found == []


@pytest.mark.parametrize("cut", range(40, 6000, 397))
def test_a_file_that_is_cut_off_never_crashes(cut: int) -> None:
    base, found = read(bases.word()[:cut])
    assert base is None
    assert [one.code for one in found] == ["PG031"]


def test_a_byte_changed_anywhere_never_crashes() -> None:
    content = bases.wps()
    for place in range(0, len(content), 29):
        changed = bytearray(content)
        changed[place] ^= 0x55
        base, found = read(bytes(changed))
        assert base is not None or [one.code for one in found] == ["PG031"]


def test_a_plan_with_such_a_base_is_not_built_and_says_why(workshop: Workshop) -> None:
    workshop.path("client.docm").write_bytes(HOSTILE["macros.docm"][0])
    workshop.edit("plan.yaml", "title:", "theme: {base: client.docm, colors: {accent: '#123456'}}\ntitle:")
    run = workshop.run("build", "acme", "--to", "html")
    assert run.code == 1
    assert "content/acme/plan.yaml:2:15: PG031 the Word template holds macros" in run.err
    assert workshop.files() == {}


@pytest.mark.parametrize("theme", ["theme: client.docx", "theme: {base: client.docx}", "theme: {base: Client.DOC}"])
def test_check_finds_that_the_file_is_missing(workshop: Workshop, theme: str) -> None:
    workshop.edit("plan.yaml", "title:", f"{theme}\ntitle:")
    found = [(d.code, d.line) for d in workshop.examine().diagnostics]
    assert found == [("PG031", 2)]


def test_a_link_to_a_file_elsewhere_is_left_out_with_a_finding() -> None:
    base, found = read(bases.word())
    assert base is not None
    assert [one.code for one in found] == ["PG032"] * 3
    assert "file:///C:/Users/somebody/Client.dotm" in found[0].message
    assert [one.message.rpartition(": ")[2] for one in found[1:]] == ["REF", "DOCPROPERTY PROJECT"]
    assert Position(found[0].file, found[0].line, found[0].column) == AT


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (f"<w:p>{bases.picture('gone')}</w:p>", "a picture in word/header1.xml that is not in the file"),
        (
            f"<w:p>{bases.picture('far').replace('r:embed', 'r:link')}</w:p>",
            "that is linked, not in the file: file:///C:/logo.png",
        ),
        (f"<w:p>{bases.picture('sheet')}</w:p>", "that is no picture: word/embeddings/book.bin"),
        ("<w:p><w:r><w:object><w:t>x</w:t></w:object></w:r></w:p>", "an embedded object in word/header1.xml"),
        (f"<w:p>{bases.field('STYLEREF Kapitel')}</w:p>", "repeats text of the style Kapitel"),
    ],
)
def test_what_leads_out_of_a_header_is_left_out_with_a_finding(header: str, words: str) -> None:
    content = bases.docx(
        bases.section('<w:headerReference w:type="default" r:id="header1.xml"/>'),
        {"header1.xml": bases.part("hdr", header)},
        links={
            "header1.xml>far": "image file:///C:/logo.png External",
            "header1.xml>sheet": "package embeddings/book.bin",
        },
        more={"word/embeddings/book.bin": b"x"},
    )
    base, found = read(content)
    assert base is not None
    assert [one.code for one in found] == ["PG032"]
    assert words in found[0].message
    assert base.headers["default"].empty
    assert base.headers["default"].media == {}


@pytest.mark.parametrize("words", ["XXXX有限公司", "[Client name]", "Project TODO", "此处填写公司名称"])
def test_placeholder_text_in_a_header_or_footer_names_the_part(words: str) -> None:
    content = bases.docx(
        bases.section('<w:footerReference w:type="default" r:id="footer1.xml"/>'),
        {"footer1.xml": bases.part("ftr", bases.paragraph(words))},
    )
    _, found = read(content)
    assert [(one.code, one.line) for one in found] == [("PG102", 2)]
    assert "word/footer1.xml" in found[0].message


def test_a_control_that_nobody_filled_is_placeholder_text() -> None:
    control = (
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Choose a date</w:t></w:r>"
        "</w:sdtContent></w:sdt></w:p>"
    )
    content = bases.docx(
        bases.section('<w:headerReference w:type="default" r:id="header1.xml"/>'),
        {"header1.xml": bases.part("hdr", control)},
    )
    _, found = read(content)
    assert [one.code for one in found] == ["PG102"]
    assert "Choose a date" in found[0].message


def test_a_header_that_is_switched_off_is_not_looked_at() -> None:
    content = bases.docx(
        bases.section(
            '<w:headerReference w:type="even" r:id="header1.xml"/>'
            '<w:headerReference w:type="first" r:id="header1.xml"/>'
        ),
        {"header1.xml": bases.part("hdr", bases.paragraph("XXXX"))},
    )
    base, found = read(content)
    assert base is not None
    assert (base.headers, found) == ({}, [])
