"""The themes at hand, as a list for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from plangen.diagnostics import Diagnostic
from plangen.messages import language, translate
from plangen.pack import read_pack
from plangen.theme import Theme
from plangen.themefiles import SHIPPED, THEME_FILE, shipped, shipped_path
from plangen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ListedTheme:
    """A theme by its name; ``pack`` is the template pack it belongs to, empty for one that ships."""

    name: str
    title: dict[str, str]
    purpose: dict[str, str]
    fonts: tuple[str, ...]
    numbering: str
    file: str
    pack: str = ""


def list_themes(workspace: Workspace | None) -> tuple[list[ListedTheme], list[Diagnostic]]:
    """Return the themes that ship and those of the packs of a workspace; packs with faults are findings."""
    listed = [_listed(shipped(name).theme, str(shipped_path(name))) for name in SHIPPED]
    found: list[Diagnostic] = []
    for name in workspace.packs() if workspace else ():
        folder = workspace.pack_folder(name) if workspace else None
        if workspace is None or folder is None or not (folder / "theme" / THEME_FILE).is_file():
            continue
        pack, problems = read_pack(folder, workspace.root)
        found.extend(problems)
        if pack:
            listed.append(_listed(pack.theme, f"templates/{name}/theme/{THEME_FILE}", name))
    return listed, found


def _listed(theme: Theme, file: str, pack: str = "") -> ListedTheme:
    fonts = theme.fonts.families()
    return ListedTheme(
        theme.name, theme.title.model_dump(), theme.purpose.model_dump(), fonts, theme.numbering or "", file, pack
    )


def themes_text(themes: Sequence[ListedTheme]) -> str:
    """Write each theme with its name and title, what it is for, its fonts and its file."""
    return "\n\n".join(map(_text, themes))


def _text(theme: ListedTheme) -> str:
    spoken = language()
    title = theme.title.get(spoken) or theme.title.get("en", "")
    purpose = theme.purpose.get(spoken) or theme.purpose.get("en", "")
    head = f"{theme.name}  {title}".rstrip()
    if theme.pack:
        head += "  " + translate("(as the template pack {pack} has it)").format(pack=theme.pack)
    lines = [head, purpose, f"{translate('fonts')}: {', '.join(theme.fonts)}", theme.file]
    return "\n  ".join(line for line in lines if line)


def themes_json(themes: Sequence[ListedTheme]) -> str:
    """Write a list of objects."""
    return json.dumps([asdict(theme) for theme in themes], ensure_ascii=False, indent=2)
