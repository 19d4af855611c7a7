"""Layouts see marks and sections, and the sandbox gives them nothing else."""

from __future__ import annotations

import pytest

from plangen.diagnostics import Diagnostic
from plangen.layout import Rendered, render_layout
from plangen.pack import Chapter, ChapterSpec
from plangen.yamltree import parse_yaml

SPEC = ChapterSpec.model_validate(
    {
        "id": "c",
        "title": "章",
        "slots": {"a": {"type": "prose"}, "items": {"type": "list"}},
        "sections": {"s": {"title": "节", "slots": {"values": {"type": "prose"}, "b": {"type": "prose"}}}},
    }
)
SHOWN = {"c.a": True, "c.items": True, "c.s.values": True, "c.s.b": False}


def render(layout: str) -> tuple[Rendered | None, list[Diagnostic]]:
    front, _ = parse_yaml("id: c\n", "f")
    assert front is not None
    return render_layout(Chapter("01-c", "f", SPEC, layout, 5, front), SHOWN)


def text(layout: str) -> str:
    rendered, found = render(layout)
    assert found == []
    assert rendered is not None
    return rendered.text.replace("\ue002", "<").replace("\ue003", ">")


def test_slots_and_titles_are_marks() -> None:
    assert text("{{ a }}|{{ s.title }}|{{ s.values }}|{{ items }}|{{ source_list() }}") == (
        "<slot:c.a>|<title:c.s>|<slot:c.s.values>|<slot:c.items>|<list:sources>"
    )


def test_an_unused_optional_slot_is_an_empty_text() -> None:
    assert text("{% if s.b %}有{% else %}{{ s.b }}无{% endif %}").endswith("无")


def test_loops_and_a_few_filters_work() -> None:
    assert (
        text("{% for x in ['甲', '乙'] %}{{ loop.index }}{{ x | trim }}{% if not loop.last %},{% endif %}{% endfor %}")
        == "1甲,2乙"
    )
    assert text("{{ ['甲', '乙'] | length }}{{ nothing | default('无') }}") == "2无"


def test_headings_and_paragraphs_carry_their_line() -> None:
    marked = text("## 甲\n\n乙\n{# 注 #}丙 {{ a }}\n- 丁\n").replace("\ue004", "@").replace("\ue005", "@")
    assert marked == "## @5@甲\n\n@7@乙\n@8@丙 <slot:c.a>\n- 丁\n"


@pytest.mark.parametrize(
    "body",
    [
        *(
            "a.__class__",
            "''.__class__.__mro__",
            "source_list.__globals__",
            "source_list.__code__",
            "s.__class__",
            "a['__class__']",
        ),
        *(
            "self.a",
            "self._TemplateReference__context",
            "cycler",
            "joiner",
            "namespace",
            "lipsum()",
            "range(10)",
            "dict()",
            "title",
        ),
        *(
            "a.center(1000000000)",
            "'x'.ljust(1000000000)",
            "a.join(['b'])",
            "'%s'.format(1)",
            "a.upper()",
            "s.keys()",
            "s.pop('b')",
        ),
        *("'x' * 1000000000", "a * 99", "2 ** 99999999", "'%99999999d' % 1", "s.nothing", "nothing", "nothing.more"),
        *(
            "a | center(1000000000)",
            "a | attr('upper')",
            "s | map(attribute='x')",
            "a | format(1)",
            "a | tojson",
            "[a] | sum",
        ),
        *("a[0]", "source_list(1)", "a()", "1 / 0", "loop.index"),
    ],
)
def test_what_a_layout_has_no_use_for_is_a_finding(body: str) -> None:
    rendered, found = render(f"第一行\n\n{{{{ {body} }}}}\n")
    assert rendered is None
    assert [(finding.code, finding.file, finding.line) for finding in found] == [("PG011", "f", 7)]


def test_a_slot_taken_apart_is_a_finding() -> None:
    (finding,) = render("{{ a[::2] }}")[1]
    assert finding.message == "the layout takes the text of a slot apart"


@pytest.mark.parametrize(
    "statement",
    [
        *(
            "{% include 'plan.yaml' %}",
            "{% import 'x' as x %}",
            "{% extends 'x' %}",
            "{% for %}",
            "{% if a %}",
            "{% nonsense %}",
        ),
        *(
            "{% set s.b = 1 %}",
            "{% do s.clear() %}",
            "{{ a",
            "{{ a }",
            "{% raw %}",
            "{# a",
            "{% call a() %}{% endcall %}",
        ),
    ],
)
def test_statements_that_cannot_be_rendered_are_findings(statement: str) -> None:
    rendered, found = render(f"第一行\n{statement}\n")
    assert rendered is None
    assert [finding.code for finding in found] == ["PG011"]
    assert found[0].line >= 5
