"""The same input gives the same bytes, whoever builds it, where and when; SOURCE_DATE_EPOCH takes the place of now."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from plangen.doctree import Meta
from plangen.labels import label
from plangen.messages import set_language
from plangen.render.moment import archived, made, written
from tests.workshop import SMALL, Workshop

FORMATS = ("docx", "pdf", "html")
LOCALES = {"ja_JP": "ja_JP.UTF-8", "tr_TR": "tr_TR.UTF-8", "zh_CN": "zh_CN.UTF-8"}
SPOKEN = {"LANG", "LANGUAGE", "TZ", "PYTHONHASHSEED", "PYTHONUTF8", "SOURCE_DATE_EPOCH", "PLANGEN_CACHE"}
FLAG = "steps: {flag: {reason: 等待任命项目组, owner: 人力资源部, due: 2028-06-30}}\n"
EPOCH = 1_772_355_723
MOMENT = datetime(2026, 3, 1, 9, 2, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class User:
    """Who builds the plan: the environment, the folder of the workspace, and how the command is given."""

    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "a"
    arguments: tuple[str, ...] = ("--toc", "plain")  # whether LibreOffice is at hand is no matter here
    elsewhere: bool = False  # another current folder, another umask
    own_fonts: bool = False  # a cache that holds no fonts yet


HERE = User({"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"})


def unlike(**environment: str) -> User:
    return replace(HERE, environment=HERE.environment | environment)


# Each differs from the first user in one thing.
USERS = {
    "another process": HERE,
    "hash seed": unlike(PYTHONHASHSEED="4242"),
    "locale C": unlike(LC_ALL="C"),
    "locale zh_CN": unlike(LC_ALL=LOCALES["zh_CN"], LANG=LOCALES["zh_CN"], PLANGEN_LANG="zh"),
    "locale ja_JP": unlike(LC_ALL=LOCALES["ja_JP"], LANG=LOCALES["ja_JP"]),
    "locale tr_TR": unlike(LC_ALL=LOCALES["tr_TR"], LANG=LOCALES["tr_TR"]),
    "time zone east": unlike(TZ="Asia/Shanghai"),
    "time zone west": unlike(TZ="America/New_York"),
    "folder": replace(HERE, folder="某公司/a folder, deeper (2)", elsewhere=True),
    "fonts": replace(HERE, own_fonts=True),
    "today": replace(HERE, arguments=(*HERE.arguments, "--today", "2025-07-08")),
}


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the locales that the machine may lack; empty where it cannot make them."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        for source, name in LOCALES.items():
            subprocess.run(["localedef", "-i", source, "-f", "UTF-8", folder / name], capture_output=True, check=False)
    return folder


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds the plan as a user would, in a process and a workspace of its own."""

    tmp: pytest.TempPathFactory
    locales: Path

    def build(self, user: User) -> dict[str, bytes]:
        folder = self.tmp.mktemp("user") / user.folder
        workspace = a_draft(folder)
        environment = {name: value for name, value in os.environ.items() if name not in SPOKEN and name[:3] != "LC_"}
        environment |= {"PLANGEN_LANG": "en", **user.environment}
        if "LANG" in user.environment:
            environment["LOCPATH"] = str(self.locales)
        if user.own_fonts:
            environment["PLANGEN_CACHE"] = str(self.tmp.mktemp("cache"))
        before = ("--workspace", str(folder)) if user.elsewhere else ()
        done = subprocess.run(
            [sys.executable, "-m", "plangen", *before, "build", "acme", "--to", ",".join(FORMATS), *user.arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd="/" if user.elsewhere else folder,
            umask=0o077 if user.elsewhere else 0o022,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return {form: (workspace.root / f"output/acme/acme.{form}").read_bytes() for form in FORMATS}


def a_draft(folder: Path) -> Workshop:
    """Make a workspace with the small plan, one slot of it flagged and one missing."""
    workshop = Workshop(Path(shutil.copytree(SMALL, folder)))
    path = workshop.path("02-delivery.yaml")
    path.write_text(re.sub(r"(?ms)^  steps:.*", f"  {FLAG}", path.read_text("utf-8")), "utf-8")
    path = workshop.path("01-direction.yaml")
    path.write_text(re.sub(r"(?ms)^  trends:.*?(?=^targets:)", "", path.read_text("utf-8")), "utf-8")
    return workshop


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory, locales: Path) -> Builder:
    return Builder(tmp_path_factory, locales)


@pytest.fixture(scope="module")
def first(builder: Builder) -> dict[str, bytes]:
    return builder.build(HERE)


@pytest.fixture(scope="module", params=USERS)
def other(request: pytest.FixtureRequest, builder: Builder) -> dict[str, bytes]:
    return builder.build(USERS[request.param])


@pytest.mark.parametrize("form", FORMATS)
def test_same_input_same_bytes(first: dict[str, bytes], other: dict[str, bytes], form: str) -> None:
    assert first[form] == other[form]


def test_the_plan_has_what_a_file_can_hold(first: dict[str, bytes]) -> None:
    """Without notes, comments, charts and gaps the comparison would say little."""
    with zipfile.ZipFile(io.BytesIO(first["docx"])) as archive:
        names = archive.namelist()
        body = archive.read("word/document.xml").decode()
    assert {"word/footnotes.xml", "word/comments.xml", "word/fonts/font1.odttf", "word/charts/chart1.xml"} <= {*names}
    assert sum(name.startswith("word/embeddings/") for name in names) >= 3
    assert label("zh", "gap") in body
    assert len(PdfReader(io.BytesIO(first["pdf"])).pages) > 5


# --- SOURCE_DATE_EPOCH ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dated(builder: Builder) -> dict[str, bytes]:
    return builder.build(unlike(SOURCE_DATE_EPOCH=str(EPOCH)))


@pytest.fixture(scope="module")
def dated_elsewhere(builder: Builder) -> dict[str, bytes]:
    east = unlike(SOURCE_DATE_EPOCH=str(EPOCH), TZ="Asia/Shanghai", PYTHONHASHSEED="77")
    return builder.build(replace(east, folder="某公司/b", elsewhere=True))


def moments(form: str, content: bytes) -> set[datetime]:
    """Return every moment that a file names as its own."""
    match form:
        case "docx":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                found = {datetime(*entry.date_time, tzinfo=UTC) for entry in archive.infolist()}
                parts = [archive.read(name) for name in archive.namelist() if name.endswith(("core.xml", "ments.xml"))]
                books = [archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")]
            for book in books:
                with zipfile.ZipFile(io.BytesIO(book)) as inner:
                    parts.append(inner.read("docProps/core.xml"))
            stated = [re.findall(rb'(?:W3CDTF">|w:date=")([^<"]+)[<"]', part) for part in parts]
            assert all(stated)
            return found | {datetime.fromisoformat(text.decode()) for texts in stated for text in texts}
        case "pdf":
            reader = PdfReader(io.BytesIO(content))
            assert reader.metadata is not None
            stated = [reader.metadata.creation_date, reader.metadata.modification_date]
            if reader.xmp_metadata:
                stated += [reader.xmp_metadata.xmp_create_date, reader.xmp_metadata.xmp_modify_date]
            # pypdf gives the moments of XMP in UTC and without a zone
            return {moment.replace(tzinfo=moment.tzinfo or UTC) for moment in stated if moment}
        case _:
            texts = re.findall(r'<meta name="dcterms\.(?:created|modified)" content="([^"]+)"', content.decode())
            assert len(texts) == 2
            return {datetime.fromisoformat(text).replace(tzinfo=UTC) for text in texts}


@pytest.mark.parametrize("form", FORMATS)
def test_files_say_the_moment_they_are_given(dated: dict[str, bytes], form: str) -> None:
    # zip archives count in steps of two seconds
    assert {moment.replace(second=moment.second // 2 * 2) for moment in moments(form, dated[form])} == {
        MOMENT.replace(second=2)
    }
    assert MOMENT in moments(form, dated[form])


@pytest.mark.parametrize("form", FORMATS)
def test_the_moment_is_the_same_everywhere(
    dated: dict[str, bytes], dated_elsewhere: dict[str, bytes], form: str
) -> None:
    assert dated[form] == dated_elsewhere[form]


@pytest.mark.parametrize("form", FORMATS)
def test_without_it_files_say_the_date_of_the_plan(first: dict[str, bytes], dated: dict[str, bytes], form: str) -> None:
    unnamed = {datetime(1980, 1, 1, tzinfo=UTC)} if form == "docx" else set()  # the entries of the archive
    assert moments(form, first[form]) == {datetime(2026, 1, 5, tzinfo=UTC)} | unnamed
    assert first[form] != dated[form]


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("1970-01-01T00:00:05Z", (1980, 1, 1, 0, 0, 0)),
        ("2026-03-01T09:02:03Z", (2026, 3, 1, 9, 2, 3)),
        ("9999-12-31T23:59:59Z", (2107, 12, 31, 23, 59, 58)),
    ],
)
def test_an_archive_comes_as_near_as_it_can(given: str, stored: tuple[int, ...]) -> None:
    meta = Meta("方案", "客户", date="2026-01-05", created=given)
    assert archived(meta) == stored
    assert written(made(meta)) == given


@pytest.mark.parametrize(
    ("day", "moment"), [("", "1980-01-01"), ("2026-03", "2026-03-01"), ("2026", "2026-01-01"), ("?", "1980-01-01")]
)
def test_a_date_cut_short_begins_with_its_first_day(day: str, moment: str) -> None:
    meta = Meta("方案", "客户", date=day)
    assert written(made(meta)) == f"{moment}T00:00:00Z"
    assert archived(meta) == (1980, 1, 1, 0, 0, 0)


# --- today ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(tmp_path: Path) -> Workshop:
    return a_draft(tmp_path / "work")


def overdue(draft: Workshop, *arguments: str) -> bool:
    findings = draft.run("check", "acme", "--format", "json", *arguments).findings
    return any(found["code"] == "PG104" and found["severity"] == "error" for found in findings)


@pytest.mark.parametrize(("day", "late"), [("2028-06-30T23:59:59", False), ("2028-07-01T00:00:00", True)])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_today_is_the_day_of_the_moment_in_utc(
    draft: Workshop, monkeypatch: pytest.MonkeyPatch, day: str, late: bool, zone: str
) -> None:
    moment = datetime.fromisoformat(f"{day}+00:00")
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    assert overdue(draft) is late


def test_a_given_day_comes_first(draft: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")  # 2030
    assert overdue(draft)
    assert not overdue(draft, "--today", "2028-06-30")


def test_an_empty_value_is_none(draft: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert draft.run("check", "acme", "--today", "2028-06-30").code == 1  # the slot that is missing
    assert draft.run("status", "acme").code == 0


COMMANDS = {
    "check": ("check", "acme"),
    "build": ("build", "acme", "--to", "html"),
    "build on a day": ("build", "acme", "--to", "html", "--today", "2026-01-10"),
    "status": ("status", "acme"),
    "tree": ("tree", "acme"),
    "new": ("new", "other", "--template", "small"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_value_that_is_no_moment_stops_the_work(
    draft: Workshop, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    run = draft.run(*COMMANDS[command])
    assert run.code == 2
    assert run.err.startswith("plangen: SOURCE_DATE_EPOCH is 'yesterday', not the seconds since 1970\n  hint: unset it")
    assert not (draft.root / "output").exists()
    assert not (draft.root / "content/other").exists()


@pytest.mark.parametrize("value", ["-1", "1.5", " 5", "1e9", "٣", "0x10", "253402300800", "9" * 5000, "2026-03-01"])
def test_a_moment_is_a_whole_number_of_seconds(draft: Workshop, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    run = draft.run("check", "acme")
    assert run.code == 2
    assert len(run.err) < 250
    assert "Traceback" not in run.err


@pytest.mark.parametrize("value", ["0", "253402300799"])
def test_the_first_and_the_last_moment_will_do(draft: Workshop, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    draft.edit("02-delivery.yaml", "due: 2028-06-30", "due: 2028-12-31")
    run = draft.run("build", "acme", "--to", "docx,html", "--today", "2026-01-10")
    assert run.code == 0, run.err


def test_it_is_said_in_the_chosen_language(draft: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "昨天")
    run = draft.run("--lang", "zh", "check", "acme")
    set_language("en")
    assert run.err.startswith("plangen: 环境变量 SOURCE_DATE_EPOCH 的值 '昨天' 不是自1970年起的秒数\n  提示: ")
