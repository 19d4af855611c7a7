"""A document laid out on a client's own Word file: its styles, lists, pages, headers and footers with ours."""
