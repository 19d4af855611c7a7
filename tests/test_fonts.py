from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plangen.fonts import FontError, FontFile, cache_folder, missing_characters, prepare_fonts, subset


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def fonts(cache: Path) -> tuple[FontFile, ...]:
    return prepare_fonts(["Noto Sans SC", "Noto Sans SC"], cache)


def test_a_family_has_a_regular_and_a_bold_file(fonts: tuple[FontFile, ...]) -> None:
    assert [(font.family, font.weight) for font in fonts] == [("Noto Sans SC", 400), ("Noto Sans SC", 700)]
    assert all(font.path.stat().st_size > 5_000_000 for font in fonts)
    assert not list(fonts[0].path.parent.glob(".new-*"))


def test_an_unknown_family_names_the_known_ones() -> None:
    with pytest.raises(FontError, match=r"Comic Sans.*known: Noto Sans SC"):
        prepare_fonts(["Comic Sans"])


def test_rare_characters_are_there_and_emoji_are_not(fonts: tuple[FontFile, ...]) -> None:
    assert missing_characters(fonts, "翀祎垚珺 “—…”①≥\n\t\u200b\u3000") == []
    assert missing_characters(fonts, "好\U0001f600\U0001f4a9\U0001f600") == ["\U0001f600", "\U0001f4a9"]


def test_missing_characters_are_found_fast(fonts: tuple[FontFile, ...]) -> None:
    text = "公司现有门店四百二十家，" * 5000
    missing_characters(fonts, text)
    started = time.perf_counter()
    missing_characters(fonts, text)
    assert time.perf_counter() - started < 0.05


def test_a_subset_is_small_and_stable(fonts: tuple[FontFile, ...]) -> None:
    first = subset(fonts[0], set("规划翀abc"))
    assert first == subset(fonts[0], frozenset("cba翀划规"))
    assert 1_000 < len(first) < 20_000


@pytest.mark.parametrize("harm", ["truncated", "changed", "absent", "manifest", "coverage"])
def test_a_broken_cache_is_made_again(harm: str, cache: Path, fonts: tuple[FontFile, ...]) -> None:
    path = fonts[1].path
    whole = path.read_bytes()
    match harm:
        case "truncated":
            path.write_bytes(whole[:1000])
        case "changed":
            path.write_bytes(bytes(4) + whole[4:])
            later = time.time() + 5
            os.utime(path, (later, later))
        case "absent":
            path.unlink()
        case "manifest":
            (path.parent / "manifest.json").write_text("{")
        case _:
            (path.parent / "coverage.txt").unlink()
    assert prepare_fonts(["Noto Sans SC"], cache) == fonts
    assert path.read_bytes() == whole
    assert (path.parent / "coverage.txt").exists()


def test_a_cache_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "fonts").write_text("a file where a folder belongs")
    with pytest.raises(FontError, match="PLANGEN_CACHE"):
        prepare_fonts(["Noto Sans SC"], tmp_path)


def test_the_environment_names_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANGEN_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_a_warm_start_loads_no_font_library(cache: Path, fonts: tuple[FontFile, ...]) -> None:
    program = (
        "import sys; from pathlib import Path; from plangen.fonts import prepare_fonts, missing_characters\n"
        "fonts = prepare_fonts(['Noto Sans SC'], Path(sys.argv[1])); missing_characters(fonts, '字')\n"
        "assert not {'uharfbuzz', 'fontTools'} & set(sys.modules)"
    )
    root = str(Path(__file__).parents[1])
    subprocess.run([sys.executable, "-c", program, str(cache)], env={**os.environ, "PYTHONPATH": root}, check=True)
