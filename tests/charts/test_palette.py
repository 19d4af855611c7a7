from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from plangen.charts.palette import BLACK, contrast, palette
from plangen.theme import Theme
from tests.charts.color import DEFICIENCIES, difference, lightness, seen

COLORS = palette(Theme())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#FFFFFF", "#000000", 21.0),
        ("#777777", "#FFFFFF", 4.48),  # the well-known grey that just misses 4.5
        ("#FF0000", "#FFFFFF", 4.00),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # pairs 1, 7 and 13 of the test data of Sharma, Wu and Dalal (2005)
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ],
)
def test_the_difference_of_colors_is_ciede2000(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert difference(one, other) == pytest.approx(expected, abs=0.0001)


def test_every_series_is_seen_on_paper() -> None:
    assert all(contrast(color, COLORS.paper) >= 3 for color in COLORS.series)


@pytest.mark.parametrize("deficiency", sorted(DEFICIENCIES))
def test_every_two_series_are_told_apart_by_every_reader(deficiency: str) -> None:
    closest = min(
        difference(seen(one, deficiency), seen(other, deficiency)) for one, other in combinations(COLORS.series, 2)
    )
    assert closest > 10


@pytest.mark.parametrize(
    ("count", "least"),
    [(2, 35), (3, 15), (4, 10), (5, 4.5), (6, 4.5), (7, 4.5), (8, 4.5)],  # of 100; 2.3 is just noticeable
)
def test_series_run_from_dark_to_light_in_black_and_white_print(count: int, least: float) -> None:
    taken = COLORS.take(count)
    assert len(set(taken)) == count
    assert all(lightness(light) - lightness(dark) > least for dark, light in pairwise(taken))


def test_a_ninth_series_begins_again() -> None:
    assert COLORS.take(10) == (*COLORS.series, *COLORS.series[:2])
    assert COLORS.take(0) == ()


def test_rise_fall_and_total_are_told_apart_without_color() -> None:
    dark, middle, light = map(lightness, (COLORS.total, COLORS.fall, COLORS.rise))
    assert middle - dark > 15
    assert light - middle > 15


def test_text_is_read_on_every_fill() -> None:
    assert COLORS.on(COLORS.series[0]) == COLORS.paper
    assert COLORS.on(COLORS.series[7]) == COLORS.ink
    fills = (*COLORS.series, *COLORS.tones.values(), COLORS.paper, COLORS.soft)
    assert all(contrast(COLORS.on(fill), fill) >= 4.5 for fill in fills)
    # between the two neither paper nor ink is enough, and black is
    assert COLORS.on(COLORS.series[6]) == BLACK


def test_words_in_a_series_color_are_read_on_paper() -> None:
    assert COLORS.word(COLORS.series[0]) == COLORS.series[0]
    assert all(contrast(COLORS.word(color), COLORS.paper) >= 4.5 for color in COLORS.series)
    darkened = seen(COLORS.word(COLORS.series[7]))
    assert difference(darkened, seen(COLORS.series[7])) < 20
