"""Word: one document tree as a .docx file."""

from plangen.render.docx.document import write_docx

__all__ = ["write_docx"]
