"""What goes wrong while a file is written."""


class RenderError(Exception):
    """A document cannot be rendered; the message says what is wrong with it and where."""
