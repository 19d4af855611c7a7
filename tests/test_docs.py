"""What is generated stands as it would be generated now."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_page_of_findings_is_up_to_date() -> None:
    write = runpy.run_path(str(ROOT / "scripts" / "write_findings.py"))
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    assert write["findings_page"]() == page, "run scripts/write_findings.py"


def test_the_catalogue_holds_no_text_twice() -> None:
    pairs = json.loads((ROOT / "plangen" / "messages.zh.json").read_text("utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys))
