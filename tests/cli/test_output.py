"""Mistakes with the output: a folder, a file or a disk that will not take it."""

from __future__ import annotations

import os

import pytest

from tests.workshop import Workshop


def _refused(workshop: Workshop, words: str, *arguments: str) -> None:
    before = workshop.files()
    run = workshop.run("build", "acme", "--to", "html,docx", *arguments)
    assert run.code == 1
    assert "PG604" in run.err
    assert words in run.err
    assert workshop.files() == before


def test_a_read_only_output_folder(workshop: Workshop) -> None:
    folder = workshop.root / "output" / "acme"
    folder.mkdir(parents=True)
    (folder / "acme.html").write_text("old")
    folder.chmod(0o555)
    try:
        _refused(workshop, "output/acme:1:1: PG604 the output folder is read-only")
    finally:
        folder.chmod(0o755)


def test_a_read_only_file(workshop: Workshop) -> None:
    folder = workshop.root / "output" / "acme"
    folder.mkdir(parents=True)
    (folder / "acme.docx").write_text("the signed version")
    (folder / "acme.docx").chmod(0o444)
    _refused(workshop, "output/acme/acme.docx:1:1: PG604 the existing file is read-only")


def test_a_folder_where_the_file_belongs(workshop: Workshop) -> None:
    (workshop.root / "output" / "acme" / "acme.html").mkdir(parents=True)
    _refused(workshop, "a folder stands where the file belongs")


def test_a_file_where_the_folder_belongs(workshop: Workshop) -> None:
    (workshop.root / "output").write_text("a file")
    _refused(workshop, "output:1:1: PG604 a file stands where the folder belongs")


def test_a_disk_that_fills_up_leaves_no_trace(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert workshop.run("build", "acme", "--to", "html,docx").code == 0
    before = workshop.files()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    run = workshop.run("build", "acme", "--to", "html,docx")
    assert run.code == 1
    assert "PG604 the file cannot be written: No space left on device" in run.err
    assert workshop.files() == before


def test_a_character_without_a_glyph_is_refused_at_its_place(workshop: Workshop) -> None:
    workshop.edit("01-direction.yaml", "利润偏薄", "利润偏薄\U0001f600")
    run = workshop.run("build", "acme", "--to", "html")
    assert run.code == 1
    assert "content/acme/01-direction.yaml:9:24: PG602 no font has the character \U0001f600 (U+1F600)" in run.err
    assert not (workshop.root / "output").exists()


def test_placeholder_text_of_the_template_is_found_in_the_finished_file(workshop: Workshop) -> None:
    """The content is clean; only the scan of the rendered text can see it."""
    workshop.edit("templates/small/chapters/01-direction.md.j2", "以下目标与指标", "XXXXX目标与指标")
    assert workshop.run("check").code == 0
    for name in ("html", "docx"):
        run = workshop.run("build", "acme", "--to", name)
        assert run.code == 1
        assert f"output/acme/acme.{name}:1:1: PG601 the finished file holds placeholder text: XXXXX" in run.err
        assert "XXXXX目标与指标共用一套口径" in run.err
    assert not (workshop.root / "output").exists()
