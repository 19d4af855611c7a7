"""The two looks of a page: whatever the brand's colours are, what is text is read on what it stands on."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.charts.palette import READABLE, contrast, palette
from plangen.charts.svg import draw
from plangen.render.screen.look import STANDS_ON, TONES, by_day, by_night, night_theme
from plangen.render.screen.oklch import SEEN, color_at, lightness_chroma_hue, readable
from plangen.theme import Colors, Theme
from tests.charts.color import difference, seen
from tests.charts.kinds import KINDS

colors = st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: "#{:02X}{:02X}{:02X}".format(*parts))
BRANDS = ("#12395B", "#8A1C2B", "#FFD400", "#00A651", "#7F7F7F", "#000000", "#FFFFFF", "#FF00FF", "#0000FF")


def branded(accent: str, soft: str | None = None, highlight: str | None = None) -> Theme:
    more = {"accent_soft": soft, "highlight": highlight}
    return Theme(colors=Colors(accent=accent, **{name: color for name, color in more.items() if color}))


def faint(look: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (role, on) for role, grounds in STANDS_ON.items() for on in grounds if contrast(look[role], look[on]) < READABLE
    ]


@given(colors)
def test_every_accent_is_read_in_both_looks(accent: str) -> None:
    theme = branded(accent)
    for look in (by_day(theme), by_night(theme)):
        assert faint(look) == []
        for edge, ground in (("flag-edge", "flag"), ("gap-edge", "gap"), ("control", "paper")):
            assert contrast(look[edge], look[ground]) >= SEEN


@given(colors, colors, colors)
def test_by_night_no_colour_of_a_theme_is_a_fault(accent: str, soft: str, highlight: str) -> None:
    theme = branded(accent, soft, highlight)
    assert faint(by_night(theme)) == []


@given(colors)
def test_every_series_of_a_chart_is_seen_by_night(accent: str) -> None:
    theme = night_theme(branded(accent))
    assert all(contrast(color, theme.colors.paper) >= READABLE for color in theme.colors.series)


def test_by_day_the_theme_is_left_as_it_is_where_it_is_read() -> None:
    colors, look = Theme().colors, by_day(Theme())
    for role in ("paper", "ink", "muted", "accent", "rule", "highlight", *TONES, "flag", "gap"):
        assert look[role] == getattr(colors, role)
    assert (look["band"], look["on-band"]) == (colors.accent, colors.paper)


def test_by_night_paper_is_dark_and_grades_are_told_apart() -> None:
    look = by_night(Theme())
    assert lightness_chroma_hue(look["paper"])[0] < 0.25
    for one, other in combinations((*TONES, "paper"), 2):
        assert difference(seen(look[one]), seen(look[other])) > 8
        assert difference(seen(look[one], "deuteranopia"), seen(look[other], "deuteranopia")) > 5


@pytest.mark.parametrize("deficiency", ["none", "protanopia", "deuteranopia"])
def test_by_night_series_of_one_chart_are_told_apart(deficiency: str) -> None:
    found = palette(night_theme(Theme()))
    for count in range(2, 5):
        for one, other in combinations(found.take(count), 2):
            apart = (
                sum((a - b) ** 2 for a, b in zip(seen(one, deficiency), seen(other, deficiency), strict=True)) ** 0.5
            )
            assert apart > 10, (count, one, other)


@pytest.mark.parametrize("accent", BRANDS)
def test_a_drawing_has_the_same_shapes_in_both_looks(accent: str) -> None:
    theme = branded(accent)
    for chart in KINDS.values():
        assert (draw(chart, theme, "zh", 440) is None) == (draw(chart, night_theme(theme), "zh", 440) is None)


# --- colours ---------------------------------------------------------------------------------------------------------


@given(colors)
def test_a_colour_is_found_again(color: str) -> None:
    assert color_at(*lightness_chroma_hue(color)) == color


@given(st.floats(0.1, 1), st.floats(0, 0.4), st.floats(0, 360))
def test_what_no_screen_shows_keeps_its_lightness_and_hue(lightness: float, chroma: float, hue: float) -> None:
    found, left, turned = lightness_chroma_hue(color_at(lightness, chroma, hue))
    assert found == pytest.approx(lightness, abs=0.03)
    assert left <= chroma + 0.02
    if left > 0.05:
        assert abs((turned - hue + 180) % 360 - 180) < 8


@given(colors, st.lists(colors, min_size=1, max_size=1))
def test_any_colour_can_be_read_on_any_ground(color: str, grounds: list[str]) -> None:
    found = readable(color, grounds)
    assert contrast(found, grounds[0]) >= READABLE
    if contrast(color, grounds[0]) >= READABLE:
        assert found == color


def test_a_colour_that_cannot_be_read_everywhere_becomes_black_or_white() -> None:
    assert readable("#777777", ("#000000", "#FFFFFF")) in {"#000000", "#FFFFFF"}
