"""Draw docs/<theme>.png from the demo plan: cover, a page of text and one with a table, side by side.

Needs pdftoppm (poppler). Run it after the look of a theme has changed: python scripts/draw_themes.py
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from datetime import date
from pathlib import Path

from plangen.fonts import prepare_fonts
from plangen.pipeline import examine
from plangen.render.pdf import write_pdf
from plangen.themefiles import SHIPPED
from plangen.workspace import Workspace

ROOT = Path(__file__).parent.parent
PLAN = "ecommerce-demo"
PAGES = {"consulting": (1, 6, 8), "official": (1, 9, 13)}  # cover, text, table
HEIGHT = 560  # pixels
GAP = 10
GROUND = b"\xc8\xcd\xd2"
MOST = 80_000  # bytes


def draw(name: str, folder: Path) -> bytes:
    """Return the picture of one theme as PNG."""
    for part in ("content", "templates"):
        shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True)
    file = folder / "content" / PLAN / "plan.yaml"
    file.write_text(f"theme: {name}\n" + (ROOT / "content" / PLAN / "plan.yaml").read_text("utf-8"), "utf-8")
    examination = examine(Workspace(folder), PLAN, date(2026, 1, 10), release=True)
    if examination.document is None or examination.plan is None:
        sys.exit(f"{PLAN} has faults")
    theme = examination.plan.theme
    pdf = folder / f"{name}.pdf"
    pdf.write_bytes(write_pdf(examination.document, theme, prepare_fonts(theme.fonts.families())).content)
    return beside([page(pdf, number) for number in PAGES[name]])


def page(pdf: Path, number: int) -> tuple[int, int, bytes]:
    """Return width, height and the bytes of one page in red, green and blue."""
    command = ["pdftoppm", "-f", str(number), "-l", str(number), "-scale-to", str(HEIGHT), str(pdf)]
    content = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603  # our own words
    kind, size, _, pixels = content.split(b"\n", 3)
    if kind != b"P6":
        sys.exit("pdftoppm gives no picture in red, green and blue")
    width, height = map(int, size.split())
    return width, height, pixels


def beside(pages: list[tuple[int, int, bytes]]) -> bytes:
    """Put pages side by side on a grey ground; return a PNG with a small palette, which keeps it small."""
    height = max(tall for _, tall, _ in pages) + 2 * GAP
    rows = []
    for line in range(height):
        row = GROUND * GAP
        for width, tall, pixels in pages:
            at = line - GAP
            row += pixels[at * width * 3 : (at + 1) * width * 3] if 0 <= at < tall else GROUND * width
            row += GROUND * GAP
        rows.append(row)
    return png(rows)


def png(rows: list[bytes]) -> bytes:
    """Return rows of red, green and blue as a PNG of 6 × 6 × 6 colours."""
    levels = bytes((value * 5 + 127) // 255 for value in range(256))
    colors = b"".join(bytes((r * 51, g * 51, b * 51)) for r in range(6) for g in range(6) for b in range(6))
    lines = b"".join(
        b"\0"
        + bytes(levels[row[at]] * 36 + levels[row[at + 1]] * 6 + levels[row[at + 2]] for at in range(0, len(row), 3))
        for row in rows
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 3, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"PLTE", colors),
            chunk(b"IDAT", zlib.compress(lines, 9)),
            chunk(b"IEND", b""),
        )
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for theme_name in SHIPPED:
            picture = draw(theme_name, Path(scratch))
            if len(picture) > MOST:
                sys.exit(f"the picture of {theme_name} has {len(picture)} bytes; {MOST} are allowed")
            (ROOT / "docs" / f"{theme_name}.png").write_bytes(picture)
