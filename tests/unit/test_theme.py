"""What a theme may say, and how it is told when it says something else."""

from __future__ import annotations

from typing import get_args

import pytest
import yaml

from plangen.fonts import FAMILIES
from plangen.theme import Family, Theme
from tests.workshop import Workshop, places

THEME = "templates/small/theme/theme.yaml"


def test_the_families_a_theme_may_name_are_the_ones_that_can_be_prepared() -> None:
    assert set(get_args(Family)) == set(FAMILIES)


def test_every_key_may_be_left_out() -> None:
    assert Theme.model_validate({}) == Theme()


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("colors: {accent: red}\n", "PG006 templates/small/theme/theme.yaml:1:18", 'write it as "#12395B"'),
        ("fonts: {body: 宋体}\n", "PG006 templates/small/theme/theme.yaml:1:15", "Noto Sans SC"),
        ("sizes: {body: big}\n", "PG006 templates/small/theme/theme.yaml:1:15", "such as 10.5"),
        ("sizes: {bodi: 10}\n", "PG203 templates/small/theme/theme.yaml:1:9", "did you mean body?"),
        ('colors: {series: ["#12395B"]}\n', "PG006 templates/small/theme/theme.yaml:1:18", "add the missing entries"),
        (
            f"colors: {{series: [{', '.join(['red'] * 8)}]}}\n".replace("red", '"#12395B"', 7),
            "PG006 templates/small/theme/theme.yaml:1:96",
            'write it as "#12395B"',
        ),
        ("page: {top: 500}\n", "PG006 templates/small/theme/theme.yaml:1:13", "correct the number"),
    ],
)
def test_a_wrong_value_is_found_at_its_place(workshop: Workshop, text: str, at: str, words: str) -> None:
    path = workshop.path(THEME)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    found = workshop.examine().diagnostics
    assert places(found) == [at]
    assert words in found[0].message + found[0].hint


def test_what_the_theme_says_is_in_both_formats(workshop: Workshop) -> None:
    path = workshop.path(THEME)
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump({"colors": {"accent": "#AB12CD"}}), "utf-8")
    run = workshop.run("build", "acme", "--to", "html")
    assert run.code == 0
    assert "#AB12CD" in (workshop.root / "output" / "acme" / "acme.html").read_text("utf-8")
