"""Content paths as authors write them: whole, shortened from the left, or beginning with the id of a block."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches


def full_path(path: str, blocks: Mapping[str, str]) -> str:
    """Put the path of a block's slot in the place of the block's own id, where the path begins with one."""
    first, _, rest = path.partition(".")
    if first not in blocks:
        return path
    return f"{blocks[first]}.{rest}" if rest else blocks[first]


def matches(path: str, names: Collection[str], chapter: str) -> list[str]:
    """Return the names a shortened path can mean: itself, else one of this chapter, else any that ends in it."""
    if path in names:
        return [path]
    if f"{chapter}.{path}" in names:
        return [f"{chapter}.{path}"]
    ends = [name for name in names if name.endswith("." + path)]
    own = [name for name in ends if name.startswith(chapter + ".")]
    return own if len(own) == 1 else ends


def near(path: str, names: Collection[str]) -> str:
    """Name the closest path there is, in the author's own length."""
    length = path.count(".") + 1
    short = {".".join(name.split(".")[-length:]): name for name in names}
    found = get_close_matches(path, short, 1, 0.5)
    return short[found[0]] if found else ""
