"""What ``plangen new`` shows beside the blocks of an English plan."""

from __future__ import annotations

import re
from datetime import date

import pytest

from plangen.blocks import BLOCKS
from plangen.examples import example
from plangen.model import Horizon, Surroundings
from plangen.quantities import stated_text
from tests.blocks.reading import from_yaml

AROUND = Surroundings("en", Horizon(date(2026, 1, 1), date(2028, 12, 31)))


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_an_english_example_that_holds(name: str) -> None:
    text = example(name, "en")
    assert not re.search(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]", text)
    assert list(from_yaml(name, text).check(AROUND)) == []


@pytest.mark.parametrize("name", BLOCKS)
def test_the_english_example_shows_the_fields_that_the_chinese_one_shows(name: str) -> None:
    chinese, english = from_yaml(name, example(name, "zh")), from_yaml(name, example(name, "en"))
    assert english.model_fields_set >= chinese.model_fields_set


def test_a_language_without_examples_shows_those_of_the_blocks() -> None:
    assert example("goals", "zh") == BLOCKS["goals"].example


def test_a_model_is_written_as_precisely_as_its_amounts_once_they_are_large() -> None:
    written = example("financial_model", "en")
    assert stated_text(from_yaml("financial_model", written).values("en")["revenue.2028"], "en") == "EUR 112.0 million"
    finer = written.replace('"68.0"', '"68.04"')
    assert stated_text(from_yaml("financial_model", finer).values("en")["revenue.2028"], "en") == "EUR 112.04 million"
    smaller = written.replace('"68.0"', '"50.0"')
    assert stated_text(from_yaml("financial_model", smaller).values("en")["revenue.2028"], "en") == "EUR 94.00 million"
