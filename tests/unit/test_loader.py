"""Whatever stands in the files: findings at places that exist, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.diagnostics import Diagnostic
from plangen.pipeline import examine
from plangen.workspace import Workspace
from tests.workshop import SMALL, TODAY, Workshop, small

FILES = ("plan.yaml", "facts.yaml", "01-direction.yaml", "02-delivery.yaml")
TEXTS = {name: (SMALL / "content" / "acme" / name).read_text("utf-8") for name in FILES}
LAYOUT = (SMALL / "templates" / "small" / "chapters" / "01-direction.md.j2").read_text("utf-8")
PIECES = st.sampled_from(
    [
        *(
            "",
            "",
            " ",
            "  ",
            "\n",
            "\n  ",
            "\t",
            ":",
            ": ",
            "：",
            "- ",
            "-",
            "[",
            "]",
            "{",
            "}",
            ",",
            "，",
            "'",
            '"',
            "|",
            ">",
            "#",
            " #",
        ),
        *(
            "&a ",
            "*a",
            "!!int ",
            "<<: ",
            "---\n",
            "...\n",
            "? ",
            "~",
            "null",
            "XX",
            "待定",
            "{{",
            "}}",
            "{% x %}",
            "{{ fact.x }}",
        ),
        *(
            "{{ ref('budget') }}",
            "{{ value('budget.total') }}",
            "**",
            "`",
            "[^1]",
            "<b>",
            "# ",
            "\n\n    > # ",
            "| a | b |",
            "\\",
        ),
        *(
            '"\\ue0000\\ue001"',
            '"\\u0000"',
            "\x00",
            "\ue000",
            "\ufffd",
            "\u2028",
            "\U0001f600",
            "e\u0301",
            "9" * 30,
            "-1",
            "1e400%",
        ),
        *(
            "flag: {reason: a, owner: b, due: 2026-12-31}",
            "flag:",
            "text:",
            "items:",
            "rows:",
            "2026-02-30",
            "0%",
            "100%",
        ),
    ]
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small(tmp_path_factory.mktemp("loader")).root


def assert_located(found: tuple[Diagnostic, ...], root: Path) -> None:
    for finding in found:
        assert finding.message
        path = root / finding.file
        if path.is_file():
            lines = path.read_text("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert 1 <= finding.line <= len(lines)
            assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1


def assert_survives(root: Path, name: str, content: bytes) -> None:
    path = root / "content" / "acme" / name
    whole = path.read_bytes()
    path.write_bytes(content)
    try:
        assert_located(examine(Workspace(root), "acme", TODAY).diagnostics, root)
    finally:
        path.write_bytes(whole)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """Cut pieces out of a file of the small plan and put others in: near enough to right to reach every corner."""
    name = draw(st.sampled_from(FILES))
    text = TEXTS[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(PIECES) + text[start + draw(st.sampled_from([0, 0, 1, 2, 7, 30])) :]
    return name, text


@settings(max_examples=120)
@given(edit=edits())
def test_no_edit_breaks_the_loader(root: Path, edit: tuple[str, str]) -> None:
    name, text = edit
    assert_survives(root, name, text.encode("utf-8", "replace"))


@settings(max_examples=60)
@given(name=st.sampled_from(FILES), text=st.text(max_size=80))
def test_no_text_breaks_the_loader(root: Path, name: str, text: str) -> None:
    assert_survives(root, name, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=60)
@given(name=st.sampled_from(FILES), data=st.binary(max_size=80))
def test_no_bytes_break_the_loader(root: Path, name: str, data: bytes) -> None:
    assert_survives(root, name, data)


@settings(max_examples=60)
@given(value=PIECES, line=st.integers(0, 60), name=st.sampled_from(FILES[2:]))
def test_no_value_breaks_a_block(root: Path, value: str, line: int, name: str) -> None:
    """Put a piece in the place of each value in turn, with everything around it left whole."""
    lines = TEXTS[name].split("\n")
    line %= len(lines)
    key, colon, _ = lines[line].partition(": ")
    lines[line] = f"{key}{colon}{value}"
    assert_survives(root, name, "\n".join(lines).encode())


@st.composite
def layouts(draw: st.DrawFn) -> str:
    text = LAYOUT
    pieces = [
        "{{",
        "}}",
        "{%",
        "%}",
        "{{ title }}",
        "{% if x %}",
        "{% endif %}",
        "{{ targets }}",
        "{{ targets.goals }}",
        "- ",
    ]
    pieces += [
        "> ",
        "# ",
        "##### ",
        "|a|\n|-|\n",
        ":::",
        "\n::: box t\n",
        "{{ source_list() }}",
        "{{ key_points * 3 }}",
        "{# x",
    ]
    pieces += [
        "---\n",
        "type: prose",
        "slots:",
        ":",
        "<b>",
        "**",
        "{% for a in targets %}{{ a }}{% endfor %}",
        "{% include 'x' %}",
    ]
    pieces += ["{{ '\\ue002slot:nope\\ue003' }}", "{{ '\\ue002x' }}", "\ue002slot:nope\ue003"]
    for _ in range(draw(st.integers(1, 2))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(st.sampled_from(pieces)) + text[start + draw(st.sampled_from([0, 0, 1, 9])) :]
    return text


@settings(max_examples=60)
@given(text=layouts())
def test_no_layout_breaks_the_document(root: Path, text: str) -> None:
    path = root / "templates" / "small" / "chapters" / "01-direction.md.j2"
    path.write_text(text, "utf-8")
    try:
        examination = examine(Workspace(root), "acme", TODAY)
    finally:
        path.write_text(LAYOUT, "utf-8")
    if text != LAYOUT and examination.document is None:
        assert examination.diagnostics


# --- packs -----------------------------------------------------------------------------------------------------------

PACK = "templates/small/pack.yaml"
CHAPTER = "templates/small/chapters/01-direction.md.j2"
THEME = "templates/small/theme/theme.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "words"),
    [
        (PACK, "id: small", "id: 小", "PG006 1:5", "小 cannot be an id"),
        (PACK, "title: 小方案\n", "", "PG007 1:1", "the field title is missing"),
        (PACK, "title: 小方案", "title: 小方案\nnumbering: chinees", "PG006 3:12", "did you mean chinese?"),
        (PACK, "title: 小方案", "title: 小方案\nlanguage: fr", "PG006 3:11", "use one of: zh, en"),
        (PACK, "tables]", "table]", "PG006 3:26", "'cover', 'contents', 'tables' or 'figures'"),
        (CHAPTER, "type: goals", "type: goal", "PG006 25:21", "did you mean goals?"),
        (
            CHAPTER,
            "type: prose, min_chars: 20",
            "type: prose, min_chars: zwanzig",
            "PG006 10:38",
            "is not a whole number",
        ),
        (CHAPTER, "      goals:", "      目标:", "PG006 25:7", "目标 cannot be an id"),
        (CHAPTER, "      goals:", "      title:", "PG006 23:5", "title is used for two things"),
        (CHAPTER, "title: 战略方向\n", "", "PG007 2:1", "the field title is missing"),
        (CHAPTER, "---\nid", "--\nid", "PG011 1:1", "the template has no front matter"),
        (CHAPTER, "以下目标", "以下\ue002目标", "PG010 44:3", "U+E002"),
        (THEME, "name: small", "colors: {accent: blue}", "PG006 1:18", "blue is not a colour"),
        (THEME, "name: small", "sizes: {body: 0}", "PG006 1:15", "has to be at least 5"),
        (THEME, "name: small", "sizes: {bodi: 9}", "PG203 1:9", "did you mean body?"),
    ],
)
def test_a_faulty_pack_is_explained_at_its_place(
    file: str, old: str, new: str, place: str, words: str, workshop: Workshop
) -> None:
    workshop.edit(file, old, new)
    examination = workshop.examine()
    assert examination.document is None
    assert [f"{d.code} {d.line}:{d.column}" for d in examination.diagnostics] == [place]
    assert examination.diagnostics[0].file == file
    assert words in f"{examination.diagnostics[0].message} {examination.diagnostics[0].hint}"


def test_a_pack_without_chapters_is_none(workshop: Workshop) -> None:
    for path in (workshop.root / "templates" / "small" / "chapters").iterdir():
        path.unlink()
    (finding,) = workshop.examine().diagnostics
    assert (finding.code, finding.file) == ("PG011", "templates/small/chapters")
    assert "01-overview.md.j2" in finding.hint


def test_chapters_stand_in_the_order_of_their_file_names(workshop: Workshop) -> None:
    folder = workshop.root / "templates" / "small" / "chapters"
    (folder / "01-direction.md.j2").rename(folder / "10-direction.md.j2")
    examination = workshop.examine()
    assert examination.plan is not None
    assert [chapter.stem for chapter in examination.plan.pack.chapters] == ["02-delivery", "10-direction"]
