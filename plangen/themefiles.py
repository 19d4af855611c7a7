"""Themes as files: those that ship, a pack's own, and what a plan changes, laid over each other key by key.

A theme is looked for and laid over while it is still a tree of values with their places, so that every finding stands
in the file that holds the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from plangen.color import VISIBLE, contrast, mixed, set_apart
from plangen.diagnostics import Diagnostic, Position, finding
from plangen.faults import findings_of
from plangen.logo import KINDS, MOST_BYTES, Logo, read_logo
from plangen.messages import translate
from plangen.theme import POINTS_PER_MM, SOFT, Colors, Theme, contrasts, too_faint
from plangen.yamltree import Mapping, Node, Scalar, parse_yaml, place, plain

THEME_FILE = "theme.yaml"
DEFAULT = "consulting"
SHIPPED = ("consulting", "official")
FOLLOWING = ("accent_soft", "series")  # what an accent brings along unless it is set beside or above it
LEAST_WIDTH, LEAST_HEIGHT = 80, 100  # of the text, in millimetres
THEMES = Path(__file__).parent / "themes"


@dataclass(frozen=True, slots=True)
class Layer:
    """One file's share of a theme. ``folder`` is where its logo lies; nothing outside it is read."""

    values: Mapping
    folder: Path
    owner: Literal["client", "company"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A theme with all it was laid over.

    ``numbering`` is the scheme that the plan's own choice of theme asks for.
    """

    theme: Theme
    layers: tuple[Layer, ...]
    numbering: str | None = None


def shipped_path(name: str) -> Path:
    """Return the file of a theme that ships with plangen."""
    return THEMES / name / THEME_FILE


@cache
def shipped(name: str) -> Resolved:
    """Read a theme that ships with plangen."""
    path = shipped_path(name)
    node, found = parse_yaml(path.read_text("utf-8"), f"plangen/themes/{name}/{THEME_FILE}")
    if not isinstance(node, Mapping) or found:
        raise ValueError(f"the theme {name} cannot be read: {found}")
    resolved, found = _resolved([Layer(node, path.parent, "company")])
    if resolved is None or found:
        raise ValueError(f"the theme {name} is not sound: {found}")
    return replace(resolved, numbering=resolved.theme.numbering)


def pack_theme(
    node: Node | None, folder: Path, named: str | None, at: Position
) -> tuple[Resolved | None, list[Diagnostic]]:
    """Resolve a pack's own theme: ``node`` is its ``theme.yaml`` where it has one, ``named`` what ``pack.yaml`` says.

    ``at`` is where ``pack.yaml`` says it.
    """
    if node is None:
        if named is None:
            return shipped(DEFAULT), []
        if named not in SHIPPED:
            return None, [_unknown(named, SHIPPED, at)]
        return replace(shipped(named), numbering=None), []
    if not isinstance(node, Mapping):
        return None, [_no_theme(node)]
    base = node.get("base")
    if base is None:
        name, where = named or DEFAULT, at
    else:
        name, where = base.value if isinstance(base, Scalar) else "", base.at
    if name not in SHIPPED:
        return None, [_unknown(name, SHIPPED, where)]
    return _resolved([*shipped(name).layers, Layer(_without(node, "base"), folder, "company")])


def resolve_theme(node: Node | None, folder: Path, pack: Resolved) -> tuple[Resolved | None, list[Diagnostic]]:
    """Resolve a plan's theme: the pack's own, or the one that ``node`` names, with the keys of ``node`` laid over it.

    ``node`` is the value of ``theme`` in ``plan.yaml``: the name of a theme, or the keys of a theme, in which ``base``
    names the one they are laid over.
    """
    if node is None or (isinstance(node, Scalar) and (node.null or not node.value.strip())):
        return pack, []
    base: Scalar | None
    changes: Mapping | None
    if isinstance(node, Scalar):
        base, changes = node, None
    elif isinstance(node, Mapping):
        given = node.get("base")
        if given is not None and not isinstance(given, Scalar):
            return None, [_unknown(translate("a list or group"), known_themes(pack), given.at)]
        base, changes = given, _without(node, "base")
    else:
        return None, [_no_theme(node)]
    below = pack
    if base is not None:
        name = base.value.strip()
        if name == pack.theme.name:
            below = replace(pack, numbering=pack.theme.numbering)
        elif name in SHIPPED:
            below = shipped(name)
        else:
            return None, [_unknown(name, known_themes(pack), base.at)]
    numbering = below.numbering if base is not None else None
    layers = below.layers if changes is None else (*below.layers, Layer(changes, folder, "client"))
    resolved, found = (below, list[Diagnostic]()) if changes is None else _resolved(layers)
    if resolved is None:
        return None, found
    if changes is not None and changes.get("numbering"):
        numbering = resolved.theme.numbering
    return Resolved(resolved.theme, tuple(layers), numbering), found


def known_themes(pack: Resolved) -> tuple[str, ...]:
    """Return the themes that a plan of a pack may name."""
    return tuple(dict.fromkeys((*SHIPPED, pack.theme.name)))


def _unknown(name: str, known: Sequence[str], at: Position) -> Diagnostic:
    near = get_close_matches(name.casefold(), known, 1, 0.5)
    hint = "did you mean {near}?" if near else "there is: {names}; plangen themes shows them"
    values = {"name": name, "near": near[0] if near else "", "names": ", ".join(known)}
    return finding("PG006", at, "there is no theme {name}", hint, **values)


def _no_theme(node: Node) -> Diagnostic:
    hint = "write the name of a theme, such as theme: official, or its keys below it, indented by two spaces"
    return finding("PG006", node.at, "this is no theme", hint)


def _without(node: Mapping, key: str) -> Mapping:
    return Mapping({name: entry for name, entry in node.entries.items() if name != key}, node.start, node.source)


# --- layers --------------------------------------------------------------------------------------------------------


def _resolved(layers: Sequence[Layer]) -> tuple[Resolved | None, list[Diagnostic]]:
    """Lay layers over each other, the last one on top, and validate what comes out."""
    root, found = _without_comments(laid_over([layer.values for layer in layers]))
    try:
        theme = Theme.model_validate(plain(root, lambda scalar: scalar.value))
    except ValidationError as error:
        return None, [*found, *findings_of(error, root, TypeAdapter(Theme))]
    found.extend(_page_faults(theme, root))
    if found:
        return None, found
    picture, found = _picture(theme, root, layers)
    if found:
        return None, found
    return Resolved(theme.with_picture(picture), tuple(layers)), list(_faint(theme, root, layers[-1]))


def laid_over(layers: Sequence[Mapping]) -> Mapping:
    """Return one mapping with the values of several, those of later ones in the place of earlier ones.

    An accent puts aside the colours below it that follow from an accent.
    """
    result = layers[0]
    for layer in layers[1:]:
        result = _over(result, layer, ())
    return result


def _over(below: Mapping, above: Mapping, path: tuple[str, ...]) -> Mapping:
    entries = dict(below.entries)
    if path == ("colors",) and "accent" in above.entries:
        for name in FOLLOWING:
            entries.pop(name, None)
    for name, (key, value) in above.entries.items():
        under = below.get(name)
        both = isinstance(under, Mapping) and isinstance(value, Mapping)
        merged = _over(under, value, (*path, name)) if both else value  # type: ignore[arg-type]
        entries[name] = (key, merged)
    return Mapping(entries, above.start, above.source)


def _without_comments(root: Mapping) -> tuple[Mapping, list[Diagnostic]]:
    """Take colours without a value out of a theme; most often a comment began where quotes were forgotten."""
    colors = root.get("colors")
    if not isinstance(colors, Mapping):
        return root, []
    empty = [name for name, (_, value) in colors.entries.items() if isinstance(value, Scalar) and value.null]
    found = []
    for name in empty:
        hint = 'write it in quotes, such as "#12395B": without them, # begins a comment'
        found.append(finding("PG007", colors.key_at(name), "the colour {name} is empty", hint, name=name))
        colors = _without(colors, name)
    return Mapping({**root.entries, "colors": (root.entries["colors"][0], colors)}, root.start, root.source), found


# --- what only the whole shows -------------------------------------------------------------------------------------


def _page_faults(theme: Theme, root: Mapping) -> Iterator[Diagnostic]:
    """Yield margins that leave no room for the text, headers that stand in it, and a grid that does not fit."""
    page, sizes = theme.page, theme.sizes
    hint = "make the margins smaller"
    for sides, room, least in (
        (("left", "right"), page.text_width, LEAST_WIDTH),
        (("top", "bottom"), page.text_height, LEAST_HEIGHT),
    ):
        if room < least:
            message = "the margins {one} and {other} leave {room:f} mm for the text; it needs {least}"
            at = place(root, ("page", _written(root, "page", sides, page)))
            values = {"one": sides[0], "other": sides[1], "room": room, "least": least}
            yield finding("PG006", at, message, hint, **values)
    lines = (
        ("header", "top", theme.header.show, sizes.header),
        ("footer", "bottom", theme.page_number.below is None, sizes.page_number),
    )
    for name, side, shown, size in lines:
        room, start = getattr(page, side), getattr(page, name)
        if shown and start + size / POINTS_PER_MM > room:
            message = "the {name} stands {start:f} mm from the paper's edge and would reach into the text"
            at = place(root, ("page", _written(root, "page", (name, side), page)))
            hint = "the margin {side} is {room:f} mm: make it larger, or {name} smaller"
            yield finding("PG006", at, message, hint, name=name, side=side, room=room, start=start)
    below = theme.page_number.below
    if below is not None and below + sizes.page_number / POINTS_PER_MM > page.bottom:
        message = "the page number would stand below the paper: the margin bottom is {room:f} mm"
        at = place(root, ("page_number", "below"))
        yield finding("PG006", at, message, "make below smaller, or the margin larger", room=page.bottom)
    if page.grid and page.text_width >= LEAST_WIDTH and page.text_height >= LEAST_HEIGHT:
        pitch, line = page.text_width * POINTS_PER_MM / page.grid.characters, theme.line_pitch
        at = place(root, ("page", "grid"))
        hint = "take fewer, smaller margins, or a smaller size of body"
        if pitch < sizes.body * 9 / 10:
            message = "{count} characters of {size:f} points do not fit on a line of {room:f} mm"
            values = {"count": page.grid.characters, "size": sizes.body, "room": page.text_width}
            yield finding("PG006", at, message, hint, **values)
        if line < sizes.body * 11 / 10:
            message = "{count} lines of {size:f} points do not fit on a page of {room:f} mm"
            values = {"count": page.grid.lines, "size": sizes.body, "room": page.text_height}
            yield finding("PG006", at, message, hint, **values)


def _written(root: Mapping, part: str, names: Iterable[str], page: object) -> str:
    """Return which of some measures to speak of: the largest of those that are written in the topmost file."""
    group = root.get(part)
    ranked = sorted(names, key=lambda name: getattr(page, name), reverse=True)
    if isinstance(group, Mapping):
        own = [name for name in ranked if name in group.entries and group.entries[name][0].source is group.source]
        return (own or ranked)[0]
    return ranked[0]


def _faint(theme: Theme, root: Mapping, top: Layer) -> Iterator[Diagnostic]:
    """Yield colours that are hard to read where they stand, at the one that the topmost file sets."""
    colors = root.get("colors")
    own = top.values.get("colors")
    if not isinstance(colors, Mapping) or not isinstance(own, Mapping):
        return
    seen: set[str] = set()
    for one, other, where, least, found in too_faint(theme.colors):
        # what follows from the accent is as faint as the accent is: said once, at the accent
        sources = [name for name in (one, other) if name in own.entries]
        if not sources and "accent" in own.entries and FOLLOWING[0] in (one, other):
            sources = ["accent"]
        if not sources or sources[0] in seen:
            continue
        seen.add(sources[0])
        name = sources[0]
        ground = getattr(theme.colors, other)
        message = "{color} on {ground} has a contrast of {found:.1f}; {where}: at least {least} is needed"
        values = {"color": getattr(theme.colors, one), "ground": ground, "found": int(found * 10) / 10}
        hint = "take a stronger one, such as {better} for {name}"
        better = _better(theme.colors, name, least, follows=FOLLOWING[0] not in own.entries)
        more = {"least": f"{least:g}", "better": better, "name": name, "where": translate(where)}
        yield finding("PG013", place(colors, (name,)), message, hint, **values, **more)
    yield from _faint_series(theme.colors, colors, own)


def _better(colors: Colors, name: str, least: float, *, follows: bool) -> str:
    """Return a colour like the one of a key that is read well wherever it stands.

    ``follows`` tells whether the tint of an accent changes with it.
    """
    made: str = getattr(colors, name)
    for step in range(40):
        wanted = least + step / 4
        for one, other, _, needed in contrasts(colors):
            if name == one:
                made = set_apart(getattr(colors, name), getattr(colors, other), max(wanted, needed))
            elif name == other:
                made = set_apart(getattr(colors, name), getattr(colors, one), max(wanted, needed))
            else:
                continue
            changed = {name: made, **({"accent_soft": mixed(made, colors.paper, SOFT)} if follows else {})}
            again = colors.model_copy(update=changed if name == "accent" else {name: made})
            if not any(name in found[:2] for found in too_faint(again)):
                return made
    return made


def _faint_series(colors: Colors, node: Mapping, own: Mapping) -> Iterator[Diagnostic]:
    if "series" not in own.entries:
        return
    for index, color in enumerate(colors.series):
        found = contrast(color, colors.paper)
        if found < VISIBLE:
            message = "{color} on {ground} has a contrast of {found:.1f}; charts: at least 3 is needed"
            hint = "take a stronger one, such as {better}"
            better = set_apart(color, colors.paper, VISIBLE)
            values = {"color": color, "ground": colors.paper, "found": int(found * 10) / 10, "better": better}
            yield finding("PG013", place(node, ("series", index)), message, hint, **values)


# --- the logo ------------------------------------------------------------------------------------------------------


def _picture(theme: Theme, root: Mapping, layers: Sequence[Layer]) -> tuple[Logo | None, list[Diagnostic]]:
    """Read the logo that a theme names, out of the folder of the file that names it."""
    node = root.get("logo")
    if not isinstance(node, Scalar) or not theme.logo.strip():
        return None, []
    layer = next(layer for layer in reversed(layers) if "logo" in layer.values.entries)
    name = theme.logo.strip()
    path = layer.folder / name
    at = node.at
    suffix = path.suffix.lower()
    if suffix not in KINDS:
        hint = "save it as SVG or PNG"
        kind = suffix.removeprefix(".") or translate("without an ending")
        return None, [finding("PG006", at, "a logo is an SVG or PNG file, not {kind}", hint, kind=kind)]
    try:
        real = path.resolve()
        if not real.is_relative_to(layer.folder.resolve()):
            hint = "copy the file into the folder {folder} and name it here"
            message = "the logo {name} lies outside the folder"
            return None, [finding("PG012", at, message, hint, name=name, folder=layer.folder.name)]
        if not real.is_file():
            return None, [_no_logo(name, layer.folder, at)]
        with real.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                size = real.stat().st_size
                hint = "save it smaller: a logo is drawn a few centimetres wide"
                message = "the logo has {size:.1f} MB; it may have 2 MB"
                return None, [finding("PG012", at, message, hint, size=size / 1e6)]
    except (OSError, ValueError, RuntimeError) as error:
        reason = translate(getattr(error, "strerror", None) or str(error))
        return None, [
            finding(
                "PG012",
                at,
                "the logo {name} cannot be read: {reason}",
                "mend its permissions",
                name=name,
                reason=reason,
            )
        ]
    logo, faults = read_logo(content, suffix)
    found = [finding("PG014", at, fault.message, fault.hint, **fault.values) for fault in faults]
    return (replace(logo, owner=layer.owner) if logo else None), found


def _no_logo(name: str, folder: Path, at: Position) -> Diagnostic:
    """Say that the file is not there, with those that are."""
    there = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in KINDS) if folder.is_dir() else []
    near = get_close_matches(name, there, 1, 0.5)
    hint = "put the file into the folder {folder}"
    if near:
        hint = "did you mean {near}?"
    elif there:
        hint = "there is: {names}"
    values = {"name": name, "folder": folder.name, "near": near[0] if near else "", "names": ", ".join(there)}
    return finding("PG012", at, "there is no logo {name}", hint, **values)
