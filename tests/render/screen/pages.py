"""The pages that a browser looks at: documents as files, and what axe-core says of one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from plangen.doctree import Document, Meta
from tests.render.odd import ODD, heading

# One element of each kind of text for each colour, ground and size: contrast depends on nothing else.
ONE_OF_EACH = """() => {
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const color = getComputedStyle(node).backgroundColor;
      if (color !== 'rgba(0, 0, 0, 0)') return color;
    }
    return '';
  };
  const seen = new Map();
  for (const node of document.querySelectorAll('body *:not(svg *)')) {
    if (![...node.childNodes].some((part) => part.nodeType === 3 && part.textContent.trim())) continue;
    if (!node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    const key = [style.color, ground(node), style.fontSize, style.fontWeight, style.opacity].join();
    if (!seen.has(key)) seen.set(key, node);
  }
  [...seen.values()].forEach((node, at) => node.setAttribute('data-seen', at));
  return seen.size;
}"""
CHECK = """async ([everything]) => {
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-seen]'}]});
  const options = everything ? {rules: {'target-size': {enabled: true}}} : {runOnly: ['color-contrast']};
  const found = await axe.run(document, {...options, resultTypes: ['violations']});
  return found.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.html.slice(0, 200),
    [...node.any, ...node.all, ...node.none].map((check) => check.message).join(' ')]));
}"""


def oddities() -> Document:
    """Return one document that holds everything odd, a chapter for each oddity."""
    blocks: list[Any] = []
    for name, document in ODD.items():
        if document.meta.language == "zh":
            blocks += [heading(1, f"怪例：{name}"), *document.blocks]
    return Document(Meta("怪例", "客户", language="zh", date="2026-03-01", draft=True), tuple(blocks))


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def violations(page: Any, *, contrast_only: bool = False) -> list[list[str]]:
    """Return what axe-core finds wrong with a page in the look it is shown in: rule, element, message."""
    page.evaluate(f"() => {{ {_axe()} }}")
    assert page.evaluate(ONE_OF_EACH) > 1
    found: list[list[str]] = page.evaluate(CHECK, [not contrast_only])
    page.evaluate("document.querySelectorAll('[data-seen]').forEach((node) => node.removeAttribute('data-seen'))")
    return found
