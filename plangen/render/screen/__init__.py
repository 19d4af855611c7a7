"""The document tree as one self-contained HTML file for the screen."""

from plangen.render.screen.shell import write_html

__all__ = ["write_html"]
