"""Write docs/findings.md from the table of codes. A test fails while the file is stale."""

from __future__ import annotations

from pathlib import Path

from plangen.codes import CODES, Code

FAMILIES = {
    "0": "Input",
    "1": "Completeness",
    "2": "Structure",
    "3": "Sources",
    "4": "Figures",
    "6": "Output",
}
INTRO = """# Findings

Written by `scripts/write_findings.py` from `plangen/codes.py`; edit there. An error makes `plangen check` exit with 1.
A draft is built in spite of the codes marked so; every error refuses a release.
"""


def findings_page() -> str:
    """Return the page as Markdown."""
    parts = [INTRO]
    for digit, title in FAMILIES.items():
        parts.append(f"\n## PG{digit}xx {title}\n\n| code | fault | severity | why |\n| --- | --- | --- | --- |\n")
        parts.extend(_row(code) for code in CODES.values() if code.code[2] == digit)
    return "".join(parts)


def _row(code: Code) -> str:
    severity = code.severity
    if code.on_release and code.on_release != code.severity:
        severity = f"{code.severity}, {code.on_release} in a release"
    if not code.blocks_draft and code.severity == "error":
        severity += "; drafts are built"
    return f"| {code.code} | {code.name} | {severity} | {code.why} |\n"


if __name__ == "__main__":
    (Path(__file__).parent.parent / "docs" / "findings.md").write_text(findings_page(), "utf-8")
