"""Page numbers in Word's contents: what a build asks LibreOffice for, what it says of it, and what it does without."""

from __future__ import annotations

import os
import re
import stat
import time
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from plangen.cli import plans
from plangen.messages import set_language
from plangen.pack import Toc
from plangen.render import office
from tests.workshop import Run, Workshop

NOT_FOUND = "Word contents: no page numbers (LibreOffice was not found); Word fills them in with Ctrl+A and F9"
# A program that fails, and what the build says of it. $PWD is the folder the PDF belongs into.
FAILURES = {
    "crashes": ("kill -SEGV $$", r"LibreOffice wrote no file \(exit code -11\)"),
    "crashes late": ("echo > contents.pdf; exit 9", r"LibreOffice crashed \(exit code 9\)"),
    "writes nothing": ("exit 0", r"LibreOffice wrote no file \(exit code 0\)"),
    "writes nonsense": ("echo '%PDF-1.7' > contents.pdf", r"LibreOffice wrote a PDF that cannot be read"),
    "hangs": (
        '/bin/sleep 600 & echo $$ $! > "$PIDS"; wait',
        r"LibreOffice took longer than 1 seconds and was stopped",
    ),
    "does not start": ("#!/no/such/shell", r"LibreOffice cannot be started: No such file or directory"),
}


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is all there is on the search path."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(office, "PLACES", {})
    return folder


@pytest.fixture
def paged(workshop: Workshop) -> Workshop:
    """Return the workspace with a pack that leaves the contents to the machine, as packs do."""
    workshop.edit("templates/small/pack.yaml", "toc: plain\n", "")
    return workshop


def pretend(programs: Path, script: str) -> None:
    """Put a program called soffice on the search path."""
    file = programs / "soffice"
    file.write_text(script if script.startswith("#!") else f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def build(workshop: Workshop, *arguments: str) -> Run:
    return workshop.run("build", "acme", "--to", "docx", "--release", *arguments)


def page_fields(workshop: Workshop) -> int:
    with zipfile.ZipFile(workshop.root / "output" / "acme" / "acme.docx") as archive:
        return archive.read("word/document.xml").count(b" PAGEREF _")


def ended(pid: int) -> bool:
    """Tell whether a process is gone or a zombie that waits for init."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] in "ZX"
    except FileNotFoundError:
        return True


# --- without LibreOffice ---------------------------------------------------------------------------------------------


def test_without_libreoffice_the_build_says_so(paged: Workshop, programs: Path) -> None:
    run = build(paged)
    assert (run.code, run.err) == (0, "")
    assert NOT_FOUND in run.out.splitlines()
    assert page_fields(paged) == 0


def test_the_report_comes_in_chinese(paged: Workshop, programs: Path) -> None:
    set_language("zh")
    run = paged.run("--lang", "zh", "build", "acme", "--to", "docx")
    assert "Word 目录：没有页码（没有找到 LibreOffice）；在 Word 中按 Ctrl+A 再按 F9 即可生成" in run.out.splitlines()


def test_page_numbers_that_must_be_there_stop_the_build(paged: Workshop, programs: Path) -> None:
    assert build(paged).code == 0
    before = paged.files()
    run = build(paged, "--toc", "cached")
    assert (run.code, run.out) == (1, "")
    assert run.err.splitlines()[0] == (
        "content/acme/plan.yaml:1:1: PG605 the contents of the Word file get no page numbers: LibreOffice was not found"
    )
    assert "apt-get install libreoffice-writer" in run.err
    assert "--toc plain" in run.err
    assert paged.files() == before


def test_other_formats_ask_for_no_libreoffice(paged: Workshop, programs: Path) -> None:
    run = paged.run("build", "acme", "--to", "html", "--toc", "cached")
    assert run.code == 0
    assert "Word contents" not in run.out


def test_a_plan_without_contents_has_nothing_to_say_of_them(paged: Workshop, programs: Path) -> None:
    paged.edit("templates/small/pack.yaml", "front: [cover, contents, tables]", "front: [cover]")
    run = build(paged, "--toc", "cached")
    assert run.code == 0
    assert "Word contents" not in run.out


# --- with one that fails ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_costs_the_numbers_and_not_the_build(
    failure: str, paged: Workshop, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, reason = FAILURES[failure]
    pids = tmp_path / "pids"
    monkeypatch.setenv("PIDS", str(pids))
    monkeypatch.setattr(office, "TIMEOUT", 1.0)
    pretend(programs, script)
    run = build(paged)
    assert (run.code, run.err) == (0, "")
    (line,) = (line for line in run.out.splitlines() if "Word contents" in line)
    assert re.fullmatch(
        rf"warning: Word contents: no page numbers \({reason}\); Word fills them in with Ctrl\+A and F9", line
    )
    assert page_fields(paged) == 0
    before = paged.files()
    strict = build(paged, "--toc", "cached")
    assert (strict.code, strict.out) == (1, "")
    assert re.search(f"PG605 the contents of the Word file get no page numbers: {reason}", strict.err)
    assert paged.files() == before
    if pids.exists():
        deadline = time.monotonic() + 10
        running = [int(pid) for pid in pids.read_text("ascii").split()]
        assert len(running) == 2
        while time.monotonic() < deadline and not all(map(ended, running)):
            pass
        assert all(map(ended, running))


def test_nothing_is_left_behind(
    paged: Workshop, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    pretend(programs, "echo > left-over; exit 3")
    assert build(paged).code == 0
    assert list(scratch.iterdir()) == []


# --- what is asked for -----------------------------------------------------------------------------------------------


def test_the_choices_of_the_command_are_those_of_plans() -> None:
    assert get_args(Toc) == plans.TOC_CHOICES


@pytest.mark.parametrize(
    ("pack", "plan", "option", "asked"),
    [
        ("", "", "", True),
        ("plain", "", "", False),
        ("plain", "auto", "", True),
        ("auto", "plain", "", False),
        ("", "plain", "auto", True),
        ("cached", "cached", "plain", False),
    ],
)
def test_option_goes_before_plan_and_plan_before_pack(
    pack: str, plan: str, option: str, asked: bool, paged: Workshop, programs: Path, tmp_path: Path
) -> None:
    for file, value in (("templates/small/pack.yaml", pack), ("plan.yaml", plan)):
        if value:
            path = paged.path(file)
            path.write_text(f"{path.read_text('utf-8').rstrip()}\ntoc: {value}\n", "utf-8")
    pretend(programs, f"echo > '{tmp_path / 'started'}'")
    run = build(paged, *(("--toc", option) if option else ()))
    assert run.code == 0
    assert (tmp_path / "started").exists() == asked
    assert ("not asked for" in run.out) == (not asked)


def test_another_value_is_refused(paged: Workshop) -> None:
    path = paged.path("plan.yaml")
    path.write_text(f"{path.read_text('utf-8').rstrip()}\ntoc: never\n", "utf-8")
    (finding,) = paged.examine().diagnostics
    assert (finding.code, finding.file) == ("PG006", "content/acme/plan.yaml")
    assert "'auto', 'cached' or 'plain'" in finding.message + finding.hint
    assert paged.run("build", "acme", "--toc", "never").code == 2


# --- with LibreOffice ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
def test_with_libreoffice_every_entry_names_its_page(paged: Workshop) -> None:
    run = build(paged, "--toc", "cached")
    assert (run.code, run.err) == (0, "")
    assert re.search(r"^Word contents: page numbers from LibreOffice \d+\.\d+$", run.out, re.MULTILINE)
    with zipfile.ZipFile(paged.root / "output" / "acme" / "acme.docx") as archive:
        document = archive.read("word/document.xml").decode()
    entries = re.findall(r'<w:pStyle w:val="(?:TOC\d|TableofFigures)"/>.*?</w:p>', document)
    assert entries
    assert page_fields(paged) == len(entries)


def test_the_doctor_says_what_libreoffice_is_for(workshop: Workshop, programs: Path) -> None:
    run = workshop.run("doctor")
    assert "– LibreOffice: not found" in run.out
    assert "with it the contents of Word files name pages at once" in run.out
    pretend(programs, "exit 0")
    assert f"✓ LibreOffice: {programs / 'soffice'}{os.linesep}" in workshop.run("doctor").out
