"""Boxes: what depends on their style alone, worked out once for all boxes of a style.

A page of tables has hundreds of boxes and a dozen styles; WeasyPrint works out each length of each box, whether it
floats, and that it has no background. Saves a tenth of a render.
"""

from __future__ import annotations

from typing import Any

from plangen.render.engine.library import load

LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"{most}{name}" for most in ("", "min_", "max_") for name in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
RADII = {f"border_{corner}_radius": (0, 0) for corner in ("top_left", "top_right", "bottom_right", "bottom_left")}


def resolving(original: Any) -> Any:
    """Take over the lengths of an earlier box of the same style, in a container of the same size if that matters."""
    boxes: Any = load("weasyprint.formatting_structure.boxes")

    def is_absolute(style: Any) -> bool:
        return all(style[name] == "auto" or getattr(style[name], "unit", "") == "px" for name in LENGTHS)

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        if isinstance(box, boxes.PageBox) or style["box_sizing"] != "content-box":
            original(box, containing_block)
            return
        if (known := style.__dict__.get("lengths")) is None:
            known = style.lengths = {}
            style.is_absolute = is_absolute(style)
        around = containing_block
        if style.is_absolute:
            size = None
        else:
            size = (around.width, around.height) if isinstance(around, boxes.Box) else tuple(around)
        values = box.__dict__
        if size not in known:
            original(box, containing_block)
            known[size] = {name: values[name] for name in LENGTHS}, {name: style[name] for name in BORDERS}
            return
        lengths, borders = known[size]
        values.update(lengths)
        if style["border_collapse"] != "collapse":
            values.update(borders)
        else:
            for name in BORDERS:
                values.setdefault(name, borders[name])

    return resolve_percentages


def flowing(original: Any) -> Any:
    def is_in_normal_flow(box: Any) -> Any:
        style = box.style
        return (style["float"] == "none" and style["position"] == "static") or original(box)

    return is_in_normal_flow


def backing(original: Any) -> Any:
    """Pass over boxes without a background, an image as border, or rounded corners."""
    zero = (0, "px")

    def is_bare(style: Any) -> bool:
        color = style["background_color"]
        return (
            style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all(kind == "none" for kind, _ in style["background_image"])
            and not style["box_shadow"]
            and color != "currentcolor"
            and color.alpha == 0
            and all(zero in style[name] for name in RADII)
        )

    def layout_box_backgrounds(
        page: Any, box: Any, image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        if style is None and box is not page:
            known = box.style.__dict__
            if "bare" not in known:
                known["bare"] = is_bare(box.style)
            if known["bare"]:
                box.__dict__.update(RADII)
                if layout_children:
                    for child in box.all_children():
                        layout_box_backgrounds(page, child, image)
                box.background = None
                return
        original(page, box, image, layout_children, style)

    return layout_box_backgrounds
