"""Which figures of Chinese prose have to say where they come from: a corpus, sentence by sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from plangen.rules.claims import claims

CORPUS = yaml.safe_load((Path(__file__).parent / "figures.yaml").read_text("utf-8"))


@pytest.mark.parametrize("sentence", CORPUS["warn"])
def test_a_claim_is_found(sentence: str) -> None:
    found = list(claims(sentence))
    assert [claim.text for claim in found] == CORPUS["warn"][sentence]
    assert all(sentence[claim.start :].startswith(claim.text) for claim in found)


@pytest.mark.parametrize("sentence", CORPUS["pass"])
def test_what_claims_nothing_is_left_alone(sentence: str) -> None:
    assert [claim.text for claim in claims(sentence)] == []


def test_the_corpus_is_large() -> None:
    assert len(CORPUS["warn"]) >= 60
    assert len(CORPUS["pass"]) >= 60
