"""Logos for tests: small whole files, and how to damage them."""

from __future__ import annotations

import struct
import zlib

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">'
    '<rect width="40" height="40" rx="6" fill="#8A1C2B"/><circle cx="80" cy="20" r="18" fill="#C8792B"/></svg>'
)


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 120, height: int = 40, rows: int | None = None) -> bytes:
    """Return a whole PNG in one colour; ``rows`` is how many it really holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    line = b"\0" + b"\x8a\x1c\x2b" * width
    data = zlib.compress(line * (height if rows is None else rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
