"""plangen: strategy plans from structured content, as Word, PDF and HTML."""

__version__ = "0.1.0"
