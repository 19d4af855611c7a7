"""Weighted criteria: weights that sum to 100 %, a score of 1 to 5 for each, and the weighted mean of them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches

from plangen.messages import listed
from plangen.model import Fault
from plangen.quantities import percent_text

BEST = 5  # scores go from 1, weak, to 5, strong


def check_weights(criteria: Sequence[tuple[str, Decimal]]) -> Iterator[Fault]:
    """Yield PG401 unless the weights of named criteria sum to 100 %."""
    total = sum((weight for _, weight in criteria), Decimal(0))
    if criteria and total != 100:
        weights = listed(f"{name} {percent_text(weight)}" for name, weight in criteria)
        message = "weights sum to {total}, not 100%"
        hint = "change the weights ({weights}) so that they add up to 100%"
        path = ("criteria", len(criteria) - 1, "weight")
        yield Fault("PG401", path, message, hint, {"total": percent_text(total), "weights": weights})


def check_scores(
    scores: Mapping[str, int], criteria: Sequence[str], path: tuple[str | int, ...], name: str
) -> Iterator[Fault]:
    """Yield a fault for each score of a criterion there is none of, and one where criteria have no score."""
    meant: set[str] = set()  # criteria that a misspelt key stands for
    for criterion in scores:
        if criterion not in criteria:
            near = get_close_matches(criterion, criteria, 1)
            meant.update(near)
            hint = "did you mean {near}?" if near else "known here: {known}"
            known = listed(dict.fromkeys(criteria))
            values = {"criterion": criterion, "near": near[0] if near else "", "known": known}
            message = "criteria: does not list {criterion}"
            yield Fault("PG201", (*path, criterion), message, hint, values, key=True)
    if missing := [criterion for criterion in criteria if criterion not in scores and criterion not in meant]:
        message = "{name} has no score for {missing}"
        hint = "write a score of 1 to 5 for each criterion"
        yield Fault("PG007", path, message, hint, {"name": name, "missing": listed(missing)})


def weighted_mean(scores: Mapping[str, int], weights: Sequence[tuple[str, Decimal]]) -> Decimal | None:
    """Return the weighted mean of scores on their own scale of 1 to 5; None where one is missing.

    It is divided by the sum of the weights, so that it stays on the scale while the weights are being mended.
    """
    total = sum((weight for _, weight in weights), Decimal(0))
    if total <= 0 or any(criterion not in scores for criterion, _ in weights):
        return None
    return sum((weight * scores[criterion] for criterion, weight in weights), Decimal(0)) / total
