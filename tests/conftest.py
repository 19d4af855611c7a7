"""Options of the test run, and what every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from plangen.messages import set_language
from tests.workshop import Workshop, small

settings.register_profile(
    "plangen",
    deadline=None,
    derandomize=True,  # the same run, the same result
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("plangen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the tests produce into the golden files, to be reviewed",
    )


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Messages are in English, whatever the machine speaks and whatever an earlier test chose."""
    monkeypatch.setenv("PLANGEN_LANG", "en")
    set_language("en")
    yield
    set_language("en")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Return a workspace of its own with the small plan, complete and without findings."""
    return small(tmp_path)
