"""A new plan: what it holds, and what it never overwrites."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.workshop import Workshop


def test_a_new_plan_parses_and_is_missing_everything(workshop: Workshop) -> None:
    run = workshop.run("new", "beta", "--template", "small", "--client", '甲"乙\\公司', "--title", "新方案")
    assert run.code == 0
    assert str(workshop.root / "content" / "beta") in run.out
    assert "plangen status beta" in run.out
    written = sorted(path.name for path in (workshop.root / "content" / "beta").iterdir())
    assert written == ["01-direction.yaml", "02-delivery.yaml", "facts.yaml", "plan.yaml"]

    (plan,) = json.loads(workshop.run("status", "beta", "--format", "json").out)
    assert (plan["filled"], plan["flagged"], plan["missing"], plan["title"]) == (0, 0, 11, "新方案")
    examination = workshop.examine("beta")
    assert examination.plan is not None
    assert examination.plan.spec.client == '甲"乙\\公司'

    found = workshop.run("check", "beta", "--format", "json").findings
    assert [finding["message"].split()[0] for finding in found] == [
        *("direction.background.text", "direction.background.market", "direction.background.trends.text"),
        *("direction.targets.goals", "direction.targets.scorecard", "delivery.money.text", "delivery.money.budget"),
        *("delivery.work.roadmap", "delivery.work.roles", "delivery.risks.register", "delivery.risks.steps"),
    ]
    assert {finding["code"] for finding in found} == {"PG101"}


def test_each_gap_of_a_new_plan_is_reported_at_its_own_key(workshop: Workshop) -> None:
    workshop.run("new", "beta", "--template", "small")
    for finding in workshop.run("check", "beta", "--format", "json").findings:
        line = (workshop.root / finding["file"]).read_text("utf-8").splitlines()[finding["line"] - 1]
        name = finding["message"].split()[0].rpartition(".")[2]
        assert line[finding["column"] - 1 :] == f"{name}:"


def test_the_guidance_of_a_new_plan_fills_its_slots_when_uncommented(workshop: Workshop) -> None:
    workshop.run("new", "beta", "--template", "small")
    text = (workshop.root / "content" / "beta" / "02-delivery.yaml").read_text("utf-8")
    assert "  # 投入原则与节奏（正文，Markdown，必填，不少于10字）\n  text:\n" in text
    assert "  #   total: 1.2亿元\n" in text
    assert "  # 九十天内的动作（列表，必填，至少2条）\n" in text
    lines = text.splitlines()
    start = lines.index("  #   total: 1.2亿元")
    end = lines.index("  budget:")
    example = [f"  {line.replace('#', ' ', 1)}" for line in lines[start:end]]
    path = workshop.root / "content" / "beta" / "02-delivery.yaml"
    path.write_text("\n".join([*lines[: end + 1], *(line[2:] for line in example), *lines[end + 1 :]]), "utf-8")
    codes = {f["code"]: f["line"] for f in workshop.run("check", "beta", "--format", "json").findings}
    assert codes["PG102"] == end + 2  # an example taken over as it is counts as untouched


def test_new_refuses_to_overwrite(workshop: Workshop) -> None:
    before = workshop.files("content")
    for name in ("acme", "ACME", "Acme"):
        run = workshop.run("new", name, "--template", "small")
        assert run.code == 2
        assert "there is a plan 'acme' already" in run.err
    assert workshop.files("content") == before


def test_new_refuses_a_file_in_the_way(workshop: Workshop) -> None:
    (workshop.root / "content" / "beta").write_text("mine")
    run = workshop.run("new", "beta", "--template", "small")
    assert run.code == 2
    assert "exists already" in run.err
    assert (workshop.root / "content" / "beta").read_text() == "mine"


@pytest.mark.parametrize("name", ["a/b", "..", "", "con", "-x", "a b", "x" * 65])
def test_new_refuses_a_name_that_is_no_folder_everywhere(workshop: Workshop, name: str) -> None:
    before = workshop.files(".")
    run = workshop.run("new", "--template", "small", "--", name)
    assert run.code == 2
    assert "cannot be the name of a plan" in run.err
    assert workshop.files(".") == before


def test_new_on_a_full_disk_leaves_no_trace(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = workshop.files(".")
    monkeypatch.setattr(shutil, "move", full)
    run = workshop.run("new", "beta", "--template", "small")
    assert run.code == 2
    assert f"{workshop.root / 'content' / 'beta'} cannot be written: No space left on device" in run.err
    assert workshop.files(".") == before


def test_new_with_an_unknown_pack_names_the_near_one(workshop: Workshop) -> None:
    run = workshop.run("new", "beta", "--template", "smal")
    assert run.code == 2
    assert "there is no template pack 'smal'" in run.err
    assert "did you mean small?" in run.err
    assert not (workshop.root / "content" / "beta").exists()


def test_new_with_a_faulty_pack_writes_nothing(workshop: Workshop) -> None:
    workshop.edit("templates/small/chapters/02-delivery.md.j2", "type: raci", "type: rasci")
    run = workshop.run("new", "beta", "--template", "small")
    assert run.code == 1
    assert "templates/small/chapters/02-delivery.md.j2:14:21: PG006" in run.err
    assert "did you mean raci?" in run.err
    assert not (workshop.root / "content" / "beta").exists()
    assert not list((workshop.root / "content").glob(".new-*"))
