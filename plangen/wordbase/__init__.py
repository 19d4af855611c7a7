"""A client's own Word file as the base of a plan's look: read safely, and kept as plain data for the writers."""

from plangen.wordbase.reading import Base, Numbering, read_base

__all__ = ["Base", "Numbering", "read_base"]
