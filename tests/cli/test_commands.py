"""What an editor sees: each command on a small workspace, its words and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from plangen import __version__
from plangen.cli import commands
from plangen.doctree import Gap, query
from plangen.placeholders import find_placeholders
from plangen.render.readback import docx_text, html_text
from plangen.reporters import status_text
from plangen.status import PlanStatus
from plangen.treejson import from_json, to_json
from tests.workshop import TODAY, Workshop

FLAG = "  steps:\n    flag: {reason: 等待客户确认, owner: 项目经理, due: 2026-06-30}\n"
STEPS = "  steps:\n    - 成立项目组，明确负责人\n    - 完成数据盘点\n"


def flagged(workshop: Workshop) -> None:
    workshop.edit("02-delivery.yaml", STEPS, FLAG)


# --- finding the workspace -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [".", "content", "content/acme", "templates/small/chapters", "deep/er"])
def test_the_workspace_is_found_from_any_folder_below(
    workshop: Workshop, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workshop.root / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(workshop.root / folder)
    result = CliRunner().invoke(commands, ["check", "acme"])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 plans, 0 errors, 0 warnings\n")


def test_outside_a_workspace_the_way_back_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(commands, ["check"])
    assert result.exit_code == 2
    assert f"no workspace found at or above {tmp_path}" in result.stderr
    assert "--workspace DIR" in result.stderr


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["--workspace", str(tmp_path), "check"])
    assert result.exit_code == 2
    assert f"{tmp_path} is no workspace" in result.stderr


def test_a_workspace_without_plans_says_how_to_begin(workshop: Workshop) -> None:
    (workshop.root / "content" / "acme").rename(workshop.root / "elsewhere")
    run = workshop.run("check")
    assert run.code == 2
    assert "plangen new NAME --template PACK" in run.err


@pytest.mark.parametrize("command", ["check", "status", "build", "tree"])
@pytest.mark.parametrize(
    ("name", "hint"), [("acm", "did you mean acme?"), ("ACME", "did you mean acme?"), ("zzz", "acme")]
)
def test_a_name_that_does_not_exist_gets_the_near_one(workshop: Workshop, command: str, name: str, hint: str) -> None:
    run = workshop.run(command, name)
    assert run.code == 2
    assert f"there is no plan '{name}'" in run.err
    assert hint in run.err
    assert not (workshop.root / "output").exists()


@pytest.mark.parametrize("name", ["../acme", "acme/", "/", "", "acme/../acme"])
def test_a_name_is_never_a_path(workshop: Workshop, name: str) -> None:
    assert workshop.run("check", name).code == 2


# --- check -----------------------------------------------------------------------------------------------------------


def test_a_complete_plan_has_no_findings_even_for_a_release(workshop: Workshop) -> None:
    assert workshop.run("check", "--release", "--format", "json").findings == []
    assert workshop.run("check", "--release").code == 0


def test_warnings_alone_end_in_zero_and_turn_to_errors_for_a_release(workshop: Workshop) -> None:
    flagged(workshop)
    draft = workshop.run("check", "--today", "2026-06-30")
    assert draft.code == 0
    assert "content/acme/02-delivery.yaml:39:5: PG104 warning: delivery.risks.steps is open" in draft.out
    assert draft.err == "1 plans, 0 errors, 1 warnings\n"
    release = workshop.run("check", "--release", "--today", "2026-06-30")
    assert release.code == 1
    assert "content/acme/02-delivery.yaml:39:5: PG104 delivery.risks.steps is open" in release.out


def test_an_overdue_flag_is_an_error_on_the_day_after(workshop: Workshop) -> None:
    flagged(workshop)
    run = workshop.run("check", "--today", "2026-07-02")
    assert run.code == 1
    assert "is open and 2 days overdue: 等待客户确认 (项目经理, due 2026-06-30)" in run.out


def test_a_day_that_is_none_is_refused(workshop: Workshop) -> None:
    run = workshop.run("check", "--today", "tomorrow")
    assert run.code == 2
    assert "write it as 2026-03-31" in run.err


def test_text_has_a_place_a_code_a_message_and_a_hint(workshop: Workshop) -> None:
    workshop.edit("02-delivery.yaml", "share: 55%", "share: 60%")
    run = workshop.run("check")
    assert run.code == 1
    assert run.out.splitlines() == [
        "content/acme/02-delivery.yaml:8:27: PG401 stage shares sum to 105%, not 100%",
        "  hint: change the shares (初期 25%, 中期 60%, 后期 20%) so that they add up to 100%",
    ]
    assert run.err == "1 plans, 1 errors, 0 warnings\n"


def test_json_is_a_list_of_objects_with_seven_fields(workshop: Workshop) -> None:
    workshop.edit("02-delivery.yaml", "share: 55%", "share: 60%")
    run = workshop.run("check", "--format", "json")
    assert run.code == 1
    assert run.findings == [
        {
            "code": "PG401",
            "severity": "error",
            "message": "stage shares sum to 105%, not 100%",
            "hint": "change the shares (初期 25%, 中期 60%, 后期 20%) so that they add up to 100%",
            "file": "content/acme/02-delivery.yaml",
            "line": 8,
            "column": 27,
        }
    ]
    assert run.err == ""


def test_all_plans_are_checked_by_default_and_named_ones_alone(workshop: Workshop) -> None:
    assert workshop.run("new", "beta", "--template", "small").code == 0
    everything = workshop.run("check", "--format", "json")
    assert everything.code == 1
    assert {finding["file"].split("/")[1] for finding in everything.findings} == {"beta"}
    assert workshop.run("check", "acme").code == 0
    assert workshop.run("check", "acme", "acme").err.startswith("1 plans")


def test_hidden_and_put_away_folders_are_no_plans(workshop: Workshop) -> None:
    for name in (".old", "_archive"):
        (workshop.root / "content" / name).mkdir()
    (workshop.root / "content" / "notes.txt").write_text("not a folder")
    run = workshop.run("check")
    assert (run.code, run.err) == (0, "1 plans, 0 errors, 0 warnings\n")
    assert workshop.run("check", "_archive").code == 2


def test_everything_wrong_is_found_in_one_run(workshop: Workshop) -> None:
    workshop.edit("01-direction.yaml", "利润偏薄", "利润XX")
    workshop.edit("01-direction.yaml", "baseline: 46.5%", "baseline: 高")
    workshop.edit("02-delivery.yaml", "share: 55%", "share: 60%")
    workshop.edit("02-delivery.yaml", "数据部: A/R", "数据部: R")
    workshop.edit("facts.yaml", "status: verified", "status: checked")
    codes = [finding["code"] for finding in workshop.run("check", "--format", "json").findings]
    assert codes == ["PG102", "PG006", "PG401", "PG404", "PG006"]


# --- status ----------------------------------------------------------------------------------------------------------


def test_status_counts_filled_flagged_and_missing(workshop: Workshop) -> None:
    flagged(workshop)
    workshop.edit(
        "02-delivery.yaml",
        '  text: 总投入{{ value("budget.total") }}，分段拨付，见{{ ref("money.budget") }}。',
        "  text:",
    )
    run = workshop.run("status", "--format", "json")
    (plan,) = json.loads(run.out)
    assert run.code == 0
    assert {key: plan[key] for key in ("name", "title", "filled", "flagged", "missing")} == {
        "name": "acme",
        "title": "安可公司三年方案",
        "filled": 11,
        "flagged": 1,
        "missing": 1,
    }
    direction, delivery = plan["chapters"]
    assert (direction["number"], direction["title"], direction["filled"]) == ("一、", "战略方向", 7)
    assert [section["number"] for section in direction["sections"]] == ["", "1.1", "1.2"]
    assert [(s["id"], s["filled"], s["flagged"], s["missing"]) for s in delivery["sections"]] == [
        ("delivery.money", 1, 0, 1),
        ("delivery.work", 2, 0, 0),
        ("delivery.risks", 1, 1, 0),
    ]
    assert plan["characters"] == sum(chapter["characters"] for chapter in plan["chapters"])
    assert direction["characters"] == sum(section["characters"] for section in direction["sections"]) > 100


def test_placeholder_text_counts_as_missing(workshop: Workshop) -> None:
    workshop.edit("02-delivery.yaml", "成立项目组", "成立XX组")
    (plan,) = json.loads(workshop.run("status", "--format", "json").out)
    assert (plan["filled"], plan["missing"]) == (12, 1)
    assert plan["chapters"][1]["sections"][2]["missing"] == 1


def test_status_draws_bars_of_one_width(workshop: Workshop) -> None:
    flagged(workshop)
    run = workshop.run("status")
    lines = run.out.splitlines()
    assert all(sum(line.count(mark) for mark in "█▒·") == 20 for line in lines)
    (risks,) = [line for line in lines if "2.3 风险" in line]
    assert "██████████▒▒▒▒▒▒▒▒▒▒  1/2  1 flagged" in risks
    assert lines[0].startswith("acme  安可公司三年方案")


@pytest.mark.parametrize(
    ("filled", "flagged", "missing", "bar"),
    [
        (100, 0, 0, "█" * 20),
        (99, 1, 0, "█" * 19 + "▒"),
        (99, 0, 1, "█" * 19 + "·"),
        (60, 1, 39, "█" * 12 + "▒" + "·" * 7),
        (0, 0, 9, "·" * 20),
    ],
)
def test_a_bar_is_full_only_where_nothing_is_open(filled: int, flagged: int, missing: int, bar: str) -> None:
    line = status_text(PlanStatus("p", "t", filled, flagged, missing, 0, ()))
    assert f" {bar}  {filled}/{filled + flagged + missing}" in line


def test_status_of_a_plan_that_cannot_be_read_says_why(workshop: Workshop) -> None:
    workshop.edit("plan.yaml", "title:", "titel:")
    run = workshop.run("status")
    assert run.code == 1
    assert "content/acme/plan.yaml:2:1: PG203 there is no field titel here" in run.err


# --- build -----------------------------------------------------------------------------------------------------------


def test_a_new_plan_builds_as_a_draft_that_shows_its_gaps(workshop: Workshop) -> None:
    workshop.run("new", "beta", "--template", "small")
    run = workshop.run("build", "beta", "--to", "docx,html")
    assert run.code == 0
    word = docx_text((workshop.root / "output" / "beta" / "beta.docx").read_bytes())
    page = html_text((workshop.root / "output" / "beta" / "beta.html").read_bytes())
    for text in (word, page):
        assert "草稿" in text
        assert text.count("本处为必填内容，尚未提供") == 2 * 11  # in its place and in the list of open items
        assert not list(find_placeholders(text))


def test_build_ends_with_paths_and_time(workshop: Workshop) -> None:
    run = workshop.run("build", "acme", "--to", "html,docx")
    folder = workshop.root / "output" / "acme"
    assert run.code == 0
    assert run.out.splitlines()[:2] == [str(folder / "acme.html"), str(folder / "acme.docx")]
    assert run.out.splitlines()[2].startswith("Word contents: no page numbers (not asked for)")
    assert run.out.splitlines()[3].startswith("acme: built in ")
    assert run.err == ""  # no progress in a pipe
    assert sorted(workshop.files()) == ["output/acme/acme.docx", "output/acme/acme.html"]


def test_build_takes_another_folder(workshop: Workshop, tmp_path: Path) -> None:
    run = workshop.run("build", "acme", "--to", "html", "--out", str(tmp_path / "new" / "folder"))
    assert run.code == 0
    assert (tmp_path / "new" / "folder" / "acme.html").is_file()
    assert not (workshop.root / "output").exists()


def test_a_release_says_nothing_of_a_draft(workshop: Workshop) -> None:
    assert workshop.run("build", "acme", "--to", "html", "--release").code == 0
    text = html_text((workshop.root / "output" / "acme" / "acme.html").read_bytes())
    assert "草稿" not in text
    assert "待办" not in text


@pytest.mark.parametrize("value", ["", "pptx", "docx,pptx", ","])
def test_an_unknown_format_is_refused(workshop: Workshop, value: str) -> None:
    run = workshop.run("build", "acme", "--to", value)
    assert run.code == 2
    assert "choose among docx, pdf, html" in run.err


def test_a_refused_release_leaves_old_files_as_they_are(workshop: Workshop) -> None:
    assert workshop.run("build", "acme", "--to", "html,docx", "--release").code == 0
    before = workshop.files()
    flagged(workshop)
    run = workshop.run("build", "acme", "--to", "html,docx", "--release")
    assert run.code == 1
    assert "PG104" in run.err
    assert "acme: not built, no file was changed" in run.err
    assert run.out == ""
    assert workshop.files() == before


def test_a_refused_release_makes_no_folder(workshop: Workshop) -> None:
    workshop.run("new", "beta", "--template", "small")
    assert workshop.run("build", "beta", "--to", "html", "--release").code == 1
    assert not (workshop.root / "output").exists()


def test_one_refused_plan_does_not_stop_the_others(workshop: Workshop) -> None:
    workshop.run("new", "beta", "--template", "small")
    run = workshop.run("build", "--to", "html", "--release")
    assert run.code == 1
    assert list(workshop.files()) == ["output/acme/acme.html"]


def test_the_same_input_makes_the_same_bytes(workshop: Workshop, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        workshop.run("build", "acme", "--to", "html,docx", "--out", str(tmp_path / folder))
    for name in ("acme.html", "acme.docx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_draft_with_a_flag_shows_it(workshop: Workshop) -> None:
    flagged(workshop)
    run = workshop.run("build", "acme", "--to", "html,docx", "--today", TODAY.isoformat())
    assert run.code == 0
    assert "see them with: plangen check acme" in run.out
    for name, read in (("acme.html", html_text), ("acme.docx", docx_text)):
        text = read((workshop.root / "output" / "acme" / name).read_bytes())
        assert text.count("等待客户确认") >= 2  # at its place and in the list of open items
        assert "项目经理" in text


# --- tree, doctor, the program itself --------------------------------------------------------------------------------


def test_the_tree_is_json_that_reads_back(workshop: Workshop) -> None:
    run = workshop.run("tree", "acme")
    data = json.loads(run.out)
    assert run.code == 0
    assert to_json(from_json(data)) == data
    assert data["meta"]["draft"] is True
    assert "draft" not in json.loads(workshop.run("tree", "acme", "--release").out)["meta"]


def test_the_tree_of_an_incomplete_plan_has_gaps(workshop: Workshop) -> None:
    workshop.run("new", "beta", "--template", "small")
    document = from_json(json.loads(workshop.run("tree", "beta").out))
    assert len(list(query(document, Gap))) == 11


def test_the_tree_of_an_unreadable_plan_is_its_findings(workshop: Workshop) -> None:
    workshop.path("plan.yaml").unlink()
    run = workshop.run("tree", "acme")
    assert (run.code, run.out) == (1, "")
    assert "content/acme/plan.yaml:1:1: PG012 the file does not exist" in run.err


def test_the_doctor_names_everything_it_looks_at(workshop: Workshop) -> None:
    run = workshop.run("doctor")
    assert run.code == 0
    names = [line.split(":")[0].strip("✓–✗ ") for line in run.out.splitlines() if not line.startswith(" ")]
    assert names == ["Python", "Pango", "Fonts", "LibreOffice", "Workspace", "content/", "output/"]


def test_help_and_version_read_well() -> None:
    shown = CliRunner().invoke(commands, ["--help"]).output
    assert all(f"  {name} " in shown for name in ("new", "check", "status", "build", "tree", "doctor"))
    assert CliRunner().invoke(commands, ["--version"]).output == f"plangen, version {__version__}\n"


def plangen(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a shell would."""
    return subprocess.run(
        [sys.executable, "-m", "plangen", *arguments],
        cwd=cwd,
        env={**os.environ, "PLANGEN_LANG": "en", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_all_three_formats_from_the_shell(workshop: Workshop) -> None:
    done = plangen("build", "acme", "--to", "docx,pdf,html", "--release", cwd=workshop.root / "content" / "acme")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [Path(line.split("  ")[0]).name for line in lines[:3]] == ["acme.docx", "acme.pdf", "acme.html"]
    assert lines[1].endswith(" pages")
    assert (workshop.root / "output" / "acme" / "acme.pdf").read_bytes().startswith(b"%PDF-")


def test_exit_codes_from_the_shell(workshop: Workshop) -> None:
    assert plangen("check", cwd=workshop.root).returncode == 0
    workshop.edit("02-delivery.yaml", "share: 55%", "share: 60%")
    assert plangen("check", cwd=workshop.root).returncode == 1
    assert plangen("check", "nope", cwd=workshop.root).returncode == 2
    unknown = plangen("chekc", cwd=workshop.root)
    assert unknown.returncode == 2
    assert "Traceback" not in unknown.stderr


def test_check_imports_no_writer(workshop: Workshop) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from plangen.cli import commands\n"
        "assert CliRunner().invoke(commands, ['check']).exit_code == 0\n"
        "print([name for name in ('weasyprint', 'docx', 'lxml', 'uharfbuzz') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=workshop.root, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
