"""Networks of tasks: cycles, order, early and late dates.

The critical path method is that of J. E. Kelley and M. R. Walker, "Critical-Path Planning and Scheduling" (Proceedings
of the Eastern Joint Computer Conference, 1959): a pass forward gives the earliest finish of each task, a pass backward
from the last finish the latest one, and what lies between the two is the task's total float.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

Graph = Mapping[str, tuple[str, ...]]
"""The names that each name waits for; a name that is no key of the graph is left alone."""

MOST_GUESSES = 20


def nearest(wanted: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """Return for each name that is not known the closest one that is.

    Nothing is guessed for many at once: then it is no slip of the pen, and to compare all with all takes long.
    """
    missing = [name for name in dict.fromkeys(wanted) if name not in known]
    if len(missing) > MOST_GUESSES:
        return {}
    close = {name: get_close_matches(name, known, 1) for name in missing}
    return {name: found[0] for name, found in close.items() if found}


def find_cycles(graph: Graph) -> list[tuple[str, ...]]:
    """Return cycles, as ids in order of dependency with the first repeated at the end.

    Of those that one dependency closes only the first is told: to remove it opens all of them.
    """
    cycles: list[tuple[str, ...]] = []
    done: set[str] = set()
    for root in graph:
        if root in done:
            continue
        trail = {root: 0}  # the names from the root to here, with their place
        stack: list[tuple[str, Iterator[str]]] = [(root, _known(graph, root))]
        while stack:
            node, following = stack[-1]
            for other in following:
                if other in trail:
                    names = list(trail)[trail[other] :]
                    cycles.append((*names, other))
                elif other not in done:
                    trail[other] = len(trail)
                    stack.append((other, _known(graph, other)))
                    break
            else:
                done.add(node)
                del trail[node]
                stack.pop()
    first = {cycle[:2]: cycle for cycle in reversed(cycles)}
    return list(reversed(first.values()))


def _known(graph: Graph, node: str) -> Iterator[str]:
    return (other for other in dict.fromkeys(graph[node]) if other in graph)


def in_order(graph: Graph) -> tuple[str, ...]:
    """Return the names so that each comes after all it waits for; nothing where some wait for each other."""
    missing = {node: sum(1 for _ in _known(graph, node)) for node in graph}
    followers = follow(graph)
    ready = [node for node, count in missing.items() if count == 0]
    for node in ready:  # grows while it is read
        for other in followers[node]:
            missing[other] -= 1
            if missing[other] == 0:
                ready.append(other)
    return tuple(ready) if len(ready) == len(graph) else ()


def follow(graph: Graph) -> dict[str, list[str]]:
    """Return for each name those that wait for it directly."""
    followers: dict[str, list[str]] = {node: [] for node in graph}
    for node in graph:
        for other in _known(graph, node):
            followers[other].append(node)
    return followers


def count_followers(graph: Graph) -> dict[str, int]:
    """Return how many names wait for each, directly or through others; with a cycle only the direct ones count."""
    followers = follow(graph)
    order = in_order(graph)
    if not order:
        return {node: len(others) for node, others in followers.items()}
    bits = {node: 1 << number for number, node in enumerate(order)}
    behind: dict[str, int] = {}
    for node in reversed(order):
        behind[node] = 0
        for other in followers[node]:
            behind[node] |= bits[other] | behind[other]
    return {node: behind[node].bit_count() for node in graph}


@dataclass(frozen=True, slots=True)
class Activity:
    """A task as the critical path method sees it: the day it is planned to start, how many days it takes.

    ``after`` names what has to be finished on an earlier day.
    """

    start: int
    days: int
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """The chain of tasks that holds the last finish, in order, and by how many days each task may slip (total float).

    A task may slip when all that follows it can still be finished by the last finish of all. Planned starts count as
    the earliest ones.
    """

    critical: tuple[str, ...]
    floats: Mapping[str, int]


def schedule(activities: Mapping[str, Activity]) -> Schedule:
    """Work out the critical path and the total floats; both are empty where some wait for each other."""
    graph = {name: activity.after for name, activity in activities.items()}
    order = in_order(graph)
    if not order:
        return Schedule((), {})
    finish: dict[str, int] = {}
    chain: dict[str, int] = {}  # the days of the chain that ends in a task
    before: dict[str, str | None] = {}
    for name in order:
        activity = activities[name]
        # of several that end last, the one with the longest chain holds the task
        holding = max(_known(graph, name), key=lambda other: (finish[other], chain[other]), default=None)
        start = activity.start if holding is None else max(activity.start, finish[holding] + 1)
        finish[name] = start + activity.days - 1
        chain[name] = activity.days + (chain[holding] if holding else 0)
        before[name] = holding
    last = max(finish.values())
    latest = dict.fromkeys(order, last)
    for name in reversed(order):
        for other in _known(graph, name):
            latest[other] = min(latest[other], latest[name] - activities[name].days)
    step: str | None = max(activities, key=lambda name: (finish[name], chain[name]))
    critical: list[str] = []
    while step is not None:
        critical.append(step)
        step = before[step]
    return Schedule(tuple(reversed(critical)), {name: latest[name] - finish[name] for name in activities})
