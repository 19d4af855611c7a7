"""What double braces may say, where a wrong one stands, and that nothing else is ever understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.diagnostics import Diagnostic, Position
from plangen.doctree import Citation, CrossRef, Inline, Origin, Strong, Text, Value
from plangen.expressions import Marks, as_written, mark_expressions, restore

FACTS: dict[str, str | None] = {"market_size": "1,200亿元", "growth": "8.5%", "faulty": None}


def marked(text: str, facts: dict[str, str | None] | None = FACTS) -> tuple[str, Marks, list[Diagnostic]]:
    marks = Marks()
    result, found = mark_expressions(text, lambda offset: Position("f", 1, offset + 1), facts, marks)
    return result, marks, found


def nodes(text: str, facts: dict[str, str | None] | None = FACTS) -> list[Inline]:
    result, marks, found = marked(text, facts)
    assert found == []
    return list(restore((Text(result),), marks))


def at(column: int) -> Origin:
    return Origin("f", 1, column)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有", [Text("没有")]),
        ("{{ fact.growth }}", [Citation("growth", "8.5%", origin=at(1))]),
        ("约{{fact.growth}}。", [Text("约"), Citation("growth", "8.5%", origin=at(2)), Text("。")]),
        ('{{ ref("a.b") }}', [CrossRef("a.b", origin=at(1))]),
        ("{{ ref( ' a.b ' ) }}", [CrossRef("a.b", origin=at(1))]),
        ('{{ value("a.初期.share") }}', [Value("a.初期.share", origin=at(1))]),
        ("{{ '{{' }}x{{ \"}}\" }}", [Text("{{"), Text("x"), Text("}}")]),
        ("{{ fact.growth }}{{ fact.growth }}", [Citation("growth", "8.5%", origin=at(n)) for n in (1, 18)]),
        ("一{\n{}}", [Text("一{\n{}}")]),
        ("{{ fact.\ngrowth }}", None),
        ("{{\nfact.growth\n}}", [Citation("growth", "8.5%", origin=at(1))]),
    ],
)
def test_expressions(text: str, expected: list[Inline] | None) -> None:
    if expected is None:
        assert [finding.code for finding in marked(text)[2]] == ["PG009"]
    else:
        assert nodes(text) == expected


@pytest.mark.parametrize(
    "body",
    [
        *(
            "",
            " ",
            "growth",
            "fact",
            "fact.",
            "fact.growth.x",
            "fact['growth']",
            "fact.1",
            "ref()",
            "ref(a)",
            "ref('a', 'b')",
        ),
        *(
            "''.__class__",
            "''.__class__.__mro__[1].__subclasses__()",
            "cycler.__init__.__globals__.os",
            "self",
            "config",
        ),
        *(
            "1 + 1",
            "7*7",
            "fact.growth ~ 'x'",
            "fact.growth | upper",
            "not x",
            "lipsum()",
            "range(10)",
            "value('a').x",
            "'a' 'b'",
        ),
        *("fact.growth if x else y", "[1]", "{}", "'a\" }}"),
    ],
)
def test_anything_else_is_refused_at_its_place(body: str) -> None:
    _, _, found = marked(f"一{{{{ {body} }}}}")
    assert [(finding.code, finding.column) for finding in found] == [("PG009", 2)]
    assert "{{ fact.id }}" in found[0].hint or "}}" in found[0].hint


def test_an_unknown_fact_names_the_near_one() -> None:
    (finding,) = marked("{{ fact.market_sise }}")[2]
    assert (finding.code, finding.hint) == ("PG302", "did you mean fact.market_size?")
    (finding,) = marked("{{ fact.nope }}")[2]
    assert finding.hint == "add nope to facts.yaml"


def test_faults_of_the_ledger_are_not_repeated() -> None:
    assert nodes("{{ fact.faulty }}") == [Text("faulty")]
    assert nodes("{{ fact.anything }}", None) == [Text("anything")]


def test_an_open_expression_does_not_swallow_the_next() -> None:
    text, marks, found = marked("{{ fact.growth 与 {{ fact.market_size }}")
    assert [(finding.code, finding.column) for finding in found] == [("PG009", 1)]
    assert Citation("market_size", "1,200亿元", origin=at(18)) in list(restore((Text(text),), marks))


def test_statements_and_comments_are_told_apart() -> None:
    found = marked("{% if x %}{# y #}")[2]
    assert [(f.column, f.message) for f in found] == [
        (1, "a template statement stands in content: {% if x %}{# y #}"),
        (11, "a template comment stands in content: {# y #}"),
    ]


def test_a_message_shows_what_was_written() -> None:
    text, marks, _ = marked("约{{ fact.growth }}与{{ x }}。")
    assert as_written(text, marks) == "约{{ fact.growth }}与{{ x }}。"


def test_only_texts_are_searched_for_marks() -> None:
    text, marks, _ = marked("{{ fact.growth }}")
    strong = Strong((Text(text),))
    assert list(restore((strong, Text("a")), marks)) == [strong, Text("a")]


PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{",
        "}",
        "'",
        '"',
        " ",
        "\n",
        "fact.growth",
        "ref('a')",
        "value(",
        ")",
        "一",
        "x",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_was_written_can_always_be_shown_again(text: str) -> None:
    result, marks, found = marked(text)
    kept = as_written(result, marks)
    if not found:
        assert kept == text
    assert all(1 <= finding.column <= len(text) for finding in found)
    assert not any(opening in as_plain(result) for opening in ("{{", "{%", "{#")) or found


def as_plain(text: str) -> str:
    return text.replace("\ue000", " ").replace("\ue001", " ")
