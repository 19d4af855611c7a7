"""Drawings in a PDF, parsed apart from the page and set line by line.

WeasyPrint reads a drawing along with the page, works out the style of every element in it, and sets every character of
its texts by itself: 35 ms or more for a chart. Here the page keeps an empty element for each drawing, a fast parser
reads the drawing, and its texts are set as whole lines, which also kerns them: a third of that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

from plangen.render.engine import load, replaced

NAMESPACE = "http://www.w3.org/2000/svg"
START = f'<svg xmlns="{NAMESPACE}"'  # how a drawing begins; text in a page is escaped and never looks like it
HEAD, END = "</title>", "</svg>"
NUMBER = "data-drawing"


def lifted(page: str) -> tuple[str, list[str]]:
    """Take the drawings out of a page. Each leaves an element with its size, its title and its number behind."""
    if not hasattr(load("weasyprint.html"), "handle_element"):  # nobody would put them back
        return page, []
    before, *rest = page.split(START)
    parts = [before]
    drawings: list[str] = []
    for piece in rest:
        inside, end, after = piece.partition(END)
        head, title, _ = inside.partition(HEAD)
        parts += (START, f' {NUMBER}="{len(drawings)}"', head, title, end, after)
        drawings.append(START + inside + end)
    return "".join(parts), drawings


@contextmanager
def drawn(drawings: Sequence[str]) -> Iterator[None]:
    """Let WeasyPrint draw what was lifted out of a page, and set texts in lines."""
    html: Any = load("weasyprint.html")
    svg: Any = load("weasyprint.svg")
    with replaced(html, "handle_element", _handling(drawings)), replaced(svg.SVG, "draw_node", _setting):
        yield


def drawn_lines(image: Any) -> Iterator[str]:
    """Yield the texts of an image of WeasyPrint, if it is a drawing; the lines of one text are put together."""
    drawing = getattr(image, "_svg", None)
    for element in drawing.tree._etree_node.iter(f"{{{NAMESPACE}}}text") if drawing else ():
        words = ""
        for line in element.itertext():
            words += f" {line}" if words[-1:].isascii() and words[-1:].isalnum() else line
        yield words


def _handling(drawings: Sequence[str]) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        html: Any = load("weasyprint.html")
        trees: dict[str, Any] = {}

        def handle_element(element: Any, box: Any, get_image_from_uri: Any, base_url: Any) -> Any:
            number = element.get(NUMBER) if box.element_tag == f"{{{NAMESPACE}}}svg" else None
            if number is None:
                return original(element, box, get_image_from_uri, base_url)
            if number not in trees:
                trees[number] = ElementTree.fromstring(drawings[int(number)])  # noqa: S314  # it is our own
            known = get_image_from_uri.keywords
            image = html.SVGImage(trees[number], base_url, known["url_fetcher"], known["context"])
            return [html.make_replaced_box(element, box, image)]

        return handle_element

    return make


def _setting(original: Any) -> Any:
    texts: Any = load("weasyprint.svg.text")
    lines: Any = load("weasyprint.text.line_break")
    draw: Any = load("weasyprint.draw.text")
    initial: Any = load("weasyprint.css.properties").INITIAL_VALUES
    matrix: Any = load("weasyprint.matrix").Matrix
    tools: Any = load("weasyprint.svg.utils")
    before = {"start": 0.0, "middle": 0.5, "end": 1.0}

    def draw_node(svg: Any, node: Any, font_size: float, *more: Any, **named: Any) -> None:
        """Set a group of plain texts in lines; leave everything else to WeasyPrint."""
        elements = list(node._etree_node)
        if node.tag != "g" or not all(map(_is_plain, elements)):
            original(svg, node, font_size, *more, **named)
            return
        em = tools.size(node.get("font-size", "1em"), font_size, font_size)
        style = texts.Style(initial)
        style.font_config = svg.font_config
        style["font_family"] = [name.strip("\"' ") for name in node.get("font-family", "sans-serif").split(",")]
        style["font_weight"] = int(node.get("font-weight", 400))
        style["font_size"] = em
        share = before[node.get("text-anchor", "start")]
        svg.stream.push_state()
        svg.stream.set_color(tools.color(node.get("fill", "black")))
        for element in elements:
            turned = element.get("transform")
            if turned:
                svg.stream.push_state()
                svg.stream.transform(*tools.transform(turned, None, em, 0).values)
            svg.stream.begin_text()
            for line in (element, *element):
                layout, _, _, width, _, _ = lines.split_first_line(line.text, style, svg.context, math.inf, 0)
                layout.reactivate(style)
                place = matrix(d=-1, e=float(line.get("x")) - share * width, f=float(line.get("y")))
                draw.draw_first_line(svg.stream, texts.TextBox(layout, style), "none", "none", place)
            svg.stream.end_text()
            if turned:
                svg.stream.pop_state()
        svg.stream.pop_state()

    return draw_node


def _is_plain(element: Any) -> bool:
    """Tell whether an element is a text whose lines have places of their own, as a chart's do."""
    return (
        element.tag == f"{{{NAMESPACE}}}text"
        and set(element.attrib) <= {"x", "y", "transform"}
        and all(line.tag == f"{{{NAMESPACE}}}tspan" and set(line.attrib) == {"x", "y"} for line in element)
        and all(line.text and not (line.tail or "").strip() for line in (element, *element))
    )
